// From dirty marks to records: what a person in a training costs, parties, occurrences, judgement, record, feed and
// commit included, beside reading the same facts with plain SQL, which is the least that anybody must do. And the pure
// function alone.
#include <benchmark/benchmark.h>

#include <boost/json.hpp>

#include "base/receipt.hpp"
#include "crypto/sha256.hpp"
#include "ledger/ledger.hpp"
#include "normalise/plan.hpp"
#include "parts/bodies.hpp"
#include "parts/directory.hpp"
#include "sqlite/database.hpp"

namespace jembatan::bench {
namespace {

constexpr int people = 2000;  // each joins and leaves: two events

time_point at(std::string_view rfc3339) {
  return parse_rfc3339(rfc3339).value();
}

// Holds what was appended, and gives it back.
class memory_log final : public eventlog::event_log {
 public:
  result<void> append(std::span<const eventlog::message> batch) override {
    for (const auto& m : batch)
      if (m.topic == eventlog::events_topic) values_.push_back(m.value);
    return {};
  }
  result<eventlog::slice> read(std::string_view topic, std::int32_t, std::int64_t from,
                               eventlog::read_limit limit) override {
    eventlog::slice s;
    s.next = from;
    if (topic != eventlog::events_topic) return s;
    for (; s.next < static_cast<std::int64_t>(values_.size()) && s.messages.size() < limit.rows; ++s.next)
      s.messages.push_back({s.next, {}, "k", values_[static_cast<std::size_t>(s.next)]});
    return s;
  }
  std::vector<std::int32_t> partitions(std::string_view) override { return {0}; }
  std::string epoch() const override { return "00000000000000e1"; }
  result<std::uint64_t> trim(time_point, std::size_t) override { return 0; }

 private:
  std::vector<std::string> values_;
};

std::string name_of(int person) {
  return "P-" + std::to_string(100'000 + person);
}

training::programme programme() {
  training::programme p;
  p.id = "ppp-2026-01";
  p.title = "Pelayanan Publik Prima";
  p.organiser = "BPSDM";
  p.timezone = "Asia/Jakarta";
  p.from = p.to = *parse_date("2026-03-16");
  p.jp = 4;
  for (int i = 0; i < people; ++i) p.participants.insert(name_of(i));
  p.sessions = {{"s1", "zoom-bench", "95512340001", {at("2026-03-16T01:00:00Z"), at("2026-03-16T05:00:00Z")}, 80}};
  p.jenis_diklat = 17;
  p.digest = std::string(64, 'a');
  return p;
}

std::vector<training::person_row> directory_of_people() {
  std::vector<training::person_row> rows;
  for (int i = 0; i < people; ++i) {
    training::person_row row;
    row.person_id = name_of(i);
    row.nip = "1985031520100" + std::to_string(10'000 + i);
    row.jenis_nip = "nip";
    row.nama = "Peserta";
    row.email = "peserta." + std::to_string(100'000'000 + i) + "@bpsdm.example.go.id";
    row.kode_opd = "5.04";
    row.kode_skpd = "5.04.0.00.0.00.01";
    rows.push_back(std::move(row));
  }
  return rows;
}

// The events of the whole session, as the pump would append them.
void fill(memory_log& log) {
  std::vector<normalise::diagnostic> problems;
  const auto plan = normalise::plan::load(JB_SOURCE_DIR "/mappings", "a key for benchmarks", problems);
  std::uint64_t sequence = 0;
  for (const std::string action : {"joined", "left"}) {
    for (int i = 0; i < people; ++i) {
      normalise::raw_event raw;
      raw.source = "zoom-bench";
      raw.source_type = "zoom";
      raw.bytes = participant_body(action, i, action == "joined" ? "2026-03-16T01:00:01Z" : "2026-03-16T04:59:01Z");
      raw.id = crypto::sha256(raw.bytes);
      raw.receipt = receipt{"bench", "0123456789abcdef", ++sequence}.text();
      raw.received_at = at("2026-03-16T05:00:00Z");
      for (auto& m : plan->apply(raw).messages) {
        const eventlog::message one{std::string(m.topic), m.key, m.value};
        static_cast<void>(log.append({&one, 1}));
      }
    }
  }
}

// A ledger that has ingested the session and evaluated nothing.
struct world {
  directory here;
  memory_log log;
  manual_clock clock{at("2026-03-16T06:00:00Z")};
  seeded_random random{7};
  metrics::registry registry;
  std::unique_ptr<ledger::ledger> book;

  world() {
    fill(log);
    ledger::options o;
    o.file = here.path() / "ledger.db";
    o.evaluate_batch = 10 * people;
    book = ledger::ledger::open(o, log, clock, random, registry).value();
    book->import_people({"people", "digest-1", "acct:0"}, directory_of_people(), people).value();
    book->import_trainings({"trainings", "digest-2", "acct:0"}, {programme()}, people).value();
    while (book->ingest().step(clock.now()) <= clock.now()) {
    }
    clock.advance(std::chrono::minutes{1});
  }
};

void ours(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    auto w = std::make_unique<world>();
    state.ResumeTiming();
    while (w->book->dirty().value() != 0) w->book->evaluate().step(w->clock.now());
    state.PauseTiming();
    if (w->book->records_json("", "", people + 1, "").value().size() != people)
      state.SkipWithError("there is not one record for each person");
    w.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * people);
}

void plain_sql(benchmark::State& state) {
  const world w;
  auto db = sqlite::database::open(w.here.path() / "ledger.db", {.mode = sqlite::access::read_only}).value();
  auto keys = db.prepare("SELECT DISTINCT key FROM fact").value();
  auto facts = db.prepare("SELECT h,l,n,g,d,type,time,at,p FROM fact WHERE key=?1 ORDER BY h,l,n,g,d").value();
  std::int64_t bytes = 0;
  for (auto _ : state) {
    while (keys.step().value()) {
      facts.bind(1, keys.integer(0));
      while (facts.step().value()) bytes += static_cast<std::int64_t>(facts.text(8).size());
      facts.reset();
    }
    keys.reset();
  }
  benchmark::DoNotOptimize(bytes);
  state.SetItemsProcessed(state.iterations() * people);
}

void pure_function(benchmark::State& state) {
  const auto p = programme();
  const training::directory everybody(directory_of_people(), {});
  training::person_facts facts{name_of(7), true, {}};
  training::presence there;
  there.where = {"zoom-bench",
                 "95512340001",
                 "uuid-1",
                 at("2026-03-16T01:00:00Z"),
                 at("2026-03-16T05:00:00Z"),
                 at("2026-03-16T05:00:00Z"),
                 false};
  there.events = {{training::presence_event::kind::joined, "c1", "l1", at("2026-03-16T01:00:01Z")},
                  {training::presence_event::kind::left, "c1", "l1", at("2026-03-16T04:59:01Z")}};
  facts.presences.push_back(there);
  const auto now = at("2026-03-16T06:00:00Z");
  for (auto _ : state) benchmark::DoNotOptimize(training::evaluate(facts, p, everybody, now, std::chrono::hours{48}));
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(ours)->Name("evaluate/2000 people/ours")->Iterations(3)->UseRealTime();
BENCHMARK(plain_sql)->Name("evaluate/2000 people/reading the facts")->UseRealTime();
BENCHMARK(pure_function)->Name("evaluate/the pure function/ours");

}  // namespace
}  // namespace jembatan::bench
