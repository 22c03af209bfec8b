#include "normalise/mapping_reader.hpp"

#include <algorithm>

#include "crypto/sha256.hpp"
#include "normalise/tree_reader.hpp"

namespace jembatan::normalise {
namespace {

constexpr std::string_view type_prefix = "id.go.asn.training.";

// id.go.asn.training.<words>.v<number>
bool is_event_type(std::string_view type) {
  if (!type.starts_with(type_prefix)) return false;
  const auto version = type.rfind(".v");
  if (version == std::string_view::npos || version < type_prefix.size() || version + 2 == type.size()) return false;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto word = [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || c == '_'; };
  const auto name = type.substr(type_prefix.size(), version - type_prefix.size());
  const auto number = type.substr(version + 2);
  return std::all_of(name.begin(), name.end(), word) && std::all_of(number.begin(), number.end(), digit);
}

// Everything that is read from one file shares its diagnostics and its table of pointers.
struct context {
  yaml_file& file;
  tree_reader tree;
};

bool read_match_values(context& c, const YAML::Node& n, match_condition& m) {
  if (n.IsMap()) {
    if (!c.file.check_keys(n, {"present"}, "a condition of 'match'")) return false;
    const auto present = c.file.boolean(n["present"], "'present'");
    m.what = present.value_or(true) ? match_condition::test::present : match_condition::test::absent;
    return present.has_value();
  }
  const auto add = [&](const YAML::Node& one) {
    auto value = c.file.scalar_constant(one, "a value of 'match'");
    if (value) m.values.push_back(std::move(*value));
    return value.has_value();
  };
  if (!n.IsSequence()) return add(n);
  if (n.size() == 0) c.file.report(n, "an empty list matches nothing: write the values");
  return n.size() != 0 && std::all_of(n.begin(), n.end(), add);
}

std::vector<match_condition> read_match(context& c, const YAML::Node& document) {
  const auto n = document["match"];
  std::vector<match_condition> all;
  if (!n || !n.IsMap() || n.size() == 0) {
    c.file.report(n ? n : document, "'match' must say which raw events these are: {/event: meeting.started}");
    return all;
  }
  if (!c.file.check_keys(n, {}, "'match'")) return all;
  for (const auto& entry : n) {
    match_condition m;
    m.written = entry.first.Scalar();
    auto at = compile_pointer(m.written);
    if (at.has_error()) {
      c.file.report(entry.first, at.error().context);
      continue;
    }
    m.at = std::move(*at);
    if (read_match_values(c, entry.second, m)) all.push_back(std::move(m));
  }
  return all;
}

std::vector<subject_candidate> read_subject(context& c, const YAML::Node& written) {
  std::vector<subject_candidate> all;
  const auto meant = c.tree.meant_by(written);
  if (!meant) return all;
  const auto& n = *meant;
  if (!n.IsSequence() || n.size() == 0) {
    c.file.report(n, "'subject' must be a list of candidates, the best first: [{email: /pointer}, ...]");
    return all;
  }
  for (const auto& one : n) {
    if (!c.file.check_keys(one, {}, "a candidate of 'subject'")) continue;
    if (one.size() != 1) {
      c.file.report(one, "a candidate of 'subject' is one kind with its value: {email: /pointer}");
      continue;
    }
    const auto entry = *one.begin();
    auto value = c.tree.read_leaf(entry.second, "'subject'");
    if (value) all.push_back({entry.first.Scalar(), std::move(*value)});
  }
  return all;
}

std::optional<fact> read_fact(context& c, const YAML::Node& n, const YAML::Node& document) {
  fact f;
  const auto before = c.file.found().size();
  const auto type = n["type"] ? c.file.text(n["type"], "'type'") : std::nullopt;
  if (!n["type"]) c.file.report(n, "an event needs 'type', or the mapping 'ignore: <reason>'");
  if (type && !is_event_type(*type))
    c.file.report(n["type"], "'" + *type + "' is no type of event: write " + std::string(type_prefix) + "NAME.v1");
  f.type = type.value_or("");
  const auto subject = n["subject"] ? n["subject"] : document["subject"];
  if (subject)
    f.subject = read_subject(c, subject);
  else
    c.file.report(n, "an event needs 'subject': whom or what it is about");
  if (n["when"])
    if (auto when = c.tree.read_condition(n["when"])) f.when = std::move(*when);
  if (!n["data"]) {
    c.file.report(n, "an event needs 'data'");
  } else if (auto data = c.tree.read_object(n["data"], "'data'")) {
    f.data = std::move(*data);
  }
  if (c.file.found().size() != before) return std::nullopt;
  return f;
}

std::vector<fact> read_facts(context& c, const YAML::Node& document) {
  std::vector<fact> all;
  const auto list = document["events"];
  if (!list) {
    if (auto f = read_fact(c, document, document)) all.push_back(std::move(*f));
    return all;
  }
  for (const char* key : {"type", "data", "when"})
    if (document[key]) c.file.report(document[key], "'" + std::string(key) + "' belongs into 'events' here");
  if (!list.IsSequence() || list.size() == 0) {
    c.file.report(list, "'events' must be a list of {type, data}");
    return all;
  }
  for (const auto& one : list)
    if (c.file.check_keys(one, {"type", "subject", "when", "data"}, "an entry of 'events'"))
      if (auto f = read_fact(c, one, document)) all.push_back(std::move(*f));
  return all;
}

void read_ignored(context& c, const YAML::Node& document, mapping& m) {
  m.ignored = c.file.text(document["ignore"], "'ignore'").value_or("");
  for (const char* key : {"type", "data", "events", "subject", "when"})
    if (document[key])
      c.file.report(document[key], "a mapping that ignores makes no event: remove '" + std::string(key) + "'");
}

// In source.yaml: values that must be readable wherever a mapping makes an event, and are not written.
std::vector<leaf> read_checks(yaml_file& file, tree_reader& tree, const YAML::Node& list) {
  std::vector<leaf> all;
  if (!list) return all;
  if (!list.IsSequence()) {
    file.report(list, "'check' must be a list of values");
    return all;
  }
  for (const auto& one : list)
    if (auto value = tree.read_leaf(one, "a value of 'check'")) all.push_back(std::move(*value));
  return all;
}

// In source.yaml: parts that mappings write as {use: NAME}. Each is a list of candidates for 'subject', or a value or
// an object for 'data'.
void check_shared(context& c, const YAML::Node& shared) {
  if (!shared || !c.file.check_keys(shared, {}, "'shared'")) return;
  for (const auto& part : shared) {
    if (part.second.IsSequence()) {
      read_subject(c, part.second);
      continue;
    }
    YAML::Node wrapped(YAML::NodeType::Map);
    wrapped["part"] = part.second;
    static_cast<void>(c.tree.read_object(wrapped, "'shared'"));
  }
}

// In source.yaml: `parameters: [nip_question]`.
std::vector<std::string> read_parameters(yaml_file& file, const YAML::Node& document) {
  std::vector<std::string> all;
  const auto list = document["parameters"];
  if (!list) return all;
  if (!list.IsSequence()) file.report(list, "'parameters' must be a list of names");
  for (const auto& one : list)
    if (auto name = file.text(one, "a name of 'parameters'")) all.push_back(std::move(*name));
  return all;
}

// What a mapping takes from source.yaml. Errors in there are reported where that file itself is read.
class of_source {
 public:
  explicit of_source(const std::string& bytes)
      : file_("source.yaml", reported_elsewhere_),
        document_(file_.parse(bytes).value_or(YAML::Node(YAML::NodeType::Map))) {}
  std::vector<std::string> parameters() {
    return document_["parameters"] ? read_parameters(file_, document_) : std::vector<std::string>();
  }
  YAML::Node shared() const { return document_["shared"] ? document_["shared"] : YAML::Node(); }
  void give_time(mapping& m) {
    tree_reader tree(file_, m.pointers);
    if (document_["time"])
      if (auto time = tree.read_time(document_["time"])) m.time = std::move(*time);
  }
  void give_checks(mapping& m) {
    tree_reader tree(file_, m.pointers);
    m.checks = read_checks(file_, tree, document_["check"]);
  }

