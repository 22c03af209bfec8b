#pragma once
// What the admin API answers of registers, hours and holds, as JSON (INTERFACES.md 8). Pure: values in, text out.
#include <optional>
#include <string>
#include <vector>

#include "ledger/in_force.hpp"
#include "ledger/ledger.hpp"

namespace jembatan::app {

// Every civil servant has the duty, and the right, to 20 JP a year (PP 11/2017, article 203).
inline constexpr std::int64_t yearly_duty = 20;

std::string people_json(const std::vector<training::person_row>&);
std::string accounts_json(const std::vector<training::account_row>&);
std::string trainings_json(const ledger::in_force&);
std::string certificates_json(const ledger::in_force&);
// {"version":1,"year":2026,"duty":20,"people":[{"person_id",…,"jp","provisional","met"}]}
std::string jp_json(int year, const std::vector<ledger::jp_row>&);

std::string held_json(const std::vector<ledger::held_item>&, const std::vector<ledger::assignment>&);
// One hold, held or assigned, with the events that it holds; nothing when neither list has it.
std::optional<std::string> hold_json(const std::string& id, const std::vector<ledger::held_item>&,
                                     const std::vector<ledger::assignment>&,
                                     const std::vector<ledger::message_story>& events);

}  // namespace jembatan::app
