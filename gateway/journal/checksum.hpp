#pragma once
// CRC-32C (RFC 3720 B.4, polynomial 0x1EDC6F41) over the parts of a row: SQLite keeps no checksums of its own, and a
// body whose bits have flipped must be noticed before it becomes somebody's record. Pure.
#include <cstdint>

#include "base/hex.hpp"

namespace jembatan::journal {

class checksum {
 public:
  void add(bytes_view);
  // The same on a processor without an instruction for it; public so that both can be tested on any.
  void add_by_tables(bytes_view);
  // Eight bytes, little endian.
  void add(std::uint64_t);
  std::uint32_t value() const { return ~state_; }

 private:
  std::uint32_t state_ = 0xffffffffU;
};

}  // namespace jembatan::journal
