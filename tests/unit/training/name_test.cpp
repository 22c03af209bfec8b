#include "training/name.hpp"

#include <gtest/gtest.h>

namespace jembatan::training {
namespace {

TEST(names, agree_without_case_titles_and_degrees) {
  EXPECT_TRUE(names_agree("Ratna Wijayakusuma", "Ratna Wijayakusuma"));
  EXPECT_TRUE(names_agree("RATNA WIJAYAKUSUMA", "ratna  wijayakusuma "));
  EXPECT_TRUE(names_agree("Dr. Ir. Ratna Wijayakusuma, S.T., M.Kom.", "Ratna Wijayakusuma"));
  EXPECT_TRUE(names_agree("dr.Ratna Wijayakusuma", "Hj. Ratna Wijayakusuma, Sp.A"));
  EXPECT_TRUE(names_agree("Prof. Dr. H. Bagas Prakoso", "Drs. Bagas Prakoso"));
}

TEST(names, differ_by_any_word) {
  EXPECT_FALSE(names_agree("Ratna Wijayakusuma", "Ratna"));
  EXPECT_FALSE(names_agree("Ratna Wijayakusuma", "Wijayakusuma Ratna"));
  EXPECT_FALSE(names_agree("Ratna Wijayakusuma", "Ratna W."));
  EXPECT_FALSE(names_agree("Ratna Wijayakusuma", "Ratna H Wijayakusuma"));
}

TEST(names, without_a_word_agree_with_nothing) {
  EXPECT_FALSE(names_agree("", ""));
  EXPECT_FALSE(names_agree("Dr.", "Dr."));
  EXPECT_FALSE(names_agree(", S.T.", ", S.T."));
}

TEST(names, keep_letters_beyond_ascii) {
  EXPECT_TRUE(names_agree("René Adiwangsa", "RENé ADIWANGSA"));
  EXPECT_FALSE(names_agree("René Adiwangsa", "Rene Adiwangsa"));
}

}  // namespace
}  // namespace jembatan::training
