#include "sim/sender.hpp"

#include <array>

namespace jembatan::sim {
namespace {

constexpr std::array<std::chrono::minutes, 3> pauses{std::chrono::minutes{5}, std::chrono::minutes{20},
                                                     std::chrono::minutes{60}};

}  // namespace

sender::sender(const std::vector<offer>& all) {
  for (const auto& o : all) due_.emplace(o.at, posting{o.body, 0});
}

std::optional<time_point> sender::next() const {
  if (due_.empty()) return std::nullopt;
  return due_.begin()->first;
}

void sender::post_one(door* d, time_point now) {
  auto next = std::move(due_.begin()->second);
  due_.erase(due_.begin());
  if (d == nullptr) return again(std::move(next), now);
  const auto number = ++posted_;
  auto body = next.body;
  waiting_.emplace(number, std::move(next));
  d->post(zoom_source, std::move(body), now,
          [this, number, now](unsigned status, const std::string& receipt) { answered(number, status, receipt, now); });
}

void sender::answered(std::uint64_t number, unsigned status, const std::string& receipt, time_point now) {
  auto what = std::move(waiting_.at(number));
  waiting_.erase(number);
  if (status != 200) return again(std::move(what), now);
  if (receipt.empty()) violations_.push_back("a 200 without a receipt");
  const auto [at, fresh] = acknowledged_.emplace(receipt, std::move(what.body));
  if (!fresh) violations_.push_back("receipt " + receipt + " was given twice");
}

void sender::again(posting what, time_point now) {
  if (what.tries == pauses.size()) return;  // given up: never acknowledged
  const auto pause = pauses[what.tries++];
  due_.emplace(now + pause, std::move(what));
}

void sender::cut_off(time_point now) {
  for (auto& [number, what] : waiting_) again(std::move(what), now);
  waiting_.clear();
}

}  // namespace jembatan::sim
