#include "simulate/people.hpp"

#include <array>
#include <cstdio>
#include <string_view>

namespace jembatan::simulate {
namespace {

constexpr std::array<std::string_view, 30> first_names = {
    "Raden", "Wulan",  "Bagas",  "Citra",  "Damar",  "Endah",  "Fajar",   "Gendis", "Harun",   "Intan",
    "Jaka",  "Kirana", "Laksmi", "Mahesa", "Nawang", "Okta",   "Pramana", "Qonita", "Ratih",   "Satria",
    "Tirta", "Utari",  "Viska",  "Wisnu",  "Yudha",  "Zahira", "Anjani",  "Bima",   "Cempaka", "Desta"};
constexpr std::array<std::string_view, 19> middle_names = {
    "Arum", "Bayu",    "Dewa",  "Eka",   "Galuh", "Hening", "Indra",  "Jati",   "Kusno", "Lintang",
    "Mega", "Nirmala", "Padma", "Rimba", "Sekar", "Tejo",   "Untung", "Wening", "Yanuar"};
constexpr std::array<std::string_view, 31> last_names = {
    "Adiwangsa",    "Brajamukti",    "Cakrabuana",   "Danurwenda", "Ekaputranto", "Giriwardana", "Hadisaputra",
    "Jayengrana",   "Kartanagari",   "Lokatmaja",    "Mangunjaya", "Natakusuma",  "Padmanagara", "Rangkutama",
    "Sasradipura",  "Tanumihardja",  "Udayaningrat", "Wanasegara", "Yasadipura",  "Argasoka",    "Banyuaji",
    "Candrakirana", "Darmawangsaka", "Gandasubrata", "Jatikerta",  "Kertabumi",   "Margasuta",   "Nilasuwarna",
    "Purwakarsa",   "Sumawinata",    "Tambakbaya"};

std::string lower(std::string_view text) {
  std::string out;
  for (char c : text) out += c == ' ' ? '.' : (c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  return out;
}

std::string invent_name(int number) {
  constexpr int all = static_cast<int>(first_names.size() * middle_names.size() * last_names.size());
  // A step without a common factor with the number of combinations visits each once before it repeats.
  const int at = static_cast<int>((static_cast<std::int64_t>(number) * 7919) % all);
  std::string name{first_names[at % first_names.size()]};
  name.append(" ").append(middle_names[at / first_names.size() % middle_names.size()]);
  name.append(" ").append(last_names[at / (first_names.size() * middle_names.size())]);
  if (number >= all) name.append(" ").append(std::to_string(number / all + 1));
  return name;
}

std::string invent_nip(int number, bool pppk, dice& d) {
  // Serials 001 to 999; the birth year moves with each person and differs where a serial comes again.
  const int serial = number % 999 + 1;
  const int birth_year = 1968 + (number / 999 + number * 6) % 28;
  const int appointed =
      pppk ? 2021 + static_cast<int>(d.between(0, 3)) : birth_year + static_cast<int>(d.between(21, 25));
  const int month = pppk ? 21 : static_cast<int>(d.between(1, 12));  // PPPK: contracts, not a month
  char text[32];
  std::snprintf(text, sizeof text, "%04d%02d%02d%04d%02d%d%03d", birth_year, static_cast<int>(d.between(1, 12)),
                static_cast<int>(d.between(1, 28)), appointed, month, static_cast<int>(d.between(1, 2)), serial);
  return text;
}

}  // namespace

person invent_person(int number, bool pppk, dice& d) {
  char id[16];
  std::snprintf(id, sizeof id, "P-%04d", number);
  person p{.person_id = id, .name = invent_name(number), .email = {}, .nip = invent_nip(number, pppk, d), .pppk = pppk};
  p.email = lower(p.name) + "@pemprov.example.go.id";
  return p;
}

}  // namespace jembatan::simulate
