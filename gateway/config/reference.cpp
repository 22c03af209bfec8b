#include "config/reference.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "base/quantity.hpp"
#include "config/scalar.hpp"

namespace jembatan::config {
namespace {

// A cell of a table: one line, and no character that ends the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string code(std::string_view text) {
  return text.empty() ? "-" : "`" + std::string(text) + "`";
}

std::string list(const std::vector<std::string>& items) {
  std::string out = "[";
  for (std::size_t i = 0; i < items.size(); ++i) out += (i > 0 ? ", " : "") + items[i];
  return out + "]";
}

// One section: its rows, then the sections below it in the order of their keys.
class section_writer final : public visitor {
 public:
  explicit section_writer(std::string path, std::string only_where = {})
      : path_(std::move(path)), only_where_(std::move(only_where)) {}

  void option(std::string_view key, bool& to, about a) override {
    row(key, "true or false", code(to ? "true" : "false"), a);
  }
  void option(std::string_view key, std::int64_t& to, std::int64_t least, std::int64_t most, about a) override {
    row(key, "number, " + std::to_string(least) + " to " + std::to_string(most), code(std::to_string(to)), a);
  }
  void option(std::string_view key, duration& to, about a) override {
    row(key, "duration", code(format_duration(to)), a);
  }
  void option(std::string_view key, byte_size& to, about a) override { row(key, "size", code(format_size(to)), a); }
  void option(std::string_view key, std::string& to, about a) override { row(key, "text", code(to), a); }
  void option(std::string_view key, std::filesystem::path& to, about a) override {
    row(key, "path", code(to.string()), a);
  }
  void option(std::string_view key, secret_file& to, about a) override {
    row(key, "path of a file that holds the secret", code(to.file.string()), a);
  }
  void option(std::string_view key, std::optional<date>& to, about a) override {
    row(key, "date", to ? code(format_date(*to)) : "-", a);
  }
  void option(std::string_view key, std::vector<std::string>& to, about a) override {
    row(key, "list", code(list(to)), a);
  }
  void option(std::string_view key, std::vector<secret_file>&, about a) override {
    row(key, "list of paths of files that hold a secret each", code("[]"), a);
  }
  void percent(std::string_view key, int& to, about a) override {
    row(key, "percentage", code(std::to_string(to) + "%"), a);
  }
  void choice(std::string_view key, std::string& to, std::vector<std::string_view> allowed, about a) override {
    row(key, one_of(allowed), code(to), a);
  }

  void section(std::string_view key, about a, const std::function<void(option_visitor&)>& visit) override {
    row(key, "section", "-", a);
    visit(below(join(key), a));
  }
  void named(std::string_view key, about a,
             const std::function<void(const std::string& name, option_visitor&)>& visit) override {
    row(key, "sections, each under a name of your own", code("{}"), a);
    visit("<id>", below(join(key) + ".<id>", a));
  }
  void sequence(std::string_view key, about a, const std::function<void(option_visitor&)>& visit) override {
    row(key, "list of sections", code("[]"), a);
    visit(below(join(key) + "[]", a));
  }
  void list_or_section(std::string_view key, std::vector<std::string>& to, about a,
                       const std::function<void(option_visitor&)>& visit) override {
    row(key, "list, or a section", code(list(to)), a);
    visit(below(join(key), a));
  }

  void alternative(std::string_view key, std::string_view word,
                   const std::function<void(option_visitor&)>& visit) override {
    const auto where = "`" + std::string(key) + ": " + std::string(word) + "`";
    below_.push_back({std::make_unique<section_writer>(path_, " with " + where), "Further keys where " + where + "."});
    visit(*below_.back().writer);
  }

  void unsupported(std::string_view key, about a) override {
    rows_ += "| `" + std::string(key) + "` | - | - | " + cell(a.text) +
             " Known, but not yet supported: refused when written. | - |\n";
  }

  bool given(std::string_view) const override { return false; }
  void reject(std::string_view, std::string) override {}
  void reject_item(std::string_view, std::size_t, std::string) override {}
  int line_of(std::string_view) const override { return 0; }
  int line_of(std::string_view, std::size_t) const override { return 0; }
  bool documenting() const override { return true; }

  std::string text() const {
    std::string out;
    if (!rows_.empty()) out += "| Key | Type | Default | Meaning | Takes effect |\n|---|---|---|---|---|\n" + rows_;
    for (const auto& [s, meaning] : below_)
      out += "\n## `" + s->path_ + "`" + s->only_where_ + "\n\n" + meaning + "\n\n" + s->text();
    return out;
  }

 private:
  struct child {
    std::unique_ptr<section_writer> writer;
    std::string meaning;
  };

  std::string join(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  }

  section_writer& below(std::string path, const about& a) {
    below_.push_back({std::make_unique<section_writer>(std::move(path)), std::string(a.text)});
    return *below_.back().writer;
  }

  void row(std::string_view key, const std::string& type, const std::string& standard, const about& a) {
    const auto shown = a.required ? "required" : a.default_text.empty() ? standard : cell(a.default_text);
    rows_ += "| `" + std::string(key) + "` | " + cell(type) + " | " + cell(shown) + " | " + cell(a.text) + " | " +
             (a.reload ? "SIGHUP" : "restart") + " |\n";
  }

  std::string path_;
  std::string only_where_;
  std::string rows_;
  std::vector<child> below_;
};

}  // namespace

std::string reference(std::string_view title, std::string_view introduction, const describe_function& describe) {
  section_writer root({});
  describe(root);
  return "# " + std::string(title) + "\n\n" + std::string(introduction) + "\n\n" + root.text();
}

}  // namespace jembatan::config
