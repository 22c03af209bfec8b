#pragma once
// Where delivery works off what evaluation wants: claims, leases, settlements, parked targets (SEMANTICS.md 6.2
// to 6.4).
#include "ledger/core.hpp"

namespace jembatan::ledger {

class delivery_desk final : public delivery_store {
 public:
  explicit delivery_desk(core& c) : core_(c) {}
  result<std::optional<job>> claim(std::string_view target, time_point now, duration lease) override;
  result<std::optional<job>> claim_preview(std::string_view target, time_point now) override;
  result<void> settle(const settlement&, time_point now) override;
  result<std::optional<time_point>> next_due(std::string_view target) override;
  result<target_state> state_of(std::string_view target) override;
  result<void> park_target(std::string_view target, std::string reason, std::string token, time_point now) override;
  result<void> resume_target(std::string_view target, time_point now) override;

  // For an operator: see ledger::retry_delivery.
  result<void> retry(const std::string& delivery_id, const std::string& actor, time_point now);

 private:
  core& core_;
};

// The row after an attempt has ended; nothing when it is not wanted any more and the target does not hold it. Pure.
std::optional<delivery_row> after_settlement(delivery_row, const settlement&, time_point now);

}  // namespace jembatan::ledger
