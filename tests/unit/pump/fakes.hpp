#pragma once
// A journal and an event log in memory that can be told to fail, as the pump sees them.
#include <algorithm>
#include <optional>

#include "eventlog/event_log.hpp"
#include "journal/journal.hpp"

namespace jembatan::pump {

class fake_retention final : public stage {
 public:
  const char* name() const override { return "retention"; }
  time_point step(time_point now) override { return now + std::chrono::hours{1}; }
};

class fake_journal final : public journal::journal {
 public:
  void store(const std::string& source, const std::string& body, std::size_t identities = 1) {
    jembatan::journal::stored_entry e;
    e.sequence = rows.size() + 1;
    e.what.source = source;
    e.what.received_at = from_unix_ms(1'773'622'803'000);
    e.what.body = body;
    for (std::size_t i = 0; i < identities; ++i) {
      digest id{};
      id[0] = static_cast<std::uint8_t>(e.sequence);
      id[1] = static_cast<std::uint8_t>(i);
      e.what.identities.push_back(id);
    }
    rows.push_back(std::move(e));
  }

  void append(jembatan::journal::entry, bool, callback) override {}
  result<std::vector<jembatan::journal::stored_entry>> read(std::uint64_t after, std::size_t count,
                                                            std::size_t) override {
    if (fail_read) return *fail_read;
    std::vector<jembatan::journal::stored_entry> found;
    for (const auto& r : rows)
      if (r.sequence > after && found.size() < count) found.push_back(r);
    return found;
  }
  result<jembatan::journal::stored_entry> find(std::uint64_t) override { return error(errc::not_found, ""); }
  result<std::optional<time_point>> removed_at(std::uint64_t) override { return std::optional<time_point>(); }
  std::uint64_t cursor() const override { return at; }
  result<void> advance(std::uint64_t through, const std::map<std::string, std::uint64_t>& counts) override {
    if (fail_advance) return *fail_advance;
    at = through;
    for (const auto& [source, n] : counts) published[source] += n;
    return {};
  }
  std::map<std::string, jembatan::journal::source_counts> counts() const override { return {}; }
  const std::string& epoch() const override { return epoch_; }
  result<void> accepting() const override { return {}; }
  void on_commit(std::function<void()>) override {}
  stage& retention() override { return retention_; }

  std::vector<jembatan::journal::stored_entry> rows;
  std::uint64_t at = 0;
  std::map<std::string, std::uint64_t> published;
  std::optional<error> fail_read, fail_advance;

 private:
  std::string epoch_ = "00112233aabbccdd";
  fake_retention retention_;
};

class fake_log final : public eventlog::event_log {
 public:
  result<void> append(std::span<const eventlog::message> batch) override {
    if (fail) return *fail;
    appends.emplace_back(batch.begin(), batch.end());
    return {};
  }
  result<eventlog::slice> read(std::string_view, std::int32_t, std::int64_t, eventlog::read_limit) override {
    return eventlog::slice{};
  }
  std::vector<std::int32_t> partitions(std::string_view) override { return {0}; }
  std::string epoch() const override { return "e"; }
  result<std::uint64_t> trim(time_point, std::size_t) override { return std::uint64_t{0}; }

  std::vector<std::vector<eventlog::message>> appends;
  std::optional<error> fail;
};

}  // namespace jembatan::pump
