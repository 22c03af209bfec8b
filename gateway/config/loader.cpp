#include "config/loader.hpp"

#include <algorithm>
#include <utility>

#include "base/file.hpp"
#include "config/document.hpp"
#include "config/scalar.hpp"
#include "config/spelling.hpp"

namespace jembatan::config {
namespace {

// Names that an operator chooses become parts of URLs, receipts and topics.
bool is_name(std::string_view s) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !s.empty() && s.size() <= 64 && plain(s.front()) &&
         std::all_of(s.begin(), s.end(), [&](char c) { return plain(c) || c == '-'; });
}

// The keys that decide what the others mean: once such a one is refused, its section is left alone.
bool decides(std::string_view key) {
  return key == "type" || key == "kind";
}

struct run {
  const origin& from;
  diagnostics problems;
  written_keys* fixed = nullptr;
};

// One mapping of the file, or one that is not written.
class section_loader final : public visitor {
 public:
  section_loader(run& r, const node* written, std::string path, int line)
      : run_(r), written_(written), path_(std::move(path)), line_(line) {}

  void option(std::string_view key, bool& to, about a) override {
    take(key, a, to, [](const node& n) { return to_bool(n); });
  }
  void option(std::string_view key, std::int64_t& to, std::int64_t least, std::int64_t most, about a) override {
    take(key, a, to, [&](const node& n) { return to_integer(n, least, most); });
  }
  void option(std::string_view key, duration& to, about a) override {
    take(key, a, to, [](const node& n) { return to_duration(n); });
  }
  void option(std::string_view key, byte_size& to, about a) override {
    take(key, a, to, [](const node& n) { return to_size(n); });
  }
  void option(std::string_view key, std::string& to, about a) override {
    take(key, a, to, [&](const node& n) { return a.required ? to_filled_text(n) : to_text(n); });
  }
  void option(std::string_view key, std::filesystem::path& to, about a) override {
    take(key, a, to, [&](const node& n) { return to_path(n); });
  }
  void option(std::string_view key, secret_file& to, about a) override {
    take(key, a, to, [&](const node& n) { return to_secret(n); });
  }
  void option(std::string_view key, std::optional<date>& to, about a) override {
    take(key, a, to, [](const node& n) { return to_date(n); });
  }
  void option(std::string_view key, std::vector<std::string>& to, about a) override {
    take(key, a, to, [](const node& n) { return to_texts(n); });
  }
  void option(std::string_view key, std::vector<secret_file>& to, about) override;
  void percent(std::string_view key, int& to, about a) override {
    take(key, a, to, [](const node& n) { return to_percent(n); });
  }
  void choice(std::string_view key, std::string& to, std::vector<std::string_view> allowed, about a) override {
    const bool good = take(key, a, to, [&](const node& n) { return to_word(n, allowed); });
    if (!good && decides(key) && (given(key) || a.required)) abandoned_ = true;
  }

  void section(std::string_view key, about, const std::function<void(option_visitor&)>&) override;
  void named(std::string_view key, about,
             const std::function<void(const std::string& name, option_visitor&)>&) override;
  void sequence(std::string_view key, about, const std::function<void(option_visitor&)>&) override;
  void alternative(std::string_view, std::string_view, const std::function<void(option_visitor&)>& visit) override {
    visit(*this);
  }
  void list_or_section(std::string_view key, std::vector<std::string>&, about,
                       const std::function<void(option_visitor&)>&) override;

  void unsupported(std::string_view key, about) override {
    if (const auto* e = find(key, {})) fail(e->line, key, "is not yet supported by this version: remove it");
  }

  bool given(std::string_view key) const override { return entry_of(key) != nullptr; }
  void reject(std::string_view key, std::string why) override {
    fail(line_of(key), key, std::move(why));
    if (decides(key)) abandoned_ = true;
  }
  void reject_item(std::string_view key, std::size_t index, std::string why) override {
    fail(line_of(key, index), std::string(key) + "[" + std::to_string(index) + "]", std::move(why));
  }
  int line_of(std::string_view key) const override {
    const auto* e = entry_of(key);
    return e ? e->line : line_;
  }
  int line_of(std::string_view key, std::size_t index) const override {
    const auto* e = entry_of(key);
    return e && index < e->value.items.size() ? e->value.items[index].line : line_of(key);
  }
  bool documenting() const override { return false; }

  // After the description has visited all that it knows.
  void refuse_unknown_keys();

 private:
  const entry* entry_of(std::string_view key) const {
    if (!written_) return nullptr;
    for (const auto& e : written_->entries)
      if (e.key == key) return &e;
    return nullptr;
  }

  // Remembers the key as known. Null when it is not written, or refused already.
  const entry* find(std::string_view key, const about& a) {
    known_.emplace_back(key);
    const auto* e = entry_of(key);
    if (!e && a.required && written_) fail(line_, key, "is missing: write it");
    if (e && !a.reload) note_fixed(key, e->value);
    return e && e->value.refused ? nullptr : e;
  }

  void note_fixed(std::string_view key, const node& n) {
    if (!run_.fixed || n.what == node::kind::mapping) return;
    auto text = n.text;
    for (const auto& item : n.items) text += item.text + '\n';
    run_.fixed->insert_or_assign(join(key), std::move(text));
  }

  // Whether a value was written and is good.
  template <class T, class Convert>
  bool take(std::string_view key, const about& a, T& to, Convert convert) {
    const auto* e = find(key, a);
    if (!e) return false;
    auto value = convert(e->value);
    if (value.has_error()) {
      fail(e->line, key, value.error().context);
      return false;
    }
    to = std::move(*value);
    return true;
  }

  static result<std::string> to_filled_text(const node& n) {
    JB_TRY(auto text, to_text(n));
    if (text.empty()) return error{errc::invalid, "is empty: write a value"};
    return text;
  }

