#include "ledger/ledger.hpp"

#include "crypto/sha256.hpp"
#include "ledger/assignments.hpp"
#include "ledger/desk.hpp"
#include "ledger/evaluate.hpp"
#include "ledger/gauges.hpp"
#include "ledger/imports.hpp"
#include "ledger/ingest.hpp"
#include "ledger/jp.hpp"
#include "ledger/timers.hpp"

namespace jembatan::ledger {
namespace {

// training.records.v1: of each record the newest revision, in the order of the feed.
class records_view final : public eventlog::topic_view {
 public:
  explicit records_view(core& c) : core_(c) {}
  result<eventlog::slice> read(std::int64_t from, eventlog::read_limit limit) override {
    return core_.read->records_from(from, limit);
  }

 private:
  core& core_;
};

std::string digest_of(const std::vector<target_rule>& targets) {
  crypto::sha256_hasher all;
  for (const auto& t : targets) {
    all.update_framed(t.id);
    all.update_framed(t.deliver_from ? format_date(*t.deliver_from) : std::string());
    for (const auto& outcome : t.outcomes) all.update_framed(outcome);
    all.update_framed("");
  }
  return to_hex(all.finish());
}

// The ledger in one database: everything is done by the parts that it owns.
class sql_ledger final : public ledger {
 public:
  explicit sql_ledger(std::unique_ptr<core> c)
      : core_(std::move(c)), ingest_(*core_), evaluate_(*core_), desk_(*core_), records_(*core_) {
    gauges_ = publish_gauges(*core_);
  }

  void set_targets(std::vector<target_rule> targets) override;
  void set_accepted_counts(accepted_counts ask) override {
    const std::lock_guard lock(core_->rules_mutex);
    core_->accepted = std::move(ask);
  }

  result<import_report> import_people(const register_file& file, std::vector<training::person_row> rows,
                                      std::int64_t allow_removals) override {
    return jembatan::ledger::import_people(*core_, file, rows, {allow_removals, core_->time.now()});
  }
  result<import_report> import_accounts(const register_file& file, std::vector<training::account_row> rows,
                                        std::int64_t allow_removals) override {
    return jembatan::ledger::import_accounts(*core_, file, rows, {allow_removals, core_->time.now()});
  }
  result<import_report> import_trainings(const register_file& file, std::vector<training::programme> programmes,
                                         std::int64_t allow_removals) override {
    return jembatan::ledger::import_trainings(*core_, file, std::move(programmes), {allow_removals, core_->time.now()});
  }
  result<import_reports> import_registers(register_set all, std::int64_t allow_removals) override {
    return jembatan::ledger::import_registers(*core_, std::move(all), {allow_removals, core_->time.now()});
  }
  result<import_reports> compare_registers(register_set all) override {
    return jembatan::ledger::import_registers(*core_, std::move(all), {0, core_->time.now(), true});
  }
  std::string digest_in_force(std::string_view name) override {
    return core_->read->digest_in_force(std::string(name));
  }

  stage& ingest() override { return ingest_; }
  stage& evaluate() override { return evaluate_; }
  delivery_store& deliveries() override { return desk_; }
  eventlog::topic_view& records_topic() override { return records_; }
  void on_dirty(std::function<void()> f) override { core_->dirty.set(std::move(f)); }
  void on_due(std::function<void()> f) override { core_->due.set(std::move(f)); }

