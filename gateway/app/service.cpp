#include "app/service.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "app/degradations.hpp"
#include "app/doors.hpp"
#include "app/keys.hpp"
#include "app/pipeline.hpp"
#include "app/register_import.hpp"
#include "app/stores.hpp"
#include "base/log.hpp"

namespace jembatan::app {
namespace {

start_failure configuration_failure(std::vector<std::string> lines) {
  return {std::move(lines), true};
}
start_failure failure(const error& e) {
  return {{e.message()}, false};
}

std::vector<std::string> lines_of(const std::vector<normalise::diagnostic>& problems) {
  std::vector<std::string> lines;
  for (const auto& p : problems) lines.push_back(p.file + ":" + std::to_string(p.line) + ": " + p.text);
  return lines;
}

// For a log field and /readyz: the first line says enough, the rest is a number.
std::string first_of(const std::vector<std::string>& lines) {
  if (lines.size() < 2) return lines.empty() ? std::string() : lines.front();
  return lines.front() + " (and " + std::to_string(lines.size() - 1) + " more)";
}

// A file can have a mistake in every line: the first ones are enough for the log.
void tell(log::level l, std::string_view event, const std::vector<std::string>& lines) {
  constexpr std::size_t most = 20;
  for (std::size_t i = 0; i < std::min(most, lines.size()); ++i) log::write(l, "app", event, {{"line", lines[i]}});
  if (lines.size() > most) log::write(l, "app", event, {{"suppressed", lines.size() - most}});
}

// The loader has checked the word.
void set_log_level(const settings& s) {
  log::set_level(log::level_from(s.log_level).value_or(log::level::info));
}

}  // namespace

void throw_exception_from_error(const start_failure& f, const boost::source_location&) {
  throw std::runtime_error(first_of(f.lines));
}

// Members in the order of construction; destroyed from the doors inwards.
class service::parts {
 public:
  explicit parts(settings s)
      : config(std::move(s)), clock(make_process_clock()), loaded_at(clock->now()), degraded(metrics) {}

  std::optional<start_failure> open();
  void reload();
  void stop();
  std::string ready_line() const { return "ready https=" + doors->https() + " admin=" + doors->admin(); }

 private:
  std::optional<start_failure> open_mappings();
  std::optional<start_failure> open_registers();
  register_outcome read_registers(const std::string& actor, std::int64_t allow_removals);
  void reload_mappings(const settings&);
  void publish_registers(const register_outcome&);
  result<status_facts> status();
  result<ledger_reading> read_ledger();
  door_counts read_door();
  http::readiness readiness();
  admin_parts admin();

