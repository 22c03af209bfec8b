#include "ledger/tables.hpp"

#include "base/failpoint.hpp"
#include "ledger/schema.hpp"

namespace jembatan::ledger {

tables::tables(soci::session& s)
    : session(s),
      balance(s),
      marks(s),
      raw(s, balance, marks),
      facts(s),
      parties(s),
      relations(s),
      occurrences(s),
      feed(s),
      records(s),
      deliveries(s),
      tries(s),
      watermarks(s),
      registers(s) {}

writer::writer(const options& o) {
  dialect::open(session_, o.file, o.vfs, dialect::access::write);
}

result<std::unique_ptr<writer>> writer::open(const options& o) {
  return guarded("open", [&]() -> result<std::unique_ptr<writer>> {
    std::unique_ptr<writer> made(new writer(o));
    JB_CHECK(migrate(made->session_));
    return made;
  });
}

void writer::begin(const occasion& what) {
  if (!tables_) tables_ = std::make_unique<tables>(session_);
  dialect::begin(session_);
  tables_->balance.begin();
  tables_->feed.begin(what.now);
  tables_->marks.begin(what.marks_due, what.cause);
}

void writer::commit(const occasion& what) {
  tables_->balance.flush();
  JB_FAILPOINT_OF("ledger", what.doing, "before_commit");
  dialect::commit(session_);
  JB_FAILPOINT_OF("ledger", what.doing, "after_commit");
}

void writer::abandon() {
  tables_.reset();
  dialect::roll_back(session_);
}

}  // namespace jembatan::ledger
