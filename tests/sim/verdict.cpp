#include "sim/verdict.hpp"

#include <boost/json.hpp>
#include <map>

#include "sim/calm_run.hpp"
#include "sim/end_state.hpp"

namespace jembatan::sim {
namespace {

class judgement {
 public:
  explicit judgement(runner& r) : run_(r), stores_(r.left().stores()) {}

  void nothing_acknowledged_is_missing() {
    for (const auto& [text, body] : run_.zoom().acknowledged()) {
      const auto receipt = parse_receipt(text);
      if (!receipt || receipt->epoch != stores_.journal->epoch()) {
        blame("receipt " + text + " is of no journal");
        continue;
      }
      const auto found = stores_.journal->find(receipt->sequence);
      if (found.has_error())
        blame("acknowledged and lost: " + text + ": " + found.error().message());
      else if (found->what.body != body)
        blame("acknowledged, and another body stands there: " + text);
    }
  }

  void the_feed_is_what_it_was() {
    if (auto what = run_.outsider().compare(*stores_.ledger); !what.empty()) blame(std::move(what));
  }

  void the_feed_has_no_gap() {
    const auto rows = stores_.ledger->feed(0, 100'000).value();
    std::int64_t n = 0;
    auto at = time_point::min();
    for (const auto& row : rows) {
      if (row.n != ++n) return blame("the feed has a gap before row " + std::to_string(row.n));
      if (row.at < at) return blame("the feed goes back in time at row " + std::to_string(row.n));
      at = row.at;
    }
  }

  void same(const char* what, const std::map<std::string, std::string>& here,
            const std::map<std::string, std::string>& calm) {
    for (const auto& [key, value] : calm) {
      const auto found = here.find(key);
      if (found == here.end())
        blame(std::string(what) + " missing: " + key + " " + value);
      else if (found->second != value)
        blame(std::string(what) + " differs: " + key + " " + found->second + ", undisturbed " + value);
    }
    for (const auto& [key, value] : here)
      if (!calm.contains(key)) blame(std::string(what) + " too many: " + key + " " + value);
  }

  void blame(std::string what) { violations.push_back(std::move(what)); }

  std::vector<std::string> violations;

 private:
  runner& run_;
  app::stores& stores_;
};

std::vector<journal::entry> bodies_in(journal::journal& j) {
  std::vector<journal::entry> all;
  for (std::uint64_t after = 0;;) {
    auto rows = j.read(after, 1000, 64 * MiB).value();
    if (rows.empty()) return all;
    after = rows.back().sequence;
    for (auto& r : rows) all.push_back(std::move(r.what));
  }
}

}  // namespace

std::vector<std::string> judge(runner& run, const story& s, const std::shared_ptr<const normalise::plan>& mappings) {
  judgement j(run);
  j.nothing_acknowledged_is_missing();
  j.the_feed_is_what_it_was();
  j.the_feed_has_no_gap();
  auto here = end_state_of(run.left(), run.siasn());
  calm_run calm(s, bodies_in(*run.left().stores().journal), mappings);
  const auto there = calm.run();
  if (!calm.at_rest()) j.blame("the undisturbed run does not come to rest");
  forget_withdrawn(here, there);
  j.same("record", here.records, there.records);
  j.same("hold", here.holds, there.holds);
  j.same("count", here.counts, there.counts);
  j.same("row at the target", here.rows, there.rows);
  for (const auto& v : calm.violations()) j.blame("undisturbed: " + v);
  return std::move(j.violations);
}

}  // namespace jembatan::sim
