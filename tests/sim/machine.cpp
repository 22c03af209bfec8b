#include "sim/machine.hpp"

#include "crypto/sha256.hpp"
#include "sim/target.hpp"

namespace jembatan::sim {
namespace {

constexpr const char* target_id = "ekinerja";

ekinerja::secret_readers secrets() {
  return {[] { return result<std::string>("key:secret"); }, [] { return result<std::string>("sso-token"); }};
}

// What a file with these contents would have for a digest.
std::string digest_of(const registers& r, const char* name) {
  crypto::sha256_hasher all;
  all.update_framed(name);
  for (const auto& p : r.people)
    for (const auto& text : {p.person_id, p.nip, p.nama, p.email, p.kode_opd}) all.update_framed(text);
  for (const auto& t : r.trainings) {
    all.update_framed(t.id);
    all.update_framed(t.digest);
  }
  return to_hex(all.finish());
}

}  // namespace

app::settings simulated_settings() {
  app::settings s;
  s.node = "sim-1";
  s.data_dir = "/data";
  s.journal.directory = "/data/journal";
  s.journal.segment_size = byte_size{48 * KiB};  // several in one history
  s.ledger.file = "/data/ledger.db";
  zoom::options zoom;
  zoom.secrets.push_back({"secret", "simulated secret"});
  s.sources[zoom_source] = {"zoom", zoom};
  auto& t = s.targets[target_id];
  t.type = "ekinerja";
  t.common.id = target_id;
  t.common.type = t.type;
  t.common.mode = "live";
  t.ekinerja.base_url = target::base_url;
  t.ekinerja.token_url = target::token_url;
  t.ekinerja.instansi_id = "INSTANSI";
  return s;
}

machine::machine(const surroundings& a) : around_(a), random_(a.seed) {}

result<std::unique_ptr<machine>> machine::start(const surroundings& a, const registers& r) {
  std::unique_ptr<machine> m(new machine(a));
  JB_CHECK(m->open());
  // Only a first start refuses to run without registers (SEMANTICS.md 7).
  if (auto taken = m->take_over(r); taken.has_error() && m->stored_.ledger->digest_in_force("people").empty() &&
                                    m->stored_.ledger->digest_in_force("trainings").empty())
    return std::move(taken).error();
  m->connect();
  return m;
}

result<void> machine::open() {
  const auto& s = around_.settings;
  JB_TRY(stored_, app::open_stores(s, around_.time, random_, metrics_,
                                   {around_.vfs, &around_.files, journal::writing::by_steps}));
  pump_ = std::make_unique<pump::pump>(*stored_.journal, *stored_.log, s.node, around_.mappings,
                                       pump::source_kinds{{zoom_source, {"zoom", {}}}}, metrics_);
  const auto& t = s.targets.at(target_id);
  adapter_ = std::make_unique<ekinerja::adapter>(t.ekinerja, t.common, around_.target, around_.time, secrets());
  worker_ = std::make_unique<delivery::worker>(t.common, s.delivery, stored_.ledger->deliveries(), *adapter_,
                                               around_.time, random_, metrics_);
  door_ = std::make_unique<door>(reactor_,
                                 std::map<std::string, zoom::options>{{zoom_source, s.sources.at(zoom_source).zoom}},
                                 *stored_.journal, around_.time, metrics_);
  return {};
}

void machine::connect() {
  const auto now = around_.time.now();
  for (stage* s : {stored_.journal->writer_stage(), static_cast<stage*>(pump_.get()), &stored_.journal->retention(),
                   &stored_.log->retention(), &stored_.ledger->ingest(), &stored_.ledger->evaluate(),
                   static_cast<stage*>(worker_.get())})
    stages_.push_back({s, now});
  stored_.journal->on_commit([this] { wake(pump_.get()); });
  pump_->on_appended([this] { wake(&stored_.ledger->ingest()); });
  stored_.ledger->on_dirty([this] { wake(&stored_.ledger->evaluate()); });
  stored_.ledger->on_due([this] { wake(worker_.get()); });
}

void machine::wake(const stage* which) {
  for (auto& s : stages_)
    if (s.what == which) s.due = time_point::min();
}

result<void> machine::take_over(const registers& r) {
  constexpr std::int64_t all_may_go = 1000;
  auto& book = *stored_.ledger;
  const auto file = [&](const char* name) { return ledger::register_file{name, digest_of(r, name), "svc:jembatan"}; };
  JB_CHECK(book.import_people(file("people"), r.people, all_may_go));
  JB_CHECK(book.import_accounts(file("accounts"), r.accounts, all_may_go));
  JB_CHECK(book.import_trainings(file("trainings"), r.trainings, all_may_go));
  wake(&book.evaluate());
  return {};
}

}  // namespace jembatan::sim
