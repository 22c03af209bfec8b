#include "registers/rules_digest.hpp"

#include <set>
#include <string_view>

#include "crypto/sha256.hpp"

namespace jembatan::registers {
namespace {

// Each value is framed by its length, each list begins with its size: no two programmes give the same bytes.
class canonical_text {
 public:
  void add(std::string_view text) { hasher_.update_framed(text); }
  void add(std::int64_t number) { add(std::string_view(std::to_string(number))); }
  void add(const std::set<std::string>& ids) {
    add(static_cast<std::int64_t>(ids.size()));
    for (const auto& id : ids) add(std::string_view(id));
  }
  digest finish() { return hasher_.finish(); }

 private:
  crypto::sha256_hasher hasher_;
};

}  // namespace

std::string rules_digest(const training::programme& p) {
  canonical_text t;
  t.add("jembatan programme 1");  // another number when fields are added or the order changes
  t.add(p.id);
  t.add(p.title);
  t.add(p.organiser);
  t.add(p.timezone);
  t.add(std::int64_t{p.offset.count()});
  t.add(format_date(p.from));
  t.add(format_date(p.to));
  t.add(std::int64_t{p.jp});
  t.add(p.enrol == training::enrolment::open ? "open" : "required");
  t.add(p.participants);
  t.add(p.staff);
  t.add(static_cast<std::int64_t>(p.sessions.size()));
  for (const auto& s : p.sessions) {
    t.add(s.id);
    t.add(s.source);
    t.add(s.meeting_id);
    t.add(to_unix_ms(s.when.from));
    t.add(to_unix_ms(s.when.to));
    t.add(std::int64_t{s.attendance_percent});
  }
  t.add(std::int64_t{p.jenis_diklat});
  t.add(p.settle ? std::to_string(p.settle->count()) : std::string("default"));
  return to_hex(t.finish());
}

}  // namespace jembatan::registers
