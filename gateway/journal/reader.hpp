#pragma once
// Reads bodies back, over a few connections that are kept open. Safe from any thread: one reads at a time, shortly.
#include <list>
#include <mutex>

#include "journal/catalogue.hpp"
#include "journal/segment_view.hpp"

namespace jembatan::journal {

class reader {
 public:
  reader(const options&, const catalogue&);

  // As journal::read: from the first segment that has something past `after`.
  result<std::vector<stored_entry>> read(std::uint64_t after, read_limits);
  result<stored_entry> find(std::uint64_t sequence);
  // Raw events per source in rows after `after` up to and with `through`.
  result<tally> count(std::uint64_t after, std::uint64_t through);
  // Accepted up to and with `sequence`.
  result<tally> accepted_through(std::uint64_t sequence);

  // Closes every connection, so that the writer's is the last and takes WAL files away with it.
  void close();
  // Closes the segment and removes its files while no read can begin on it.
  result<void> remove(std::uint64_t number);

 private:
  struct open_view {
    std::uint64_t number;
    segment_view view;
  };
  result<segment_view*> view_of(std::uint64_t number);

  const options& options_;
  const catalogue& catalogue_;
  std::mutex mutex_;
  std::list<open_view> views_;  // most recently used first
};

}  // namespace jembatan::journal
