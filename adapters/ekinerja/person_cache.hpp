#pragma once
// SIASN's ids of people by NIP, believed for a while. Bounded; not thread-safe; lost with the process.
#include <optional>
#include <string>
#include <unordered_map>

#include "base/time.hpp"

namespace jembatan::ekinerja {

class person_cache {
 public:
  explicit person_cache(duration lifetime, std::size_t bound = 10'000) : lifetime_(lifetime), bound_(bound) {}

  std::optional<std::string> find(const std::string& nip, time_point now) const;
  // Past the bound all that is expired is dropped, and everything when nothing is.
  void keep(const std::string& nip, std::string id, time_point now);
  std::size_t size() const { return people_.size(); }

 private:
  struct entry {
    std::string id;
    time_point until;
  };
  duration lifetime_;
  std::size_t bound_;
  std::unordered_map<std::string, entry> people_;
};

}  // namespace jembatan::ekinerja
