#include "config/spelling.hpp"

#include <gtest/gtest.h>

namespace {

using jembatan::config::nearest;

TEST(spelling, finds_the_word_that_was_meant) {
  EXPECT_EQ(nearest("lsiten", {"ledger", "listen", "sources"}), "listen");
  EXPECT_EQ(nearest("source", {"ledger", "listen", "sources"}), "sources");
  EXPECT_EQ(nearest("client-ca", {"client_ca", "certificate"}), "client_ca");
}

TEST(spelling, prefers_the_nearest_of_several) {
  EXPECT_EQ(nearest("sourcess", {"source", "sources"}), "sources");
}

TEST(spelling, does_not_guess_far_or_from_short_words) {
  EXPECT_EQ(nearest("delivery", {"ledger", "listen"}), "");
  EXPECT_EQ(nearest("ab", {"ac"}), "");
  EXPECT_EQ(nearest(std::string(5000, 'a'), {std::string(4999, 'a')}), "");
}

}  // namespace
