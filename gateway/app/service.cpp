#include "app/service.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "app/degradations.hpp"
#include "app/doors.hpp"
#include "app/graph.hpp"
#include "app/keys.hpp"
#include "app/pipeline.hpp"
#include "app/register_import.hpp"
#include "app/stores.hpp"
#include "base/failpoint.hpp"
#include "base/log.hpp"

namespace jembatan::app {
namespace {

constexpr const char* own_name = "svc:jembatan";  // the actor of what no person asked for

start_failure failure(const error& e) {
  return {{e.message()}, false};
}

start_failure configuration_failure(const refusals& problems) {
  start_failure f{{}, true};
  for (const auto& [part, lines] : problems) f.lines.insert(f.lines.end(), lines.begin(), lines.end());
  return f;
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
  explicit parts(settings s) : clock(make_process_clock()), loaded_at(clock->now()), degraded(metrics) {
    force.values = std::move(s);
  }

  std::optional<start_failure> open();
  void reload();
  void stop();
  std::string ready_line() const { return "ready https=" + doors->https() + " admin=" + doors->admin(); }

 private:
  result<void> open_key();
  std::optional<start_failure> open_registers(refusals&);
  refusals take_over(graph);
  void refuse(const refusals&);
  register_outcome import_now(const std::string& actor, const import_wish&);
  register_outcome bring_into_force(registers::loaded_registers, const std::string& actor, const import_wish&);
  register_digests registers_in_force();
  result<status_facts> status();
  result<ledger_reading> read_ledger();
  door_counts read_door();
  http::readiness readiness();
  admin_parts admin();

  std::unique_ptr<jembatan::clock> clock;
  system_random random;
  metrics::registry metrics;
  std::mutex mutex;  // over what is in force, which reload, an import by the admin socket and `status` share
  graph force;       // in force; its registers lie in the ledger
  time_point loaded_at;
  degradations degraded;
  std::string pseudonym_key;
  // The journal calls back into connections: their reactors go after it.
  std::unique_ptr<net::reactors> reactors;
  stores stored;
  std::unique_ptr<pipeline> stages;
  std::unique_ptr<app::doors> doors;
};

result<void> service::parts::open_key() {
  pseudonym_key = force.values.pseudonym_key.value;
  if (!pseudonym_key.empty()) return {};
  JB_TRY(pseudonym_key, load_or_make_key(force.values.data_dir, "pseudonym", random));
  return {};
}

std::optional<start_failure> service::parts::open() {
  set_log_level(force.values);
  if (const auto opened = open_key(); opened.has_error()) return failure(opened.error());
  auto loaded = load_graph(std::move(force.values), pseudonym_key, clock->now());
  force = std::move(loaded.value);
  auto bad_registers = loaded.problems.extract("registers");
  if (!loaded.problems.empty()) {
    if (bad_registers) loaded.problems.insert(std::move(bad_registers));
    return configuration_failure(loaded.problems);
  }
  auto opened = open_stores(force.values, *clock, random, metrics);
  if (opened.has_error()) return failure(opened.error());
  stored = std::move(*opened);
  if (bad_registers) loaded.problems.insert(std::move(bad_registers));
  if (auto failed = open_registers(loaded.problems)) return failed;
  stages = std::make_unique<pipeline>(force.values, stored, force.mappings, *clock, random, metrics);
  reactors = std::make_unique<net::reactors>(force.values.listen.limits, metrics);
  auto opened_doors = doors::open(
      *reactors, force, stored, *clock, metrics, [this] { return readiness(); }, admin());
  if (opened_doors.has_error()) return failure(opened_doors.error());
  doors = std::move(*opened_doors);
  stages->start();
  log::info("app", "started",
            {{"node", force.values.node}, {"environment", force.values.environment}, {"config", force.values.digest}});
  return std::nullopt;
}

// Only a first start refuses to run for a bad register: later the version in force carries on (SEMANTICS.md 7).
std::optional<start_failure> service::parts::open_registers(refusals& problems) {
  if (!stored.ledger) return std::nullopt;
  if (problems.empty()) {
    auto outcome = bring_into_force(std::move(force.registers), own_name, {});
    if (!outcome.problems.empty()) problems["registers"] = std::move(outcome.problems);
  }
  if (problems.empty()) return std::nullopt;
  if (stored.ledger->digest_in_force("people").empty() && stored.ledger->digest_in_force("trainings").empty())
    return configuration_failure(problems);
  refuse(problems);
  return std::nullopt;
}

void service::parts::refuse(const refusals& problems) {
  for (const auto& [part, lines] : problems) {
    tell(log::level::error, part + " refused", lines);
    degraded.report(part, "refused, the version before is in force: " + first_of(lines));
  }
}

register_outcome service::parts::bring_into_force(registers::loaded_registers fresh, const std::string& actor,
                                                  const import_wish& wish) {
  auto outcome = import_registers(std::move(fresh), *stored.ledger, actor, wish);
  tell(log::level::warning, "register", outcome.warnings);
  if (stages) stages->wake_ledger();
  return outcome;
}

// By the admin socket: the registers alone. One of several, once imported, does not say that all files are in force.
register_outcome service::parts::import_now(const std::string& actor, const import_wish& wish) {
  const std::lock_guard lock(mutex);
  auto files = read_configured_registers(force.values, clock->now());
  if (wish.compare_only) return import_registers(std::move(files), *stored.ledger, actor, wish);
  auto outcome = bring_into_force(std::move(files), actor, wish);
  if (!outcome.problems.empty()) refuse({{"registers", outcome.problems}});
  if (outcome.problems.empty() && wish.only.empty()) degraded.mended("registers");
  return outcome;
}

// The only step that can be refused comes first and is one transaction: the rest cannot fail. So all of it or nothing.
refusals service::parts::take_over(graph fresh) {
  JB_FAILPOINT("app.reload_before_registers");
  if (stored.ledger) {
    auto outcome = bring_into_force(std::move(fresh.registers), own_name, {});
    if (!outcome.problems.empty()) return {{"registers", std::move(outcome.problems)}};
  }
  JB_FAILPOINT("app.reload_after_registers");
  set_log_level(fresh.values);
  doors->take_over(fresh);
  stages->set_plan(fresh.mappings);
  // What needs a restart stays as it was started with.
  force.values.people = fresh.values.people;
  force.values.accounts = fresh.values.accounts;
  force.values.trainings = fresh.values.trainings;
  force.values.certificates = fresh.values.certificates;
  force.values.mappings = fresh.values.mappings;
  for (auto& [id, source] : force.values.sources)
    if (const auto found = fresh.values.sources.find(id); found != fresh.values.sources.end()) source = found->second;
  force.values.digest = fresh.values.digest;
  force.tls = std::move(fresh.tls);
  force.mappings = std::move(fresh.mappings);
  loaded_at = clock->now();
  return {};
}

void service::parts::reload() {
  log::info("app", "reload begun");
  auto loaded = load_graph(force.values.file, pseudonym_key, clock->now());
  const std::lock_guard lock(mutex);
  const auto waiting =
      loaded.problems.empty() ? keys_for_restart(force.values, loaded.value.values) : std::vector<std::string>{};
  auto problems = std::move(loaded.problems);
  if (problems.empty()) problems = take_over(std::move(loaded.value));
  if (!problems.empty()) {
    refuse(problems);
    return;
  }
  for (const auto* part : {"configuration", "certificate", "mappings", "registers"}) degraded.mended(part);
  if (!waiting.empty())
    degraded.report("restart", "needed for what was changed: " + first_of(waiting));
  else
    degraded.mended("restart");
  log::info("app", "reload ended", {{"config", force.values.digest}});
}

http::readiness service::parts::readiness() {
  http::readiness r;
  const auto accepting = stored.journal->accepting();
  r.ready = accepting.has_value();
  r.degraded = degraded.list();
  if (stages)
    if (const auto trouble = stages->trouble()) r.degraded.push_back({"pump", *trouble});
  if (stored.ledger)
    if (const auto trouble = stored.ledger->trouble()) r.degraded.push_back({"ledger", *trouble});
  if (!r.ready) r.degraded.push_back({"journal", accepting.error().message()});
  return r;
}

register_digests service::parts::registers_in_force() {
  register_digests digests;
  if (!stored.ledger) return digests;
  for (const auto* name : {"people", "accounts", "trainings", "certificates"})
    digests[name] = stored.ledger->digest_in_force(name);
  return digests;
}

result<status_facts> service::parts::status() {
  status_facts f;
  {
    const std::lock_guard lock(mutex);
    f.registers = registers_in_force();
    f.config_digest = digest_of(force, f.registers, pseudonym_key);
    f.config_file_digest = force.values.digest;
    f.config_loaded_at = loaded_at;
    f.mappings_digest = force.mappings->digest_hex();
  }
  for (const auto& d : readiness().degraded) f.degraded.push_back(d.part + ": " + d.why);
  if (stored.ledger) {
    JB_TRY(f.dirty, stored.ledger->dirty());
    JB_TRY(f.deliveries, stored.ledger->delivery_counts());
    for (const auto& [id, t] : force.values.targets) {
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
  for (const auto& [id, source] : force.values.sources) door.try_emplace(id);  // shown before its first event, too
  return door;
}

admin_parts service::parts::admin() {
  return {stored.ledger,
          stored.log,
          [this] { return status(); },
          [this] { stages->wake_delivery(); },
          [this](const std::string& actor, const import_wish& wish) { return import_now(actor, wish); },
          {force.values.node, stored.journal, stored.log, stored.ledger}};
}

void service::parts::stop() {
  log::info("app", "stopping");
  const auto cut = doors->stop();
  JB_FAILPOINT("app.doors_closed");
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
