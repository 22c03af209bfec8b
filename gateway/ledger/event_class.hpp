#pragma once
// The classes that raw events are in, exactly one each (SEMANTICS.md 2.2). Pure.
#include <optional>
#include <string_view>
#include <vector>

namespace jembatan::ledger {

// Persisted as text; never rename. In the order in which the class of an event with several facts is chosen.
enum class event_class { evaluating, recorded, held, ignored, unmapped, dead, duplicate };

std::string_view to_text(event_class);
std::optional<event_class> event_class_from(std::string_view);

// Of an event whose facts have these classes. Not for an empty list.
event_class best(const std::vector<event_class>&);

}  // namespace jembatan::ledger
