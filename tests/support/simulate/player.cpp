#include "simulate/player.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <csignal>
#include <cstdio>
#include <numeric>

#include "base/hex.hpp"
#include "crypto/hmac.hpp"
#include "simulate/diary.hpp"
#include "simulate/dice.hpp"
#include "simulate/wire.hpp"
#include "simulate/workspace.hpp"

namespace jembatan::simulate {
namespace {

namespace json = boost::json;
using clock = std::chrono::steady_clock;
constexpr auto tuple = net::as_tuple(net::use_awaitable);
constexpr std::chrono::milliseconds pause_between_tries{100};

class run {
 public:
  run(const play_options& o, std::vector<std::string> bodies, std::string secret, const std::string& credentials,
      address peer, std::shared_ptr<net::ssl::context> trust, diary d)
      : options_(o),
        bodies_(std::move(bodies)),
        secret_(std::move(secret)),
        authorization_("Basic " + to_base64(as_bytes(credentials))),
        peer_(std::move(peer)),
        trust_(std::move(trust)),
        diary_(std::move(d)),
        dice_(o.seed),
        pulse_(io_) {
    for (int i = 0; i < o.repeat; ++i) {
      std::vector<std::size_t> round(bodies_.size());
      std::iota(round.begin(), round.end(), std::size_t{0});
      if (o.shuffle) dice_.shuffle(round);
      order_.insert(order_.end(), round.begin(), round.end());
    }
    result_.bodies = order_.size();
  }

  result<play_result> go() {
    net::co_spawn(io_, all(), net::detached);
    stop_.async_wait([this](boost::system::error_code cancelled, int) {
      if (!cancelled) begin_no_more();
    });
    io_.run();
    if (handshake_) return *handshake_;
    std::printf("play: %s\n", progress().c_str());
    return result_;
  }

 private:
  struct outcome {
    int status = 0;  // 0: no answer
    std::string receipt, body, why;
  };

  net::awaitable<void> all() {
    co_await validate();
    if (handshake_) {
      stop_.cancel();
      co_return;
    }
    started_ = clock::now();
    working_ = options_.connections;
    for (int i = 0; i < options_.connections; ++i) net::co_spawn(io_, connection(), net::detached);
    net::co_spawn(io_, report(), net::detached);
  }

  // Zoom delivers nothing to an endpoint that has not proved that it knows the secret (every 72 hours again).
  net::awaitable<void> validate() {
    tls_connection c(io_, trust_, peer_, options_.deadline);
    const std::string token = dice_.letters(22);
    json::object body{{"payload", {{"plainToken", token}}},
                      {"event_ts", std::int64_t{std::time(nullptr)} * 1000},
                      {"event", "endpoint.url_validation"}};
    const outcome o = co_await persist(c, json::serialize(body), request_id(), nullptr);
    const std::string want = to_hex(crypto::hmac_sha256(secret_).sign({token}));
    if (o.status != 200 || o.body.find(want) == std::string::npos)
      handshake_ = error{errc::denied, "the endpoint did not pass Zoom's URL validation: status " +
                                           std::to_string(o.status) + (o.why.empty() ? "" : ", " + o.why)};
    co_await c.close();
  }

  net::awaitable<void> connection() {
    tls_connection c(io_, trust_, peer_, options_.deadline);
    while (next_ < order_.size()) {
      const std::size_t at = next_++;
      co_await until_due(at);
      co_await deliver(c, at);
    }
    co_await c.close();
    if (--working_ > 0) co_return;
    pulse_.cancel();
    stop_.cancel();
  }

  void begin_no_more() {
    order_.resize(next_);
    result_.bodies = next_;
  }

  net::awaitable<void> until_due(std::size_t at) {
    if (options_.rate <= 0) co_return;
    const std::chrono::duration<double> due{static_cast<double>(at) / options_.rate};
    net::steady_timer timer(io_, started_ + std::chrono::duration_cast<clock::duration>(due));
    auto [ignored] = co_await timer.async_wait(tuple);
    static_cast<void>(ignored);
  }

  net::awaitable<void> deliver(tls_connection& c, std::size_t at) {
    const std::uint64_t n = at + 1;
    const std::string id = request_id();
    diary_.offered(n, id);
    int tries = 0;
    const outcome o = co_await persist(c, bodies_[order_[at]], id, &tries);
    if (o.status >= 200 && o.status < 300) {
      ++result_.acknowledged;
      if (o.receipt.empty()) ++result_.without_receipt;
      diary_.acknowledged(n, tries, o.receipt);
    } else if (o.status >= 300 && o.status < 500) {
      ++result_.refused;
      diary_.refused(n, o.status);
    } else {
      ++result_.given_up;
      diary_.given_up(n, o.why);
    }
  }

