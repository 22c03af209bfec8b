#include "training/enrolment.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace jembatan::training {
namespace {

// In the order of standing::kind.
constexpr std::array<std::string_view, 4> words{"pending", "approved", "cancelled", "denied"};

}  // namespace

std::string_view to_text(standing::kind k) {
  return words[static_cast<std::size_t>(k)];
}

std::optional<standing::kind> standing_from(std::string_view text) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<standing::kind>(found - words.begin());
}

bool concerns(const registration& r, const live_session& s) {
  return r.source == s.source && r.meeting_id == s.meeting_id && r.first_at < s.when.to;
}

bool enrols(const registration& r, const live_session& s) {
  if (!concerns(r, s)) return false;
  const standing* at_start = nullptr;
  bool approved_later = false;
  for (const auto& one : r.standings) {
    if (one.at > s.when.from) {
      approved_later = approved_later || one.what == standing::kind::approved;
    } else if (!at_start || std::tie(at_start->at, at_start->what) < std::tie(one.at, one.what)) {
      at_start = &one;
    }
  }
  return approved_later || (at_start && at_start->what == standing::kind::approved);
}

bool enrols_in_course(const std::vector<standing>& all, std::optional<time_point> first_counting) {
  return std::any_of(all.begin(), all.end(), [&](const standing& in) {
    if (in.what != standing::kind::approved) return false;
    return std::none_of(all.begin(), all.end(), [&](const standing& out) {
      return out.what == standing::kind::cancelled && out.at >= in.at && (!first_counting || out.at < *first_counting);
    });
  });
}

bool enrols(const std::vector<registration>& all, const programme& rules) {
  return std::any_of(rules.sessions.begin(), rules.sessions.end(), [&](const live_session& s) {
    return std::any_of(all.begin(), all.end(), [&](const registration& r) { return enrols(r, s); });
  });
}

}  // namespace jembatan::training
