#pragma once
// What the double holds, and its memory of every effect: a file of JSON lines, appended and synced before the effect is
// answered, read again at start. Line:
// {"n":1,"at":"...","act":"create"|"update"|"hand","arrived":{...},"stored":{...}}. A last line that was torn by a
// crash was never answered and is cut off. Used by one thread.
#include <boost/json/value.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/random.hpp"
#include "base/time.hpp"

namespace jembatan::siasn_double {

class rows {
 public:
  static result<rows> open(const std::filesystem::path& effects);
  // Remembers nothing beyond its own life: for a simulation.
  static rows in_memory() { return rows(-1); }
  rows(rows&&) noexcept;
  rows& operator=(rows&&) = delete;
  ~rows();

  // A new row, or the one with this id replaced; its id. not_found when an id is given that nobody holds.
  result<std::string> save(const boost::json::object& arrived, boost::json::object row, std::string_view act,
                           time_point, random_source&);

  const boost::json::object* find(std::string_view id) const;
  boost::json::array of_person(std::string_view person_id) const;
  // {"rows":[...],"count":n,"effects":n,"by_key":{"<key>":n}}: a key above 1 is a doubled effect.
  boost::json::object shown() const;

 private:
  explicit rows(int fd) : fd_(fd) {}
  result<void> load(const std::filesystem::path&);
  void take(boost::json::object row);

  int fd_ = -1;
  std::int64_t effects_ = 0;
  std::map<std::string, boost::json::object, std::less<>> held_;  // by id
};

}  // namespace jembatan::siasn_double
