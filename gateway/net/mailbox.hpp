#pragma once
// What other threads hand to a reactor: letters, opened there in order. However many are put at once, the reactor is
// woken once: the journal answers a hundred senders with one commit. One for each io_context,
// found with asio::use_service. put() from any thread.
#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <mutex>
#include <vector>

namespace jembatan::net {

class letter {
 public:
  virtual ~letter() = default;
  // In the reactor. The letter goes away afterwards, unless somebody else holds it.
  virtual void open() = 0;
};

class mailbox : public boost::asio::execution_context::service {
 public:
  static inline boost::asio::execution_context::id id;

  explicit mailbox(boost::asio::execution_context&);

  // Dropped unopened when the reactor is gone before its turn comes.
  void put(std::shared_ptr<letter>);

 private:
  void shutdown() noexcept override;
  void open_all();

  boost::asio::io_context& context_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<letter>> letters_;
  std::vector<std::shared_ptr<letter>> opening_;  // the reactor's alone: the two change places, and keep their memory
};

}  // namespace jembatan::net
