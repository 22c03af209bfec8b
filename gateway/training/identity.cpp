#include "training/identity.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "training/name.hpp"

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

void vote_by_customer_key(votes& all, const party& who, const directory& people) {
  for (const auto& key : who.customer_keys) vote(all, people.by_account(who.source, customer_key_page, key, who.at));
}

// SEMANTICS.md 3.3: everybody can type everybody's number, so a second attribute must agree.
bool agrees(const party& who, const person_row& row) {
  return std::find(who.emails.begin(), who.emails.end(), row.email) != who.emails.end() ||
         std::any_of(who.names.begin(), who.names.end(),
                     [&](const std::string& name) { return names_agree(name, row.nama); });
}

// SEMANTICS.md 3.4. Who is not in the register (any more) cannot be meant.
votes votes_of_operators(const party& who, const directory& people) {
  votes all;
  for (const auto& id : who.assigned) {
    if (people.contains(id)) all.insert(id);
  }
  return all;
}

void vote_by_registration(votes& all, const party& registered, const directory& people) {
  auto said = votes_of_operators(registered, people);
  if (!said.empty()) return all.merge(said);
  for (const auto& email : registered.emails) vote(all, people.by_email(email, registered.at));
  for (const auto& nip : registered.claimed_nips) {
    const auto found = people.by_nip(nip, registered.at);
    if (found.what != match::kind::one) continue;
    const auto* row = people.attributes(found.person_id, date_in_zone(registered.at, register_zone));
    if (row && agrees(registered, *row)) all.insert(found.person_id);
  }
}

void add(std::vector<std::string>& into, const std::vector<std::string>& more) {
  std::vector<std::string> all;
  std::set_union(into.begin(), into.end(), more.begin(), more.end(), std::back_inserter(all));
  into = std::move(all);
}

bool have_one_in_common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const std::string& one) { return std::binary_search(b.begin(), b.end(), one); });
}

std::string hint_of(const party& who) {
  if (!who.names.empty()) return who.names.front();
  return who.emails.empty() ? std::string() : who.emails.front();
}

resolution hold(std::string reason, const party& who) {
  return {verdict::hold, {}, std::move(reason), hint_of(who)};
}

resolution counted(const votes& all, const party& who) {
  if (all.empty()) return hold("person_unknown", who);
  if (all.size() > 1) return hold("identity_conflict", who);
  return {verdict::person, *all.begin(), {}, {}};
}

}  // namespace

void unite(party& into, const party& other) {
  add(into.registrant_ids, other.registrant_ids);
  add(into.emails, other.emails);
  add(into.account_names, other.account_names);
  add(into.customer_keys, other.customer_keys);
  add(into.names, other.names);
  add(into.claimed_nips, other.claimed_nips);
  add(into.assigned, other.assigned);
  // One source has one page; were there two, the order must not decide.
  if (into.account_home_page.empty() ||
      (!other.account_home_page.empty() && other.account_home_page < into.account_home_page))
    into.account_home_page = other.account_home_page;
  into.host = into.host || other.host;
  into.at = std::min(into.at, other.at);
}

bool share_a_link(const stay& a, const stay& b) {
  if (!have_one_in_common(a.who.registrant_ids, b.who.registrant_ids)) return false;
  if (a.who.emails.empty() || b.who.emails.empty() || have_one_in_common(a.who.emails, b.who.emails)) return false;
  return a.when.from < b.when.to && b.when.from < a.when.to;
}

resolution resolve(const party& who, const evidence& beside, const directory& people) {
  if (who.host) return {verdict::ignore, {}, "host", {}};
  if (const auto said = votes_of_operators(who, people); !said.empty()) return counted(said, who);
  if (beside.shared_link) return hold("identity_conflict", who);
  // One line a rung, highest first. As rungs that disagree are a conflict, their order says which are looked at, not
  // which one wins.
  votes all;
  for (const auto& registered : beside.registrations) vote_by_registration(all, registered, people);
  vote_by_signed_in_email(all, who, people);
  vote_by_account(all, who, people);
  vote_by_customer_key(all, who, people);
  return counted(all, who);
}

resolution resolve_learner(const party& who, const directory& people) {
  auto all = votes_of_operators(who, people);
  if (!all.empty()) return counted(all, who);
  for (const auto& email : who.emails) vote(all, people.by_email(email, who.at));
  vote_by_account(all, who, people);
  return counted(all, who);
}

resolution resolve_registration(const party& who, const directory& people) {
  votes all;
  vote_by_registration(all, who, people);
  return counted(all, who);
}

}  // namespace jembatan::training
