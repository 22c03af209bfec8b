#pragma once
// Bytes that a connection has received and not yet used: one block of fixed capacity that comes with the first byte and
// can be given back while the connection is idle. Views into it stay valid until discard() or release().
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace jembatan::net {

class input_buffer {
 public:
  explicit input_buffer(std::size_t capacity) : capacity_(capacity) {}

  std::string_view data() const { return {block_.get(), size_}; }
  bool full() const { return size_ == capacity_; }
  std::size_t capacity() const { return capacity_; }

  // Where the next bytes go; empty when the buffer is full.
  std::span<char> space() {
    if (!block_) block_ = std::make_unique_for_overwrite<char[]>(capacity_);
    return {block_.get() + size_, capacity_ - size_};
  }
  void commit(std::size_t n) { size_ += n; }

  // Drops n bytes from this place on and moves up what follows. Views before that place stay valid.
  void erase(std::size_t from, std::size_t n) {
    size_ -= n;
    if (size_ != from) std::memmove(block_.get() + from, block_.get() + from + n, size_ - from);
  }
  void discard(std::size_t n) { erase(0, n); }
  // Gives the memory back if nothing is in it.
  void release() {
    if (size_ == 0) block_.reset();
  }

 private:
  std::size_t capacity_;
  std::size_t size_ = 0;
  std::unique_ptr<char[]> block_;
};

}  // namespace jembatan::net
