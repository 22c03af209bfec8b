#include "http/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace jembatan::http {
namespace {

TEST(worker_pool, refuses_when_its_queue_is_full_and_finishes_what_it_took) {
  std::atomic<int> done = 0;
  std::promise<void> begun, go;
  {
    worker_pool pool(1, 2);
    auto gate = go.get_future().share();
    ASSERT_TRUE(pool.post([&, gate] {
      begun.set_value();
      gate.wait();
      ++done;
    }));
    begun.get_future().wait();
    EXPECT_TRUE(pool.post([&] { ++done; }));
    EXPECT_TRUE(pool.post([&] { ++done; }));
    EXPECT_FALSE(pool.post([&] { ++done; }));
    go.set_value();
  }
  EXPECT_EQ(done, 3);
}

}  // namespace
}  // namespace jembatan::http