  // One body until it is answered for good or its time is over.
  net::awaitable<outcome> persist(tls_connection& c, std::string body, std::string id, int* tries) {
    const auto until = clock::now() + options_.retry_for;
    for (int n = 1;; ++n) {
      if (tries) *tries = n;
      const result<answer> a = co_await c.ask(request_of(body, id));
      outcome o;
      if (a) {
        o = {a->status, a->receipt, a->body, "answered " + std::to_string(a->status)};
      } else {
        o.why = a.error().message();
      }
      const bool again = o.status == 0 || o.status >= 500;
      if (!again || clock::now() + pause_between_tries >= until) co_return o;
      ++result_.retries;
      net::steady_timer timer(io_, pause_between_tries);
      auto [ignored] = co_await timer.async_wait(tuple);
      static_cast<void>(ignored);
    }
  }

  question request_of(const std::string& body, const std::string& id) const {
    return body.starts_with('[') ? statements(body) : signed_request(body, id);
  }

  // As logstore_xapi does.
  question statements(const std::string& body) const {
    return {.method = "POST",
            .path = "/v1/xapi/" + std::string(moodle_source_id) + "/statements",
            .body = body,
            .headers = {{"Authorization", authorization_},
                        {"X-Experience-API-Version", "1.0.3"},
                        {"Content-Type", "application/json"}}};
  }

  question signed_request(const std::string& body, const std::string& id) const {
    const std::string now = std::to_string(std::time(nullptr));
    return {.method = "POST",
            .path = "/v1/zoom/" + std::string(source_id),
            .body = body,
            .headers = {{"User-Agent", "Zoom Marketplace/1.0a"},
                        {"Content-Type", "application/json; charset=utf-8"},
                        {"clientid", "simulated-client"},
                        {"x-zm-request-id", id},
                        {"x-zm-request-timestamp", now},
                        {"x-zm-signature", zoom_signature(secret_, now, body)}}};
  }

  std::string request_id() {
    const std::string h = dice_.hex(16);
    return h.substr(0, 8) + "_" + h.substr(8, 4) + "_" + h.substr(12, 4) + "_" + h.substr(16, 4) + "_" + h.substr(20);
  }

  net::awaitable<void> report() {
    while (working_ > 0) {
      pulse_.expires_after(std::chrono::seconds{1});
      auto [stopped] = co_await pulse_.async_wait(tuple);
      if (stopped || working_ == 0) co_return;
      std::fprintf(stderr, "play: %s\n", progress().c_str());
    }
  }

  std::string progress() const {
    std::string text = std::to_string(result_.acknowledged) + "/" + std::to_string(result_.bodies) + " acknowledged, " +
                       std::to_string(result_.retries) + " retries";
    if (result_.refused) text += ", " + std::to_string(result_.refused) + " refused";
    if (result_.given_up) text += ", " + std::to_string(result_.given_up) + " given up";
    if (result_.without_receipt) text += ", " + std::to_string(result_.without_receipt) + " without a receipt";
    return text;
  }

  const play_options& options_;
  std::vector<std::string> bodies_;
  std::vector<std::size_t> order_;
  std::string secret_, authorization_;
  address peer_;
  std::shared_ptr<net::ssl::context> trust_;
  diary diary_;
  dice dice_;
  net::io_context io_{1};
  net::steady_timer pulse_;
  net::signal_set stop_{io_, SIGTERM, SIGINT};
  clock::time_point started_;
  std::size_t next_ = 0;
  int working_ = 0;
  std::optional<error> handshake_;
  play_result result_;
};

// A simulated session must never reach the records of real people.
result<void> check_environment(const address& admin) {
  JB_TRY(const answer a, ask_plain(admin, {.path = "/healthz"}));
  boost::system::error_code failed;
  const json::value v = json::parse(a.body, failed);
  const json::value* environment = !failed && v.is_object() ? v.get_object().if_contains("environment") : nullptr;
  if (environment && environment->is_string() && environment->get_string() == "test") return {};
  return error{errc::denied, "/healthz does not say environment test: the player sends to test environments only"};
}

}  // namespace

std::string zoom_signature(const std::string& secret, const std::string& timestamp, const std::string& body) {
  return "v0=" + to_hex(crypto::hmac_sha256(secret).sign({"v0:", timestamp, ":", body}));
}

result<play_result> play(const play_options& o) {
  JB_TRY(const address admin, parse_address(o.admin));
  JB_TRY(address https, parse_address(o.https));
  JB_CHECK(check_environment(admin));
  JB_TRY(std::vector<std::string> bodies, read_bodies(o.dir));
  JB_TRY(std::string secret, webhook_secret(o.dir));
  JB_TRY(const std::string credentials, moodle_credentials(o.dir));
  JB_TRY(auto context, trust(o.ca));
  JB_TRY(diary d, diary::open(o.dir / "acknowledged.jsonl"));
  run r(o, std::move(bodies), std::move(secret), credentials, std::move(https), std::move(context), std::move(d));
  return r.go();
}

}  // namespace jembatan::simulate
