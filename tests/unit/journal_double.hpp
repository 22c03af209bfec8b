#pragma once
// A journal as the receivers see it.
#include <cstdlib>
#include <thread>
#include <vector>

#include "journal/journal.hpp"

namespace jembatan {

// Remembers what it is given and answers from another thread, as the journal does.
class journal_double final : public journal::journal {
 public:
  ~journal_double() override {
    for (auto& t : threads_) t.join();
  }
  void append(::jembatan::journal::entry e, bool may_use_reserve, callback done) override {
    entries.push_back(std::move(e));
    used_reserve = used_reserve || may_use_reserve;
    auto why = failure;
    if (!failures.empty()) {
      why = failures.front();
      failures.erase(failures.begin());
    }
    threads_.emplace_back([why, done = std::move(done)] {
      if (why.code)
        done(why);
      else
        done(receipt{"edge-1", "00112233445566ff", 7});
    });
  }
  result<std::vector<::jembatan::journal::stored_entry>> read(std::uint64_t, std::size_t, std::size_t) override {
    return no();
  }
  result<::jembatan::journal::stored_entry> find(std::uint64_t) override { return no(); }
  result<std::optional<time_point>> removed_at(std::uint64_t) override { return no(); }
  std::uint64_t cursor() const override { return 0; }
  result<void> advance(std::uint64_t, const std::map<std::string, std::uint64_t>&) override { return no(); }
  std::map<std::string, ::jembatan::journal::source_counts> counts() const override { return {}; }
  const std::string& epoch() const override { return epoch_; }
  result<void> accepting() const override { return {}; }
  void on_commit(std::function<void()>) override {}
  stage& retention() override { std::abort(); }

  std::vector<::jembatan::journal::entry> entries;
  bool used_reserve = false;
  error failure;                // of every append
  std::vector<error> failures;  // of the next ones, before that

 private:
  static error no() { return {errc::unsupported, "double"}; }
  std::string epoch_ = "00112233445566ff";
  std::vector<std::thread> threads_;
};

}  // namespace jembatan
