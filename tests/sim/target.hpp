#pragma once
// SIASN at the other end of the gateway's calls: the double that the process tests use, and between the two a network
// that does to an exchange what the history has in store. Notes every effect that must not be. One thread.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "outbound/https_client.hpp"
#include "siasn_double/siasn.hpp"
#include "sim/faults.hpp"
#include "sim/story.hpp"
#include "sim/world.hpp"

namespace jembatan::sim {

class target final : public outbound::https_client {
 public:
  static constexpr const char* base_url = "https://siasn.example/apisiasn/1.0";
  static constexpr const char* token_url = "https://siasn.example/oauth2/token";

  // What a call does to the process that waits for it.
  struct caller {
    std::function<void()> die;
    std::function<bool()> dead;
    std::function<void()> meanwhile = [] {};  // other stages go on while the request, and while its answer is under way
  };
  // Knows everybody of all versions of the registers.
  target(const story&, world&, fate_of_history&, std::uint64_t seed, caller);

  result<outbound::response> send(const outbound::request&) override;

  // What stands there, by person and training's organiser; and what went wrong with it.
  std::map<std::string, boost::json::object> rows() const;
  const std::vector<std::string>& violations() const { return violations_; }

 private:
  siasn_double::reply act(const outbound::request&);
  void watch(const outbound::request&, const std::map<std::string, boost::json::object>& before);
  result<outbound::response> answer(trick, const outbound::request&);
  result<outbound::response> acted(trick, const outbound::request&);

  world& world_;
  fate_of_history& fate_;
  const caller caller_;
  siasn_double::siasn siasn_;
  outbound::response before_{200, "text/html", ""};  // the last answer
  std::vector<std::string> violations_;
};

}  // namespace jembatan::sim
