#pragma once
// The feed: what others follow (audit, HR cursor, records topic), append-only, numbered in commit order without gaps,
// as the numbers are taken inside the one writing transaction. Acts: gwaudit/1, section 4.2 of its format. Throws
// soci::soci_error.
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "ledger/sql.hpp"

namespace jembatan::ledger {

inline constexpr const char* svc_ledger = "svc:ledger";
inline constexpr const char* svc_delivery = "svc:delivery";

struct feed_entry {
  std::string act{};
  std::string actor = svc_ledger;
  std::string src{};  // source, target or register
  std::string ref{};  // <kind>:<random id or receipt>, never an identifier of a person
  integer revision = 0;
  std::string out = "ok";
  integer count = 1;
  std::string d{};  // digest of a document without persons
  // JSON for `jembatan explain`, beside the feed: what a target answered, how a record changed. May be personal.
  std::string detail{};
  integer before = 0;  // number of the row before about the same thing; stored with the detail
};

class feed_table {
 public:
  explicit feed_table(soci::session&);
  // Of every transaction: forgets the number that a rolled-back one took.
  void begin(time_point now);
  // Returns the row's number.
  integer append(const feed_entry&);

 private:
  soci::session& session_;
  prepared<std::tuple<>, std::tuple<integer, integer, std::string, std::string, std::string, std::string, integer,
                                    std::string, integer, std::string>>
      insert_;
  prepared<std::tuple<>, std::tuple<integer, integer, std::string>> insert_detail_;
  bool known_ = false;  // last_ and at_ are those of the table
  integer last_ = 0;
  time_point at_;
};

}  // namespace jembatan::ledger
