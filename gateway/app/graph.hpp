#pragma once
// What SIGHUP takes over, as one value: configuration, certificate, secrets, mappings, registers and catalogue. It is
// read and checked whole before any of it comes into force, so that a reload is all or nothing. Reads files, keeps
// none open, changes nothing; any thread.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/settings.hpp"
#include "net/tls.hpp"
#include "normalise/plan.hpp"
#include "registers/registers.hpp"

namespace jembatan::app {

struct graph {
  settings values;
  std::shared_ptr<const net::tls_context> tls;
  std::shared_ptr<const normalise::plan> mappings;
  registers::loaded_registers registers;
};

// Part ("configuration", "certificate", "mappings", "registers") -> lines for the operator, each with its place and
// what to do.
using refusals = std::map<std::string, std::vector<std::string>>;

struct loaded_graph {
  graph value;        // no part of it may be used while that part has a refusal
  refusals problems;  // of all parts at once; empty is good
};

// `pseudonym_key` is fixed at start: mappings are compiled with it.
loaded_graph load_graph(settings, const std::string& pseudonym_key, time_point now);
// The same from the file; when the file is wrong nothing else is read.
loaded_graph load_graph(const std::filesystem::path& file, const std::string& pseudonym_key, time_point now);

// Registers by name -> SHA-256 hex, as the ledger has them in force.
using register_digests = std::map<std::string, std::string>;

// SHA-256 hex over all that is in force: whoever rotates a certificate or a secret, edits a mapping or a register, sees
// another one. A secret enters as its HMAC under the pseudonym key, so that the digest betrays none.
std::string digest_of(const graph&, const register_digests&, const std::string& pseudonym_key);

// Keys that differ although SIGHUP cannot take them over: those need a restart. Sorted, with their paths.
std::vector<std::string> keys_for_restart(const settings& in_force, const settings& fresh);

// For a log field and /readyz: the first line says enough, the rest is a number.
std::string first_of(const std::vector<std::string>& lines);

}  // namespace jembatan::app
