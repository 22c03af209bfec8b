#pragma once
// BKN's reference codes that a course needs (facts/targets.md 1.5), as data with a version. Pure.
#include <optional>
#include <string_view>

namespace jembatan::ekinerja {

inline constexpr std::string_view reference_version = "bkn-jenis-diklat/2025-02";

struct jenis_diklat {
  int id;
  std::string_view name;
  char sertipikat;  // jenisKursusSertipikat: T, F or P
};

// Leadership training: SIASN keeps it in another table (diklat/save).
inline constexpr int diklat_struktural = 1;

std::optional<jenis_diklat> find_jenis_diklat(int id);

}  // namespace jembatan::ekinerja
