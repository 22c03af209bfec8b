#include "journal/config.hpp"

namespace jembatan::journal {

void describe(option_visitor& visit, options& o) {
  visit.option(
      "keep", o.keep,
      {.text = "How long delivered bodies are kept for replay and explanation. Under disk pressure the oldest go "
               "earlier, never younger than 7d."});
  visit.option(
      "reserve", o.reserve,
      {.text = "Free disk space that is kept for senders that do not try again. Below it the others are refused "
               "(503) and delivered segments older than 7d are removed."});
  visit.option("segment_size", o.segment_size, {.text = "A new segment file is begun past this size."});
  visit.option("segment_age", o.segment_age, {.text = "A new segment file is begun past this age."});
  visit.option("queue", o.queue,
               {.text = "Bytes of bodies that may wait for the writer. What comes on top is refused (503)."});
  visit.option("append_deadline", o.append_deadline,
               {.text = "A body that has waited longer than this for its turn is refused (503) and not stored."});
  visit.option("commit_deadline", o.commit_deadline,
               {.text = "A body that the disk has taken longer than this to store is refused (503). When the disk "
                        "comes back it may be stored all the same, and what its sender repeats is a duplicate."});
  if (visit.documenting()) return;
  if (o.segment_size < byte_size{MiB}) visit.reject("segment_size", "is too small: write at least 1MiB");
  if (o.segment_age < std::chrono::minutes{1}) visit.reject("segment_age", "is too short: write at least 1m");
  if (o.keep < std::chrono::days{7}) visit.reject("keep", "is too short: write at least 7d, replay needs the bodies");
  if (o.queue < byte_size{MiB}) visit.reject("queue", "is too small: write at least 1MiB");
  if (o.append_deadline <= duration::zero()) visit.reject("append_deadline", "must be longer than 0s");
  if (o.commit_deadline <= duration::zero()) visit.reject("commit_deadline", "must be longer than 0s");
}

}  // namespace jembatan::journal
