#include "xapi/config.hpp"

namespace jembatan::xapi {
namespace {

void check(option_visitor& v, const options& o) {
  if (v.given("credentials") && o.credentials.given() && !credential_lines(o.credentials.value))
    v.reject("credentials", "the file must hold lines of user:password, one at least: mend it");
  if (o.body_limit < byte_size{4 * KiB} || o.body_limit > byte_size{64 * MiB})
    v.reject("body_limit", "must lie between 4KiB and 64MiB");
  if (o.wait_at_most < std::chrono::seconds{1} || o.wait_at_most > std::chrono::minutes{10})
    v.reject("wait_at_most", "must lie between 1s and 10m");
}

}  // namespace

std::optional<std::vector<std::string_view>> credential_lines(std::string_view file) {
  std::vector<std::string_view> lines;
  while (!file.empty()) {
    const auto end = file.find('\n');
    auto line = file.substr(0, end);
    file.remove_prefix(end == std::string_view::npos ? file.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == line.size()) return std::nullopt;
    lines.push_back(line);
  }
  if (lines.empty()) return std::nullopt;
  return lines;
}

void describe(option_visitor& v, options& o) {
  v.option("credentials", o.credentials,
           {.text = "File with lines of user:password that the sender may present (HTTP Basic): several while one "
                    "replaces another.",
            .required = true,
            .reload = true});
  v.option("body_limit", o.body_limit, {.text = "Longest body; longer is answered 413."});
  v.option("batch_limit", o.batch_limit, 1, 100'000,
           {.text = "Statements in one body; more is answered 413.", .reload = true});
  v.choice("on_pressure", o.on_pressure, {"wait", "refuse"},
           {.text = "While the journal cannot store: wait holds the request until it can, since Moodle parks whatever "
                    "is not answered 200 until an administrator resends it; refuse answers 503 at once.",
            .reload = true});
  v.option("wait_at_most", o.wait_at_most,
           {.text = "How long on_pressure: wait holds a request; then it is answered 503.", .reload = true});
  v.option("most_waiting", o.most_waiting, 1, 1'000,
           {.text = "Requests that on_pressure: wait holds at once, each with its body in memory; more are answered "
                    "503.",
            .reload = true});
  if (!v.documenting()) check(v, o);
}

}  // namespace jembatan::xapi
