#include "app/settings.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "config/reference.hpp"
#include "crypto/sha256.hpp"

namespace jembatan::app {
namespace {

constexpr std::size_t file_limit = 4 * MiB;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

void describe_roles(option_visitor& v, settings& s) {
  v.option("roles", s.roles,
           {.text = "What this process does: gateway (accept and normalise), adapters (records and targets), "
                    "api (what HR systems call). Without Kafka all of them run in one process."});
  if (v.documenting()) return;
  for (const auto& role : s.roles)
    if (role != "gateway" && role != "adapters" && role != "api")
      v.reject("roles", "'" + role + "' is no role: write gateway, adapters or api");
  if (!s.has_role("gateway"))
    v.reject(
        "roles",
        "a process without the role gateway needs Kafka between the nodes, which is not yet supported: add gateway");
}

void describe_sources(option_visitor& v, settings& s) {
  v.named("sources", {.text = "Who sends events. The name is part of the address that the sender posts to."},
          [&s](const std::string& id, option_visitor& entry) {
            auto& source = s.sources[id];
            if (!config::decide(entry, "type", source.type, {"zoom", "xapi"},
                                {"caliper", "moodle", "totara", "canvas", "cloudevents"},
                                {.text = "What kind of sender it is.", .required = true}))
              return;
            const auto of_type = [&](const char* type, auto& options) {
              config::variant(entry, "type", source.type, type, [&](option_visitor& keys) { describe(keys, options); });
            };
            of_type("zoom", source.zoom);
            of_type("xapi", source.xapi);
          });
}

void describe_targets(option_visitor& v, settings& s) {
  v.named("targets", {.text = "Which systems get training records."},
          [&s](const std::string& id, option_visitor& entry) {
            auto& target = s.targets[id];
            if (!config::decide(entry, "type", target.type, {"ekinerja"}, {"eskp", "sipd"},
                                {.text = "What kind of system it is.", .required = true}))
              return;
            delivery::describe(entry, target.common);
            ekinerja::describe(entry, target.ekinerja);
          });
}

void describe_stores(option_visitor& v, settings& s) {
  v.section("eventlog", {.text = "The topics between the stages."}, [&s](option_visitor& e) {
    if (config::decide(e, "kind", s.eventlog_kind, {"embedded"}, {"kafka"},
                       {.text = "embedded keeps the topics in a file below data_dir."}))
      e.option("keep", s.eventlog_keep, {.text = "How long messages stay in the embedded log."});
  });
  v.section("ledger", {.text = "The system of record."}, [&s](option_visitor& l) {
    if (config::decide(l, "kind", s.ledger.kind, {"sqlite"}, {"postgresql"},
                       {.text = "sqlite keeps the ledger in a file below data_dir."}))
      ledger::describe(l, s.ledger);
  });
  v.section("journal", {.text = "The durable inbox: a sender gets its 2xx when its body is on disk here."},
            [&s](option_visitor& j) { journal::describe(j, s.journal); });
}

void describe_registers(option_visitor& v, settings& s) {
  v.section("people", {.text = "Registers of people."}, [&s](option_visitor& p) {
    p.option("directory", s.people, {.text = "people.csv: who is who, with validity.", .reload = true});
    p.option("accounts", s.accounts, {.text = "accounts.csv: accounts at the senders.", .reload = true});
  });
  v.option("trainings", s.trainings,
           {.text = "Folder of the training catalogue, one <id>.yaml per training.", .reload = true});
  v.option("certificates", s.certificates,
           {.text = "certificates.csv: numbers of certificates, per training and person.", .reload = true});
}

void describe_retention(option_visitor& v, settings& s) {
  v.section("retention", {.text = "How long personal data is kept."}, [&s](option_visitor& r) {
    r.option("held", s.ledger.hold_others, {.text = "How long held events wait after their training is final."});
    for (const auto* key : {"records", "facts", "dead", "audit_personal", "duties"})
      r.unsupported(key, {.text = "Removal by age is not done yet: nothing is removed."});
  });
  v.section("audit", {.text = "The audit trail that proves itself."}, [](option_visitor& a) {
    for (const auto* key : {"origin", "key", "tsa"}) a.unsupported(key, {.text = "The audit log is not written yet."});
  });
}

void describe_delivery(option_visitor& v, settings& s) {
  v.section("delivery", {.text = "How records reach the targets."}, [&s](option_visitor& d) {
    d.option("settle", s.ledger.settle,
             {.text = "How long after its end a training stays provisional, where it does not say so itself."});
    delivery::describe(d, s.delivery);
  });
}

config::diagnostic unreadable(const std::filesystem::path& file, const error& why) {
  return {file.string(), 0, "", why.context + ": name the configuration with --config or JEMBATAN_CONFIG"};
}

}  // namespace

bool settings::has_role(std::string_view role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

void describe(option_visitor& v, settings& s) {
  std::int64_t version = 1;
  v.option("version", version, 1, 1, {.text = "Of this file's format.", .required = true});
  v.choice("environment", s.environment, {"test", "production"},
           {.text = "test allows the player of test events (jembatan-simulate); production refuses it."});
  v.option("node", s.node, {.text = "Name of this node: part of every receipt."});
  if (!v.documenting() && !is_name(s.node)) v.reject("node", "use a-z, 0-9 and '-', at most 64");
  describe_roles(v, s);
  v.option("public_url", s.public_url, {.text = "How people reach this gateway from outside; for links in evidence."});
  v.section("log", {.text = "The log on standard error: one JSON object a line, nobody named in it."},
            [&s](option_visitor& l) {
              l.choice(
                  "level", s.log_level, {"debug", "info", "warning", "error"},
                  {.text = "From which level on lines are written. debug follows every single event by its receipt.",
                   .reload = true});
            });
  v.option("data_dir", s.data_dir,
           {.text = "Where everything durable lies: journal, event log, ledger, keys, admin.sock."});
  v.option("mappings", s.mappings,
           {.text = "Folder of the mappings.",
            .reload = true,
            .default_text = "share/jembatan/mappings or mappings/ near the program"});
  v.section("listen", {.text = "Addresses, certificates and limits of the doors."},
            [&s](option_visitor& l) { net::describe(l, s.listen); });
  describe_sources(v, s);
  describe_stores(v, s);
  describe_registers(v, s);
  v.option(
      "pseudonym_key", s.pseudonym_key,
      {.text = "Key of the pseudonyms in topics.", .default_text = "made at first start: <data_dir>/keys/pseudonym"});
  describe_retention(v, s);
  describe_targets(v, s);
  describe_delivery(v, s);
}

loaded_settings load_settings(const std::filesystem::path& file) {
  loaded_settings loaded;
  auto& s = loaded.values;
  s.file = file;
  const auto bytes = read_file(file, file_limit);
  if (bytes.has_error()) {
    loaded.problems.push_back(unreadable(file, bytes.error()));
    return loaded;
  }
  s.digest = to_hex(crypto::sha256(*bytes));
  loaded.problems = config::load_text(
      *bytes, {file.string(), std::filesystem::absolute(file).parent_path(), {}},
      [&s](config::visitor& v) { describe(v, s); }, &s.fixed);
  s.journal.directory = s.data_dir / "journal";
  s.ledger.file = s.data_dir / "ledger.db";
  return loaded;
}

std::string settings_reference() {
  return config::reference(
      "Configuration reference",
      "Every key of `gateway.yaml`, generated from the table that the loader reads by. Durations carry a unit "
      "(ms s m h d y), sizes too (B KiB MiB GiB). Relative paths are relative to the file. Secrets stand in files "
      "of their own; one trailing newline is dropped.",
      [](config::visitor& v) {
        settings defaults;
        describe(v, defaults);
      });
}

result<std::filesystem::path> find_data_dir(const std::filesystem::path& file) {
  const auto bytes = read_file(file, file_limit);
  if (bytes.has_error())
    return error{errc::not_found, bytes.error().context + ": name the configuration with --config or JEMBATAN_CONFIG"};
  settings s;
  const auto no_secrets = [](const std::filesystem::path&) -> result<std::string> { return std::string("unread"); };
  const auto ignored =
      config::load_text(*bytes, {file.string(), std::filesystem::absolute(file).parent_path(), no_secrets},
                        [&s](config::visitor& v) { describe(v, s); });
  static_cast<void>(ignored);
  return s.data_dir;
}

normalise::parameters mapping_parameters(const source_settings& source) {
  normalise::parameters given;
  if (!source.zoom.nip_question.empty()) given["nip_question"] = source.zoom.nip_question;
  return given;
}

std::filesystem::path mappings_directory(const settings& s) {
  if (!s.mappings.empty()) return s.mappings;
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
  for (const auto& candidate : {program / ".." / "share" / "jembatan" / "mappings", program / ".." / ".." / "mappings"})
    if (std::filesystem::is_directory(candidate, failed)) return candidate.lexically_normal();
  return "/usr/share/jembatan/mappings";
}

}  // namespace jembatan::app
