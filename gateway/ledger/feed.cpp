#include "ledger/feed.hpp"

#include <algorithm>

namespace jembatan::ledger {

feed_table::feed_table(soci::session& session)
    : session_(session),
      insert_(session,
              "INSERT INTO feed(n,at,act,actor,src,ref,revision,outcome,count,d) "
              "VALUES(:n,:at,:act,:actor,:src,:ref,:revision,:outcome,:count,:d)"),
      insert_detail_(session, "INSERT INTO feed_detail(n,before,detail) VALUES(:n,:before,:detail)") {}

void feed_table::begin(time_point now) {
  known_ = false;
  at_ = now;
}

integer feed_table::append(const feed_entry& e) {
  if (!known_) {
    const auto last =
        select_all<std::tuple<integer, integer>>(session_, "SELECT n,at FROM feed ORDER BY n DESC LIMIT 1");
    last_ = last.empty() ? 0 : std::get<0>(last.front());
    // Non-decreasing even where the clock was stepped back (gwaudit/1, `at`).
    if (!last.empty()) at_ = std::max(at_, from_unix_ms(std::get<1>(last.front())));
    known_ = true;
  }
  insert_.run(++last_, to_unix_ms(at_), e.act, e.actor, e.src, e.ref, e.revision, e.out, e.count, e.d);
  if (!e.detail.empty()) insert_detail_.run(last_, e.before, e.detail);
  return last_;
}

}  // namespace jembatan::ledger