  settings config;
  std::unique_ptr<jembatan::clock> clock;
  time_point loaded_at;
  system_random random;
  metrics::registry metrics;
  degradations degraded;
  std::mutex
      registers_mutex;  // an import by the admin socket and a reload take turns; over what `status` shows of both
  std::string pseudonym_key;
  std::shared_ptr<const normalise::plan> plan;
  // The journal calls back into connections: their reactors go after it.
  std::unique_ptr<net::reactors> reactors;
  stores stored;
  std::unique_ptr<pipeline> stages;
  std::unique_ptr<app::doors> doors;
};

std::optional<start_failure> service::parts::open_mappings() {
  pseudonym_key = config.pseudonym_key.value;
  if (pseudonym_key.empty()) {
    auto key = load_or_make_key(config.data_dir, "pseudonym", random);
    if (key.has_error()) return failure(key.error());
    pseudonym_key = std::move(*key);
  }
  std::vector<normalise::diagnostic> problems;
  plan = normalise::plan::load(mappings_directory(config), pseudonym_key, problems);
  if (!plan || !problems.empty()) return configuration_failure(lines_of(problems));
  return std::nullopt;
}

// Only a first start refuses to run for a bad register: later the version in force carries on (SEMANTICS.md 7).
std::optional<start_failure> service::parts::open_registers() {
  if (!stored.ledger) return std::nullopt;
  const auto outcome = read_registers("svc:jembatan", removals_without_word);
  if (!outcome.problems.empty() && stored.ledger->digest_in_force("people").empty() &&
      stored.ledger->digest_in_force("trainings").empty())
    return configuration_failure(outcome.problems);
  return std::nullopt;
}

std::optional<start_failure> service::parts::open() {
  set_log_level(config);
  if (auto failed = open_mappings()) return failed;
  auto opened = open_stores(config, *clock, random, metrics);
  if (opened.has_error()) return failure(opened.error());
  stored = std::move(*opened);
  if (auto failed = open_registers()) return failed;
  stages = std::make_unique<pipeline>(config, stored, plan, *clock, random, metrics);
  reactors = std::make_unique<net::reactors>(config.listen.limits, metrics);
  auto opened_doors = doors::open(
      *reactors, config, stored, *clock, metrics, [this] { return readiness(); }, admin());
  if (opened_doors.has_error()) return failure(opened_doors.error());
  doors = std::move(*opened_doors);
  stages->start();
  log::info("app", "started", {{"node", config.node}, {"environment", config.environment}, {"config", config.digest}});
  return std::nullopt;
}

register_outcome service::parts::read_registers(const std::string& actor, std::int64_t allow_removals) {
  const std::lock_guard lock(registers_mutex);
  auto outcome = import_registers(config, *stored.ledger, clock->now(), actor, allow_removals);
  publish_registers(outcome);
  return outcome;
}

void service::parts::publish_registers(const register_outcome& outcome) {
  tell(log::level::warning, "register", outcome.warnings);
  tell(log::level::error, "register refused", outcome.problems);
  if (outcome.problems.empty())
    degraded.mended("registers");
  else
    degraded.report("registers", "refused, the version before is in force: " + first_of(outcome.problems));
  if (stages) stages->wake_ledger();
}

void service::parts::reload_mappings(const settings& fresh) {
  std::vector<normalise::diagnostic> problems;
  auto loaded = normalise::plan::load(mappings_directory(fresh), pseudonym_key, problems);
  if (!loaded || !problems.empty()) {
    const auto lines = lines_of(problems);
    tell(log::level::error, "mappings refused", lines);
    degraded.report("mappings", "refused, the version before is in force: " + first_of(lines));
    return;
  }
  stages->set_plan(loaded);
  {
    const std::lock_guard lock(registers_mutex);
    plan = std::move(loaded);
  }
  degraded.mended("mappings");
}

void service::parts::reload() {
  log::info("app", "reload begun");
  auto fresh = load_settings(config.file);
  if (!fresh.problems.empty()) {
    std::vector<std::string> lines;
    for (const auto& p : fresh.problems) lines.push_back(p.message());
    tell(log::level::error, "configuration refused", lines);
    degraded.report("configuration", "refused, the version before is in force: " + first_of(lines));
    return;
  }
  if (const auto done = doors->reload(fresh.values, clock->now()); done.has_error()) {
    log::error("app", "certificate or secrets refused", {{"problem", done.error().message()}});
    degraded.report("configuration", "refused, the version before is in force: " + done.error().message());
    return;
  }
  degraded.mended("configuration");
  set_log_level(fresh.values);
  reload_mappings(fresh.values);
  {
    const std::lock_guard lock(registers_mutex);
    config.people = fresh.values.people;
    config.accounts = fresh.values.accounts;
    config.trainings = fresh.values.trainings;
    config.digest = fresh.values.digest;
    loaded_at = clock->now();
  }
  if (stored.ledger) read_registers("svc:jembatan", removals_without_word);
  log::info("app", "reload ended", {{"config", config.digest}});
}

http::readiness service::parts::readiness() {
  http::readiness r;
  const auto accepting = stored.journal->accepting();
  r.ready = accepting.has_value();
  r.degraded = degraded.list();
  if (stages)
    if (const auto trouble = stages->trouble()) r.degraded.push_back({"pump", *trouble});
  if (!r.ready) r.degraded.push_back({"journal", accepting.error().message()});
  return r;
}

result<status_facts> service::parts::status() {
  status_facts f;
  {
    const std::lock_guard lock(registers_mutex);
    f.config_digest = config.digest;
    f.config_loaded_at = loaded_at;
    f.mappings_digest = plan->digest_hex();
  }
  for (const auto& d : degraded.list()) f.degraded.push_back(d.part + ": " + d.why);
  if (stored.ledger) {
    for (const auto* name : {"people", "accounts", "trainings"})
      f.registers[name] = stored.ledger->digest_in_force(name);
    JB_TRY(f.dirty, stored.ledger->dirty());
    JB_TRY(f.deliveries, stored.ledger->delivery_counts());
    for (const auto& [id, t] : config.targets) {
      JB_TRY(auto state, stored.ledger->deliveries().state_of(id));
      f.targets.push_back(std::move(state));
    }
  }
  JB_TRY(f.sources, read_balance([this] { return read_ledger(); }, [this] { return read_door(); },
                                 [] { std::this_thread::sleep_for(std::chrono::milliseconds{20}); }));
  return f;
}

result<ledger_reading> service::parts::read_ledger() {
  ledger_reading reading;
  if (!stored.ledger) return reading;
  JB_TRY(reading.drained, stored.ledger->drained());
  JB_TRY(reading.inside, stored.ledger->counts());
  return reading;
}

door_counts service::parts::read_door() {
  auto door = stored.journal->counts();
  for (const auto& [id, source] : config.sources) door.try_emplace(id);  // shown before its first event, too
  return door;
}

admin_parts service::parts::admin() {
  return {stored.ledger,
          stored.log,
          [this] { return status(); },
          [this] { stages->wake_delivery(); },
          [this](const std::string& actor, std::int64_t allow) { return read_registers(actor, allow); },
          {config.node, stored.journal, stored.log, stored.ledger}};
}

void service::parts::stop() {
  log::info("app", "stopping");
  const auto cut = doors->stop();
  stages->stop();
  log::info("app", "stopped", {{"connections_cut", cut}});
}

service::service(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
service::~service() = default;

boost::system::result<std::unique_ptr<service>, start_failure> service::start(settings s) {
  auto p = std::make_unique<parts>(std::move(s));
  if (auto failed = p->open()) return std::move(*failed);
  return std::unique_ptr<service>(new service(std::move(p)));
}

std::string service::ready_line() const {
  return parts_->ready_line();
}
void service::reload() {
  parts_->reload();
}
void service::stop() {
  parts_->stop();
}

}  // namespace jembatan::app
