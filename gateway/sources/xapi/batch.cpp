#include "xapi/batch.hpp"

namespace jembatan::xapi {

batch_reader::batch_reader(std::string_view source, std::string_view body, std::string_view requested_id,
                           std::size_t most)
    : source_(source), body_(body), requested_id_(requested_id), most_(most), elements_(body) {}

void batch_reader::put(const name& n) {
  found_.identities.push_back(n.identity);
  found_.ids.insert(found_.ids.size() - 1, (found_.ids.size() > 2 ? ",\"" : "\"") + n.answered + '"');
}

void batch_reader::add(std::string_view raw) {
  statement s;
  const bool readable = read_statement(raw, s) == reading::statement;
  auto n = name_of(source_, readable ? &s : nullptr, raw);
  if (n.derived)
    if (const auto before = derived_[n.identity]++; before != 0) n = further(source_, n, before);
  put(n);
}

// No array: a statement alone, or no JSON.
void batch_reader::add_whole() {
  found_ = {};
  statement s;
  const auto what = read_statement(body_, s);
  put(name_of(source_, what == reading::statement ? &s : nullptr, body_, requested_id_));
  if (what == reading::other) found_.ids = "[]";
}

bool batch_reader::step(std::size_t bytes) {
  const auto until = elements_.position() + bytes;
  while (elements_.position() < until) {
    const auto raw = elements_.next();
    if (!raw) {
      if (!elements_.whole()) add_whole();
      return false;
    }
    if (found_.identities.size() == most_) {
      found_.too_many = true;
      return false;
    }
    add(*raw);
  }
  return true;
}

}  // namespace jembatan::xapi
