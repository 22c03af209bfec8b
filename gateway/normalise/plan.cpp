#include "normalise/plan.hpp"

#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <map>
#include <unordered_map>

#include "base/file.hpp"
#include "base/quantity.hpp"
#include "crypto/hmac.hpp"
#include "crypto/sha256.hpp"
#include "normalise/cloud_event.hpp"
#include "normalise/dispatch.hpp"
#include "normalise/json_fault.hpp"
#include "normalise/json_text.hpp"
#include "normalise/mapping_reader.hpp"

namespace jembatan::normalise {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t deepest_json = 32;
constexpr std::size_t largest_file = 1 * MiB;
constexpr std::size_t event_arena = 16 * KiB;  // on the stack; holds a usual Zoom body, larger ones go on to the heap
constexpr std::size_t pseudonym_digits = 32;

struct folder {
  source_type declared;
  std::vector<std::unique_ptr<const mapping>> mappings;
  dispatch by_match;
};

outcome dead(const raw_event& raw, std::int64_t time_ms, std::string_view stamp, std::string_view reason,
             std::string_view field) {
  outcome o;
  o.what = disposition::dead;
  o.messages.push_back(dead_event(raw, time_ms, stamp, reason, field));
  o.mapping = stamp;
  o.reason = reason;
  o.field = field;
  return o;
}

outcome unused(const raw_event& raw, std::int64_t time_ms, disposition what, std::string_view stamp,
               std::string_view raw_type, std::string_view reason) {
  outcome o;
  o.what = what;
  o.mapping = stamp;
  o.reason = reason;
  o.messages.push_back(
      unused_event(raw, time_ms, stamp, what == disposition::ignored ? "ignored" : "unmapped", raw_type, reason));
  return o;
}

class compiled_plan final : public plan {
 public:
  explicit compiled_plan(std::string_view key) : key_(key) {}

  outcome apply(const raw_event&) const override;
  std::string pseudonym(std::string_view kind, std::string_view value) const override;
  const std::string& digest_hex() const override { return digest_; }

  void load_folder(const fs::path&, const std::string& type, std::vector<diagnostic>&, crypto::sha256_hasher&);
  void finish(crypto::sha256_hasher& all) { digest_ = to_hex(all.finish()); }

 private:
  using slots = std::array<const json::value*, max_pointers>;

  outcome map(const raw_event&, const mapping&, const json::value& root, std::string_view raw_type, arena&) const;
  outcome write(const raw_event&, const mapping&, evaluation&, std::int64_t time_ms, std::string_view raw_type) const;
  bool subject_of(const fact&, evaluation&, std::string& subject) const;

