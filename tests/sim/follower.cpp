#include "sim/follower.hpp"

namespace jembatan::sim {
namespace {

constexpr std::size_t most = 100'000;

std::string text_of(const ledger::feed_row& r) {
  std::string text = std::to_string(r.n) + " " + format_rfc3339(r.at);
  for (const auto& part : {r.act, r.actor, r.src, r.ref, r.out}) text += " " + part;
  return text + " " + std::to_string(r.revision) + " " + std::to_string(r.count);
}

}  // namespace

void follower::look(ledger::ledger& book) {
  const auto rows = book.feed(static_cast<std::int64_t>(seen_.size()), most);
  if (rows.has_error()) return;
  for (const auto& r : *rows) seen_.push_back(text_of(r));
}

std::string follower::compare(ledger::ledger& book) const {
  const auto rows = book.feed(0, most).value();
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    if (i >= rows.size()) return "the feed no longer has: " + seen_[i];
    if (const auto now = text_of(rows[i]); now != seen_[i]) return "the feed had: " + seen_[i] + ", and has: " + now;
  }
  return {};
}

}  // namespace jembatan::sim
