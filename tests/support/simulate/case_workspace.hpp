#pragma once
// What `prepare` writes for the case study: beside what every workspace has (workspace.hpp), accounts.csv,
// certificates.csv, and a source for the learning system. events.jsonl holds both senders' bodies in the order of their
// times: an object is Zoom's, an array is Moodle's.
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "simulate/case_study.hpp"
#include "simulate/workspace.hpp"

namespace jembatan::simulate {

// Both senders' bodies.
std::vector<timed_body> bodies_of(const case_study&, dice&);

result<void> write_workspace(const std::filesystem::path& dir, const case_study&, const std::vector<timed_body>&,
                             const workspace_options&);

// The texts, apart from the disk.
std::string training_yaml(const case_study&);
std::string people_csv(const case_study&);
std::string accounts_csv(const case_study&);
std::string certificates_csv(const case_study&);
std::string participants_csv(const case_study&);

}  // namespace jembatan::simulate
