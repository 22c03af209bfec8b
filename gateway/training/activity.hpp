#pragma once
// What one person did in one activity of a learning system, and what stands of it (SEMANTICS.md 5.2, 5.6). Pure: any
// order, any duplication of input gives the same result. Of several acts at one instant the one that takes away counts:
// reopened over completed, revoked over issued; of two scores the higher one.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "training/catalogue.hpp"

namespace jembatan::training {

// As the sender gave it. `scaled` is there only where the sender's scale is 0..1.
struct score {
  std::optional<double> raw, min, max, scaled;
  auto operator<=>(const score&) const = default;
};

// (raw-min)/(max-min) with min 0 where it is absent; without raw or max: scaled. Nothing where neither says anything.
std::optional<double> share_of(const score&);
// Whether the score could be the better one of two that one event was sent with (SEMANTICS.md 1.4).
bool higher(const score&, const score&);

// Persisted as numbers; never renumber. In the order of time and, at one instant, of this list.
struct activity_event {
  enum class kind {
    progressed = 1,
    completed = 2,
    failed = 3,  // completed, but not passed (Moodle's state 3)
    reopened = 4,
    scored = 5,
    submitted = 6,
    graded = 7,
    posted = 8,
    answered = 9,  // feedback was given
    certificate_issued = 10,
    certificate_revoked = 11,
    badge_awarded = 12,
    badge_revoked = 13
  };
  time_point at;
  kind what = kind::progressed;
  score grade{};       // of scored and graded
  std::string code{};  // of a certificate
  std::string link{};
  auto operator<=>(const activity_event&) const = default;
};

struct activity_history {
  activity_ref where;
  std::string course;  // of the same source; empty where no event names it
  std::vector<activity_event> events;
};

// One entry per activity, in order, each with its events sorted and without duplicates.
std::vector<activity_history> canonical(std::vector<activity_history>);

struct completion {
  bool stands = false;                   // the latest state is completed
  std::optional<time_point> first = {};  // the earliest completion; a later reopening does not move it
};
completion completion_of(const activity_history&);

// The latest one that says anything, of quiz or assignment.
std::optional<score> latest_score(const activity_history&);

// Since when something that was given and may have been taken back stands: the first giving after the last taking.
std::optional<activity_event> standing_gift(const activity_history&, activity_event::kind given,
                                            activity_event::kind taken);

bool has(const activity_history&, activity_event::kind);

// Whether rules of the programme read the history: they name the activity, or it has a certificate of the course.
bool reads(const programme&, const activity_history&);

// A completion, score, submission, certificate or badge (SEMANTICS.md 5.1), the earliest one.
std::optional<time_point> first_counting(const activity_history&);

}  // namespace jembatan::training
