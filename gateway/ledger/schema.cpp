#include "ledger/schema.hpp"

#include <array>
#include <string_view>

#include "base/failpoint.hpp"

namespace jembatan::ledger {
namespace {

// Tables that ingest writes.
constexpr std::string_view arrivals_1 = R"(
CREATE TABLE position(topic TEXT NOT NULL, part BIGINT NOT NULL, epoch TEXT NOT NULL, next BIGINT NOT NULL,
  PRIMARY KEY(topic,part));
CREATE TABLE journal(id INTEGER PRIMARY KEY, node TEXT NOT NULL, epoch TEXT NOT NULL, UNIQUE(node,epoch));
CREATE TABLE raw(journal BIGINT NOT NULL, seq BIGINT NOT NULL, ix BIGINT NOT NULL, n BIGINT NOT NULL,
  facts BIGINT NOT NULL, g BIGINT NOT NULL, class TEXT NOT NULL, type BIGINT NOT NULL, key BIGINT NOT NULL,
  PRIMARY KEY(journal,seq,ix,n)) WITHOUT ROWID;
CREATE TABLE fact(key BIGINT NOT NULL, h BIGINT NOT NULL, l BIGINT NOT NULL, n BIGINT NOT NULL, g BIGINT NOT NULL,
  d BIGINT NOT NULL, type BIGINT NOT NULL, time BIGINT NOT NULL, at BIGINT NOT NULL, journal BIGINT NOT NULL,
  seq BIGINT NOT NULL, ix BIGINT NOT NULL, p TEXT NOT NULL, PRIMARY KEY(key,h,l,n,g,d)) WITHOUT ROWID;
CREATE TABLE superseded(h BIGINT NOT NULL, l BIGINT NOT NULL, g BIGINT NOT NULL, PRIMARY KEY(h,l)) WITHOUT ROWID;
CREATE TABLE balance(source TEXT NOT NULL, class TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY(source,class));
CREATE TABLE sequence(name TEXT PRIMARY KEY, n BIGINT NOT NULL);
INSERT INTO sequence(name,n) VALUES('mark',0);
CREATE TABLE dirty(kind TEXT NOT NULL, key BIGINT NOT NULL, training TEXT NOT NULL, person TEXT NOT NULL,
  seq BIGINT NOT NULL, due_at BIGINT NOT NULL, cause TEXT NOT NULL, mark BIGINT NOT NULL,
  PRIMARY KEY(kind,key)) WITHOUT ROWID;
)";

// What evaluation derives.
constexpr std::string_view derived_1 = R"(
CREATE TABLE party(key BIGINT PRIMARY KEY, occ BIGINT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
  meeting_id TEXT NOT NULL, occurrence TEXT NOT NULL, connection TEXT NOT NULL, who TEXT NOT NULL,
  first_at BIGINT NOT NULL, start BIGINT NOT NULL, latest BIGINT NOT NULL, ended BIGINT NOT NULL,
  practice BIGINT NOT NULL, open BIGINT NOT NULL, host BIGINT NOT NULL, events BIGINT NOT NULL,
  presence TEXT NOT NULL, class TEXT NOT NULL, hold TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL,
  hint TEXT NOT NULL, trainings TEXT NOT NULL, since BIGINT NOT NULL, expires_at BIGINT NOT NULL,
  hold_id TEXT NOT NULL);
CREATE INDEX party_of_occurrence ON party(occ);
CREATE INDEX party_of_person ON party(person) WHERE person<>'';
CREATE INDEX party_held ON party(expires_at) WHERE class='held';
CREATE TABLE identifier(value BIGINT NOT NULL, key BIGINT NOT NULL, PRIMARY KEY(value,key)) WITHOUT ROWID;
CREATE TABLE occurrence(key BIGINT PRIMARY KEY, source TEXT NOT NULL, meeting_id TEXT NOT NULL,
  occurrence TEXT NOT NULL, started BIGINT NOT NULL, ended BIGINT NOT NULL, latest BIGINT NOT NULL,
  practice BIGINT NOT NULL);
CREATE INDEX occurrence_of_meeting ON occurrence(meeting_id,source);
CREATE TABLE record(record_id TEXT PRIMARY KEY, training TEXT NOT NULL, person TEXT NOT NULL,
  revision BIGINT NOT NULL, status TEXT NOT NULL, outcome TEXT NOT NULL, json TEXT NOT NULL,
  changed_at BIGINT NOT NULL, feed_n BIGINT NOT NULL, UNIQUE(training,person));
CREATE INDEX record_of_person ON record(person);
CREATE UNIQUE INDEX record_in_feed ON record(feed_n);
CREATE TABLE feed(n INTEGER PRIMARY KEY, at BIGINT NOT NULL, act TEXT NOT NULL, actor TEXT NOT NULL,
  src TEXT NOT NULL, ref TEXT NOT NULL, revision BIGINT NOT NULL, outcome TEXT NOT NULL, count BIGINT NOT NULL,
  d TEXT NOT NULL);
)";

