#include "net/mailbox.hpp"

#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "base/wake_up.hpp"

namespace jembatan::net {

namespace asio = boost::asio;

mailbox::mailbox(asio::execution_context& c)
    : asio::execution_context::service(c), context_(static_cast<asio::io_context&>(c)) {}

void mailbox::put(std::shared_ptr<letter> l) {
  bool first = false;
  {
    const std::lock_guard hold(mutex_);
    first = letters_.empty();
    letters_.push_back(std::move(l));
  }
  const auto wake = [](void* self) {
    auto& box = *static_cast<mailbox*>(self);
    asio::post(box.context_, [&box] { box.open_all(); });
  };
  if (first) wake_together::wake(wake, this);
}

void mailbox::open_all() {
  {
    const std::lock_guard hold(mutex_);
    opening_.swap(letters_);
  }
  for (auto& l : opening_) {
    try {
      l->open();
    } catch (const std::exception& e) {
      // Those behind it must not wait for ever.
      log::error("net", "handler failed", {{"what", e.what()}});
    }
    l.reset();
  }
  opening_.clear();
}

void mailbox::shutdown() noexcept {
  const std::lock_guard hold(mutex_);
  letters_.clear();
  opening_.clear();
}

}  // namespace jembatan::net
