#include "ledger/tables.hpp"

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
      watermarks(s),
      registers(s) {}

writer::writer(const std::filesystem::path& file) {
  dialect::open(session_, file, dialect::access::write);
}

result<std::unique_ptr<writer>> writer::open(const std::filesystem::path& file) {
  return guarded("open", [&]() -> result<std::unique_ptr<writer>> {
    std::unique_ptr<writer> made(new writer(file));
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
  if (what.before_commit) JB_FAILPOINT(what.before_commit);
  dialect::commit(session_);
  if (what.after_commit) JB_FAILPOINT(what.after_commit);
}

void writer::abandon() {
  tables_.reset();
  dialect::roll_back(session_);
}

}  // namespace jembatan::ledger
