// Events of learning systems on their way into records (SEMANTICS.md 2.2, 3, 5).
#include "world.hpp"

namespace jembatan::ledger::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;
using training::result_kind;

constexpr const char* moodle = "moodle-bpsdm";

class ledger_learning : public ::testing::Test, public world {
 protected:
  void SetUp() override {
    open();
    time.set(at("06:00"));
    import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id")});
    import_accounts({lms_account("P-0102", "ani"), lms_account("P-0103", "budi")});
  }
  void complete(const std::string& account) {
    tell(did("module.completed.v1", account, page_11, "01:00"));
    tell(did("module.completed.v1", account, quiz_12, "02:00"));
    tell(scored(account, 85, "02:00"));
  }
  std::vector<std::string> reasons() {
    std::vector<std::string> all;
    for (const auto& h : held()) all.push_back(h.reason);
    return all;
  }
};

// --- Records

TEST_F(ledger_learning, records_what_a_learner_did_by_account) {
  import_trainings({learning_programme({"P-0102"})});
  complete("ani");
  settle();
  const auto r = record_of("P-0102");
  EXPECT_EQ(r.outcome, result_kind::lulus);
  EXPECT_THAT(r.modules, ElementsAre(training::module_result{"m1", at("02:00"), 0.85, true}));
  EXPECT_EQ(counts(moodle).recorded, 3u);
}

TEST_F(ledger_learning, knows_a_learner_by_the_e_mail_alone) {
  import_trainings({learning_programme({"P-0102"})});
  auto t = did("module.completed.v1", "", page_11, "01:00");
  t.email = "Ani@example.go.id";
  tell(t);
  settle();
  EXPECT_EQ(counts(moodle).recorded, 1u);
}

TEST_F(ledger_learning, holds_a_learner_whose_account_and_e_mail_are_two_people) {
  import_trainings({learning_programme({"P-0102", "P-0103"})});
  auto t = did("module.completed.v1", "ani", page_11, "01:00");
  t.email = "budi@example.go.id";
  tell(t);
  settle();
  EXPECT_THAT(reasons(), ElementsAre("identity_conflict"));
}

TEST_F(ledger_learning, goes_to_each_training_that_names_the_activity) {
  import_trainings({learning_programme({"P-0102"}), learning_programme({"P-0102"}, "tik-2026-01")});
  complete("ani");
  settle();
  ASSERT_EQ(records().size(), 2u);
  for (const auto& r : records()) EXPECT_EQ(r.outcome, result_kind::lulus);
}

TEST_F(ledger_learning, takes_a_failed_module_for_not_completed) {
  import_trainings({learning_programme({"P-0102"})});
  complete("ani");
  auto failed = did("module.completed.v1", "ani", quiz_12, "03:00");
  failed.success = false;
  tell(failed);
  settle();
  EXPECT_THAT(record_of("P-0102").reasons, ElementsAre("module:m1"));
  tell(did("module.completed.v1", "ani", quiz_12, "04:00"));
  settle();
  EXPECT_THAT(record_of("P-0102").modules, ElementsAre(training::module_result{"m1", at("02:00"), 0.85, true}));
}

TEST_F(ledger_learning, adds_up_what_a_person_did_under_two_accounts) {
  import_accounts({lms_account("P-0102", "ani"), lms_account("P-0102", "ani2")});
  import_trainings({learning_programme({"P-0102"})});
  tell(did("module.completed.v1", "ani", page_11, "01:00"));
  tell(did("module.completed.v1", "ani2", quiz_12, "02:00"));
  tell(scored("ani2", 70, "02:00"));
  settle();
  EXPECT_EQ(record_of("P-0102").outcome, result_kind::lulus);
}

TEST_F(ledger_learning, begins_a_record_under_open_enrolment_with_what_came_before_the_training) {
  auto p = learning_programme({});
  p.enrol = training::enrolment::open;
  time.set(parse_rfc3339("2026-03-15T00:00:00Z").value());
  import_trainings({p});
  complete("ani");
  settle();
  EXPECT_FALSE(has_record("P-0102"));
  time.set(training::starts_at(p));
  settle();
  EXPECT_TRUE(has_record("P-0102"));
}

// --- Variants (SEMANTICS.md 1.4)

