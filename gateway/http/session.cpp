#include "http/session.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <chrono>

#include "base/failpoint.hpp"
#include "base/log_limit.hpp"
#include "base/quantity.hpp"
#include "http/date.hpp"
#include "net/reactors.hpp"

namespace jembatan::http {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::size_t first_body_step = 32 * KiB;
constexpr std::size_t largest_answer_kept = 16 * KiB;
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

class session {
 public:
  session(net::connection& c, std::shared_ptr<const site> s)
      : connection_(c), site_(std::move(s)), share_(c.home().bytes_in_flight()) {
    request_.peer.tls = c.tls_version();
    request_.peer.uid = c.peer().uid;
    if (!c.peer().uid) request_.peer.address = net::forwarded_peer(c.peer().address, {}, *site_->trusted_proxies);
  }

  net::awaitable<void> run() {
    for (bool more = true; more;) more = co_await serve_one();
  }

 private:
  // whole: there is a request, or a body; refused: answer_ says why not; gone: nobody is there to answer.
  enum class outcome { whole, gone, refused };

  net::awaitable<bool> serve_one();
  net::awaitable<outcome> decide(request_parser&, const route*&);
  net::awaitable<outcome> receive_header(request_parser&);
  net::awaitable<outcome> receive_body(request_parser&, const route&);
  bool take_body(const request_parser&);
  net::awaitable<outcome> receive_counted(std::size_t header, std::uint64_t length);
  net::awaitable<outcome> receive_chunks(request_parser&, const route_options&);
  net::awaitable<response> handle(const route&);
  net::awaitable<bool> answer(const response&, const route*, bool keep);

  outcome refuse(response r);
  outcome refuse(defect d);
  const route* choose(const request_parser&);
  bool grow_body(std::size_t step);
  void note_peer();
  void release_body();
  void finish_request();

