#include "ekinerja/course.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "ekinerja/reference.hpp"
#include "samples.hpp"

namespace jembatan::ekinerja {
namespace {

namespace json = boost::json;
using testing::sample;

json::object row(std::string id, json::object changes = {}) {
  json::object r{{"id", id},
                 {"namaKursus", "PELAYANAN  publik prima"},
                 {"institusiPenyelenggara", "BPSDM Provinsi Contoh "},
                 {"tanggalKursus", "02-03-2026"},
                 {"tanggalSelesaiKursus", "30-04-2026"},
                 {"jumlahJam", "24"},
                 {"tahunKursus", 2026},
                 {"jenisDiklatId", "17"},
                 {"noSertipikat", nullptr}};
  for (auto& [k, v] : changes) r[k] = v;
  return r;
}

TEST(siasn_course, maps_a_record_to_the_body_of_kursus_save) {
  const auto p = map_course(sample(), "A5EB03E23CFBF6A0E040640A040252AD");
  ASSERT_TRUE(p.has_value());
  EXPECT_EQ(
      json::serialize(save_body(*p, {"PNS-1", {}})),
      R"({"instansiId":"A5EB03E23CFBF6A0E040640A040252AD","institusiPenyelenggara":"BPSDM Provinsi Contoh",)"
      R"("jenisDiklatId":"17","jenisKursus":"","jenisKursusSertipikat":"T","jumlahJam":24,"lokasiId":"",)"
      R"("namaKursus":"Pelayanan Publik Prima","nomorSertipikat":"","tahunKursus":2026,"tanggalKursus":"02-03-2026",)"
      R"("tanggalSelesaiKursus":"30-04-2026","pnsOrangId":"PNS-1"})");
}

TEST(siasn_course, names_the_row_in_a_correction) {
  const auto p = map_course(sample(), "I");
  const auto body =
      save_body(*p, {"PNS-1", delivery::holding{"8ae4", false, row("8ae4", {{"noSertipikat", "12/2026"}})}});
  EXPECT_EQ(body.at("id").as_string(), "8ae4");
  EXPECT_EQ(body.at("nomorSertipikat").as_string(), "12/2026") << "what a person typed is not wiped out";
}

TEST(siasn_course, carries_the_number_of_the_certificate) {
  auto certified = sample();
  certified.certified = training::certificate{" PPP/2026/0007", std::chrono::year{2026} / 4 / 30, {}, {}};
  const auto p = map_course(certified, "I");
  EXPECT_EQ(save_body(*p, {"PNS-1", {}}).at("nomorSertipikat").as_string(), "PPP/2026/0007");
  // Written before the number was known: the same row, corrected.
  const auto found = find_course({row("8ae4")}, *p, {});
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->same);
}

TEST(siasn_course, never_carries_our_own_ids) {
  const auto text = json::serialize(save_body(*map_course(sample(), "I"), {"PNS-1", {}}));
  for (const auto* ours : {"r-1", "P-0001", "ppp-2026-01", "199001012015011001"})
    EXPECT_EQ(text.find(ours), std::string::npos) << ours;
}

TEST(siasn_course, changes_its_digest_exactly_when_a_field_changes) {
  const auto first = map_course(sample(), "I")->digest;
  auto r = sample();
  r.revision = 7;
  r.record_id = "r-2";
  EXPECT_EQ(map_course(r, "I")->digest, first);
  r.jp = 25;
  EXPECT_NE(map_course(r, "I")->digest, first);
}

TEST(siasn_course, names_the_rule_that_a_record_breaks) {
  const auto code = [](auto change) {
    auto r = sample();
    change(r);
    const auto p = map_course(r, "I");
    return p.has_value()                                           ? ""
           : p.error().what == delivery::setback::kind::impossible ? p.error().code
                                                                   : "not impossible";
  };
  EXPECT_EQ(code([](auto& r) { r.jp = 0; }), "jp_out_of_range");
  EXPECT_EQ(code([](auto& r) { r.jp = 1000; }), "jp_out_of_range");
  EXPECT_EQ(code([](auto& r) { r.jp = 999; }), "");
  EXPECT_EQ(code([](auto& r) { r.title = "\n "; }), "title_empty");
  EXPECT_EQ(code([](auto& r) { r.organiser = ""; }), "organiser_empty");
  EXPECT_EQ(code([](auto& r) { r.end = *parse_date("2026-03-01"); }), "dates_invalid");
  EXPECT_EQ(code([](auto& r) { r.jenis_diklat = 1; }), "diklat_struktural_unsupported");
  EXPECT_EQ(code([](auto& r) { r.jenis_diklat = 26; }), "jenis_diklat_unknown");
  EXPECT_EQ(code([](auto& r) { r.nip = "../x"; }), "nip_invalid");
}

TEST(siasn_course, is_recognised_however_a_person_typed_it) {
  const auto p = map_course(sample(), "I");
  const auto found =
      find_course({row("1", {{"namaKursus", "Lain"}}), row("2", {{"tanggalKursus", "2026-03-02"}})}, *p, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, "2");
  EXPECT_TRUE(found->same);
}

TEST(siasn_course, needs_a_correction_where_a_shown_value_differs) {
  const auto p = map_course(sample(), "I");
  EXPECT_FALSE(find_course({row("1", {{"jumlahJam", 8}})}, *p, {})->same);
  EXPECT_FALSE(find_course({row("1", {{"jenisDiklatId", 16}})}, *p, {})->same);
  EXPECT_TRUE(find_course({row("1", {{"jenisDiklatId", nullptr}})}, *p, {})->same) << "not shown is no difference";
}

TEST(siasn_course, is_another_one_with_other_dates_or_organiser) {
  const auto p = map_course(sample(), "I");
  for (const auto* key : {"namaKursus", "institusiPenyelenggara", "tanggalKursus", "tanggalSelesaiKursus"})
    EXPECT_FALSE(find_course({row("1", {{key, "01-01-2020"}})}, *p, {})) << key;
}

TEST(siasn_course, prefers_the_known_row_then_the_one_without_a_difference_then_the_least_id) {
  const auto p = map_course(sample(), "I");
  const json::array rows{row("3"), row("1", {{"jumlahJam", 8}}), row("2"), row("9", {{"namaKursus", "Lama"}})};
  EXPECT_EQ(find_course(rows, *p, {"9", {}, {}})->id, "9");
  EXPECT_EQ(find_course(rows, *p, {})->id, "2");
}

TEST(siasn_course, goes_by_the_certificate_number_where_both_have_one) {
  auto p = *map_course(sample(), "I");
  p.fields["nomorSertipikat"] = "12/2026";
  EXPECT_TRUE(find_course({row("1", {{"noSertipikat", "12/2026"}, {"namaKursus", "Lain"}})}, p, {}));
  EXPECT_FALSE(find_course({row("1", {{"noSertipikat", "13/2026"}})}, p, {}));
  const auto without = find_course({row("1")}, p, {});
  ASSERT_TRUE(without);
  EXPECT_FALSE(without->same) << "our number is missing there";
}

TEST(siasn_course, is_recognised_by_what_was_tried_last_where_nothing_else_is_found) {
  auto older = sample(), newer = sample();
  older.title = "Pelayanan";
  newer.title = "Pelayanan Publik";
  const auto now = *map_course(sample(), "I");
  delivery::traces left{"", {*map_course(older, "I"), *map_course(newer, "I")}, {}};
  const auto first = row("1", {{"namaKursus", "Pelayanan"}}), second = row("2", {{"namaKursus", "pelayanan publik"}});
  EXPECT_EQ(find_course({first, second}, now, left)->id, "2");
  EXPECT_FALSE(find_course({first, second}, now, left)->same) << "judged by what is to stand there";
  EXPECT_EQ(find_course({first}, now, left)->id, "1");
  EXPECT_EQ(find_course({first, second, row("3")}, now, left)->id, "3");
  EXPECT_FALSE(find_course({first, second}, now, {}));
}

TEST(siasn_course, is_not_recognised_by_what_was_tried_in_a_row_that_is_another_record) {
  auto before = sample();
  before.title = "Pelayanan";
  const auto now = *map_course(sample(), "I");
  const delivery::traces left{"", {*map_course(before, "I")}, {"1"}};
  EXPECT_FALSE(find_course({row("1", {{"namaKursus", "Pelayanan"}})}, now, left));
  EXPECT_TRUE(find_course({row("2", {{"namaKursus", "Pelayanan"}})}, now, left));
}

TEST(siasn_course, passes_over_what_is_no_row) {
  EXPECT_FALSE(find_course({1, "x", json::object{}, json::object{{"id", nullptr}}}, *map_course(sample(), "I"), {}));
}

TEST(siasn_reference, knows_the_certificate_letter_of_each_form) {
  std::string letters;
  for (int id = 1; id <= 25; ++id) letters += find_jenis_diklat(id)->sertipikat;
  EXPECT_EQ(letters, "TFTPTTPTPTTTTTTTTTTTTTTTT");
  EXPECT_FALSE(find_jenis_diklat(0));
  EXPECT_FALSE(find_jenis_diklat(26));
}

}  // namespace
}  // namespace jembatan::ekinerja