TEST_F(ledger_learning, takes_the_higher_score_of_two_variants_sent_at_one_time_and_else_the_later) {
  import_trainings({learning_programme({"P-0102"})});
  complete("ani");
  const auto variant = [&](double raw, const std::string& sent) {
    auto t = scored("ani", raw, "03:00");
    t.identity = "attempt";
    t.sent = sent;
    tell(t);
  };
  for (const double raw : {60.0, 90.0, 20.0}) variant(raw, "03:00");
  settle();
  EXPECT_THAT(record_of("P-0102").modules.at(0).score, Optional(0.9));
  variant(50, "04:00");
  settle();
  EXPECT_THAT(record_of("P-0102").modules.at(0).score, Optional(0.5));
}

TEST_F(ledger_learning, lets_a_replay_replace_what_an_event_said) {
  import_trainings({learning_programme({"P-0102"})});
  auto t = did("module.completed.v1", "ani", page_11, "01:00");
  t.identity = "event";
  t.receipt = tell(t);
  settle();
  EXPECT_EQ(counts(moodle).recorded, 1u);
  t.type = "event.unused.v1";
  t.activity = t.course = "";
  t.generation = 1;
  tell(t);
  settle();
  EXPECT_EQ(counts(moodle).recorded, 0u);
  EXPECT_EQ(counts(moodle).ignored, 1u);
  EXPECT_THAT(held(), IsEmpty());
}

// --- Classes (SEMANTICS.md 2.2)

TEST_F(ledger_learning, holds_what_no_training_knows_until_the_catalogue_names_it) {
  complete("ani");
  settle();
  EXPECT_THAT(reasons(), ElementsAre("training_unknown", "training_unknown"));
  EXPECT_EQ(held().at(0).course, course_2);
  EXPECT_THAT(held().at(0).party_json, HasSubstr("\"name\":\"ani\""));
  import_trainings({learning_programme({"P-0102"})});
  settle();
  EXPECT_EQ(record_of("P-0102").outcome, result_kind::lulus);
  import_trainings({});
  settle();
  EXPECT_THAT(reasons(), ElementsAre("training_unknown", "training_unknown"));
  EXPECT_EQ(record_of("P-0102").state, training::status::withdrawn);
}

TEST_F(ledger_learning, ignores_what_lies_in_the_course_but_in_no_rule) {
  import_trainings({learning_programme({"P-0102"})});
  tell(did("forum.posted.v1", "nobody", "https://lms.example/forum/1", "01:00"));
  tell(did("course.completed.v1", "ani", course_2, "01:00"));
  settle();
  EXPECT_EQ(counts(moodle).ignored, 2u);
  EXPECT_THAT(held(), IsEmpty());
}

TEST_F(ledger_learning, holds_an_unknown_account_until_the_register_has_it) {
  import_accounts({lms_account("P-0103", "budi")});
  import_trainings({learning_programme({"P-0102"})});
  complete("ani");
  settle();
  EXPECT_THAT(reasons(), ElementsAre("person_unknown", "person_unknown"));
  import_accounts({lms_account("P-0102", "ani")});
  settle();
  EXPECT_EQ(record_of("P-0102").outcome, result_kind::lulus);
}

TEST_F(ledger_learning, ignores_staff) {
  auto p = learning_programme({"P-0103"});
  p.staff = {"P-0102"};
  import_trainings({p});
  complete("ani");
  settle();
  EXPECT_EQ(counts(moodle).ignored, 3u);
}

TEST_F(ledger_learning, ignores_presence_at_an_activity_as_no_session_can_name_one) {
  import_trainings({learning_programme({"P-0102"})});
  tell(did("attendance.joined.v1", "ani", "https://lms.example/bbb/1", "01:00"));
  settle();
  EXPECT_EQ(counts(moodle).ignored, 1u);
}

TEST_F(ledger_learning, buries_an_event_that_lacks_what_its_type_needs) {
  import_trainings({learning_programme({"P-0102"})});
  tell(did("module.completed.v1", "", page_11, "01:00"));      // nobody
  tell(did("assessment.scored.v1", "ani", quiz_12, "01:00"));  // no score
  tell(enrolled("ani", "", "01:00"));                          // no state
  settle();
  EXPECT_EQ(counts(moodle).dead, 3u);
}

// --- Enrolment in the course (SEMANTICS.md 3.5)

