#include "journal/checksum.hpp"

#include <array>
#include <cstring>
#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace jembatan::journal {
namespace {

using table = std::array<std::uint32_t, 256>;

// Eight tables let the loop take eight bytes at a time: 740-byte bodies are the writer's hot path.
constexpr std::array<table, 8> make_tables() {
  constexpr std::uint32_t reflected_polynomial = 0x82f63b78U;
  std::array<table, 8> tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? reflected_polynomial : 0U);
    tables[0][byte] = crc;
  }
  for (std::size_t n = 1; n < tables.size(); ++n) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const auto before = tables[n - 1][byte];
      tables[n][byte] = (before >> 8U) ^ tables[0][before & 0xffU];
    }
  }
  return tables;
}

constexpr auto tables = make_tables();

std::uint32_t little_endian(const std::uint8_t* p) {
  return std::uint32_t{p[0]} | std::uint32_t{p[1]} << 8U | std::uint32_t{p[2]} << 16U | std::uint32_t{p[3]} << 24U;
}

std::uint32_t by_tables(std::uint32_t crc, bytes_view bytes) {
  while (bytes.size() >= 8) {
    const auto low = crc ^ little_endian(bytes.data());
    const auto high = little_endian(bytes.data() + 4);
    crc = tables[7][low & 0xffU] ^ tables[6][(low >> 8U) & 0xffU] ^ tables[5][(low >> 16U) & 0xffU] ^
          tables[4][low >> 24U] ^ tables[3][high & 0xffU] ^ tables[2][(high >> 8U) & 0xffU] ^
          tables[1][(high >> 16U) & 0xffU] ^ tables[0][high >> 24U];
    bytes = bytes.subspan(8);
  }
  for (const auto byte : bytes) crc = (crc >> 8U) ^ tables[0][(crc ^ byte) & 0xffU];
  return crc;
}

#if defined(__x86_64__)
// The processor's own instruction for this polynomial: six times as fast as the tables.
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(std::uint32_t crc, bytes_view bytes) {
  std::uint64_t wide = crc;
  while (bytes.size() >= 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes.data(), sizeof eight);
    wide = _mm_crc32_u64(wide, eight);
    bytes = bytes.subspan(8);
  }
  crc = static_cast<std::uint32_t>(wide);
  for (const auto byte : bytes) crc = _mm_crc32_u8(crc, byte);
  return crc;
}

bool has_instruction() {
  static const bool has = __builtin_cpu_supports("sse4.2") != 0;
  return has;
}
#endif

}  // namespace

void checksum::add(bytes_view bytes) {
#if defined(__x86_64__)
  if (has_instruction()) {
    state_ = by_instruction(state_, bytes);
    return;
  }
#endif
  state_ = by_tables(state_, bytes);
}

void checksum::add_by_tables(bytes_view bytes) {
  state_ = by_tables(state_, bytes);
}

void checksum::add(std::uint64_t value) {
  std::array<std::uint8_t, 8> bytes{};
  for (auto& byte : bytes) {
    byte = static_cast<std::uint8_t>(value & 0xffU);
    value >>= 8U;
  }
  add(bytes_view(bytes));
}

}  // namespace jembatan::journal
