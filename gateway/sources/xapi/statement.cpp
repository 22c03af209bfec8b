#include "xapi/statement.hpp"

#include "base/json_picker.hpp"

namespace jembatan::xapi {
namespace {

constexpr std::size_t depth_limit = 32;

enum class place : unsigned char { outside, root, actor, account, verb, object, context, extensions, info, elsewhere };

struct step {
  place in;
  std::string_view key;
  place to;
};
constexpr step steps[] = {
    {place::root, "actor", place::actor},
    {place::actor, "account", place::account},
    {place::root, "verb", place::verb},
    {place::root, "object", place::object},
    {place::root, "context", place::context},
    {place::context, "extensions", place::extensions},
    {place::extensions, "http://lrs.learninglocker.net/define/extensions/info", place::info},
};

struct member {
  place in;
  std::string_view key;
  slot what;
};
constexpr member members[] = {
    {place::root, "id", slot::id},
    {place::root, "timestamp", slot::timestamp},
    {place::actor, "mbox", slot::mbox},
    {place::actor, "mbox_sha1sum", slot::mbox_sha1sum},
    {place::actor, "openid", slot::openid},
    {place::account, "homePage", slot::account_home_page},
    {place::account, "name", slot::account_name},
    {place::verb, "id", slot::verb},
    {place::object, "id", slot::object},
    {place::info, "event_name", slot::event_name},
};

struct shape {
  using place = xapi::place;

  static place child(place in, std::string_view key) {
    for (const auto& s : steps)
      if (s.in == in && s.key == key) return s.to;
    return place::elsewhere;
  }
  static int slot(place in, std::string_view key) {
    for (const auto& m : members)
      if (m.in == in && m.key == key) return static_cast<int>(m.what);
    return -1;
  }
  void entered(place) {}
};

}  // namespace

bool statement::has_key() const {
  const bool actor = !at(slot::mbox).empty() || !at(slot::mbox_sha1sum).empty() || !at(slot::openid).empty() ||
                     !at(slot::account_name).empty();
  return actor && !at(slot::verb).empty() && !at(slot::object).empty() && !at(slot::timestamp).empty();
}

reading read_statement(std::string_view raw, statement& out) {
  shape s;
  switch (pick_texts<depth_limit>(raw, s, out.texts_)) {
    case picked::object:
      return reading::statement;
    case picked::too_deep:
      return reading::too_deep;
    default:
      return reading::other;
  }
}

}  // namespace jembatan::xapi
