#include "world.hpp"

#include <unistd.h>

#include "base/receipt.hpp"
#include "crypto/sha256.hpp"
#include "ledger/sql.hpp"

namespace jembatan::ledger::testing {
namespace {

namespace json = boost::json;

constexpr const char* day = "2026-03-16T";

std::string instant(std::string_view utc) {
  return format_rfc3339(at(utc));
}

json::object participant_of(const told& t) {
  json::object participant;
  if (!t.registrant.empty()) participant["registrant_id"] = t.registrant;
  if (!t.email.empty()) participant["email"] = t.email;
  if (!t.account.empty()) participant["account"] = {{"home_page", t.home_page}, {"name", t.account}};
  if (!t.customer_key.empty()) participant["customer_key"] = t.customer_key;
  if (!t.name.empty()) participant["name"] = t.name;
  if (!t.nip.empty()) participant["nip"] = t.nip;
  if (t.host) participant["role"] = "host";
  return participant;
}

json::object learning_data_of(const told& t) {
  json::object activity;
  if (!t.activity.empty()) activity["id"] = t.activity;
  if (!t.part.empty()) activity["part"] = t.part;
  if (!t.course.empty()) activity["course"] = t.course;
  json::object data{{"participant", participant_of(t)}, {"activity", std::move(activity)}, {"at", instant(t.when)}};
  if (t.raw || t.max) {
    json::object score;
    if (t.raw) score["raw"] = *t.raw;
    if (t.max) score["max"] = *t.max;
    data["score"] = std::move(score);
  }
  if (t.success) data["success"] = *t.success;
  if (!t.state.empty()) data["state"] = t.state;
  if (!t.code.empty()) data["certificate"] = json::object{{"code", t.code}, {"link", "https://lms.example/" + t.code}};
  return data;
}

json::object data_of(const told& t) {
  if (!t.activity.empty() || !t.course.empty()) return learning_data_of(t);
  if (t.type == "event.unused.v1") return {{"disposition", t.disposition}, {"raw_type", "meeting.something"}};
  if (t.type == "event.dead.v1") return {{"reason", "field_missing"}, {"field", "/payload/object/uuid"}};
  if (t.type == "enrolment.changed.v1") {
    return {{"participant", participant_of(t)},
            {"session", {{"meeting_id", t.meeting}}},
            {"status", t.status},
            {"at", instant(t.when)}};
  }
  json::object session{{"meeting_id", t.meeting}, {"occurrence", t.occurrence}, {"start", instant(t.start)}};
  json::object data;
  if (!t.type.starts_with("session.")) {
    session["connection"] = t.connection;
    session["leg"] = t.leg;
    if (!t.bound_to.empty()) session["bound_to"] = t.bound_to;
    data["participant"] = participant_of(t);
  }
  data["session"] = session;
  data["at"] = instant(t.when);
  if (t.practice) data["practice"] = true;
  return data;
}

}  // namespace

result<void> memory_log::append(std::span<const eventlog::message> batch) {
  for (const auto& m : batch) topics_[m.topic].push_back(m.value);
  return {};
}

result<eventlog::slice> memory_log::read(std::string_view topic, std::int32_t, std::int64_t from,
                                         eventlog::read_limit limit) {
  eventlog::slice all;
  all.next = from;
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return all;
  const auto& stored = found->second;
  for (auto i = static_cast<std::size_t>(from); i < stored.size() && all.messages.size() < limit.rows; ++i) {
    all.messages.push_back({static_cast<std::int64_t>(i), {}, "k", stored[i]});
    all.next = static_cast<std::int64_t>(i) + 1;
  }
  return all;
}

time_point at(std::string_view utc) {
  const auto seconds = utc.size() == 5 ? ":00Z" : "Z";
  return parse_rfc3339(day + std::string(utc) + seconds).value();
}

world::world() : time(at("00:00")) {
  std::string pattern = (std::filesystem::temp_directory_path() / "ledger-XXXXXX").string();
  directory_ = ::mkdtemp(pattern.data());
  settings.file = directory_ / "ledger.db";
}

world::~world() {
  book.reset();
  std::filesystem::remove_all(directory_);
}

result<std::unique_ptr<ledger>> world::try_open() {
  return ledger::open(settings, log, time, random, series);
}

void world::open() {
  book.reset();
  auto opened = try_open();
  ASSERT_TRUE(opened.has_value()) << opened.error().message();
  book = std::move(*opened);
}

std::uint64_t world::tell(told t) {
  const auto data = data_of(t);
  const auto sequence = t.receipt == 0 ? ++receipts_ : t.receipt;
  if (t.receipt == 0) ++accepted;
  const auto identity = t.identity.empty() ? t.type + json::serialize(data) : t.identity;
  const auto id = to_hex(crypto::sha256(t.source + identity));
  const json::object event{{"specversion", "1.0"},
                           {"id", id + "-" + std::to_string(t.n)},
                           {"source", "/sources/" + t.source},
                           {"type", "id.go.asn.training." + t.type},
                           {"time", instant(t.sent.empty() ? t.when : t.sent)},
                           {"jbreceipt", receipt{"edge-1", "0123456789abcdef", sequence}.text()},
                           {"jbindex", t.index},
                           {"jbfacts", t.facts},
                           {"jbgeneration", t.generation},
                           {"data", data}};
  tell_raw(std::string(t.type == "event.dead.v1" ? eventlog::deadletter_topic : eventlog::events_topic),
           json::serialize(event));
  return sequence;
}

void world::tell_raw(std::string topic, std::string value) {
  const eventlog::message m{std::move(topic), "k", std::move(value)};
  ASSERT_TRUE(log.append({&m, 1}).has_value());
}

void world::check_equation(const char* after) {
  for (const auto& [source, c] : book->counts().value()) {
    EXPECT_EQ(c.ingested, c.recorded + c.held + c.ignored + c.unmapped + c.duplicate + c.dead + c.evaluating)
        << source << " after " << after;
  }
}

void world::ingest_once() {
  book->ingest().step(time.now());
  check_equation("ingest");
}

void world::evaluate_once() {
  book->evaluate().step(time.now());
  check_equation("evaluate");
}

void world::settle() {
  for (int i = 0; i < 100; ++i) {
    ingest_once();
    evaluate_once();
    time.advance(settings.debounce);
    if (book->ingest().step(time.now()) > time.now() && book->dirty().value() == 0) break;
  }
  // Once more, for deliveries that waited for the last mark.
  evaluate_once();
  ASSERT_EQ(book->dirty().value(), 0);
  for (const auto& [source, c] : book->counts().value()) EXPECT_EQ(c.evaluating, 0u) << source;
}

void world::import_people(std::vector<training::person_row> rows) {
  const auto done = book->import_people({"people", random.hex(8), "acct:1000"}, std::move(rows), 1000);
  ASSERT_TRUE(done.has_value()) << done.error().message();
}

void world::import_accounts(std::vector<training::account_row> rows) {
  const auto done = book->import_accounts({"accounts", random.hex(8), "acct:1000"}, std::move(rows), 1000);
  ASSERT_TRUE(done.has_value()) << done.error().message();
}

void world::import_trainings(std::vector<training::programme> all) {
  const auto done = book->import_trainings({"trainings", random.hex(8), "acct:1000"}, std::move(all), 1000);
  ASSERT_TRUE(done.has_value()) << done.error().message();
}

void world::import_certificates(std::vector<training::certificate_row> rows) {
  register_set set;
  set.certificates = {{"certificates", random.hex(8), "acct:1000"}, std::move(rows)};
  const auto done = book->import_registers(std::move(set), 1000);
  ASSERT_TRUE(done.has_value()) << done.error().message();
}

class_counts world::counts(const std::string& source) {
  return book->counts().value()[source];
}

std::vector<training::record> world::records() {
  std::vector<training::record> all;
  for (const auto& text : book->records_json("", "", 10'000, "").value()) all.push_back(*training::from_json(text));
  return all;
}

bool world::has_record(const std::string& who) {
  return !book->records_json("", who, 1, "").value().empty();
}

training::record world::record_of(const std::string& who) {
  const auto found = book->records_json("", who, 1, "").value();
  EXPECT_EQ(found.size(), 1u) << who;
  return found.empty() ? training::record() : *training::from_json(found.front());
}

std::vector<held_item> world::held() {
  return book->held(1000).value();
}
std::vector<delivery> world::deliveries() {
  return book->list_deliveries("", "", 1000).value();
}
std::vector<feed_row> world::feed() {
  return book->feed(0, 100'000).value();
}

std::vector<std::string> world::acts() {
  std::vector<std::string> all;
  for (const auto& row : feed()) all.push_back(row.act);
  return all;
}

void world::sql(const std::string& statement) {
  soci::session session;
  dialect::open(session, settings.file, "", dialect::access::write);
  change(session, statement);
}

training::person_row person(const std::string& id, const std::string& email) {
  training::person_row row;
  row.person_id = id;
  row.nip = "19850315201001" + std::string(id.size() > 4 ? id.substr(id.size() - 4) : "1002");
  row.jenis_nip = "nip";
  row.nama = "Orang " + id;
  row.email = email;
  row.kode_opd = "5.04";
  row.kode_skpd = "5.04.0.00.0.00.01";
  return row;
}

training::programme programme(std::set<std::string> participants, const std::string& id) {
  training::programme p;
  p.id = id;
  p.title = "Pelayanan Publik Prima";
  p.organiser = "BPSDM";
  p.timezone = "Asia/Jakarta";
  p.from = p.to = *parse_date("2026-03-16");
  p.jp = 4;
  p.participants = std::move(participants);
  p.sessions = {{"s1", "zoom-bpsdm", "95512345678", {at("01:00"), at("05:00")}, 80}};
  p.jenis_diklat = 17;
  p.digest = std::string(64, 'a');
  return p;
}

told joined(const std::string& connection, const std::string& email, const std::string& when) {
  told t;
  t.connection = connection;
  t.email = email;
  t.account = email.empty() ? "" : "z-" + email;
  t.when = when;
  return t;
}

told left(const std::string& connection, const std::string& email, const std::string& when) {
  auto t = joined(connection, email, when);
  t.type = "attendance.left.v1";
  return t;
}

told ended(const std::string& when) {
  told t;
  t.type = "session.ended.v1";
  t.when = when;
  return t;
}

told bound(const std::string& connection, const std::string& other, const std::string& when) {
  told t;
  t.type = "attendance.bound.v1";
  t.connection = connection;
  t.bound_to = other;
  t.when = when;
  return t;
}

told registered(const std::string& registrant, const std::string& email, const std::string& status,
                const std::string& when) {
  told t;
  t.type = "enrolment.changed.v1";
  t.registrant = registrant;
  t.email = email;
  t.status = status;
  t.when = when;
  return t;
}

training::account_row lms_account(const std::string& person, const std::string& name) {
  return {person, "moodle-bpsdm", "https://lms.example", name, {}, {}};
}

training::programme learning_programme(std::set<std::string> participants, const std::string& id) {
  auto p = programme(std::move(participants), id);
  p.sessions.clear();
  p.course = training::activity_ref{"moodle-bpsdm", course_2};
  p.modules = {{"m1", "Etika", "moodle-bpsdm", {page_11, quiz_12}, training::score_rule{quiz_12, 70}, ""}};
  return p;
}

told did(const std::string& type, const std::string& account, const std::string& activity, const std::string& when) {
  told t;
  t.source = "moodle-bpsdm";
  t.home_page = "https://lms.example";
  t.type = type;
  t.account = account;
  t.activity = activity;
  t.course = course_2;
  t.when = when;
  return t;
}

told scored(const std::string& account, double raw, const std::string& when) {
  auto t = did("assessment.scored.v1", account, quiz_12, when);
  t.raw = raw;
  t.max = 100;
  return t;
}

told enrolled(const std::string& account, const std::string& state, const std::string& when) {
  auto t = did("enrolment.changed.v1", account, course_2, when);
  t.course.clear();
  t.state = state;
  return t;
}

}  // namespace jembatan::ledger::testing
