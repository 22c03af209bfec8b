#pragma once
// The keys of a training that a learning system feeds: course, modules, action_plan, feedback, badge, certificate
// (INTERFACES.md 3). Pure.
#include <map>
#include <optional>
#include <set>
#include <string>

#include "config/visitor.hpp"
#include "training/catalogue.hpp"

namespace jembatan::registers {

// Describes them, checks what the loader cannot know, and fills the programme, whose sessions must be there already:
// `before` names one. `sources`: ids of the configured sources that are learning systems; unchecked when absent.
void describe_learning(config::visitor&, const std::optional<std::set<std::string>>& sources, training::programme&);

// Whether the text can be the id of an activity: an IRI (RFC 3987) has a scheme, and neither blanks nor control
// characters.
bool is_activity_id(std::string_view);

// What may be the short name of a session or module: a-z, 0-9 and '-', at most 64, not '-' first.
bool is_short_name(std::string_view);

}  // namespace jembatan::registers
