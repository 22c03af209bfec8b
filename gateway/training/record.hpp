#pragma once
// The training record: what HR systems and targets get (INTERFACES.md 5), and the pure function that makes it.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "training/attendance.hpp"
#include "training/catalogue.hpp"
#include "training/directory.hpp"
#include "training/enrolment.hpp"
#include "training/learning.hpp"

namespace jembatan::training {

enum class status { provisional, final, withdrawn };
enum class result_kind { lulus, hadir, tidak_lulus };  // `outcome` in the record

// As they stand in a record and in a configuration: "provisional", "lulus", ...
std::string_view to_text(status);
std::string_view to_text(result_kind);

struct session_result {
  std::string id;
  std::int64_t minutes = 0;   // floor
  std::int64_t required = 0;  // ceil, minutes
  bool met = false;           // compares seconds
  auto operator<=>(const session_result&) const = default;
};

struct record {
  std::string record_id;      // set by the ledger
  std::int64_t revision = 0;  // set by the ledger
  status state = status::provisional;
  result_kind outcome = result_kind::tidak_lulus;
  std::string person_id, nip, kode_opd, kode_skpd;
  std::string training_id, title, organiser, timezone;
  int jenis_diklat = 0;
  date start, end;
  int year = 0;
  int jp = 0;
  std::vector<session_result> sessions;
  std::vector<module_result> modules;
  std::optional<actions_result> actions;       // where the programme has a plan
  std::optional<certificate> certified;        // `certificate` in the record
  std::optional<time_point> badge_awarded_at;  // `badge`
  // session:ID module:ID prerequisite:ID actions feedback session_end_unknown:ID leave_unknown:ID, in this order; of
  // one kind by id, unique.
  std::vector<std::string> reasons;
  std::string facts_sha256, rules_sha256;
  std::string changed_at;  // set by the ledger
};

// All that is known of one person in one training.
struct person_facts {
  std::string person_id;
  bool enrolled = false;            // listed in `participants`, or by a registration (enrolment.hpp)
  std::vector<presence> presences;  // of occurrences that belong to a session of the training; host time left out
  std::vector<activity_history> activities{};    // what the programme does not read is passed over
  std::vector<standing> course{};                // enrolments in the programme's course (enrols_in_course)
  std::optional<certificate_row> certificate{};  // of the register of certificates
};

// Listed, registered, or enrolled in the course.
bool is_enrolled(const person_facts&, const programme&);

// Nothing when the person has no record: not started, staff, not enrolled under `required`, no counting fact (a second
// of attendance in a window, completion, score, submission, certificate, badge) under `open`, or not in the register at
// all (a record needs a NIP, and the ledger holds such people). `now` decides only provisional or final and whether the
// training has started; `settle` is the default that the training's own wins over. A training without any rule that can
// be met is never lulus: nothing shows that anybody learnt. Never withdrawn: the ledger says so of a record that
// evaluates to nothing any more.
std::optional<record> evaluate(const person_facts&, const programme&, const directory&, time_point now,
                               duration settle);

// Whether two records differ in anything that makes a revision: all but record_id, revision, basis and changed_at.
bool same_content(const record&, const record&);

// training-record/1, keys in the order of INTERFACES.md 5. Round-trips. Reading ignores unknown fields; nothing when
// the text is no JSON, has another schema, or lacks a field or has it in another type.
std::string to_json(const record&);
std::optional<record> from_json(std::string_view);

}  // namespace jembatan::training
