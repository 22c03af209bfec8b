#include "zoom/receiver.hpp"

#include <algorithm>

#include "base/log_limit.hpp"
#include "net/completion.hpp"
#include "zoom/identity.hpp"

namespace jembatan::zoom {
namespace {

constexpr std::chrono::minutes between_warnings{1};
constexpr std::size_t reasons = 8;  // to warn about; there are fewer

constexpr const char* name_of(refusal r) {
  switch (r) {
    case refusal::unsigned_request:
      return "unsigned";
    case refusal::malformed:
      return "malformed";
    case refusal::mismatch:
      return "mismatch";
    case refusal::stale:
      return "stale";
  }
  return "mismatch";
}

http::response too_long() {
  return http::problem(413, "The body is longer than this address takes.");
}

http::response not_signed() {
  return http::problem(401, "This address takes signed requests only.");
}

}  // namespace

struct receiver::source {
  source(std::string name, const options& o, const clock& c, metrics::registry& r)
      : id(std::move(name)),
        current(std::make_shared<const settings>(o)),
        counts(id, r),
        lines(between_warnings, reasons,
              [&c] { return log::limited::steady::time_point(c.now().time_since_epoch()); }) {}

  // Unsigned requests are scanners: answered by admit(), never here.
  http::response refuse(refusal why, const settings& s) {
    counts.count(outcome::bad_signature);
    counts.count_bad_signature(why);
    lines.warning("zoom", "signature refused: check the source's secret and this machine's clock", name_of(why),
                  {{"source", id}, {"reason", name_of(why)}, {"status", s.status_for_bad_signature}});
    return http::problem(s.status_for_bad_signature);
  }

  const std::string id;
  std::atomic<std::shared_ptr<const settings>> current;
  const source_metrics counts;
  log::limited lines;
};

receiver::receiver(const std::map<std::string, options>& all, journal::journal& j, const clock& c, metrics::registry& r)
    : journal_(j), clock_(c) {
  for (const auto& [id, o] : all) sources_.emplace(id, std::make_unique<source>(id, o, c, r));
}

receiver::~receiver() = default;

receiver::source* receiver::find(std::string_view id) const {
  const auto found = sources_.find(id);
  return found == sources_.end() ? nullptr : found->second.get();
}

void receiver::reload(const std::map<std::string, options>& all) {
  for (const auto& [id, o] : all)
    if (auto* s = find(id)) s->current.store(std::make_shared<const settings>(o));
}

void receiver::mount(http::router& r) {
  byte_size longest{0};
  for (const auto& [id, s] : sources_) longest = std::max(longest, byte_size{s->current.load()->body_limit});
  http::route_options o{.name = "zoom",
                        .body_limit = longest,
                        .content_types = {"application/json"},
                        .admit = [this](const http::request& q) { return admit(q); }};
  r.add(http::verb::post, "/v1/zoom/{source}", std::move(o), [this](const http::request& q) { return receive(q); });
}

// Before the body is read: strangers cost no more than a header.
std::optional<http::response> receiver::admit(const http::request& r) const {
  const auto* s = find(r.parameter("source"));
  if (s == nullptr) return http::problem(404, "There is no such source.");
  if (r.header("x-zm-signature")) return {};
  s->counts.count(outcome::unsigned_request);
  s->counts.count_bad_signature(refusal::unsigned_request);
  return not_signed();
}

net::awaitable<http::response> receiver::receive(const http::request& r) const {
  auto& s = *find(r.parameter("source"));
  const auto now = clock_.now();
  const auto rules = s.current.load();
  if (r.body.size() > rules->body_limit) {
    s.counts.count(outcome::too_long);
    co_return too_long();
  }
  auto verdict = verify({r.header("x-zm-signature"), r.header("x-zm-request-timestamp"), r.body}, *rules, now);
  if (const auto* why = std::get_if<refusal>(&verdict)) co_return s.refuse(*why, *rules);
  if (auto* answer = std::get_if<handshake>(&verdict)) {
    s.counts.count(outcome::handshake);
    co_return http::json(std::move(answer->body));
  }
  co_return co_await store(s, r, std::get<accepted>(std::move(verdict)), now);
}

net::awaitable<http::response> receiver::store(source& s, const http::request& r, accepted a, time_point now) const {
  auto e = journal_.blank();
  e.source = s.id;
  e.received_at = now;
  e.peer = r.peer.address;
  e.tls = r.peer.tls;
  e.identities.push_back(identity(s.id, a.what ? &*a.what : nullptr, r.body));
  e.body = r.body;
  const auto stored = co_await net::completed<result<receipt>>(
      [this, &e](auto done) { journal_.append(std::move(e), false, std::move(done)); });
  if (stored.has_error()) {
    s.counts.count(outcome::not_stored);
    s.lines.error("zoom", "body not stored, sender told to come again", {},
                  {{"source", s.id}, {"why", stored.error().message()}});
    co_return http::problem(503, "The gateway cannot take this now; try again later.").add_field("Retry-After", "30");
  }
  s.counts.count(outcome::accepted);
  s.counts.last_accepted.set(static_cast<double>(to_unix_ms(now)) / 1000);
  s.counts.skew.observe(static_cast<double>(a.skew.count()) / 1000);
  http::response ok;
  const auto text = stored->text();
  log::debug("zoom", "body stored", {{"receipt", text}, {"source", s.id}, {"bytes", r.body.size()}});
  ok.add_field("Jembatan-Receipt", text);
  co_return ok;
}

}  // namespace jembatan::zoom