  crypto::hmac_sha256 key_;
  std::map<std::string, folder, std::less<>> folders_;
  std::string digest_;
};

std::string compiled_plan::pseudonym(std::string_view kind, std::string_view value) const {
  const auto mac = key_.sign({kind, ":", value});
  std::string digits;
  append_hex(digits, bytes_view(mac).first(pseudonym_digits / 2));
  return digits;
}

bool compiled_plan::subject_of(const fact& f, evaluation& event, std::string& subject) const {
  for (const auto& candidate : f.subject) {
    scalar value;
    if (!event.value(candidate.value, value)) return false;
    if (value.is != scalar::kind::text) continue;
    subject = pseudonym(candidate.kind, value.text);
    return true;
  }
  return true;
}

outcome compiled_plan::write(const raw_event& raw, const mapping& m, evaluation& event, std::int64_t time_ms,
                             std::string_view raw_type) const {
  const auto applies = [&](const fact& f) { return event.holds(f.when); };
  const auto count = static_cast<std::uint32_t>(std::count_if(m.facts.begin(), m.facts.end(), applies));
  if (count == 0) return unused(raw, time_ms, disposition::ignored, m.stamp, raw_type, "no event of it applies");
  outcome o;
  o.what = disposition::mapped;
  o.mapping = m.stamp;
  o.messages.reserve(count);
  for (const auto& f : m.facts) {
    if (!applies(f)) continue;
    emitted message{events_topic, {}, {}};
    const auto number = static_cast<std::uint32_t>(o.messages.size());
    if (subject_of(f, event, message.key)) {
      begin_event(message.value, raw, {f.type, message.key, time_ms, m.stamp, number, count});
      if (!event.write(f.data, message.value)) message.value += "{}";
      message.value += '}';
    }
    if (event.failed() != fault::none)
      return dead(raw, time_ms, m.stamp, reason_of(event.failed()), event.failed_field());
    if (message.key.empty()) message.key = event_id(raw.id, number);
    o.messages.push_back(std::move(message));
  }
  return o;
}

outcome compiled_plan::map(const raw_event& raw, const mapping& m, const json::value& root, std::string_view raw_type,
                           arena& memory) const {
  slots found;
  m.pointers.resolve(root, found);
  evaluation event(found, raw.given, memory);
  event.set_time(to_unix_ms(raw.received_at));
  scalar time;
  if (!event.value(m.time, time))
    return dead(raw, to_unix_ms(raw.received_at), m.stamp, reason_of(event.failed()), event.failed_field());
  event.set_time(time.integer);
  for (scalar unwritten; const auto& check : m.checks)
    if (!event.value(check, unwritten))
      return dead(raw, time.integer, m.stamp, reason_of(event.failed()), event.failed_field());
  return write(raw, m, event, time.integer, raw_type);
}

outcome compiled_plan::apply(const raw_event& raw) const {
  const auto received = to_unix_ms(raw.received_at);
  const auto of_type = folders_.find(raw.source_type);
  if (of_type == folders_.end()) return dead(raw, received, {}, "source_type_unknown", {});
  const auto& [declared, mappings, by_match] = of_type->second;

  unsigned char buffer[event_arena];
  json::monotonic_resource memory(buffer, sizeof buffer);
  json::error_code ec;
  json::parse_options options;
  options.max_depth = deepest_json;
  const auto root = json::parse(raw.bytes, ec, &memory, options);
  if (ec)
    return dead(raw, received, {}, ec == json::error::too_deep ? "json_depth" : "json",
                where_it_breaks(raw.bytes, deepest_json));
  if (!root.is_object()) return dead(raw, received, {}, "not_an_object", {});

  slots found;
  declared.pointers.resolve(root, found);
  const auto raw_type = scalar_from(found[static_cast<std::size_t>(declared.type_slot)]);
  if (raw_type.is != scalar::kind::text) return dead(raw, received, {}, "type_missing", declared.type_pointer);

  const auto* m = by_match.find(root);
  if (m != nullptr && m->ignored.empty()) return map(raw, *m, root, raw_type.text, memory);
  // What nobody wants is not refused for a time that cannot be read.
  evaluation event(found, raw.given, memory);
  event.set_time(received);
  scalar time;
  const auto at = event.value(declared.time, time) ? time.integer : received;
  if (m == nullptr) return unused(raw, at, disposition::unmapped, {}, raw_type.text, "no_mapping");
  return unused(raw, at, disposition::ignored, m->stamp, raw_type.text, m->ignored);
}

std::vector<fs::path> mapping_files(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator(directory, ec)) {
    const auto name = entry.path().filename().string();
    if (name.ends_with(".yaml") && !name.ends_with(".cases.yaml") && name != "source.yaml")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void compiled_plan::load_folder(const fs::path& directory, const std::string& type, std::vector<diagnostic>& found,
                                crypto::sha256_hasher& all) {
  const auto read = [&](const fs::path& file) -> std::optional<std::string> {
    auto bytes = read_file(file, largest_file);
    if (bytes.has_error()) {
      found.push_back({file.string(), 0, bytes.error().message()});
      return std::nullopt;
    }
    all.update_framed(type + "/" + file.filename().string());
    all.update_framed(*bytes);
    return std::move(*bytes);
  };
  const auto source_file = directory / "source.yaml";
  const auto source = read(source_file);
  if (!source) return;
  auto& into = folders_[type];
  auto declared = read_source_type(source_file.string(), *source, found);
  if (!declared) return;  // what its mappings take from it would be reported as theirs
  into.declared = std::move(*declared);
  for (const auto& file : mapping_files(directory)) {
    const auto bytes = read(file);
    if (!bytes) continue;
    auto m = read_mapping(file.string(), *bytes, *source, found);
    if (!m) continue;
    // Events name the file as it stands in the folder of mappings, wherever that lies.
    const auto name = type + "/" + file.filename().string();
    m->stamp = name + m->stamp.substr(m->file.size());
    into.by_match.add(*m, found);
    into.mappings.push_back(std::move(m));
  }
}

}  // namespace

outcome dead_letter(const raw_event& raw, std::string_view reason, std::string_view field) {
  return dead(raw, to_unix_ms(raw.received_at), {}, reason, field);
}

std::shared_ptr<const plan> plan::load(const fs::path& directory, std::string_view pseudonym_key,
                                       std::vector<diagnostic>& found) {
  const auto before = found.size();
  auto loaded = std::make_shared<compiled_plan>(pseudonym_key);
  crypto::sha256_hasher all;
  std::vector<fs::path> folders;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator(directory, ec))
    if (entry.is_directory() && fs::exists(entry.path() / "source.yaml")) folders.push_back(entry.path());
  if (folders.empty())
    found.push_back({directory.string(), 0, "there are no mappings here: no folder with a source.yaml"});
  std::sort(folders.begin(), folders.end());
  for (const auto& f : folders) loaded->load_folder(f, f.filename().string(), found, all);
  loaded->finish(all);
  if (found.size() != before) return nullptr;
  return loaded;
}

}  // namespace jembatan::normalise
