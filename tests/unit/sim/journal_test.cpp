// The journal on the simulated disk: what histories have found, each in its own small story.
#include "journal/journal.hpp"

#include <gtest/gtest.h>

#include "sim/vfs.hpp"

namespace jembatan::sim {
namespace {

class journal_on_a_bad_disk : public testing::Test {
 protected:
  struct machine {
    explicit machine(std::uint64_t seed) : files(seed), layer(files, time, seed) {
      options.directory = "/data/journal";
      options.segment_size = byte_size{4 * KiB};  // the next one is made after the first body
      options.vfs = layer.name();
      options.files = &files;
    }
    result<std::unique_ptr<journal::journal>> open() {
      return journal::journal::open(options, "node-1", time, random, metrics, journal::writing::by_steps);
    }
    bool store(journal::journal& j) {
      bool stored = false;
      journal::entry e{"zoom", time.now(), "203.0.113.9", "TLSv1.3", {digest{}}, std::string(8 * KiB, 'x')};
      j.append(std::move(e), false, [&](const result<receipt>& r) { stored = r.has_value(); });
      j.writer_stage()->step(time.now());
      return stored;
    }
    manual_clock time{from_unix_ms(1'773'622'500'000)};
    seeded_random random{1};
    metrics::registry metrics;
    disk files;
    vfs layer;
    journal::options options;
  };
};

// The registration of the next segment is written and its sync fails: whether it stands shows after a power cut. The
// file that it names must be there then, also when the power goes while the segment is tried again.
TEST_F(journal_on_a_bad_disk, starts_after_the_registration_of_a_segment_was_not_synced) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    machine m(seed);
    {
      auto j = m.open().value();
      m.files.set_fate([](disk::operation what, const std::string& name) {
        const bool registration = what == disk::operation::sync && name.ends_with("cursor.db-wal");
        return registration ? disk::fate::fail : disk::fate::pass;
      });
      EXPECT_TRUE(m.store(*j));
      m.files.set_fate([](disk::operation what, const std::string&) {
        return what == disk::operation::sync_directory ? disk::fate::die : disk::fate::pass;
      });
      m.time.advance(std::chrono::seconds{2});
      m.store(*j);
      m.files.die();
    }
    m.files.set_fate({});
    m.files.revive(true);
    const auto again = m.open();
    ASSERT_TRUE(again.has_value()) << "seed " << seed << ": " << again.error().message();
    EXPECT_TRUE((*again)->find(1).has_value());
  }
}

}  // namespace
}  // namespace jembatan::sim