 private:
  std::vector<diagnostic> reported_elsewhere_;
  yaml_file file_;
  const YAML::Node document_;
};

}  // namespace

std::optional<source_type> read_source_type(const std::string& name, const std::string& bytes,
                                            std::vector<diagnostic>& found) {
  const auto before = found.size();
  yaml_file file(name, found);
  const auto document = file.parse(bytes);
  if (!document) return std::nullopt;
  source_type s;
  s.parameters = read_parameters(file, *document);
  context c{file, tree_reader(file, s.pointers, s.parameters)};
  auto& tree = c.tree;
  file.check_keys(*document, {"version", "type", "time", "parameters", "check", "shared"}, "source.yaml");
  file.check_version(*document);
  for (const char* key : {"type", "time"})
    if (!(*document)[key]) file.report(*document, "'" + std::string(key) + "' must say where it stands in a raw event");
  if (const auto type = (*document)["type"]) {
    s.type_pointer = file.text(type, "'type'").value_or("");
    auto at = compile_pointer(s.type_pointer);
    if (at.has_error())
      file.report(type, at.error().context);
    else
      s.type_slot = s.pointers.add(*at);
  }
  if (const auto time = (*document)["time"])
    if (auto value = tree.read_time(time)) s.time = std::move(*value);
  read_checks(file, tree, (*document)["check"]);
  check_shared(c, (*document)["shared"]);
  if (found.size() != before) return std::nullopt;
  return s;
}

std::unique_ptr<mapping> read_mapping(const std::string& name, const std::string& bytes,
                                      const std::string& source_bytes, std::vector<diagnostic>& found) {
  const auto before = found.size();
  auto m = std::make_unique<mapping>();
  yaml_file file(name, found);
  const auto document = file.parse(bytes);
  if (!document) return nullptr;
  of_source source(source_bytes);
  context c{file, tree_reader(file, m->pointers, source.parameters(), source.shared())};
  m->file = name;
  m->stamp = name + "@" + to_hex(crypto::sha256(bytes)).substr(0, 12);
  file.check_keys(*document, {"version", "match", "ignore", "time", "subject", "type", "when", "data", "events"},
                  "a mapping");
  file.check_version(*document);
  m->match = read_match(c, *document);
  if (!(*document)["time"]) {
    source.give_time(*m);
  } else if (auto time = c.tree.read_time((*document)["time"])) {
    m->time = std::move(*time);
  }
  if ((*document)["ignore"]) {
    read_ignored(c, *document, *m);
  } else {
    source.give_checks(*m);
    m->facts = read_facts(c, *document);
  }
  if (found.size() != before) return nullptr;
  return m;
}

}  // namespace jembatan::normalise
