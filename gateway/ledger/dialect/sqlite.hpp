#pragma once
// What SQLite says differently from PostgreSQL: opening, beginning, and the statements that carry the load (facts of
// the ledger's measurements: DESIGN.md section 6). All other SQL of the ledger is shared. Functions throw
// soci::soci_error.
#include <soci/soci.h>

#include <filesystem>

#include "base/error.hpp"

namespace jembatan::ledger::dialect {

enum class access { write, read };

// One connection per file writes and checkpoints; others only read and never checkpoint (SQLite 3.40, WAL reset).
void open(soci::session&, const std::filesystem::path&, const std::string& vfs, access);

// SOCI's begin() is deferred here: two deferred writers deadlock into SQLITE_BUSY.
void begin(soci::session&);
void commit(soci::session&);
// Never throws: what failed has been reported already.
void roll_back(soci::session&) noexcept;

error to_error(const soci::soci_error&, const char* doing);

inline constexpr const char* insert_fact =
    "INSERT INTO fact(key,h,l,n,g,d,type,time,at,journal,seq,ix,p) "
    "VALUES(:key,:h,:l,:n,:g,:d,:type,:time,:at,:journal,:seq,:ix,:p) ON CONFLICT DO NOTHING";

// DO UPDATE, never DO NOTHING: on PostgreSQL it must lock the row that an evaluation is claiming. seq and due_at stay
// those of the first mark: the debounce runs from it, and whoever waits for older marks must still see it.
inline constexpr const char* upsert_mark =
    "INSERT INTO dirty(kind,key,training,person,seq,due_at,cause,mark) "
    "VALUES(:kind,:key,:training,:person,:seq,:due,:cause,1) ON CONFLICT(kind,key) DO UPDATE SET mark=dirty.mark+1";

// Parties before members, in the order of the primary key backwards, so that nothing is sorted.
// A mark that is due far in the future was set before the clock was stepped back: it counts as due.
inline constexpr const char* claim_marks =
    "DELETE FROM dirty WHERE (kind,key) IN (SELECT kind,key FROM dirty WHERE due_at<=:now OR due_at>:far "
    "ORDER BY kind DESC,key DESC LIMIT :most) RETURNING kind,key,training,person,cause";

}  // namespace jembatan::ledger::dialect