// Registers, and what targets should hold.
constexpr std::string_view outward_1 = R"(
CREATE TABLE register(name TEXT PRIMARY KEY, version BIGINT NOT NULL, digest TEXT NOT NULL, actor TEXT NOT NULL,
  at BIGINT NOT NULL);
CREATE TABLE person_row(person_id TEXT NOT NULL, ord BIGINT NOT NULL, nip TEXT NOT NULL, jenis_nip TEXT NOT NULL,
  nama TEXT NOT NULL, email TEXT NOT NULL, kode_opd TEXT NOT NULL, nama_opd TEXT NOT NULL, kode_skpd TEXT NOT NULL,
  dari TEXT NOT NULL, sampai TEXT NOT NULL, PRIMARY KEY(person_id,ord));
CREATE TABLE account_row(person_id TEXT NOT NULL, ord BIGINT NOT NULL, source TEXT NOT NULL, home_page TEXT NOT NULL,
  account TEXT NOT NULL, dari TEXT NOT NULL, sampai TEXT NOT NULL, PRIMARY KEY(person_id,ord));
CREATE TABLE training(id TEXT PRIMARY KEY, starts_at BIGINT NOT NULL, final_at BIGINT NOT NULL,
  started BIGINT NOT NULL, finalised BIGINT NOT NULL, json TEXT NOT NULL);
CREATE TABLE delivery(delivery_id TEXT PRIMARY KEY, record_id TEXT NOT NULL, target TEXT NOT NULL,
  person TEXT NOT NULL, training TEXT NOT NULL, state TEXT NOT NULL, wanted_revision BIGINT NOT NULL,
  known_revision BIGINT NOT NULL, remote_id TEXT NOT NULL, payload_digest TEXT NOT NULL, attempts BIGINT NOT NULL,
  next_at BIGINT NOT NULL, lease_until BIGINT NOT NULL, reason TEXT NOT NULL, answer TEXT NOT NULL,
  request TEXT NOT NULL, changed_at BIGINT NOT NULL, watermark BIGINT NOT NULL, previewed BIGINT NOT NULL,
  UNIQUE(record_id,target));
CREATE INDEX delivery_by_state ON delivery(target,state,next_at);
CREATE INDEX delivery_by_watermark ON delivery(watermark) WHERE watermark<>0;
CREATE INDEX delivery_lane ON delivery(target,person) WHERE state='sending';
CREATE TABLE watermark(id INTEGER PRIMARY KEY, accepted TEXT NOT NULL, mark_seq BIGINT NOT NULL);
CREATE TABLE target(target TEXT PRIMARY KEY, parked BIGINT NOT NULL, reason TEXT NOT NULL, park_token TEXT NOT NULL,
  since BIGINT NOT NULL);
)";

// What `jembatan explain` looks up. `raw` and `feed` get no index for it: measured, one on raw.h takes a third of the
// time of a batch, and a question that reads the table takes seconds at 10^7 rows.
constexpr std::string_view explanations_2 = R"(
CREATE TABLE treatment(id INTEGER PRIMARY KEY, source TEXT NOT NULL, topic TEXT NOT NULL, type TEXT NOT NULL,
  mapping TEXT NOT NULL, raw_type TEXT NOT NULL, reason TEXT NOT NULL, field TEXT NOT NULL,
  UNIQUE(source,topic,type,mapping,raw_type,reason,field));
