#include "net/mailbox.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <thread>

#include "base/wake_up.hpp"

namespace jembatan::net {
namespace {

class note final : public letter {
 public:
  explicit note(std::function<void()> f) : what_(std::move(f)) {}
  void open() override { what_(); }

 private:
  std::function<void()> what_;
};

std::shared_ptr<letter> that(std::function<void()> f) {
  return std::make_shared<note>(std::move(f));
}

class mailbox_test : public testing::Test {
 protected:
  boost::asio::io_context reactor_{1};
  mailbox& box_ = boost::asio::use_service<mailbox>(reactor_);
  std::vector<int> opened_;
};

TEST_F(mailbox_test, opens_letters_in_order_where_the_reactor_runs) {
  std::thread sender([&] {
    for (int i = 0; i < 100; ++i) box_.put(that([this, i] { opened_.push_back(i); }));
  });
  sender.join();
  EXPECT_TRUE(opened_.empty());
  reactor_.run();
  ASSERT_EQ(opened_.size(), 100U);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(opened_[static_cast<std::size_t>(i)], i);
}

TEST_F(mailbox_test, wakes_the_reactor_once_for_all_letters_of_a_scope) {
  {
    const wake_together scope;
    for (int i = 0; i < 3; ++i) box_.put(that([this, i] { opened_.push_back(i); }));
    EXPECT_EQ(reactor_.poll(), 0U);
    reactor_.restart();  // a reactor without work has stopped
  }
  EXPECT_EQ(reactor_.poll(), 1U);
  EXPECT_EQ(opened_.size(), 3U);
}

TEST_F(mailbox_test, opens_what_is_put_while_it_opens) {
  box_.put(that([this] { box_.put(that([this] { opened_.push_back(1); })); }));
  reactor_.run();
  EXPECT_EQ(opened_.size(), 1U);
}

TEST_F(mailbox_test, opens_the_letters_behind_one_that_fails) {
  box_.put(that([] { throw std::runtime_error("on purpose"); }));
  box_.put(that([this] { opened_.push_back(1); }));
  reactor_.run();
  EXPECT_EQ(opened_.size(), 1U);
}

TEST(mailbox, drops_what_was_not_opened_with_its_reactor) {
  auto l = that([] { FAIL(); });
  const std::weak_ptr<letter> watched = l;
  {
    boost::asio::io_context reactor{1};
    boost::asio::use_service<mailbox>(reactor).put(std::move(l));
  }
  EXPECT_TRUE(watched.expired());
}

}  // namespace
}  // namespace jembatan::net