  result<std::filesystem::path> to_path(const node& n) const {
    JB_TRY(const auto text, to_filled_text(n));
    return (run_.from.directory / text).lexically_normal();
  }

  result<secret_file> to_secret(const node& n) const {
    JB_TRY(auto file, to_path(n));
    auto value = run_.from.read_secret ? run_.from.read_secret(file) : read_secret(file);
    if (value.has_error())
      return error{errc::invalid, "cannot read the secret: " + value.error().message() +
                                      ": write the secret into that file, or mend the path"};
    return secret_file{std::move(file), std::move(*value)};
  }

  // The entry if it is a mapping, or of another kind with its diagnostic made; an empty one counts as an empty mapping.
  const entry* find_mapping(std::string_view key, const about& a) {
    const auto* e = find(key, a);
    if (!e || e->value.what == node::kind::mapping || e->value.what == node::kind::null) return e;
    fail(e->line, key, "needs keys of its own, indented below it or in {}");
    return nullptr;
  }

  template <class Visit>
  void descend(const node* n, std::string path, int line, const Visit& visit) {
    section_loader below(run_, n, std::move(path), line);
    below.abandoned_ = abandoned_;
    visit(below);
    below.refuse_unknown_keys();
  }

  std::string join(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  }

  void fail(int line, std::string_view key, std::string text) {
    if (!abandoned_) run_.problems.push_back({run_.from.file, line, join(key), std::move(text)});
  }

  run& run_;
  const node* written_;  // null: not written, so nothing in it is given and nothing is missing
  std::string path_;
  int line_;
  bool abandoned_ = false;
  std::vector<std::string> known_;
};

void section_loader::option(std::string_view key, std::vector<secret_file>& to, about a) {
  const auto* e = find(key, a);
  if (!e) return;
  if (const auto texts = to_texts(e->value); texts.has_error()) return fail(e->line, key, texts.error().context);
  std::vector<secret_file> secrets;
  for (std::size_t i = 0; i < e->value.items.size(); ++i) {
    auto secret = to_secret(e->value.items[i]);
    if (secret.has_error())
      reject_item(key, i, secret.error().context);
    else
      secrets.push_back(std::move(*secret));
  }
  to = std::move(secrets);
}

void section_loader::section(std::string_view key, about a, const std::function<void(option_visitor&)>& visit) {
  const auto* e = find_mapping(key, a);
  descend(e ? &e->value : nullptr, join(key), e ? e->line : line_, visit);
}

void section_loader::named(std::string_view key, about a,
                           const std::function<void(const std::string& name, option_visitor&)>& visit) {
  const auto* e = find_mapping(key, a);
  if (!e) return;
  for (const auto& item : e->value.entries) {
    const auto path = std::string(key) + "." + item.key;
    if (!is_name(item.key)) {
      fail(item.line, path, "is no name: use a-z, 0-9 and '-', at most 64, not '-' first");
    } else if (item.value.what != node::kind::mapping && item.value.what != node::kind::null) {
      fail(item.line, path, "needs keys of its own, indented below it or in {}");
    } else if (!item.value.refused) {
      descend(&item.value, join(path), item.line, [&](option_visitor& v) { visit(item.key, v); });
    }
  }
}

void section_loader::sequence(std::string_view key, about a, const std::function<void(option_visitor&)>& visit) {
  const auto* e = find(key, a);
  if (!e || e->value.what == node::kind::null) return;
  if (e->value.what != node::kind::sequence) return fail(e->line, key, "needs a list: begin each element with '- '");
  for (std::size_t i = 0; i < e->value.items.size(); ++i) {
    const auto& item = e->value.items[i];
    if (item.refused) continue;
    if (item.what == node::kind::mapping)
      descend(&item, join(key) + "[" + std::to_string(i) + "]", item.line, visit);
    else
      reject_item(key, i, "needs keys of its own, indented below it or in {}");
  }
}

void section_loader::list_or_section(std::string_view key, std::vector<std::string>& to, about a,
                                     const std::function<void(option_visitor&)>& visit) {
  const auto* e = entry_of(key);
  if (e && e->value.what == node::kind::mapping)
    section(key, a, visit);
  else
    option(key, to, a);
}

void section_loader::refuse_unknown_keys() {
  if (!written_ || abandoned_) return;
  for (const auto& e : written_->entries) {
    if (std::find(known_.begin(), known_.end(), e.key) != known_.end()) continue;
    const auto meant = nearest(e.key, known_);
    fail(e.line, e.key,
         meant.empty() ? "is not known here: remove it (jembatan config reference lists all keys)"
                       : "is not known here: did you mean '" + meant + "'?");
  }
}

}  // namespace

diagnostics load_text(std::string_view yaml, const origin& from, const describe_function& describe,
                      written_keys* fixed) {
  auto parsed = parse_document(yaml, from.file);
  run r{from, std::move(parsed.problems), fixed};
  if (parsed.readable) {
    static const node empty;
    const bool mapping = parsed.root.what == node::kind::mapping || parsed.root.what == node::kind::null;
    if (mapping) {
      section_loader root(r, &parsed.root, {}, 1);
      describe(root);
      root.refuse_unknown_keys();
    } else {
      r.problems.push_back({from.file, parsed.root.line, {}, "the file must hold keys and values (key: value)"});
    }
  }
  settle(r.problems);
  return std::move(r.problems);
}

diagnostics load(const std::filesystem::path& file, const describe_function& describe) {
  const auto bytes = read_file(file, document_bytes);
  if (bytes.has_error()) return {{file.string(), 0, {}, bytes.error().message()}};
  return load_text(*bytes, {file.string(), file.parent_path(), {}}, describe);
}

}  // namespace jembatan::config
