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
inline constexpr std::string_view moodle_source_id = "moodle-bpsdm";

struct workspace_options {
  std::uint64_t seed = 1;
  std::string https = "127.0.0.1:0";
  std::string admin = "127.0.0.1:0";
  std::filesystem::path certificate, key;  // of the gateway's listener
  std::string siasn;                       // https://ADDR:PORT of a double; empty: no target
  std::filesystem::path ca;                // that vouches for the double
  bool learning_system = false;            // a Moodle beside Zoom
};

// A file of the workspace, by its path in the directory.
struct file_text {
  std::string name, text;
};

// Writes the whole workspace; fails when DIR holds one already, so that a run never mixes with the last.
result<void> write_workspace(const std::filesystem::path& dir, const plan&, const std::vector<timed_body>&,
                             const workspace_options&);

// The same with files that somebody else made; `last`: when the last session closes.
result<void> write_workspace(const std::filesystem::path& dir, const std::vector<file_text>&, instant last,
                             const workspace_options&);

// Adds the target to a prepared gateway.yaml: a double needs people.csv before it can say where it listens. exists when
// there is a target already.
result<void> add_target(const std::filesystem::path& dir, const std::string& siasn, const std::filesystem::path& ca);

result<std::string> webhook_secret(const std::filesystem::path& dir);
// user:password; empty where the workspace has no learning system.
result<std::string> moodle_credentials(const std::filesystem::path& dir);
result<std::vector<std::string>> read_bodies(const std::filesystem::path& dir);
result<std::vector<truth>> read_truth(const std::filesystem::path& dir);

// The texts, apart from the disk.
std::string gateway_yaml(const workspace_options&);
std::string target_yaml(const std::string& siasn, const std::filesystem::path& ca);
std::string training_yaml(const plan&);
std::string session_yaml(const plan&);  // an item of `sessions`
std::string people_csv(const plan&);
std::string participants_csv(const plan&);
std::string lines_of(const std::vector<timed_body>&);
std::string lines_of(const std::vector<truth>&);
inline constexpr std::string_view people_header =
    "person_id,nip,jenis_nip,nama,email,kode_opd,nama_opd,kode_skpd,berlaku_dari,berlaku_sampai\n";
std::string people_row(const person&, const std::string& from, const std::string& to);

}  // namespace jembatan::simulate
