#include "journal/blank_entries.hpp"

#include <gtest/gtest.h>

namespace jembatan::journal {
namespace {

std::vector<waiting> used(std::size_t bodies, std::size_t size) {
  std::vector<waiting> all(bodies);
  for (auto& w : all) {
    w.what.source = "zoom-bpsdm";
    w.what.peer = "203.0.113.9";
    w.what.tls = "TLSv1.3";
    w.what.identities.resize(3);
    w.what.body.assign(size, 'x');
  }
  return all;
}

bool is_empty(const entry& e) {
  return e.source.empty() && e.peer.empty() && e.tls.empty() && e.identities.empty() && e.body.empty();
}

TEST(blank_entries, give_memory_again_and_nothing_of_what_was_in_it) {
  blank_entries blanks;
  auto stored = used(1, 700);
  blanks.give_back(stored);
  const auto e = blanks.take();
  EXPECT_TRUE(is_empty(e));
  EXPECT_GE(e.body.capacity(), 700U);
  EXPECT_GE(e.identities.capacity(), 3U);
}

TEST(blank_entries, are_plain_ones_where_there_is_nothing_to_use_again) {
  EXPECT_TRUE(is_empty(blank_entries().take()));
}

TEST(blank_entries, keep_no_body_that_is_long) {
  blank_entries blanks;
  auto stored = used(1, 100'000);
  blanks.give_back(stored);
  EXPECT_LT(blanks.take().body.capacity(), 100'000U);
}

TEST(blank_entries, are_bounded_in_number) {
  blank_entries blanks;
  auto stored = used(5000, 100);
  blanks.give_back(stored);
  std::size_t with_memory = 0;
  for (int i = 0; i < 5000; ++i) with_memory += blanks.take().body.capacity() >= 100 ? 1 : 0;
  EXPECT_LE(with_memory, 512U);
}

}  // namespace
}  // namespace jembatan::journal
