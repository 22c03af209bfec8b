#include "training/identity.hpp"

#include <set>
#include <utility>

namespace jembatan::training {
namespace {

using votes = std::set<std::string>;  // person_id

void vote(votes& all, const match& found) {
  if (found.what == match::kind::one) all.insert(found.person_id);
}

// SEMANTICS.md 3.3: Zoom also shows invitation e-mails of guests, so the participant id must stand beside it.
void vote_by_signed_in_email(votes& all, const party& who, const directory& people) {
  if (who.account_names.empty()) return;
  for (const auto& email : who.emails) vote(all, people.by_email(email, who.at));
}

void vote_by_account(votes& all, const party& who, const directory& people) {
  for (const auto& name : who.account_names) {
    vote(all, people.by_account(who.source, who.account_home_page, name, who.at));
  }
}

std::string hint_of(const party& who) {
  if (!who.names.empty()) return who.names.front();
  return who.emails.empty() ? std::string() : who.emails.front();
}

resolution hold(std::string reason, const party& who) {
  return {verdict::hold, {}, std::move(reason), hint_of(who)};
}

}  // namespace

resolution resolve(const party& who, const directory& people) {
  if (who.host) return {verdict::ignore, {}, "host", {}};
  // One line a rung, highest first. The first rung, the registrant id, needs the registrations of the meeting beside
  // the directory. As rungs that disagree are a conflict, their order says which are looked at, not which one wins.
  votes all;
  vote_by_signed_in_email(all, who, people);
  vote_by_account(all, who, people);
  if (all.empty()) return hold("person_unknown", who);
  if (all.size() > 1) return hold("identity_conflict", who);
  return {verdict::person, *all.begin(), {}, {}};
}

}  // namespace jembatan::training
