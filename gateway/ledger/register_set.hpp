#pragma once
// Registers and catalogue as files have them, on their way into force, and what an import changed (SEMANTICS.md 7).
// Plain values.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "training/catalogue.hpp"
#include "training/certificate.hpp"
#include "training/directory.hpp"

namespace jembatan::ledger {

// A register or catalogue as a file has it, whole.
struct register_file {
  std::string name;    // "people" | "accounts" | "trainings" | "certificates"
  std::string digest;  // SHA-256 hex of its bytes
  std::string actor;   // "svc:jembatan" or "acct:<uid>"
};

struct import_report {
  bool changed = false;  // the digest was another one
  std::int64_t added = 0, changed_rows = 0, removed = 0;
  std::vector<std::string> diff;  // ids only: "+P-0102", "~P-0103", "-ppp-2026-01/P-0104"
};

using import_reports = std::map<std::string, import_report>;  // by register name

template <class Row>
struct register_content {
  register_file file;
  std::vector<Row> rows;
};

// The registers of a configuration; what is absent stays as it is.
struct register_set {
  std::optional<register_content<training::person_row>> people;
  std::optional<register_content<training::account_row>> accounts;
  std::optional<register_content<training::programme>> trainings;
  std::optional<register_content<training::certificate_row>> certificates;
};

}  // namespace jembatan::ledger