  net::connection& connection_;
  std::shared_ptr<const site> site_;
  net::budget_share share_;
  request request_;
  response answer_;
  std::string body_;  // bodies that do not fit behind their header, and chunked ones
  std::string out_;
  std::size_t message_size_ = 0;  // bytes of the input that belong to this request
  bool body_complete_ = false;
  clock::time_point began_;
};

session::outcome session::refuse(response r) {
  answer_ = std::move(r);
  return outcome::refused;
}

session::outcome session::refuse(defect d) {
  site_->metrics.count(d);
  return refuse(problem(status_of(d), "The request cannot be read."));
}

void session::note_peer() {
  if (site_->trusted_proxies->empty() || request_.peer.uid) return;
  std::vector<std::string_view> hops;
  for (const auto& f : request_.fields)
    if (boost::beast::iequals(f.name, "x-forwarded-for")) hops.push_back(f.value);
  request_.peer.address = net::forwarded_peer(connection_.peer().address, hops, *site_->trusted_proxies);
}

net::awaitable<session::outcome> session::receive_header(request_parser& parser) {
  auto& in = connection_.input();
  for (bool begun = !in.data().empty();; begun = true) {
    if (begun) {
      const auto state = parser.parse_header(in.data());
      if (state == request_parser::state::complete) co_return outcome::whole;
      if (state == request_parser::state::defective) co_return refuse(parser.what());
      if (in.full()) co_return refuse(defect::too_long);
    }
    const bool came = co_await connection_.read_more();
    if (!came) co_return outcome::gone;
    if (!begun) connection_.enter(net::phase::header);
  }
}

bool session::grow_body(std::size_t step) {
  if (!share_.grow(step)) return false;
  body_.reserve(body_.size() + step);
  return true;
}

// Memory grows with what has come, not with what was announced: a promise alone costs nothing.
net::awaitable<session::outcome> session::receive_counted(std::size_t header, std::uint64_t length) {
  auto& in = connection_.input();
  if (header + length <= in.capacity()) {
    while (in.data().size() < header + length) {
      const bool came = co_await connection_.read_more();
      if (!came) co_return outcome::gone;
    }
    request_.body = in.data().substr(header, length);
    message_size_ = header + length;
    co_return outcome::whole;
  }
  body_.assign(in.data().substr(header));
  message_size_ = in.data().size();
  while (body_.size() < length) {
    const auto have = body_.size();
    const auto step = std::min<std::uint64_t>(length - have, std::max(first_body_step, have));
    if (!grow_body(step)) co_return refuse(problem(503).add_field("Retry-After", "5"));
    body_.resize(have + step);
    for (auto at = have; at < have + step;) {
      const auto n = co_await connection_.read_into({body_.data() + at, have + step - at});
      if (n == 0) co_return outcome::gone;
      at += n;
    }
  }
  request_.body = body_;
  co_return outcome::whole;
}

net::awaitable<session::outcome> session::receive_chunks(request_parser& parser, const route_options& o) {
  auto& in = connection_.input();
  const auto header = message_size_ = parser.header_size();
  for (;;) {
    // A piece of the input never makes the body longer than itself. It is looked at again until it is whole, and counts
    // once.
    const auto most = body_.size() + in.data().size() - header;
    if (!share_.reach(std::max(most, body_.capacity()))) co_return refuse(problem(503).add_field("Retry-After", "5"));
    std::size_t used = 0;
    const auto state = parser.parse_chunks(in.data().substr(header), body_, o.body_limit.bytes, used);
    in.erase(header, used);
    if (state == request_parser::state::complete) break;
    if (state == request_parser::state::defective) {
      if (parser.what() == defect::body && o.too_long) o.too_long(request_);
      co_return refuse(parser.what());
    }
    if (in.full()) co_return refuse(defect::too_long);
    const bool came = co_await connection_.read_more();
    if (!came) co_return outcome::gone;
  }
  request_.body = body_;
  co_return outcome::whole;
}

net::awaitable<session::outcome> session::receive_body(request_parser& parser, const route& r) {
  const auto announced = parser.announced();
  const auto header = parser.header_size();
  connection_.enter(net::phase::body);
  if (parser.expects_continue() && !parser.is_http_1_0()) {
    const bool sent = co_await connection_.write(go_on);
    if (!sent) co_return outcome::gone;
  }
  outcome o;
  if (announced.chunked)
    o = co_await receive_chunks(parser, r.options);
  else
    o = co_await receive_counted(header, announced.length.value_or(0));
  body_complete_ = o == outcome::whole;
  co_return o;
}

// True when the body came with the header, as short ones do.
bool session::take_body(const request_parser& parser) {
  const auto announced = parser.announced();
  const auto end = parser.header_size() + announced.length.value_or(0);
  const auto here = connection_.input().data();
  body_complete_ = !announced.chunked && here.size() >= end;
  if (!body_complete_) return false;
  request_.body = here.substr(parser.header_size(), announced.length.value_or(0));
  message_size_ = end;
  return true;
}

// The route; or none, and answer_ says why.
const route* session::choose(const request_parser& parser) {
  const auto announced = parser.announced();
  // A short body that came with the header is passed over after a refusal, and the connection is kept.
  message_size_ = parser.header_size();
  if (!announced.chunked && connection_.input().data().size() - message_size_ >= announced.length.value_or(0)) {
    message_size_ += announced.length.value_or(0);
    body_complete_ = true;
  }
  note_peer();
  const auto expect = request_.header("expect");
  if (expect && !parser.expects_continue()) {
    refuse(problem(417));
    return nullptr;
  }
  auto found = site_->routes.find(request_, announced);
  if (auto* refusal = std::get_if<response>(&found)) {
    refuse(std::move(*refusal));
    return nullptr;
  }
  return std::get<const route*>(found);
}

net::awaitable<response> session::handle(const route& r) {
  connection_.enter(net::phase::handling);
  try {
    co_return co_await r.run(request_);
  } catch (const std::exception& e) {
    site_->metrics.count_failed_handler();
    static log::limited lines;
    lines.error("http", "handler failed", r.options.name, {{"route", r.options.name}, {"what", e.what()}});
  }
  co_return problem(500);
}

net::awaitable<bool> session::answer(const response& r, const route* which, bool keep) {
  release_body();  // before the answer is out: a slow reader must not hold memory that others need
  keep = keep && body_complete_ && !r.close && !connection_.home().draining();
  out_.clear();
  const framing how{keep, request_.method == verb::head, date_line(site_->time.now())};
  serialise(r, how, out_);
  connection_.enter(net::phase::answer);
  site_->metrics.count(which, r.status, std::chrono::duration<double>(clock::now() - began_).count());
  JB_FAILPOINT("http.before_answer");
  std::string_view unsent = out_;
  connection_.write_now(unsent);
  bool sent = unsent.empty();
  if (!sent) sent = co_await connection_.write(unsent);
  JB_FAILPOINT("http.after_answer");
  if (sent && !keep) co_await connection_.linger();
  co_return sent&& keep;
}

void session::release_body() {
  request_.body = {};
  share_.clear();
  body_.clear();
  if (body_.capacity() > first_body_step) body_ = {};
}

void session::finish_request() {
  connection_.input().discard(message_size_);
  request_.clear();
  if (out_.capacity() > largest_answer_kept) out_ = {};
}

// Leaves in answer_ what the request comes to, unless the peer is gone.
net::awaitable<session::outcome> session::decide(request_parser& parser, const route*& which) {
  which = choose(parser);
  if (which == nullptr) co_return outcome::refused;
  if (which->options.admit)
    if (auto refused = which->options.admit(request_)) co_return refuse(*std::move(refused));
  auto body = outcome::whole;
  if (!take_body(parser)) body = co_await receive_body(parser, *which);
  if (body == outcome::whole) answer_ = co_await handle(*which);
  co_return body;
}

net::awaitable<bool> session::serve_one() {
  request_parser parser(request_, connection_.home().limits().header_limit.bytes);
  body_complete_ = false;
  connection_.enter(connection_.input().data().empty() ? net::phase::idle : net::phase::header);
  const route* which = nullptr;
  bool keep = false;
  auto state = co_await receive_header(parser);
  began_ = clock::now();
  if (state == outcome::whole) {
    keep = parser.keeps_alive() && !parser.is_http_1_0();
    state = co_await decide(parser, which);
  }
  if (state == outcome::gone) co_return false;
  if (which != nullptr) answer_.fields += which->options.fields;
  const bool kept = co_await answer(answer_, which, keep);
  if (kept) finish_request();
  co_return kept;
}

}  // namespace

net::awaitable<void> serve(net::connection& c, std::shared_ptr<const site> s) {
  session one(c, std::move(s));
  co_await one.run();
}

}  // namespace jembatan::http
