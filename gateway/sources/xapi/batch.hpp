#pragma once
// What a body holds, gone through in bounded steps so that a long one does not keep a reactor from its other
// connections. Lenient: whatever the body is, each of its raw events gets an identity. Pure.
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/hex.hpp"
#include "base/json_elements.hpp"
#include "xapi/identity.hpp"

namespace jembatan::xapi {

// As many raw events as pump::split() finds in the same body.
struct batch {
  std::vector<digest> identities;  // one per raw event, in order
  std::string ids = "[]";          // JSON array of the ids that are answered; empty where the body is no JSON
  bool too_many = false;           // more raw events than allowed: the rest counts for nothing
};

class batch_reader {
 public:
  // `requested_id`: of a PUT; for a statement alone. Views must outlive the reader.
  batch_reader(std::string_view source, std::string_view body, std::string_view requested_id, std::size_t most);

  // Goes on for about so many bytes. False when it is through.
  bool step(std::size_t bytes);
  // Once it is through.
  batch take() { return std::move(found_); }

 private:
  void add(std::string_view raw);
  void add_whole();
  void put(const name&);

  const std::string_view source_, body_, requested_id_;
  const std::size_t most_;
  json_elements elements_;
  std::map<digest, std::size_t> derived_;  // how often each name stood in this body
  batch found_;
};

}  // namespace jembatan::xapi
