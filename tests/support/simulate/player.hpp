#pragma once
// Plays the bodies of a workspace as their senders would. As Zoom: validates the endpoint first, signs each body, holds
// connections open, sends again what was answered 5xx or not at all (the same body and request id, a new time stamp and
// signature), never what was answered 4xx. Zoom waits 5, 20 and 60 minutes between tries; the player tries again at
// once, for a bounded time. A body that is an array is Moodle's: it goes to the learning system's address with its
// password, and is sent again as an administrator there would (logstore_xapi itself parks what was not answered 200).
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace jembatan::simulate {

struct play_options {
  std::filesystem::path dir;
  std::string https, admin;
  std::filesystem::path ca;
  bool shuffle = false;    // late and out of order, each round in an order of its own
  std::uint64_t seed = 1;  // of the shuffle
  double rate = 0;         // bodies a second, 0: as fast as the answers come
  int connections = 4;
  std::chrono::seconds deadline{5};    // of one try; Zoom gives up after 3 s
  std::chrono::seconds retry_for{30};  // of one body
  int repeat = 1;                      // plays the whole workspace so often: from the second time on all are duplicates
};

struct play_result {
  std::uint64_t bodies = 0, acknowledged = 0, refused = 0, given_up = 0, retries = 0, without_receipt = 0;
  bool good() const { return acknowledged == bodies && without_receipt == 0; }
};

// acknowledged.jsonl gets a line before the first try ({"offered":n}) and one after the answer
// ({"acknowledged":n,"receipt":R}), so that after a crash of the gateway it says what must have survived and what may
// have. `n` counts from 1 over the run. denied when /healthz does not say environment test.
result<play_result> play(const play_options&);

// The value of x-zm-signature: "v0=" and the hex of HMAC-SHA-256(secret, "v0:" timestamp ":" body).
std::string zoom_signature(const std::string& secret, const std::string& timestamp, const std::string& body);

}  // namespace jembatan::simulate
