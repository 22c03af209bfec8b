#pragma once
// The registers and the catalogue that are in force (SEMANTICS.md 7), as one immutable value with the indexes that
// evaluation needs. Built anew by an import and at open. May be used from any thread.
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "training/catalogue.hpp"
#include "training/certificate.hpp"
#include "training/directory.hpp"

namespace jembatan::ledger {

struct in_force {
  using catalogued = std::vector<std::pair<std::string, const training::live_session*>>;  // training id, session of it

  // By training and person.
  using certificates = std::map<std::pair<std::string, std::string>, training::certificate_row>;

  in_force(training::directory, std::map<std::string, training::programme>, certificates);
  in_force(const in_force&) = delete;  // the indexes point into it
  in_force& operator=(const in_force&) = delete;

  // Null when no training has a session on that meeting.
  const catalogued* sessions_of(const std::string& source, const std::string& meeting_id) const;
  // Trainings that list the person as participant.
  const std::vector<std::string>& listing(const std::string& person) const;

  // Trainings whose rules name the activity, and whose course it is.
  const std::vector<std::string>& naming(const training::activity_ref& activity) const;
  const std::vector<std::string>& holding(const training::activity_ref& course) const;
  std::optional<training::certificate_row> certificate_of(const std::string& training, const std::string& person) const;

  const training::directory people;
  const std::map<std::string, training::programme> trainings;
  const certificates certified;

 private:
  std::map<std::pair<std::string, std::string>, catalogued> meetings_;
  std::unordered_map<std::string, std::vector<std::string>> listed_;
  std::map<training::activity_ref, std::vector<std::string>> named_, courses_;
};

}  // namespace jembatan::ledger
