#pragma once
// Events of learning systems as the ledger keeps them: slim data, keys, and what a person did by them. A learner is an
// account of a source; a party is a learner in one activity, or a learner's enrolment in one course. Pure.
#include <boost/json/object.hpp>
#include <vector>

#include "ledger/event.hpp"
#include "ledger/facts.hpp"
#include "training/activity.hpp"

namespace jembatan::ledger {

// Fills key, slim data and defect of an arrival whose kind is one of these (FORMAT.md, fact.p).
void read_learning(const boost::json::object& data, arrival&);

// The kind of a type that carries an `activity`, by its data: whether a module was failed, what stands for an
// enrolment.
event_kind learning_kind(event_kind, const boost::json::object& data);

// By the account, or by the e-mail where the source gives no account.
integer learner_key(std::string_view source, std::string_view home_page, std::string_view account,
                    std::string_view email);
integer activity_key(integer learner, std::string_view activity);
integer enrolment_key(integer learner, std::string_view course);
// Of slim data.
integer learner_of(const boost::json::object& slim);

// What the fact says that its learner did.
training::activity_event deed_of(const fact&, const boost::json::object& slim);
training::score score_of(const boost::json::object& slim);

// Storage form; round-trips.
std::string deeds_to_json(const std::vector<training::activity_event>&);
std::vector<training::activity_event> deeds_from_json(std::string_view);

}  // namespace jembatan::ledger
