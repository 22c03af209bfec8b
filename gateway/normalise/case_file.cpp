// The cases beside a mapping: a raw body and what must become of it. Run by the tests and by `jembatan check`.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "base/file.hpp"
#include "base/quantity.hpp"
#include "crypto/sha256.hpp"
#include "normalise/cloud_event.hpp"
#include "normalise/plan.hpp"
#include "normalise/yaml_file.hpp"

namespace jembatan::normalise {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view suffix = ".cases.yaml";

std::string_view name_of(disposition d) {
  switch (d) {
    case disposition::mapped:
      return "mapped";
    case disposition::ignored:
      return "ignored";
    case disposition::unmapped:
      return "unmapped";
    default:
      return "dead";
  }
}

// What a YAML tree says, as JSON.
json::value to_json(yaml_file& file, const YAML::Node& n) {
  if (n.IsMap()) {
    json::object object;
    for (const auto& entry : n) object[entry.first.Scalar()] = to_json(file, entry.second);
    return object;
  }
  if (n.IsSequence()) {
    json::array array;
    for (const auto& one : n) array.push_back(to_json(file, one));
    return array;
  }
  const auto c = file.scalar_constant(n, "an expected value");
  if (!c) return nullptr;
  switch (c->is) {
    case scalar::kind::integer:
      return c->integer;
    case scalar::kind::number:
      return c->number;
    case scalar::kind::boolean:
      return c->boolean;
    default:
      return json::string(c->text);
  }
}

// Runs the cases of one file.
class case_run {
 public:
  case_run(yaml_file& file, std::string type, std::string stem, const plan& p, const case_observer& seen)
      : file_(file), type_(std::move(type)), stem_(std::move(stem)), plan_(p), seen_(seen) {}

  // True when the case passes; else the reason is a diagnostic of the file.
  bool run(const YAML::Node& one) {
    const auto before = file_.found().size();
    if (!file_.check_keys(one, {"name", "options", "received", "body", "expect"}, "a case")) return false;
    const auto name = one["name"] ? file_.text(one["name"], "'name'") : std::nullopt;
    const auto body = one["body"] ? file_.text(one["body"], "'body'") : std::nullopt;
    const auto expect = one["expect"];
    if (!name || !body || !expect) {
      file_.report(one, "a case needs name, body (the raw text) and expect");
      return false;
    }
    if (!file_.check_keys(expect, {"disposition", "mapping", "reason", "field", "events"}, "'expect'")) return false;
    name_ = *name;
    const auto given = options_of(one["options"]);
    auto event = raw(*body);
    if (one["received"] && !set_receipt(one["received"], event)) return false;
    event.given = &given;
    const auto became = plan_.apply(event);
    if (seen_) seen_(type_ + "/" + stem_ + std::string(suffix), name_, became);
    compare(expect, became);
    return file_.found().size() == before;
  }

 private:
  // The identity is of the source's making; here it only has to be the same every time.
  raw_event raw(const std::string& body) const {
    raw_event e;
    e.source = "case";
    e.source_type = type_;
    e.receipt = "jb1-case-0000000000000000-1";
    e.id = crypto::sha256(body);
    e.received_at = from_unix_ms(1'798'675'200'000);  // 2026-12-31T00:00:00Z
    e.bytes = body;
    return e;
  }

  bool set_receipt(const YAML::Node& n, raw_event& e) {
    const auto at = parse_rfc3339(file_.text(n, "'received'").value_or(""));
    if (at) e.received_at = *at;
    if (!at) file_.report(n, "'received' must be a time: 2026-03-16T01:00:00Z");
    return at.has_value();
  }

  // What the source's options say in this case: {nip_question: NIP}.
  parameters options_of(const YAML::Node& n) {
    parameters given;
    if (!n || !file_.check_keys(n, {}, "'options'")) return given;
    for (const auto& entry : n) given[entry.first.Scalar()] = file_.text(entry.second, "an option").value_or("");
    return given;
  }

  void differs(const YAML::Node& at, std::string_view what, std::string_view expected, std::string_view got) {
    file_.report(at, "case '" + name_ + "': " + std::string(what) + " should be " + std::string(expected) + " and is " +
                         std::string(got));
  }

