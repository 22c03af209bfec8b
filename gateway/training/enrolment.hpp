#pragma once
// Who is enrolled by a registration with the sender, or in the course at the learning system (SEMANTICS.md 3.5). Pure:
// any order, any duplication of input gives the same result.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "training/catalogue.hpp"

namespace jembatan::training {

// What a registration was said to be at an instant. Of several at one instant the later enumerator counts: who was
// turned away in the very millisecond of an approval is not enrolled.
struct standing {
  enum class kind { pending, approved, cancelled, denied } what = kind::pending;
  time_point at;
  auto operator<=>(const standing&) const = default;
};

// "pending", "approved", "cancelled", "denied": as in events of type enrolment.changed.v1.
std::string_view to_text(standing::kind);
std::optional<standing::kind> standing_from(std::string_view);

// One registrant id of one meeting.
struct registration {
  std::string source;
  std::string meeting_id;
  time_point first_at;              // of its first event
  std::vector<standing> standings;  // what its events said, in any order
};

// Whether it is for the session: same source, same meeting, and begun before the session's window closed. A meeting
// that is used again for another training does not take its old registrations with it backwards.
bool concerns(const registration&, const live_session&);

// Approved when the session's window opens, or at any time later: who registers late, or whom the host approves late,
// is enrolled. Cancelled and denied end an approval up to that instant and not afterwards: who was there keeps what
// they earned.
bool enrols(const registration&, const live_session&);
// By enrolments in the course at the learning system (approved: enrolled; cancelled: unenrolled; at one instant the
// latter counts). An unenrolment ends it only before the first counting fact, absent while there is none: Moodle
// unenrols at the course's end.
bool enrols_in_course(const std::vector<standing>&, std::optional<time_point> first_counting);
// In the training, by any of the registrations for any of its sessions.
bool enrols(const std::vector<registration>&, const programme&);

}  // namespace jembatan::training
