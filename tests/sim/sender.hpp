#pragma once
// Zoom's side: offers each body at its time, and again when it was not answered with 2xx, three times at most in 85
// minutes (facts of Zoom's retries). Remembers what was acknowledged. One thread.
#include <map>
#include <string>
#include <vector>

#include "sim/door.hpp"
#include "sim/story.hpp"

namespace jembatan::sim {

class sender {
 public:
  explicit sender(const std::vector<offer>&);

  // The next one that is to be posted; nothing when none is left.
  std::optional<time_point> next() const;
  // Posts one that is due; without a door nobody answers.
  void post_one(door*, time_point now);
  // Whoever had posted gets no answer any more.
  void cut_off(time_point now);
  bool waits_for_answers() const { return !waiting_.empty(); }

  // By receipt.
  const std::map<std::string, std::string>& acknowledged() const { return acknowledged_; }
  const std::vector<std::string>& violations() const { return violations_; }

 private:
  struct posting {
    std::string body;
    std::size_t tries = 0;
  };
  void answered(std::uint64_t number, unsigned status, const std::string& receipt, time_point now);
  void again(posting, time_point now);

  std::multimap<time_point, posting> due_;
  std::map<std::uint64_t, posting> waiting_;
  std::uint64_t posted_ = 0;
  std::map<std::string, std::string> acknowledged_;
  std::vector<std::string> violations_;
};

}  // namespace jembatan::sim
