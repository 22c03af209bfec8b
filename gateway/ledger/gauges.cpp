#include "ledger/gauges.hpp"

#include <map>

namespace jembatan::ledger {
namespace {

class gauge_board {
 public:
  gauge_board(std::shared_ptr<reader> read, metrics::registry& series) : read_(std::move(read)), series_(series) {}

  void refresh() {
    if (const auto all = read_->counts(); all.has_value()) {
      for (const auto& [source, c] : *all) show_classes(source, c);
    }
    if (const auto n = read_->dirty(); n.has_value()) {
      set("jembatan_ledger_dirty_marks", "Open dirty marks", {}, static_cast<double>(*n));
    }
    if (const auto all = read_->held_counts(); all.has_value()) {
      std::map<metrics::labels, double> values;
      for (const auto& [reason, n] : *all) values[{{"reason", reason}}] = static_cast<double>(n);
      show("jembatan_held_events", "Events that a person can still mend, by reason", values);
    }
    if (const auto all = read_->record_counts(); all.has_value()) {
      show("jembatan_records", "Training records", flat(*all, "status", "outcome"));
    }
    if (const auto all = read_->delivery_counts(); all.has_value()) {
      show("jembatan_deliveries", "Deliveries by state", flat(*all, "target", "state"));
    }
  }

 private:
  static std::map<metrics::labels, double> flat(const reader::table& all, const char* outer, const char* inner) {
    std::map<metrics::labels, double> values;
    for (const auto& [a, row] : all) {
      for (const auto& [b, n] : row) values[{{outer, a}, {inner, b}}] = static_cast<double>(n);
    }
    return values;
  }

  void show_classes(const std::string& source, const class_counts& c) {
    const auto show_one = [&](const char* name, std::uint64_t n) {
      set("jembatan_ledger_events", "Raw events by class", {{"source", source}, {"class", name}},
          static_cast<double>(n));
    };
    // Apart from its parts, so that the classes can be summed.
    set("jembatan_ledger_ingested_events", "Raw events that were ever stored in the ledger", {{"source", source}},
        static_cast<double>(c.ingested));
    show_one("recorded", c.recorded);
    show_one("held", c.held);
    show_one("ignored", c.ignored);
    show_one("unmapped", c.unmapped);
    show_one("duplicate", c.duplicate);
    show_one("dead", c.dead);
    show_one("evaluating", c.evaluating);
  }

  void set(const std::string& name, const std::string& help, const metrics::labels& l, double value) {
    series_.make_gauge(name, help, l).set(value);
  }

  // What has gone since the last scrape is shown as 0, not as it was.
  void show(const std::string& name, const std::string& help, const std::map<metrics::labels, double>& values) {
    for (auto& [labels, value] : shown_[name]) value = 0;
    for (const auto& [labels, value] : values) shown_[name][labels] = value;
    for (const auto& [labels, value] : shown_[name]) set(name, help, labels, value);
  }

  std::shared_ptr<reader> read_;
  metrics::registry& series_;
  std::map<std::string, std::map<metrics::labels, double>> shown_;
};

}  // namespace

std::shared_ptr<void> publish_gauges(core& c) {
  auto board = std::make_shared<gauge_board>(c.read, c.series);
  c.series.before_scrape([weak = std::weak_ptr(board)] {
    if (const auto here = weak.lock()) here->refresh();
  });
  return board;
}

}  // namespace jembatan::ledger
