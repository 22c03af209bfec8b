#pragma once
// The https_client of production, on libcurl. TLS 1.2 or newer, peer and host always verified. Connections are kept and
// used again for reads only. Safe from several threads: each call borrows a handle of its own. cancel() may be called
// from any thread and ends running and later calls within about a second.
#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/log_limit.hpp"
#include "metrics/registry.hpp"
#include "outbound/https_client.hpp"

namespace jembatan::outbound {

struct options {
  std::string name;                               // label of metrics and logs: the target's id
  std::filesystem::path ca = {};                  // PEM; only these are trusted then. Empty: the system's authorities
  std::filesystem::path client_certificate = {};  // PEM, for mutual TLS
  std::filesystem::path client_key = {};
  std::string proxy = {};        // "http://host:port"; empty: none, whatever the environment says
  std::size_t idle_handles = 4;  // kept with their connections
};

class curl_client final : public https_client {
 public:
  curl_client(options, metrics::registry&);
  ~curl_client() override;
  curl_client(const curl_client&) = delete;
  curl_client& operator=(const curl_client&) = delete;

  result<response> send(const request&) override;
  void cancel() override { cancelled_ = true; }

 private:
  struct handle;
  struct exchange;
  std::unique_ptr<handle> borrow();
  void give_back(std::unique_ptr<handle>);
  void prepare(handle&, exchange&) const;
  void prepare_trust(handle&) const;
  error failure(const request&, const exchange&, int code);
  void count(std::string_view outcome, duration took);

  const options options_;
  metrics::registry& metrics_;
  std::atomic<bool> cancelled_{false};
  log::limited lines_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<handle>> idle_;
};

}  // namespace jembatan::outbound