  void compare_text(const YAML::Node& expect, const char* key, std::string_view got) {
    const auto expected = expect[key];
    if (expected && expected.Scalar() != got) differs(expected, key, expected.Scalar(), got);
  }

  void compare(const YAML::Node& expect, const outcome& got) {
    const auto file = got.mapping.substr(0, got.mapping.find('@'));
    const bool chosen = got.what == disposition::mapped || got.what == disposition::ignored;
    if (!expect["disposition"]) file_.report(expect, "'expect' needs disposition: mapped, ignored, unmapped or dead");
    compare_text(expect, "disposition", name_of(got.what));
    compare_text(expect, "mapping", file);
    compare_text(expect, "reason", got.reason);
    compare_text(expect, "field", got.field);
    const auto own = type_ + "/" + stem_ + ".yaml";
    if (!expect["mapping"] && chosen && stem_ != "source" && file != own) differs(expect, "the mapping", own, file);
    if (const auto events = expect["events"])
      compare_events(events, got);
    else if (got.what == disposition::mapped)
      file_.report(expect, "a case that is mapped must say its 'events'");
  }

  void compare_events(const YAML::Node& events, const outcome& got) {
    if (!events.IsSequence() || events.size() != got.messages.size()) {
      differs(events, "the number of events", std::to_string(events.size()), std::to_string(got.messages.size()));
      return;
    }
    for (std::size_t i = 0; i < events.size(); ++i) compare_event(events[i], got.messages[i]);
  }

  void compare_event(const YAML::Node& expect, const emitted& message) {
    if (!file_.check_keys(expect, {"type", "time", "subject", "data"}, "an expected event")) return;
    const auto event = json::parse(message.value);
    const auto text = [&](const char* key) {
      const auto* found = event.as_object().if_contains(key);
      return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
    };
    compare_text(expect, "type", text("type"));
    compare_text(expect, "time", text("time"));
    if (const auto subject = expect["subject"]) compare_subject(subject, text("subject"));
    if (!expect["data"]) return;
    const auto expected = to_json(file_, expect["data"]);
    if (expected != event.at("data"))
      differs(expect["data"], "data", json::serialize(expected), json::serialize(event.at("data")));
  }

  // {email: ani@example.go.id}: the value that the pseudonym was made of.
  void compare_subject(const YAML::Node& expect, const std::string& got) {
    if (!expect.IsMap() || expect.size() != 1) {
      file_.report(expect, "'subject' is one kind with its value: {email: ani@example.go.id}");
      return;
    }
    const auto entry = *expect.begin();
    const auto kind = entry.first.Scalar(), value = entry.second.Scalar();
    if (plan_.pseudonym(kind, value) != got) differs(expect, "subject", "of " + kind, "of something else");
  }

  yaml_file& file_;
  std::string type_, stem_, name_;
  const plan& plan_;
  const case_observer& seen_;
};

void run_file(const fs::path& path, const plan& p, const case_observer& seen, case_report& report) {
  yaml_file file(path.string(), report.failed);
  const auto bytes = read_file(path, 4 * MiB);
  if (bytes.has_error()) {
    report.failed.push_back({path.string(), 0, bytes.error().message()});
    return;
  }
  const auto document = file.parse(*bytes);
  if (!document || !file.check_keys(*document, {"version", "cases"}, "a file of cases")) return;
  file.check_version(*document);
  const auto cases = (*document)["cases"];
  if (!cases || !cases.IsSequence() || cases.size() == 0) {
    file.report(*document, "'cases' must be a list of {name, options, body, expect}");
    return;
  }
  const auto name = path.filename().string();
  case_run run(file, path.parent_path().filename().string(), name.substr(0, name.size() - suffix.size()), p, seen);
  for (const auto& one : cases) report.passed += run.run(one) ? 1 : 0;
}

}  // namespace

case_report run_cases(const fs::path& directory, const plan& p, const case_observer& seen) {
  case_report report;
  std::vector<fs::path> files;
  std::error_code ec;
  for (const auto& entry : fs::recursive_directory_iterator(directory, ec))
    if (entry.path().filename().string().ends_with(suffix)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) run_file(file, p, seen, report);
  return report;
}

}  // namespace jembatan::normalise
