#pragma once
// Zoom bodies in the shapes that were seen on the wire; the people in them are invented.
#include <string>
#include <utility>
#include <vector>

namespace jembatan::bench {

// A participant's event; `action` is "joined" or "left".
std::string participant_body(const std::string& action, int number, const std::string& at);

// By name: a joined, a left, one that is ignored on purpose, one that no mapping wants.
std::vector<std::pair<std::string, std::string>> zoom_bodies();

// Statements as Moodle's logstore_xapi writes them, by name: what becomes an event, and what is ignored.
std::vector<std::pair<std::string, std::string>> xapi_statements();

}  // namespace jembatan::bench
