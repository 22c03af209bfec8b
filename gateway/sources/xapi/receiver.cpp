#include "xapi/receiver.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "base/log_limit.hpp"
#include "net/completion.hpp"
#include "xapi/metrics.hpp"
#include "xapi/pressure.hpp"

namespace jembatan::xapi {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::minutes between_warnings{1};
constexpr std::size_t kinds_of_warnings = 8;  // there are fewer
// Between two steps of this size the reactor turns to its other connections: some 100 us each.
constexpr std::size_t bytes_at_once = 64 * KiB;
constexpr std::string_view version_field = "X-Experience-API-Version: 1.0.3\r\n";  // xAPI Communication 3.3

http::response too_long() {
  return http::problem(413, "The body is longer than this address takes.");
}

http::response unauthorised() {
  return http::problem(401, "This address wants the user and password of its source.")
      .add_field("WWW-Authenticate", "Basic realm=\"xAPI\", charset=\"UTF-8\"");
}

http::response no_content() {
  http::response r;
  r.status = 204;
  return r;
}

net::awaitable<void> let_others_run() {
  const auto here = co_await asio::this_coro::executor;
  co_await asio::post(here, asio::use_awaitable_t<net::executor>{});
}

net::awaitable<void> pause(duration length) {
  using timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                           net::executor>;
  timer t(co_await asio::this_coro::executor, length);
  co_await t.async_wait(net::quietly);
}

// The reader stands in the frame of the coroutine that awaits this one.
net::awaitable<batch> read_in_steps(batch_reader& reader) {
  for (bool more = reader.step(bytes_at_once); more; more = reader.step(bytes_at_once)) co_await let_others_run();
  co_return reader.take();
}

}  // namespace

struct receiver::source {
  source(std::string name, const options& o, const clock& c, metrics::registry& r)
      : id(std::move(name)),
        current(std::make_shared<const settings>(o)),
        counts(id, r),
        waiting(counts.waiting),
        lines(between_warnings, kinds_of_warnings,
              [&c] { return log::limited::steady::time_point(c.now().time_since_epoch()); }) {}

  const std::string id;
  std::atomic<std::shared_ptr<const settings>> current;
  const source_metrics counts;
  waiting_room waiting;
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

void receiver::stop_waiting() {
  for (const auto& [id, s] : sources_) s->waiting.close();
}

void receiver::mount(http::router& r) {
  if (sources_.empty()) return;
  byte_size longest{0};
  for (const auto& [id, s] : sources_) longest = std::max(longest, byte_size{s->current.load()->body_limit});
  const http::route_options statements{.name = "xapi_statements",
                                       .body_limit = longest,
                                       .content_types = {"application/json"},
                                       .admit = [this](const http::request& q) { return admit(q); },
                                       .fields = std::string(version_field),
                                       .too_long =
                                           [this](const http::request& q) {
                                             if (const auto* s = find(q.parameter("source")))
                                               s->counts.count(outcome::too_long);
                                           }};
  for (const auto method : {http::verb::post, http::verb::put})
    r.add(method, "/v1/xapi/{source}/statements", statements, [this](const http::request& q) { return receive(q); });
  r.add(http::verb::get, "/v1/xapi/{source}/about", {.name = "xapi_about", .fields = std::string(version_field)},
        http::inlined([this](const http::request& q) { return about(q); }));
}

// xAPI Communication 2.8: open to everybody.
http::response receiver::about(const http::request& r) const {
  if (find(r.parameter("source")) == nullptr) return http::problem(404, "There is no such source.");
  return http::json(R"({"version":["1.0.3"]})");
}

// Before the body is read: strangers cost no more than a header.
std::optional<http::response> receiver::admit(const http::request& r) const {
  auto* s = find(r.parameter("source"));
  if (s == nullptr) return http::problem(404, "There is no such source.");
  switch (verify(r.header("authorization"), *s->current.load())) {
    case verdict::accepted:
      return {};
    case verdict::no_credentials:
      s->counts.count(outcome::no_credentials);
      return unauthorised();
    default:
      s->counts.count(outcome::bad_credentials);
      s->lines.warning("xapi", "wrong user or password: check the source's credentials and the sender's settings", {},
                       {{"source", s->id}});
      return unauthorised();
  }
}

net::awaitable<http::response> receiver::receive(const http::request& r) const {
  auto& s = *find(r.parameter("source"));
  const auto rules = s.current.load();
  const bool put = r.method == http::verb::put;
  const auto requested = put ? r.query_value("statementId").value_or(std::string()) : std::string();
  batch found;
  const bool fits = r.body.size() <= rules->body_limit;
  batch_reader reader(s.id, r.body, requested, rules->batch_limit);
  if (fits) found = co_await read_in_steps(reader);
  if (!fits || found.too_many) {
    s.counts.count(outcome::too_long);
    co_return too_long();
  }
  auto answer = http::json(std::move(found.ids));
  if (put) answer = no_content();
  if (found.identities.empty()) {
    // Moodle's idle traffic, each minute (facts/lms.md 1.1).
    s.counts.count(outcome::empty);
    co_return answer;
  }
  const auto stored = co_await store(s, *rules, r, found);
  if (stored.has_error()) co_return refuse(s, stored.error());
  const auto text = stored->text();
  log::debug("xapi", "body stored",
             {{"receipt", text}, {"source", s.id}, {"bytes", r.body.size()}, {"statements", found.identities.size()}});
  s.counts.count(outcome::accepted);
  s.counts.statements.observe(static_cast<double>(found.identities.size()));
  s.counts.last_accepted.set(static_cast<double>(to_unix_ms(clock_.now())) / 1000);
  answer.add_field("Jembatan-Receipt", text);
  co_return answer;
}

// At once or, where the source waits, as soon as the journal can store again.
net::awaitable<result<receipt>> receiver::store(source& s, const settings& rules, const http::request& r,
                                                const batch& found) const {
  const auto now = clock_.now();
  const auto until = clock_.passed() + rules.wait_at_most;
  auto stored = co_await append(s, r, found, now);
  if (stored.has_value() || !rules.waits || !may_pass(stored.error())) co_return stored;
  const waiting_room::seat seat(s.waiting, rules.most_waiting);
  if (!seat.taken()) co_return stored;
  s.lines.warning("xapi", "the journal cannot store, requests wait for it", {},
                  {{"source", s.id}, {"why", stored.error().message()}});
  for (int attempt = 1; stored.has_error() && may_pass(stored.error()); ++attempt) {
    if (clock_.passed() >= until || s.waiting.closed()) break;
    co_await pause(pause_before(attempt));
    if (journal_.accepting().has_value()) stored = co_await append(s, r, found, now);
  }
  co_return stored;
}

net::awaitable<result<receipt>> receiver::append(source& s, const http::request& r, const batch& found,
                                                 time_point now) const {
  auto e = journal_.blank();
  e.source = s.id;
  e.received_at = now;
  e.peer = r.peer.address;
  e.tls = r.peer.tls;
  e.identities = found.identities;
  e.body = r.body;
  // The reserve is theirs who do not send again by themselves.
  co_return co_await net::completed<result<receipt>>(
      [this, &e](auto done) { journal_.append(std::move(e), true, std::move(done)); });
}

http::response receiver::refuse(source& s, const error& why) const {
  s.counts.count(outcome::not_stored);
  s.lines.error("xapi", "body not stored, sender told to come again", {}, {{"source", s.id}, {"why", why.message()}});
  return http::problem(503, "The gateway cannot take this now; send it again later.").add_field("Retry-After", "60");
}

}  // namespace jembatan::xapi
