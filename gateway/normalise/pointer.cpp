#include "normalise/pointer.hpp"

#include <charconv>

namespace jembatan::normalise {
namespace {

// RFC 6901 section 4: "0", or digits without a leading zero.
std::int64_t array_index(std::string_view name) {
  if (name.empty() || name.size() > 9 || (name.size() > 1 && name.front() == '0')) return -1;
  std::int64_t index = -1;
  const auto [end, ec] = std::from_chars(name.data(), name.data() + name.size(), index);
  return ec == std::errc{} && end == name.data() + name.size() && index >= 0 ? index : -1;
}

// RFC 6901 section 3: ~0 is '~', ~1 is '/', nothing else may follow '~'.
result<token> unescape(std::string_view written, std::string_view pointer) {
  token t;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] != '~') {
      t.name += written[i];
      continue;
    }
    const char next = i + 1 < written.size() ? written[i + 1] : '\0';
    if (next != '0' && next != '1')
      return error(errc::invalid, "in the pointer '" + std::string(pointer) + "' write '~' as ~0 and '/' as ~1");
    t.name += next == '0' ? '~' : '/';
    ++i;
  }
  t.index = array_index(t.name);
  return t;
}

}  // namespace

result<tokens> compile_pointer(std::string_view pointer) {
  tokens all;
  if (pointer.empty()) return all;
  if (pointer.front() != '/')
    return error(errc::invalid, "'" + std::string(pointer) + "' is no JSON Pointer: it must begin with '/'");
  std::string_view rest = pointer.substr(1);
  while (true) {
    const auto slash = rest.find('/');
    JB_TRY(auto next, unescape(rest.substr(0, slash), pointer));
    all.push_back(std::move(next));
    if (slash == std::string_view::npos) return all;
    rest = rest.substr(slash + 1);
  }
}

const boost::json::value* step(const boost::json::value* from, const token& to) {
  if (from == nullptr) return nullptr;
  if (const auto* object = from->if_object()) return object->if_contains(to.name);
  if (const auto* array = from->if_array(); array != nullptr && to.index >= 0)
    return array->if_contains(static_cast<std::size_t>(to.index));
  return nullptr;
}

const boost::json::value* resolve(const boost::json::value& root, const tokens& all) {
  const auto* at = &root;
  for (const auto& t : all) at = step(at, t);
  return at;
}

int pointer_table::add(const tokens& all) {
  int slot = 0;
  for (const auto& t : all) {
    const auto [known, added] = known_.try_emplace({slot, t.name}, static_cast<int>(size()));
    if (added) {
      if (size() >= max_pointers) {
        known_.erase(known);
        return -1;
      }
      steps_.push_back({slot, t});
    }
    slot = known->second;
  }
  return slot;
}

void pointer_table::resolve(const boost::json::value& root, std::span<const boost::json::value*> slots) const {
  slots[0] = &root;
  for (std::size_t i = 0; i < steps_.size(); ++i)
    slots[i + 1] = step(slots[static_cast<std::size_t>(steps_[i].parent)], steps_[i].name);
}

}  // namespace jembatan::normalise
