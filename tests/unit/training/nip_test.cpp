#include "training/nip.hpp"

#include <gtest/gtest.h>

#include "given.hpp"

namespace jembatan::training {
namespace {

const date today = given::day("2026-03-16");

bool good_nip(std::string_view text) {
  return !check_nip(text, today);
}
bool good_nippppk(std::string_view text) {
  return !check_nippppk(text, today);
}

TEST(nip, of_18_digits_with_birth_appointment_sex_and_serial_is_good) {
  EXPECT_TRUE(good_nip("199001012015011001"));
  EXPECT_TRUE(good_nip("199212312019122999"));
}

TEST(nip, has_exactly_18_digits) {
  EXPECT_FALSE(good_nip(""));
  EXPECT_FALSE(good_nip("19900101201501100"));
  EXPECT_FALSE(good_nip("1990010120150110011"));
  EXPECT_FALSE(good_nip("19900101 201501 1 001"));
  EXPECT_FALSE(good_nip("19900101201501100x"));
  EXPECT_FALSE(good_nip("-99001012015011001"));
}

TEST(nip, begins_with_a_real_date_of_birth) {
  EXPECT_FALSE(good_nip("199013012015011001"));
  EXPECT_FALSE(good_nip("199002302015011001"));
  EXPECT_FALSE(good_nip("199000012015011001"));
  EXPECT_TRUE(good_nip("199202292015011001"));
  EXPECT_FALSE(good_nip("199302292015011001"));
}

TEST(nip, has_a_month_of_appointment) {
  EXPECT_FALSE(good_nip("199001012015001001"));
  EXPECT_FALSE(good_nip("199001012015131001"));
  EXPECT_TRUE(good_nip("199001012015121001"));
}

TEST(nip, is_of_somebody_appointed_at_16_or_later) {
  EXPECT_FALSE(good_nip("199003012006021001"));
  EXPECT_TRUE(good_nip("199003012006031001"));
}

TEST(nip, is_of_an_appointment_at_most_a_year_ahead) {
  EXPECT_TRUE(good_nip("199001012027031001"));
  EXPECT_FALSE(good_nip("199001012027041001"));
}

TEST(nip, says_the_sex_with_1_or_2) {
  EXPECT_TRUE(good_nip("199001012015012001"));
  EXPECT_FALSE(good_nip("199001012015010001"));
  EXPECT_FALSE(good_nip("199001012015013001"));
}

TEST(nip, has_a_serial_number_above_zero) {
  EXPECT_FALSE(good_nip("199001012015011000"));
}

TEST(nip, is_never_repeated_in_what_is_wrong_with_it) {
  const auto wrong = check_nip("199001012015131001", today);
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->find("1990"), std::string::npos);
  EXPECT_EQ(wrong->find("201513"), std::string::npos);
}

TEST(nippppk, counts_contracts_where_a_nip_has_the_month) {
  EXPECT_TRUE(good_nippppk("199001012023211001"));
  EXPECT_TRUE(good_nippppk("199001012023001001"));
  EXPECT_FALSE(good_nip("199001012023211001"));
}

TEST(nippppk, has_the_frame_of_a_nip) {
  EXPECT_FALSE(good_nippppk("19900101202321100"));
  EXPECT_FALSE(good_nippppk("199002302023211001"));
  EXPECT_FALSE(good_nippppk("199001012023213001"));
  EXPECT_FALSE(good_nippppk("199001012023211000"));
}

TEST(nippppk, has_a_year_of_first_appointment_that_can_be) {
  EXPECT_FALSE(good_nippppk("199001012005211001"));
  EXPECT_TRUE(good_nippppk("199001012027211001"));
  EXPECT_FALSE(good_nippppk("199001012028211001"));
}

}  // namespace
}  // namespace jembatan::training
