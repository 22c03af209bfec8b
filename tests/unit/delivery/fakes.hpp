#pragma once
// Called wherever the process may die: before and after each step that leaves something behind.
using moment_hook = std::function<void()>;

// A delivery store in memory that keeps the contract of ledger/delivery_store.hpp, and a target that can act and stay
// silent.
#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "delivery/adapter.hpp"
#include "ledger/delivery_store.hpp"

namespace jembatan::delivery::testing {

using ledger::delivery_state;

class memory_store final : public ledger::delivery_store {
 public:
  struct row {
    ledger::delivery what;
    std::string record_json;
    std::string begun_json = {};  // as it was claimed last
    std::vector<ledger::earlier_try> tried = {};
    std::int64_t previewed = 0;
  };

  row& add(const std::string& id, std::string record_json, delivery_state state = delivery_state::due) {
    row r;
    r.what.delivery_id = id;
    r.what.record_id = "r-" + id;
    r.what.target = "ekinerja";
    r.what.person_id = "P-" + id;
    r.what.state = state;
    r.what.wanted_revision = 1;
    r.record_json = std::move(record_json);
    return rows[id] = std::move(r);
  }

  result<std::optional<ledger::job>> claim(std::string_view, time_point now, duration lease) override {
    for (auto& [id, r] : rows)
      if (r.what.state == delivery_state::sending &&
          (r.what.lease_until <= now || r.what.lease_until > now + 2 * lease)) {
        r.what.state = delivery_state::unknown;
        r.what.reason = "lease_expired";
        r.tried.push_back({r.begun_json, true});
      }
    for (auto& [id, r] : rows) {
      const bool open = r.what.state == delivery_state::due || r.what.state == delivery_state::unknown;
      const bool waits = r.what.next_at > now && r.what.changed_at <= now;
      if (!open || waits || lane_busy(r.what.person_id)) continue;
      const auto before = r.what.state;
      r.what.state = delivery_state::sending;
      r.what.lease_until = now + lease;
      r.what.changed_at = now;
      ledger::job j{r.what, r.record_json, r.tried, {}};
      j.what.state = before;
      r.begun_json = r.record_json;
      at_moment();
      return std::optional(std::move(j));
    }
    return std::optional<ledger::job>{};
  }

  result<std::optional<ledger::job>> claim_preview(std::string_view, time_point now) override {
    for (auto& [id, r] : rows)
      if (r.what.state == delivery_state::due && r.what.next_at <= now && r.previewed < r.what.wanted_revision)
        return std::optional(ledger::job{r.what, r.record_json, r.tried, {}});
    return std::optional<ledger::job>{};
  }

  result<void> settle(const ledger::settlement& s, time_point now) override {
    at_moment();
    auto& r = rows.at(s.delivery_id);
    settled.push_back(s);
    if (s.known_revision) r.tried.clear();
    if (s.write != ledger::write_outcome::none)
      r.tried.push_back({r.begun_json, s.write == ledger::write_outcome::unknown});
    r.what.state = s.next;
    if (s.burn) ++r.what.attempts;
    if (s.next == delivery_state::done) r.what.attempts = 0;
    if (s.known_revision) r.what.known_revision = *s.known_revision;
    if (s.remote_id) r.what.remote_id = *s.remote_id;
    if (s.payload_digest) r.what.payload_digest = *s.payload_digest;
    r.what.next_at = s.next_at;
    r.what.reason = s.reason;
    r.what.answer = s.answer;
    r.what.changed_at = now;
    if (!s.request.empty()) r.what.request = s.request, r.previewed = s.lease_revision;
    at_moment();
    return {};
  }

  result<std::optional<time_point>> next_due(std::string_view) override {
    std::optional<time_point> least;
    for (const auto& [id, r] : rows) {
      const auto at = r.what.state == delivery_state::sending ? r.what.lease_until : r.what.next_at;
      const bool counts = r.what.state == delivery_state::due || r.what.state == delivery_state::unknown ||
                          r.what.state == delivery_state::sending;
      if (counts && (!least || at < *least)) least = at;
    }
    return least;
  }

