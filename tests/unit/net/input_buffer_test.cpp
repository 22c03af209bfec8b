#include "net/input_buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace jembatan::net {
namespace {

void fill(input_buffer& b, std::string_view text) {
  std::copy(text.begin(), text.end(), b.space().begin());
  b.commit(text.size());
}

TEST(input_buffer, moves_what_follows_to_the_front) {
  input_buffer b(8);
  fill(b, "abcdef");
  b.discard(4);
  EXPECT_EQ(b.data(), "ef");
  fill(b, "ghijkl");
  EXPECT_TRUE(b.full());
  EXPECT_EQ(b.data(), "efghijkl");
}

TEST(input_buffer, keeps_what_stands_before_erased_bytes) {
  input_buffer b(8);
  fill(b, "abcdef");
  b.erase(2, 3);
  EXPECT_EQ(b.data(), "abf");
}

TEST(input_buffer, gives_memory_back_only_when_empty) {
  input_buffer b(8);
  fill(b, "ab");
  b.release();
  EXPECT_EQ(b.data(), "ab");
  b.discard(2);
  b.release();
  EXPECT_EQ(b.data().data(), nullptr);
}

}  // namespace
}  // namespace jembatan::net
