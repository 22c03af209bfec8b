#pragma once
// Options that every target has (section `targets.<id>`), and those of delivery itself (section `delivery`).
#include <filesystem>
#include <string>
#include <vector>

#include "base/option.hpp"
#include "outbound/curl_client.hpp"

namespace jembatan::delivery {

struct target_options {
  std::string id;  // the key under `targets`, set by the composition root
  std::string type;
  std::string mode = "dry_run";  // dry_run | live
  std::filesystem::path ca, client_certificate, client_key;
  std::string proxy;
  duration deadline = std::chrono::seconds{30};
  std::vector<std::string> deliver = {"lulus"};
  std::optional<date> deliver_from;

  bool live() const { return mode == "live"; }
};

// How delivery tries again. Section `delivery`, beside the ledger's `settle`.
struct options {
  duration backoff_base = std::chrono::seconds{30};
  duration backoff_cap = std::chrono::hours{6};
  std::int64_t attempts = 5;  // refusals without a known code before a delivery is parked (SEMANTICS.md 6.2)
  std::int64_t breaker = 5;   // failures of transport in a row before the target is left alone for a while
  duration idle = std::chrono::seconds{60};  // looks again after it at the latest when nothing is due
};

// The keys that all types of target have; `type` is read before by whoever chooses the adapter.
void describe(option_visitor&, target_options&);
// The keys of section `delivery` except `settle`, which is the ledger's.
void describe(option_visitor&, options&);

// The HTTPS client of a target with these options.
outbound::options client_options(const target_options&);

}  // namespace jembatan::delivery
