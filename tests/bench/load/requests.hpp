#pragma once
// Signed webhooks as Zoom sends them, each with a body of its own. The signatures are computed before the load begins:
// what is left for the moment of sending is a copy and a few digits, so that the client costs as little as it can.
// Immutable once made; safe from any thread.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hex.hpp"

namespace jembatan::bench {

struct recipient {
  std::string host;  // for the header
  std::string path;
  std::string secret;
};

class requests {
 public:
  // `count` requests; the numbers in their bodies begin at `first` (below 10^12). `unix_seconds`: the time of signing.
  requests(const recipient&, std::uint64_t first, std::size_t count, std::int64_t unix_seconds);

  std::size_t count() const { return signatures_.size(); }
  std::size_t body_size() const { return body_size_; }
  // Request `n` (0 ... count - 1) as the bytes to send; `out` is overwritten and keeps its memory.
  void write(std::size_t n, std::string& out) const;

 private:
  std::string prototype_;
  std::uint64_t first_;
  std::size_t body_size_ = 0;
  std::size_t signature_at_ = 0;
  std::vector<std::size_t> numbers_at_;
  std::vector<digest> signatures_;
};

}  // namespace jembatan::bench
