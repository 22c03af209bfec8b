#include "sim/machine.hpp"

#include "app/register_import.hpp"
#include "crypto/sha256.hpp"
#include "sim/target.hpp"

namespace jembatan::sim {
namespace {

constexpr const char* target_id = "ekinerja";
constexpr const char* apim_file = "/etc/jembatan/apim";

// What a file with these contents would have for a digest.
class file_digest {
 public:
  explicit file_digest(const char* name) { all_.update_framed(name); }
  void row(std::initializer_list<std::string_view> texts) {
    for (const auto text : texts) all_.update_framed(text);
  }
  std::string finish() { return to_hex(all_.finish()); }

 private:
  crypto::sha256_hasher all_;
};

std::string text_of(const std::optional<date>& d) {
  return d ? format_date(*d) : std::string();
}

jembatan::registers::loaded_registers files_of(const registers& r) {
  file_digest people("people"), accounts("accounts"), trainings("trainings");
  for (const auto& p : r.people)
    people.row({p.person_id, p.nip, p.nama, p.email, p.kode_opd, text_of(p.from), text_of(p.to)});
  for (const auto& a : r.accounts)
    accounts.row({a.person_id, a.source, a.home_page, a.account, text_of(a.from), text_of(a.to)});
  for (const auto& t : r.trainings) trainings.row({t.id, t.digest});
  jembatan::registers::loaded_registers files;
  files.people.rows = r.people;
  files.people.digest = people.finish();
  files.accounts.rows = r.accounts;
  files.accounts.digest = accounts.finish();
  files.trainings.programmes = r.trainings;
  files.trainings.digest = trainings.finish();
  return files;
}

// The target's end of the line, which outlives every process.
class line final : public outbound::https_client {
 public:
  explicit line(outbound::https_client& to) : to_(to) {}
  result<outbound::response> send(const outbound::request& r) override { return to_.send(r); }

 private:
  outbound::https_client& to_;
};

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
  t.common.type = t.type;
  t.common.mode = "live";
  t.ekinerja.base_url = target::base_url;
  t.ekinerja.token_url = target::token_url;
  t.ekinerja.apim.file = apim_file;
  t.ekinerja.instansi_id = "INSTANSI";
  return s;
}

machine::machine(const surroundings& a) : around_(a), random_(a.seed) {
  outside_.vfs = a.vfs;
  outside_.files = &a.files;
  outside_.writing = journal::writing::by_steps;
  outside_.drive = [this](stage& s, const clock& c) {
    stages_.push_back(std::make_shared<driven>(s, c));
    return stages_.back();
  };
  outside_.connect = [&to = a.target](const delivery::target_options&, metrics::registry&) {
    return std::make_unique<line>(to);
  };
  outside_.read_secret = [](const std::filesystem::path& file) {
    return result<std::string>(file == apim_file ? "key:secret" : "sso-token");
  };
}

result<std::unique_ptr<machine>> machine::start(const surroundings& a, const registers& r) {
  std::unique_ptr<machine> m(new machine(a));
  JB_TRY(m->stored_, app::open_stores(a.settings, a.time, m->random_, m->metrics_, m->outside_));
  // Only a first start refuses to run without registers (SEMANTICS.md 7).
  auto& book = *m->stored_.ledger;
  if (auto taken = m->bring_into_force(r);
      taken.has_error() && book.digest_in_force("people").empty() && book.digest_in_force("trainings").empty())
    return std::move(taken).error();
  m->connect();
  return m;
}

void machine::connect() {
  const auto& s = around_.settings;
  pipeline_ = std::make_unique<app::pipeline>(s, stored_, around_.mappings, around_.time, random_, metrics_, outside_);
  door_ = std::make_unique<door>(reactor_,
                                 std::map<std::string, zoom::options>{{zoom_source, s.sources.at(zoom_source).zoom}},
                                 *stored_.journal, around_.time, metrics_);
  pipeline_->start();
}

void machine::wake_writer() {
  for (auto& s : stages_)
    if (&s->what() == stored_.journal->writer_stage()) s->wake();
}

result<void> machine::bring_into_force(const registers& r) {
  const auto outcome = app::import_registers(files_of(r), *stored_.ledger, "svc:jembatan", app::import_wish{});
  if (!outcome.problems.empty()) return error{errc::unavailable, outcome.problems.front()};
  return {};
}

result<void> machine::take_over(const registers& r, std::shared_ptr<const normalise::plan> mappings) {
  JB_CHECK(bring_into_force(r));
  pipeline_->wake_ledger();
  pipeline_->set_plan(std::move(mappings));
  return {};
}

}  // namespace jembatan::sim
