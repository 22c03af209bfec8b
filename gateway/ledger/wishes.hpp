#pragma once
// What each target should hold of a record (SEMANTICS.md 6.1, 6.2), as evaluation decides it. Pure.
#include <optional>
#include <vector>

#include "ledger/delivery_rows.hpp"
#include "ledger/ledger.hpp"

namespace jembatan::ledger {

inline constexpr std::string_view withdrawal_reason = "withdrawal_needs_approval";
inline constexpr std::string_view certificate_reason = "certificate_missing";

// Final, ended on or after deliver_from, and of an outcome that the target takes.
bool wants(const target_rule&, const training::record&);

// The delivery's row after a new look at the record; nothing when there is to be none. `watermark` is what a revision
// that is newly wanted waits for. Identifiers of a new row are left to the caller.
std::optional<delivery_row> after_evaluation(std::optional<delivery_row> before, bool wanted, const training::record&,
                                             integer watermark, time_point now);

// A revision that may not go out before the record has its certificate (SEMANTICS.md 5.3): parked, unless it is being
// sent or read back.
delivery_row without_certificate(delivery_row);

}  // namespace jembatan::ledger
