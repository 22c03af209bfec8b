#include "ekinerja/reference.hpp"

#include <array>

namespace jembatan::ekinerja {
namespace {

constexpr std::array<jenis_diklat, 25> table{{
    {1, "Diklat Struktural", 'T'},
    {2, "Diklat Fungsional", 'F'},
    {3, "Diklat Teknis", 'T'},
    {4, "Workshop", 'P'},
    {5, "Pelatihan Manajerial", 'T'},
    {6, "Pelatihan Sosial Kultural", 'T'},
    {7, "Sosialisasi", 'P'},
    {8, "Bimbingan Teknis", 'T'},
    {9, "Seminar", 'P'},
    {10, "Magang", 'T'},
    {11, "Kursus", 'T'},
    {12, "Penataran", 'T'},
    {13, "Klasikal lainnya", 'T'},
    {14, "Coaching", 'T'},
    {15, "Mentoring", 'T'},
    {16, "E-Learning", 'T'},
    {17, "Pelatihan Jarak Jauh", 'T'},
    {18, "Detasering (Secondment)", 'T'},
    {19, "Pembelajaran Alam Terbuka", 'T'},
    {20, "Patok Banding (Benchmarking)", 'T'},
    {21, "Pertukaran PNS - swasta/BUMN/BUMD", 'T'},
    {22, "Belajar Mandiri", 'T'},
    {23, "Komunitas Belajar (CoP)", 'T'},
    {24, "Bimbingan Di Tempat Kerja", 'T'},
    {25, "Nonklasikal lainnya", 'T'},
}};

}  // namespace

std::optional<jenis_diklat> find_jenis_diklat(int id) {
  if (id < 1 || id > static_cast<int>(table.size())) return {};
  return table[static_cast<std::size_t>(id - 1)];
}

}  // namespace jembatan::ekinerja
