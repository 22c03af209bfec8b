#pragma once
// A ledger over a file in a temporary directory, an event log in memory and a clock that stands still, with people and
// a training that do not exist. step() runs both stages once and checks the equation of SEMANTICS.md 2.4 after each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <memory>

#include "ledger/ledger.hpp"

namespace jembatan::ledger::testing {

class memory_log final : public eventlog::event_log {
 public:
  result<void> append(std::span<const eventlog::message>) override;
  result<eventlog::slice> read(std::string_view topic, std::int32_t partition, std::int64_t from,
                               eventlog::read_limit) override;
  std::vector<std::int32_t> partitions(std::string_view) override { return {0}; }
  std::string epoch() const override { return epoch_; }
  result<std::uint64_t> trim(time_point, std::size_t) override { return 0; }
  std::string epoch_ = "00000000000000e1";

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> topics_;
};

// A moment of the session's day, "01:30" or "01:30:15" in UTC.
time_point at(std::string_view utc);

// What a test says of an event; the rest has plain values.
struct told {
  std::string type = "attendance.joined.v1";
  std::string connection = "c1", leg = "l1";
  std::string email, account, name, registrant, customer_key;
  bool host = false;
  std::string bound_to;     // of attendance.bound
  std::string status, nip;  // of enrolment.changed
  std::string when = "01:00";
  std::string meeting = "95512345678", occurrence = "uuid-1", start = "00:55";
  std::string source = "zoom-bpsdm";
  bool practice = false;
  std::string disposition = "ignored";  // of event.unused
  // Of a learning system.
  std::string activity, course, part;
  std::optional<double> raw, max;
  std::optional<bool> success;
  std::string state, code;  // of an enrolment, of a certificate
  std::string home_page = "https://zoom.us";
  // Envelope.
  std::string identity;       // events that agree in it have the same id; made of the content when empty
  std::string sent;           // the event's own time; `when` if empty
  std::uint64_t receipt = 0;  // the next one if 0
  int index = 0, n = 0, facts = 1;
  std::int64_t generation = 0;
};

class world {
 public:
  world();
  ~world();
  void open();
  result<std::unique_ptr<ledger>> try_open();
  void close() { book.reset(); }

  // Appends the message of the event and returns its receipt's sequence.
  std::uint64_t tell(told);
  void tell_raw(std::string topic, std::string value);
  void ingest_once();
  void evaluate_once();
  // Both, past the debounce, until nothing is dirty.
  void settle();

  void import_people(std::vector<training::person_row>);
  void import_accounts(std::vector<training::account_row>);
  void import_trainings(std::vector<training::programme>);
  void import_certificates(std::vector<training::certificate_row>);

  class_counts counts(const std::string& source = "zoom-bpsdm");
  std::vector<training::record> records();
  training::record record_of(const std::string& person);
  bool has_record(const std::string& person);
  std::vector<held_item> held();
  std::vector<delivery> deliveries();
  std::vector<feed_row> feed();
  std::vector<std::string> acts();         // of the feed
  void sql(const std::string& statement);  // behind the ledger's back

  options settings;
  memory_log log;
  manual_clock time;
  seeded_random random{7};
  metrics::registry series;
  std::unique_ptr<ledger> book;
  std::uint64_t accepted = 0;

 private:
  void check_equation(const char* after);
  std::filesystem::path directory_;
  std::uint64_t receipts_ = 0;
};

training::person_row person(const std::string& id, const std::string& email);
// One session, 01:00 to 05:00, 80 %; the training's days are that day alone; settle 48 h.
training::programme programme(std::set<std::string> participants, const std::string& id = "ppp-2026-01");
told joined(const std::string& connection, const std::string& email, const std::string& when);
told left(const std::string& connection, const std::string& email, const std::string& when);
told ended(const std::string& when);
// Two connections are one.
told bound(const std::string& connection, const std::string& other, const std::string& when);
// A registration for the meeting, or what became of it: pending approved cancelled denied.
told registered(const std::string& registrant, const std::string& email, const std::string& status,
                const std::string& when);

// --- At the learning system "moodle-bpsdm", in the course course_2.
inline constexpr const char* page_11 = "https://lms.example/page/11";
inline constexpr const char* quiz_12 = "https://lms.example/quiz/12";
inline constexpr const char* course_2 = "https://lms.example/course/2";
// The account that knows "ani" by her user name.
training::account_row lms_account(const std::string& person, const std::string& name);
// Module m1 (page_11, and 70 % in quiz_12) of course_2, and no session.
training::programme learning_programme(std::set<std::string> participants, const std::string& id = "ppp-2026-01");
told did(const std::string& type, const std::string& account, const std::string& activity, const std::string& when);
told scored(const std::string& account, double raw, const std::string& when);
told enrolled(const std::string& account, const std::string& state, const std::string& when);

}  // namespace jembatan::ledger::testing