TEST_F(ledger_learning, holds_who_is_not_enrolled_until_the_course_enrols_them) {
  import_trainings({learning_programme({})});
  complete("ani");
  settle();
  EXPECT_THAT(reasons(), ElementsAre("not_enrolled", "not_enrolled"));
  EXPECT_FALSE(has_record("P-0102"));
  tell(enrolled("ani", "enrolled", "00:30"));
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(record_of("P-0102").outcome, result_kind::lulus);
  EXPECT_EQ(counts(moodle).recorded, 4u);
}

TEST_F(ledger_learning, gives_a_record_to_who_is_enrolled_and_does_nothing) {
  import_trainings({learning_programme({})});
  tell(enrolled("ani", "enrolled", "00:30"));
  settle();
  EXPECT_EQ(record_of("P-0102").outcome, result_kind::tidak_lulus);
}

TEST_F(ledger_learning, keeps_who_was_unenrolled_after_their_first_counting_fact) {
  import_trainings({learning_programme({})});
  tell(enrolled("ani", "enrolled", "00:30"));
  tell(enrolled("ani", "unenrolled", "01:30"));
  tell(did("module.completed.v1", "ani", quiz_12, "02:00"));
  settle();
  EXPECT_THAT(reasons(), ElementsAre("not_enrolled")) << "nothing was done before";
  // A fact that comes late, of another activity, was before: now everything counts.
  tell(did("module.completed.v1", "ani", page_11, "01:00"));
  settle();
  EXPECT_THAT(held(), IsEmpty());
  EXPECT_EQ(counts(moodle).recorded, 4u);
  EXPECT_TRUE(has_record("P-0102"));
}

// --- Certificate and badge

TEST_F(ledger_learning, shows_the_certificate_of_the_register_and_takes_it_away_with_the_row) {
  import_trainings({learning_programme({"P-0102"})});
  complete("ani");
  import_certificates({{"ppp-2026-01", "P-0102", "800/12", *parse_date("2026-03-20"), "", "", ""}});
  settle();
  EXPECT_THAT(record_of("P-0102").certified,
              Optional(training::certificate{"800/12", *parse_date("2026-03-20"), "", ""}));
  EXPECT_EQ(book->digest_in_force("certificates").size(), 16u);
  open();  // it is in the file
  import_certificates({});
  settle();
  EXPECT_FALSE(record_of("P-0102").certified);
}

TEST_F(ledger_learning, takes_the_certificate_of_the_course_whatever_comes_first) {
  auto p = learning_programme({"P-0102"});
  p.certificate.number_from = training::certificate_rule::origin::lms_code;
  import_trainings({p});
  auto issued = did("certificate.issued.v1", "ani", "https://lms.example/certificate?code=A", "03:00");
  issued.code = "A";
  auto revoked = issued;
  revoked.type = "certificate.revoked.v1";
  tell(revoked);
  settle();
  EXPECT_FALSE(record_of("P-0102").certified);
  tell(issued);
  settle();
  EXPECT_FALSE(record_of("P-0102").certified) << "revoked in the same second";
  issued.when = "04:00";
  tell(issued);
  settle();
  EXPECT_EQ(record_of("P-0102").certified->number, "A");
  EXPECT_EQ(counts(moodle).recorded, 3u);
}

TEST_F(ledger_learning, holds_a_certificate_that_names_no_course) {
  import_trainings({learning_programme({"P-0102"})});
  auto issued = did("certificate.issued.v1", "ani", "https://lms.example/certificate?code=A", "03:00");
  issued.course.clear();
  tell(issued);
  settle();
  EXPECT_THAT(reasons(), ElementsAre("training_unknown"));
}

TEST_F(ledger_learning, shows_the_badge) {
  auto p = learning_programme({"P-0102"});
  p.badge = training::activity_ref{moodle, "https://lms.example/badge/5"};
  import_trainings({p});
  auto badge = did("badge.awarded.v1", "ani", "https://lms.example/badge/5", "03:00");
  badge.course.clear();
  tell(badge);
  settle();
  EXPECT_THAT(record_of("P-0102").badge_awarded_at, Optional(at("03:00")));
}

// --- Delivery waits for the certificate (SEMANTICS.md 5.3)

