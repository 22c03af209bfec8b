#pragma once
// What is wrong in a file that a person wrote: where, and what to do. Readers collect all of them instead of stopping
// at the first one (INTERFACES.md 1). Values only. A diagnostic may quote what was written; it is meant for the person
// who runs `jembatan check`, never for a metric.
#include <string>
#include <vector>

namespace jembatan::config {

struct diagnostic {
  std::string file;
  int line = 0;      // 1 is the first; 0 where the whole file is meant
  std::string path;  // "listen.https", "sessions[0].window"; empty where no key or column is meant
  std::string text;  // what is wrong and what to do

  // "gateway.yaml:12: listen.https: ..."
  std::string message() const;
};

using diagnostics = std::vector<diagnostic>;

inline constexpr std::size_t most_diagnostics = 100;

// In the order of the file's lines. More than `most` of them become the first `most` and one that says how many are
// left out.
void settle(diagnostics&, std::size_t most = most_diagnostics);

// Adds the second list to the first one.
void append(diagnostics&, diagnostics more);

}  // namespace jembatan::config
