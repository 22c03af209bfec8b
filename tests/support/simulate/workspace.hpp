#pragma once
// The directory that `prepare` writes and `play` and `compare` read: gateway.yaml, people.csv, trainings/, secrets/,
// events.jsonl (one body a line, exactly as it is sent), truth.jsonl, acknowledged.jsonl (written by `play`).
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "simulate/plan.hpp"
#include "simulate/truth.hpp"
#include "simulate/zoom_bodies.hpp"

namespace jembatan::simulate {

inline constexpr std::string_view source_id = "zoom-bpsdm";

struct workspace_options {
  std::uint64_t seed = 1;
  std::string https = "127.0.0.1:0";
  std::string admin = "127.0.0.1:0";
  std::filesystem::path certificate, key;  // of the gateway's listener
  std::string siasn;                       // https://ADDR:PORT of a double; empty: no target
  std::filesystem::path ca;                // that vouches for the double
};

// Writes the whole workspace; fails when DIR holds one already, so that a run never mixes with the last.
result<void> write_workspace(const std::filesystem::path& dir, const plan&, const std::vector<timed_body>&,
                             const workspace_options&);

// Adds the target to a prepared gateway.yaml: a double needs people.csv before it can say where it listens. exists when
// there is a target already.
result<void> add_target(const std::filesystem::path& dir, const std::string& siasn, const std::filesystem::path& ca);

result<std::string> webhook_secret(const std::filesystem::path& dir);
result<std::vector<std::string>> read_bodies(const std::filesystem::path& dir);
result<std::vector<truth>> read_truth(const std::filesystem::path& dir);

// The texts, apart from the disk.
std::string gateway_yaml(const workspace_options&);
std::string target_yaml(const std::string& siasn, const std::filesystem::path& ca);
std::string training_yaml(const plan&);
std::string people_csv(const plan&);
std::string participants_csv(const plan&);

}  // namespace jembatan::simulate