  result<ledger::target_state> state_of(std::string_view) override { return target; }
  result<void> park_target(std::string_view, std::string reason, std::string token, time_point now) override {
    target = {"ekinerja", true, std::move(reason), std::move(token), now};
    return {};
  }
  result<void> resume_target(std::string_view, time_point now) override {
    target = {"ekinerja", false, "", "", now};
    return {};
  }

  moment_hook at_moment = [] {};

  const ledger::delivery& of(const std::string& id) const { return rows.at(id).what; }

  std::map<std::string, row> rows;
  std::vector<ledger::settlement> settled;
  ledger::target_state target{"ekinerja", false, "", "", {}};

 private:
  bool lane_busy(const std::string& person) const {
    return std::any_of(rows.begin(), rows.end(), [&](const auto& p) {
      return p.second.what.person_id == person && p.second.what.state == delivery_state::sending;
    });
  }
};

// Holds one row per payload title. What is queued in `setbacks` comes before the answer; `acts` says that a write has
// been acted upon although a setback comes back.
class scripted_target final : public adapter {
 public:
  attempt<payload> map(const training::record& r) const override {
    if (r.jp < 1) return setback{setback::kind::impossible, "jp_out_of_range", ""};
    payload p{r.nip, {{"title", r.title}, {"jp", r.jp}}, r.title + "/" + std::to_string(r.jp)};
    return p;
  }
  attempt<> ready(time_point) override {
    judged = credentials;
    if (not_ready) return setback{setback::kind::locked_out, "sso_expired", ""};
    return {};
  }
  std::string credentials_digest() override { return credentials; }
  std::string judged_credentials() override { return judged; }

  attempt<standing> read_back(const payload& p, const traces& left) override {
    calls.push_back("read");
    judged = credentials;
    at_moment();
    if (before_read) before_read();
    if (auto s = next(read_setbacks)) return *s;
    auto found = find(p, left.known_id);
    for (auto t = left.tried.rbegin(); found == rows.end() && t != left.tried.rend(); ++t) found = find(*t, {});
    if (found == rows.end()) return standing{"person", {}};
    return standing{"person", holding{found->first, found->second == p.fields, found->second}};
  }
  attempt<std::string> create(const payload& p, const standing&) override {
    calls.push_back("create");
    return write("row-" + std::to_string(rows.size() + 1), p);
  }
  attempt<std::string> correct(const payload& p, const standing& where) override {
    calls.push_back("correct");
    return write(where.held->id, p);
  }
  std::string preview(const payload& p, const standing&) const override { return "POST " + p.digest; }

  std::size_t writes() const {
    return static_cast<std::size_t>(
        std::count_if(calls.begin(), calls.end(), [](const auto& c) { return c != "read"; }));
  }

  std::map<std::string, boost::json::object> rows;
  std::deque<setback> read_setbacks, write_setbacks;
  bool acts = false, not_ready = false;
  std::string credentials = "token-1", judged;
  std::function<void()> before_read;
  moment_hook at_moment = [] {};
  std::vector<std::string> calls;

 private:
  attempt<std::string> write(const std::string& id, const payload& p) {
    at_moment();
    const auto setback = next(write_setbacks);
    if (!setback || acts) rows[id] = p.fields;
    at_moment();
    if (setback) return *setback;
    return id;
  }
  std::map<std::string, boost::json::object>::iterator find(const payload& p, const std::string& known) {
    return std::find_if(rows.begin(), rows.end(), [&](const auto& row) {
      return row.first == known || row.second.at("title") == p.fields.at("title");
    });
  }
  static std::optional<setback> next(std::deque<setback>& queue) {
    if (queue.empty()) return {};
    auto s = queue.front();
    queue.pop_front();
    return s;
  }
};

inline training::record lulus(std::string title = "Pelayanan Publik Prima", int jp = 24) {
  training::record r;
  r.record_id = "r-1";
  r.revision = 1;
  r.state = training::status::final;
  r.outcome = training::result_kind::lulus;
  r.person_id = "P-1";
  r.nip = "199001012015011001";
  r.training_id = "ppp";
  r.title = std::move(title);
  r.organiser = "BPSDM";
  r.timezone = "Asia/Jakarta";
  r.jenis_diklat = 17;
  r.start = *parse_date("2026-03-02");
  r.end = *parse_date("2026-03-20");
  r.year = 2026;
  r.jp = jp;
  return r;
}

}  // namespace jembatan::delivery::testing
