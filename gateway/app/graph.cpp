#include "app/graph.hpp"

#include <algorithm>

#include "app/register_import.hpp"
#include "base/hex.hpp"
#include "crypto/hmac.hpp"
#include "crypto/sha256.hpp"

namespace jembatan::app {
namespace {

template <class Diagnostics>
std::vector<std::string> messages(const Diagnostics& problems) {
  std::vector<std::string> lines;
  for (const auto& p : problems) lines.push_back(p.message());
  return lines;
}

void load_certificate(loaded_graph& to, time_point now) {
  const auto& s = to.value.values;
  if (s.listen.certificate.empty() || s.listen.key.empty()) {
    to.problems["certificate"] = {"listen.certificate and listen.key are not both written in " + s.file.string() +
                                  ": senders are served over TLS only (certs/make-dev-certs makes a pair for a test)"};
    return;
  }
  auto context = net::tls_context::load({s.listen.certificate, s.listen.key, s.listen.client_ca}, now);
  if (context.has_error())
    to.problems["certificate"] = {context.error().message()};
  else
    to.value.tls = std::move(*context);
}

void load_mappings(loaded_graph& to, const std::string& pseudonym_key) {
  std::vector<normalise::diagnostic> problems;
  to.value.mappings = normalise::plan::load(mappings_directory(to.value.values), pseudonym_key, problems);
  for (const auto& p : problems)
    to.problems["mappings"].push_back(p.file + ":" + std::to_string(p.line) + ": " + p.text);
}

void load_registers(loaded_graph& to, time_point now) {
  if (!to.value.values.has_role("adapters")) return;
  to.value.registers = read_configured_registers(to.value.values, now);
  if (!to.value.registers.problems.empty()) to.problems["registers"] = messages(to.value.registers.problems);
}

}  // namespace

loaded_graph load_graph(settings values, const std::string& pseudonym_key, time_point now) {
  loaded_graph loaded;
  loaded.value.values = std::move(values);
  load_certificate(loaded, now);
  load_mappings(loaded, pseudonym_key);
  load_registers(loaded, now);
  return loaded;
}

loaded_graph load_graph(const std::filesystem::path& file, const std::string& pseudonym_key, time_point now) {
  auto fresh = load_settings(file);
  if (fresh.problems.empty()) return load_graph(std::move(fresh.values), pseudonym_key, now);
  loaded_graph refused;
  refused.problems["configuration"] = messages(fresh.problems);
  return refused;
}

std::string digest_of(const graph& g, const register_digests& registers, const std::string& pseudonym_key) {
  const crypto::hmac_sha256 blind(pseudonym_key);
  crypto::sha256_hasher all;
  all.update_framed(g.values.digest);
  all.update_framed(g.tls->fingerprint());
  all.update_framed(g.mappings->digest_hex());
  for (const auto& [name, digest] : registers) {
    all.update_framed(name);
    all.update_framed(digest);
  }
  for (const auto& [id, source] : g.values.sources) {
    all.update_framed(id);
    for (const auto& secret : source.zoom.secrets) all.update_framed(to_hex(blind.sign({secret.value})));
    all.update_framed(to_hex(blind.sign({source.xapi.credentials.value})));
  }
  return to_hex(all.finish());
}

std::vector<std::string> keys_for_restart(const settings& in_force, const settings& fresh) {
  std::vector<std::string> keys;
  const auto& before = in_force.fixed;
  const auto& after = fresh.fixed;
  for (const auto& [key, value] : before) {
    const auto now_there = after.find(key);
    if (now_there == after.end() || now_there->second != value) keys.push_back(key);
  }
  for (const auto& [key, value] : after)
    if (!before.contains(key)) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::string first_of(const std::vector<std::string>& lines) {
  if (lines.size() < 2) return lines.empty() ? std::string() : lines.front();
  return lines.front() + " (and " + std::to_string(lines.size() - 1) + " more)";
}

}  // namespace jembatan::app