TEST_F(ledger_learning, parks_the_delivery_until_the_record_has_its_certificate) {
  auto p = learning_programme({"P-0102"});
  p.certificate.required = true;
  p.settle = duration{0};
  import_trainings({p});
  book->set_targets({{"ekinerja", parse_date("2026-01-01"), {"lulus"}}});
  complete("ani");
  time.set(at("23:00"));
  settle();
  ASSERT_EQ(deliveries().size(), 1u);
  EXPECT_EQ(deliveries().at(0).state, delivery_state::parked);
  EXPECT_EQ(deliveries().at(0).reason, "certificate_missing");
  EXPECT_TRUE(book->retry_delivery(deliveries().at(0).delivery_id, "acct:1000").error().is(errc::invalid));
  EXPECT_EQ(record_of("P-0102").outcome, result_kind::lulus);
  EXPECT_THAT(acts(), Contains("delivery.park"));
  import_certificates({{"ppp-2026-01", "P-0102", "800/12", *parse_date("2026-03-20"), "", "", ""}});
  settle();
  EXPECT_EQ(deliveries().at(0).state, delivery_state::due);
  EXPECT_EQ(deliveries().at(0).wanted_revision, record_of("P-0102").revision);
}

TEST_F(ledger_learning, lets_the_delivery_go_when_the_catalogue_no_longer_asks_for_a_certificate) {
  auto p = learning_programme({"P-0102"});
  p.certificate.required = true;
  p.settle = duration{0};
  import_trainings({p});
  book->set_targets({{"ekinerja", parse_date("2026-01-01"), {"lulus"}}});
  complete("ani");
  time.set(at("23:00"));
  settle();
  p.certificate.required = false;
  import_trainings({p});
  settle();
  EXPECT_EQ(deliveries().at(0).state, delivery_state::due);
  EXPECT_EQ(deliveries().at(0).reason, "");
}

// --- Questions

TEST_F(ledger_learning, counts_hours_of_lulus_in_the_year_of_the_end_final_and_provisional) {
  auto final_one = learning_programme({"P-0102"});
  final_one.settle = duration{0};
  auto running = learning_programme({"P-0102", "P-0103"}, "tik-2026-01");
  running.to = *parse_date("2026-04-30");
  running.jp = 7;
  import_trainings({final_one, running});
  complete("ani");
  time.set(at("23:00"));
  settle();
  const auto rows = book->jp(2026).value();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].person_id, "P-0102");
  EXPECT_EQ(rows[0].nama, "Orang P-0102");
  EXPECT_EQ(rows[0].final_jp, 4);
  EXPECT_EQ(rows[0].provisional_jp, 7);
  EXPECT_EQ(rows[1].person_id, "P-0103");
  EXPECT_EQ(rows[1].final_jp + rows[1].provisional_jp, 0);
  EXPECT_EQ(book->jp(2025).value().at(0).final_jp, 0);
}

TEST_F(ledger_learning, explains_a_record_by_what_its_person_did) {
  import_trainings({learning_programme({"P-0102"})});
  complete("ani");
  settle();
  const auto story = book->explain_record(record_of("P-0102").record_id).value();
  ASSERT_TRUE(story);
  ASSERT_EQ(story->events.size(), 3u);
  EXPECT_EQ(story->events[0].type, "id.go.asn.training.module.completed.v1");
  EXPECT_EQ(story->events[0].person, "P-0102");
}

TEST_F(ledger_learning, compares_registers_without_touching_what_is_in_force) {
  import_trainings({learning_programme({"P-0102"})});
  const auto before = feed().size();
  register_set set;
  set.people = {{"people", "other", "acct:1000"}, {person("P-0104", "cici@example.go.id")}};
  set.certificates = {{"certificates", "other", "acct:1000"},
                      {{"ppp-2026-01", "P-0102", "1", *parse_date("2026-03-20"), "", "", ""}}};
  const auto all = book->compare_registers(std::move(set));
  ASSERT_TRUE(all.has_value()) << all.error().message();
  EXPECT_THAT(all->at("people").diff, ElementsAre("-P-0102", "-P-0103", "+P-0104"));
  EXPECT_THAT(all->at("certificates").diff, ElementsAre("+ppp-2026-01/P-0102"));
  EXPECT_EQ(feed().size(), before);
  EXPECT_EQ(book->people(10, "")->size(), 2u);
}

}  // namespace
}  // namespace jembatan::ledger::testing
