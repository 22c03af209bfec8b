#include "outbound/curl_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <exception>

#include "base/failpoint.hpp"

namespace jembatan::outbound {
namespace {

void initialise_once() {
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (done != CURLE_OK) std::terminate();
}

struct free_list {
  void operator()(curl_slist* l) const { curl_slist_free_all(l); }
};
using header_list = std::unique_ptr<curl_slist, free_list>;

void append(header_list& list, const std::string& line) {
  if (auto* grown = curl_slist_append(list.get(), line.c_str())) {
    static_cast<void>(list.release());
    list.reset(grown);
  }
}

errc kind_of(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return errc::timeout;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return errc::invalid;
    case CURLE_ABORTED_BY_CALLBACK:
      return errc::cancelled;
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_WRITE_ERROR:
      return errc::full;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return errc::denied;
    default:
      return errc::unavailable;
  }
}

std::string_view outcome_text(errc kind) {
  switch (kind) {
    case errc::timeout:
      return "timeout";
    case errc::denied:
      return "tls_refused";
    case errc::full:
      return "too_large";
    case errc::invalid:
      return "invalid";
    case errc::cancelled:
      return "cancelled";
    default:
      return "unavailable";
  }
}

}  // namespace

struct curl_client::handle {
  CURL* easy = curl_easy_init();
  handle() = default;
  handle(const handle&) = delete;
  handle& operator=(const handle&) = delete;
  ~handle() { curl_easy_cleanup(easy); }
};

struct curl_client::exchange {
  const request& what;
  const std::atomic<bool>& cancelled;
  response answer;
  header_list headers;
  char reason[CURL_ERROR_SIZE] = {};

  static std::size_t on_body(char* bytes, std::size_t size, std::size_t n, void* self) {
    auto& e = *static_cast<exchange*>(self);
    const auto length = size * n;
    if (e.answer.body.size() + length > e.what.response_limit) return 0;
    e.answer.body.append(bytes, length);
    return length;
  }
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<exchange*>(self)->cancelled.load() ? 1 : 0;
  }
};

curl_client::curl_client(options o, metrics::registry& m) : options_(std::move(o)), metrics_(m) {
  initialise_once();
}
curl_client::~curl_client() = default;

std::unique_ptr<curl_client::handle> curl_client::borrow() {
  const std::scoped_lock lock(mutex_);
  if (idle_.empty()) return std::make_unique<handle>();
  auto h = std::move(idle_.back());
  idle_.pop_back();
  return h;
}

void curl_client::give_back(std::unique_ptr<handle> h) {
  const std::scoped_lock lock(mutex_);
  if (idle_.size() < options_.idle_handles) idle_.push_back(std::move(h));
}

void curl_client::prepare_trust(handle& h) const {
  auto* c = h.easy;
  curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(c, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options_.ca.empty()) {
    curl_easy_setopt(c, CURLOPT_CAINFO, options_.ca.c_str());
    // Without this the system's directory would be trusted beside the configured file.
    curl_easy_setopt(c, CURLOPT_CAPATH, nullptr);
  }
  if (!options_.client_certificate.empty()) {
    curl_easy_setopt(c, CURLOPT_SSLCERT, options_.client_certificate.c_str());
    curl_easy_setopt(c, CURLOPT_SSLKEY, options_.client_key.c_str());
  }
  // The empty string also keeps the proxy variables of the environment out.
  curl_easy_setopt(c, CURLOPT_PROXY, options_.proxy.c_str());
}

void curl_client::prepare(handle& h, exchange& e) const {
  auto* c = h.easy;
  const auto& r = e.what;
  prepare_trust(h);
  curl_easy_setopt(c, CURLOPT_URL, r.url.c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(c, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, static_cast<long>(r.deadline.count()));
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(r.deadline, r.connect_deadline).count()));
  curl_easy_setopt(c, CURLOPT_ERRORBUFFER, e.reason);
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, &exchange::on_body);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &e);
  curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, &exchange::on_progress);
  curl_easy_setopt(c, CURLOPT_XFERINFODATA, &e);
  for (const auto& [name, value] : r.headers) append(e.headers, name + ": " + value);
  if (r.method != "GET") {
    curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, r.method.c_str());
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(r.body.size()));
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, r.body.c_str());
    append(e.headers, "Expect:");
    // libcurl sends a request once more by itself when a kept connection dies without an answer. A write must never be
    // sent twice behind our back, so it gets a connection of its own.
    curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);
  }
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, e.headers.get());
}

error curl_client::failure(const request& r, const exchange& e, int code) {
  const auto kind = kind_of(static_cast<CURLcode>(code));
  const std::string host{host_of(r.url)};
  // libcurl's own text is left out of the log: it may quote the URL.
  lines_.warning("outbound", "request failed", std::string(r.route) + std::string(outcome_text(kind)),
                 {{"client", options_.name},
                  {"host", host},
                  {"route", r.route},
                  {"method", r.method},
                  {"curl", code},
                  {"outcome", outcome_text(kind)},
                  {"bytes", e.answer.body.size()}});
  return {kind, r.method + " " + host + r.route + ": " + curl_easy_strerror(static_cast<CURLcode>(code))};
}

void curl_client::count(std::string_view outcome, duration took) {
  metrics_
      .make_counter("jembatan_outbound_requests_total", "Outgoing HTTPS requests by client and outcome",
                    {{"client", options_.name}, {"outcome", std::string(outcome)}})
      .add();
  metrics_
      .make_histogram("jembatan_outbound_request_seconds", "How long outgoing HTTPS requests took",
                      {0.01, 0.05, 0.1, 0.5, 1, 5, 15, 30, 60}, {{"client", options_.name}})
      .observe(static_cast<double>(took.count()) / 1000);
}

result<response> curl_client::send(const request& r) {
  if (!is_https(r.url)) return error{errc::invalid, "only https URLs are called"};
  if (cancelled_) return error{errc::cancelled, "shutting down"};
  auto h = borrow();
  if (h->easy == nullptr) return error{errc::unavailable, "libcurl gives no handle"};
  exchange e{r, cancelled_, {}, {}};
  prepare(*h, e);
  const auto begun = std::chrono::steady_clock::now();
  JB_FAILPOINT("outbound.before_send");
  const auto code = curl_easy_perform(h->easy);
  JB_FAILPOINT("outbound.after_send");
  const auto took = std::chrono::duration_cast<duration>(std::chrono::steady_clock::now() - begun);
  if (code != CURLE_OK) {
    auto failed = failure(r, e, code);
    count(outcome_text(kind_of(code)), took);
    return failed;  // the handle is dropped with its connections: their state is not known
  }
  long status = 0;
  const char* type = nullptr;
  curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(h->easy, CURLINFO_CONTENT_TYPE, &type);
  e.answer.status = static_cast<int>(status);
  if (type != nullptr) e.answer.content_type = type;
  count(std::to_string(status / 100) + "xx", took);
  curl_easy_reset(h->easy);  // forgets what points into this call; keeps the connections
  give_back(std::move(h));
  return std::move(e.answer);
}

}  // namespace jembatan::outbound
