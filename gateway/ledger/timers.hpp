#pragma once
// What becomes dirty because time passes: trainings that begin or become final, holds that expire
// (SEMANTICS.md 2.5, 5.1, 5.4). Throws soci::soci_error.
#include "ledger/judge.hpp"
#include "ledger/tables.hpp"

namespace jembatan::ledger {

// Marks what is due, at most `most` trainings and `most` holds; the marks are due with the transaction that sets them.
void mark_what_is_due(tables&, const in_force&, time_point now, integer most);
// When something comes up; nothing when nothing can.
std::optional<time_point> next_timer(tables&);

// Brings the terms into line with the catalogue and the settling time in force, and marks trainings whose terms moved.
// At open: delivery.settle may have been changed.
void align_terms(tables&, const in_force&, duration settle, time_point now);
// The term of a training under new rules: an instant that was reached and has not moved stays reached.
term next_term_of(const training::programme&, const std::optional<term>& before, duration settle, time_point now);
// Everybody who has a record of the training, is listed in it, has registered for one of its meetings, is or was
// enrolled in its course, or did anything in its activities.
void mark_members(tables&, const std::string& id, const training::programme*);
// All parties that its rules could read.
void mark_parties(tables&, const training::programme&);

}  // namespace jembatan::ledger