  result<std::map<std::string, class_counts>> counts() override { return core_->read->counts(); }
  result<bool> drained() override { return ingest_.drained(); }
  std::optional<std::string> trouble() override {
    const auto why = ingest_.trouble();
    return why ? why : evaluate_.trouble();
  }
  result<std::int64_t> position(std::string_view topic) override {
    JB_TRY(const auto next, core_->read->position(std::string(topic), 0));
    return std::int64_t{next};
  }
  result<std::int64_t> dirty() override {
    JB_TRY(const auto n, core_->read->dirty());
    return std::int64_t{n};
  }
  result<std::vector<std::string>> records_json(std::string_view training, std::string_view person, std::size_t limit,
                                                std::string_view after) override {
    return core_->read->records_json(std::string(training), std::string(person), limit, std::string(after));
  }
  result<std::vector<held_item>> held(std::size_t limit) override { return core_->read->held(limit); }
  result<std::vector<assignment>> assignments(std::size_t limit) override { return core_->read->assignments(limit); }
  std::shared_ptr<const in_force> registers() override;
  result<std::vector<jp_row>> jp(int year) override {
    const auto all = registers();
    if (!all) return error(errc::unavailable, "the registers cannot be read just now");
    return jp_of(*core_->read, all->people, year);
  }
  result<void> assign(std::string_view id, std::string_view person, std::string_view actor) override {
    return jembatan::ledger::assign(*core_, std::string(id), std::string(person), std::string(actor));
  }
  result<void> unassign(std::string_view id, std::string_view actor) override {
    return jembatan::ledger::unassign(*core_, std::string(id), std::string(actor));
  }
  result<std::vector<delivery>> list_deliveries(std::string_view target, std::string_view state,
                                                std::size_t limit) override {
    return core_->read->list_deliveries(std::string(target), std::string(state), limit);
  }
  result<std::optional<delivery>> find_delivery(std::string_view id) override {
    return core_->read->find_delivery(std::string(id));
  }
  result<reader::table> delivery_counts() override { return core_->read->delivery_counts(); }
  result<std::vector<training::person_row>> people(std::size_t limit, std::string_view after) override {
    return core_->read->people(limit, std::string(after));
  }
  result<std::vector<feed_row>> feed(std::int64_t after, std::size_t limit) override {
    return core_->read->feed(after, limit);
  }
  result<std::vector<message_story>> explain_receipt(const receipt& r) override { return core_->look->of_receipt(r); }
  result<std::vector<message_story>> explain_event(const std::string& id) override { return core_->look->of_event(id); }
  result<std::vector<message_story>> explain_hold(const std::string& id) override { return core_->look->of_hold(id); }
  result<std::optional<record_story>> explain_record(const std::string& id) override {
    return core_->look->of_record(id);
  }
  result<void> retry_delivery(std::string_view id, std::string_view actor) override {
    return desk_.retry(std::string(id), std::string(actor), core_->time.now());
  }

 private:
  std::unique_ptr<core> core_;
  ingest_stage ingest_;
  evaluate_stage evaluate_;
  delivery_desk desk_;
  records_view records_;
  std::shared_ptr<void> gauges_;
};

std::shared_ptr<const in_force> sql_ledger::registers() {
  using value = std::shared_ptr<const in_force>;
  // Replaced only inside the writer's transactions.
  auto now = core_->write->transact(core_->occasion_of("look", "event", core_->time.now()),
                                    [&](tables&) -> result<value> { return core_->registers; });
  return now.has_value() ? *now : value();
}

void sql_ledger::set_targets(std::vector<target_rule> targets) {
  const auto digest = digest_of(targets);
  const auto now = core_->time.now();
  {
    const std::lock_guard lock(core_->rules_mutex);
    core_->targets = std::move(targets);
  }
  // A target that is new, or takes other records than before, is offered what is final already.
  const auto marked =
      core_->write->transact(core_->occasion_of("targets", "reload", now), [&](tables& t) -> result<void> {
        if (t.registers.digest_of("targets") == digest) return {};
        for (const auto& [training, person] : t.records.standing()) t.marks.member(training, person);
        t.registers.put_in_force("targets", digest, "svc:jembatan", now);
        return {};
      });
  if (marked.has_error()) log::error("ledger", "targets not compared", {{"reason", marked.error().message()}});
  core_->dirty();
}

// What the stored state must agree with before anything runs.
result<void> prepare(core& c) {
  const auto now = c.time.now();
  return c.write->transact(c.occasion_of("open", "reload", now), [&](tables& t) -> result<void> {
    JB_CHECK(check_positions(t, c.log));
    c.registers = t.registers.load();
    align_terms(t, *c.registers, c.settings.settle, now);
    return {};
  });
}

}  // namespace

result<std::unique_ptr<ledger>> ledger::open(const options& settings, eventlog::event_log& log, const clock& time,
                                             random_source& random, metrics::registry& series) {
  auto c = std::make_unique<core>(settings, log, time, random, series);
  JB_TRY(c->write, writer::open(settings));
  JB_TRY(c->read, reader::open(settings));
  JB_TRY(c->look, inquiry::open(settings));
  JB_CHECK(prepare(*c));
  return std::unique_ptr<ledger>(std::make_unique<sql_ledger>(std::move(c)));
}

}  // namespace jembatan::ledger
