#pragma once
// Topics of messages between the stages: what the pump appends, the ledger reads (DESIGN.md "Event log"). The embedded
// log (embedded/) keeps them in one SQLite file with one partition a topic; Kafka stands behind the same interface.
// Positions belong to the reader and are stored with its effects, never here. Safe from any thread.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace jembatan::eventlog {

inline constexpr std::string_view events_topic = "training.events.v1";
inline constexpr std::string_view deadletter_topic = "training.deadletter.v1";
inline constexpr std::string_view records_topic = "training.records.v1";

struct message {
  std::string topic;
  std::string key;
  std::string value;
};

struct stored_message {
  std::int64_t offset = 0;  // 0, 1, 2, ... within the partition; gaps are allowed
  time_point appended_at;
  std::string key;
  std::string value;
};

struct read_limit {
  std::size_t rows = 1000;
  std::size_t bytes = 4 << 20;  // a first message is returned even when it alone is larger
};

struct slice {
  std::vector<stored_message> messages;
  std::int64_t next = 0;  // where to read on: one past the last message, or `from` when there was none
};

// A topic that is not stored here but is a view of something durable elsewhere (training.records.v1 of the ledger's
// feed).
class topic_view {
 public:
  virtual ~topic_view() = default;
  virtual result<slice> read(std::int64_t from, read_limit) = 0;
};

class event_log {
 public:
  virtual ~event_log() = default;

  // Durable when it returns: all messages, in order, or none. Any failure may be tried again with the same batch; a
  // reader can then see messages twice (at least once).
  virtual result<void> append(std::span<const message>) = 0;

  // Messages from offset `from` on. corrupt when the log no longer holds `from` (it was trimmed past it or replaced).
  virtual result<slice> read(std::string_view topic, std::int32_t partition, std::int64_t from, read_limit) = 0;

  // Partitions of a topic that this process is to read.
  virtual std::vector<std::int32_t> partitions(std::string_view topic) = 0;

  // Random, made with the log: another epoch means that the log was replaced and positions in it mean nothing.
  virtual std::string epoch() const = 0;

  // Removes at most `rows` messages appended before `before`; returns how many. A log that keeps time itself returns 0.
  virtual result<std::uint64_t> trim(time_point before, std::size_t rows) = 0;
};

}  // namespace jembatan::eventlog
