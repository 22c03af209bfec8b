#pragma once
// One claimed delivery carried out: read back, adopt or create or correct, and how the delivery is to be settled. The
// order of calls and the state that follows each answer are the table of adapters/README.md. Touches the target through
// the adapter only, never the store.
#include <functional>
#include <string_view>

#include "base/clock.hpp"
#include "delivery/adapter.hpp"
#include "delivery/config.hpp"
#include "ledger/delivery_store.hpp"

namespace jembatan::delivery {

struct finding {
  ledger::settlement end;
  std::string_view result;               // for metrics
  std::optional<setback::kind> trouble;  // nothing when all went well
  bool abandon = false;                  // the lease is over: leave the settlement to its expiry
};

class errand {
 public:
  struct terms {
    const target_options& target;
    std::int64_t attempts;                       // refusals before it is parked
    duration write_time;                         // a write is begun only while so much of the lease is left
    time_point lease_until;                      // of the ledger, for other processes
    duration lease_ends;                         // the same by the time that passes (clock::passed)
    std::function<duration(std::int64_t)> wait;  // before the next try, after so many failures
    std::int64_t stumbles = 0;                   // failures of transport that this delivery had in a row before
    duration rest_ends{};  // by clock::passed: an unknown outcome is not read back before, the target may be at work
  };

  errand(adapter& a, const clock& c, terms t, const ledger::job& j) : adapter_(a), clock_(c), terms_(t), job_(j) {}

  // Live: brings the target to the wanted revision.
  finding run();
  // Dry run: reads, and keeps the request that run() would have sent.
  finding preview();

 private:
  enum class phase { reading, writing };

  ledger::settlement ended(ledger::delivery_state) const;
  finding done(std::string_view result, const std::string& remote_id, const std::string& digest) const;
  finding parked(std::string_view result, std::string code, std::string answer) const;
  finding after(const setback&, phase) const;
  finding again(const setback&, phase, std::string_view result) const;
  finding later(std::string_view result, time_point) const;
  finding write(const payload&, const standing&);
  finding preview_failed(const setback&) const;
  std::optional<finding> unwanted(const training::record&) const;
  traces left_behind(const payload&) const;
  bool was_unknown() const;
  bool lost_a_write() const;
  bool may_be_held() const;

  adapter& adapter_;
  const clock& clock_;
  const terms terms_;
  const ledger::job& job_;
};

}  // namespace jembatan::delivery