ALTER TABLE raw ADD COLUMN h BIGINT NOT NULL DEFAULT 0;
ALTER TABLE raw ADD COLUMN treatment BIGINT NOT NULL DEFAULT 0;
ALTER TABLE raw ADD COLUMN part BIGINT NOT NULL DEFAULT 0;
ALTER TABLE raw ADD COLUMN pos BIGINT NOT NULL DEFAULT -1;
ALTER TABLE raw ADD COLUMN logged_at BIGINT NOT NULL DEFAULT 0;
CREATE TABLE feed_detail(n INTEGER PRIMARY KEY, before BIGINT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX feed_of_delivery ON feed(ref) WHERE act>='delivery.' AND act<'delivery/';
)";

// Registrations, and connections that are one.
constexpr std::string_view registrations_3 = R"(
ALTER TABLE party ADD COLUMN bound TEXT NOT NULL DEFAULT '[]';
ALTER TABLE party ADD COLUMN standings TEXT NOT NULL DEFAULT '[]';
CREATE INDEX party_bound ON party(occ) WHERE bound<>'[]';
CREATE INDEX registration_of_meeting ON party(meeting_id,source) WHERE kind='registration';
)";

// What was tried of a delivery since its target was last known to hold the record. `outcome` of the writes: 0 none,
// 1 refused, 2 unknown; `begun`: one may be under way.
constexpr std::string_view delivery_tries_4 = R"(
CREATE TABLE delivery_try(delivery_id TEXT NOT NULL, revision BIGINT NOT NULL, record TEXT NOT NULL,
  begun BIGINT NOT NULL, outcome BIGINT NOT NULL, PRIMARY KEY(delivery_id,revision));
)";

// Learning systems, what operators said of who a party is, and the register of certificates.
constexpr std::string_view learning_5 = R"(
ALTER TABLE party ADD COLUMN activity TEXT NOT NULL DEFAULT '';
ALTER TABLE party ADD COLUMN course TEXT NOT NULL DEFAULT '';
ALTER TABLE party ADD COLUMN deeds TEXT NOT NULL DEFAULT '[]';
CREATE INDEX party_of_activity ON party(activity,source) WHERE activity<>'';
CREATE INDEX party_of_course ON party(course,source) WHERE course<>'';
CREATE TABLE assignment(subject BIGINT PRIMARY KEY, person TEXT NOT NULL, actor TEXT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE certificate_row(training TEXT NOT NULL, person_id TEXT NOT NULL, number TEXT NOT NULL, issued TEXT NOT NULL,
  link TEXT NOT NULL, pdf_path TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY(training,person_id));
)";

const std::array migrations{std::string(arrivals_1) + std::string(derived_1) + std::string(outward_1),
                            std::string(explanations_2), std::string(registrations_3), std::string(delivery_tries_4),
                            std::string(learning_5)};

// SOCI prepares one statement at a time.
void run_script(soci::session& session, const std::string& script) {
  for (std::size_t from = 0;;) {
    const auto end = script.find(';', from);
    if (end == std::string::npos) return;
    change(session, script.substr(from, end - from));
    from = end + 1;
  }
}

integer current_schema(soci::session& session) {
  change(session, "CREATE TABLE IF NOT EXISTS schema_version(version BIGINT NOT NULL)");
  const auto rows = select_all<std::tuple<integer>>(session, "SELECT coalesce(max(version),0) FROM schema_version");
  return std::get<0>(rows.front());
}

}  // namespace

int newest_schema() {
  return static_cast<int>(migrations.size());
}

result<void> migrate(soci::session& session) {
  const auto current = current_schema(session);
  if (current > newest_schema()) {
    return error(errc::unsupported, "the ledger has schema " + std::to_string(current) + ", this program knows up to " +
                                        std::to_string(newest_schema()) +
                                        ": start the program that wrote it, or a newer one");
  }
  for (auto next = current; next < newest_schema(); ++next) {
    dialect::begin(session);
    run_script(session, migrations[static_cast<std::size_t>(next)]);
    change(session, "INSERT INTO schema_version(version) VALUES(:version)", next + 1);
    JB_FAILPOINT("ledger.migrate_before_commit");
    dialect::commit(session);
    JB_FAILPOINT("ledger.migrate_after_commit");
  }
  return {};
}

}  // namespace jembatan::ledger
