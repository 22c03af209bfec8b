#pragma once
// Whom the double's SIASN knows: the people of a people.csv, by NIP. Immutable once read.
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace jembatan::siasn_double {

struct person {
  std::string id;  // pnsOrangId: one per person_id, whatever the NIP
  std::string nip;
  std::string nama;
};

class people {
 public:
  // not_found or invalid with the file's name.
  static result<people> read(const std::filesystem::path&);
  static result<people> parse(std::string_view csv);

  const person* by_nip(std::string_view) const;
  // With the number that the person has now: of several rows the last one.
  const person* by_id(std::string_view) const;
  std::size_t size() const { return by_nip_.size(); }

 private:
  std::map<std::string, person, std::less<>> by_nip_, by_id_;
};

}  // namespace jembatan::siasn_double
