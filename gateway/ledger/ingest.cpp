#include "ledger/ingest.hpp"

namespace jembatan::ledger {
namespace {

constexpr duration poll_interval{500};  // where nobody wakes the stage
constexpr int debounce_when_behind = 4;
constexpr std::size_t batch_bytes = 8 << 20;

message_batch read_batch(std::string_view topic, std::int32_t partition, const eventlog::slice& from) {
  message_batch batch;
  batch.name =
      std::string(topic) + "/" + std::to_string(partition) + "/" + std::to_string(from.messages.front().offset);
  for (const auto& m : from.messages) {
    auto event = read_event(m.value);
    if (event.has_value()) {
      event->how.topic = topic;
      event->partition = partition;
      event->position = m.offset;
      event->logged_at = m.appended_at;
      batch.arrivals.push_back(std::move(*event));
    } else {
      batch.foreign.push_back(m.offset);
    }
  }
  return batch;
}

}  // namespace

ingest_stage::ingest_stage(core& c)
    : core_(c),
      setback_("ingest", c.series.make_counter("jembatan_ledger_failures_total", "Failed transactions of the ledger",
                                               {{"stage", "ingest"}})),
      seconds_(c.series.make_histogram("jembatan_ledger_step_seconds", "Time of one batch of a stage",
                                       {.001, .005, .02, .1, .5, 2, 10}, {{"stage", "ingest"}})),
      foreign_(c.series.make_counter("jembatan_ledger_foreign_messages_total",
                                     "Messages in the event log that are no events of ours")) {}

time_point ingest_stage::step(time_point now) {
  bool more = false;
  for (const auto topic : {eventlog::events_topic, eventlog::deadletter_topic}) {
    for (const auto partition : core_.log.partitions(topic)) {
      const auto full = batch(topic, partition, now);
      if (full.has_error()) return setback_.after(full.error(), now);
      more = more || *full;
    }
  }
  setback_.over();
  return more ? now : now + poll_interval;
}

result<bool> ingest_stage::batch(std::string_view topic, std::int32_t partition, time_point now) {
  const auto began = std::chrono::steady_clock::now();
  const position where{std::string(topic), partition, core_.log.epoch()};
  JB_TRY(const auto from, core_.read->position(where.topic, partition));
  const auto most = static_cast<std::size_t>(core_.settings.ingest_batch);
  JB_TRY(const auto slice, core_.log.read(topic, partition, from, {most, batch_bytes}));
  if (slice.messages.empty()) return false;
  const auto batch = read_batch(topic, partition, slice);
  for (const auto offset : batch.foreign) {
    lines_.warning("ledger", "message is no event of ours", topic,
                   {{"topic", topic}, {"partition", partition}, {"offset", offset}});
  }
  auto what = core_.occasion_of("ingest", "event", now);
  what.marks_due = now + core_.settings.debounce * (core_.behind ? debounce_when_behind : 1);
  JB_TRY(const auto report, core_.write->transact(what, [&](tables& t) -> result<batch_report> {
    // First, so that a stale owner does no work.
    if (!move_position(t, where, from, slice.next)) return error(errc::exists, "another process reads " + where.topic);
    return store(t, batch);
  }));
  tell(batch);
  foreign_.add(static_cast<double>(batch.foreign.size()));
  for (const auto& [source, n] : report.ingested) {
    core_.series.make_counter("jembatan_ledger_messages_ingested_total", "Messages stored", {{"source", source}})
        .add(static_cast<double>(n));
  }
  core_.dirty();
  seconds_.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  return true;
}

void ingest_stage::tell(const message_batch& batch) {
  const bool all = log::enabled(log::level::debug);
  for (const auto& a : batch.arrivals) {
    if (!a.defect.empty())
      lines_.warning("ledger", "event lacks what its type needs", a.source + a.how.type + a.defect,
                     {{"receipt", a.from.text()}, {"index", a.index}, {"type", a.how.type}, {"field", a.defect}});
    if (all)
      log::debug("ledger", "stored",
                 {{"receipt", a.from.text()},
                  {"index", a.index},
                  {"type", a.how.type},
                  {"topic", a.how.topic},
                  {"partition", a.partition},
                  {"offset", a.position}});
  }
}

result<bool> ingest_stage::drained() {
  for (const auto topic : {eventlog::events_topic, eventlog::deadletter_topic}) {
    for (const auto partition : core_.log.partitions(topic)) {
      JB_TRY(const auto from, core_.read->position(std::string(topic), partition));
      JB_TRY(const auto next, core_.log.read(topic, partition, from, {.rows = 1}));
      if (!next.messages.empty()) return false;
    }
  }
  return true;
}

result<void> check_positions(tables& t, eventlog::event_log& log) {
  for (const auto& [topic, epoch] :
       select_all<std::tuple<std::string, std::string>>(t.session, "SELECT topic,epoch FROM position")) {
    if (epoch == log.epoch()) continue;
    return error(errc::invalid,
                 "the ledger's position in " + topic + " belongs to event log " + epoch + ", this one is " +
                     log.epoch() +
                     ": put back the event log that belongs to the ledger, or restore both from one backup");
  }
  return {};
}

}  // namespace jembatan::ledger
