// jembatan check: would `serve` start with this? Configuration, certificates, mappings with their cases, registers,
// catalogue. Touches nothing but the files that it reads.
#include <iostream>

#include "app/register_import.hpp"
#include "app/settings.hpp"
#include "base/clock.hpp"
#include "cli/command.hpp"
#include "net/tls.hpp"
#include "normalise/plan.hpp"

namespace jembatan::cli {
namespace {

// Counts what is wrong while it prints it.
class findings {
 public:
  void bad(const std::string& text) {
    std::cerr << text << '\n';
    ++bad_;
  }
  void warn(const std::string& text) { std::cerr << "warning: " << text << '\n'; }
  void good(const std::string& text) { std::cout << text << '\n'; }
  bool any() const { return bad_ > 0; }

 private:
  int bad_ = 0;
};

std::string at(const normalise::diagnostic& d) {
  return d.file + ":" + std::to_string(d.line) + ": " + d.text;
}

void check_certificate(const app::settings& s, findings& f) {
  if (s.listen.certificate.empty()) {
    f.bad(s.file.string() +
          ": listen.certificate is not written: `serve` needs certificate and key (certs/make-dev-certs makes some for "
          "a test)");
    return;
  }
  std::error_code failed;
  if (s.environment == "test" && !std::filesystem::exists(s.listen.certificate, failed)) {
    f.warn(s.listen.certificate.string() +
           " does not exist yet: `serve` needs it (certs/make-dev-certs makes one for a test)");
    return;
  }
  const auto context =
      net::tls_context::load({s.listen.certificate, s.listen.key, s.listen.client_ca}, system_clock{}.now());
  if (context.has_error())
    f.bad(context.error().context);
  else
    f.good("certificate: good until " + format_rfc3339_short((*context)->not_after()));
}

void check_mappings(const app::settings& s, findings& f) {
  const auto folder = app::mappings_directory(s);
  std::vector<normalise::diagnostic> problems;
  // Cases do not depend on the key: pseudonyms are no part of them.
  const auto plan = normalise::plan::load(folder, "check", problems);
  for (const auto& p : problems) f.bad(at(p));
  if (!plan || !problems.empty()) return;
  const auto report = normalise::run_cases(folder, *plan);
  for (const auto& p : report.failed) f.bad(at(p));
  f.good("mappings: " + std::to_string(report.passed) + " cases passed, " + std::to_string(report.failed.size()) +
         " failed");
}

void check_registers(const app::settings& s, findings& f) {
  const auto files = app::read_configured_registers(s, system_clock{}.now());
  for (const auto& w : files.warnings) f.warn(w.message());
  for (const auto& p : files.problems) f.bad(p.message());
  if (!files.problems.empty()) return;
  f.good("registers: " + std::to_string(files.people.rows.size()) + " rows of people, " +
         std::to_string(files.accounts.rows.size()) + " of accounts, " +
         std::to_string(files.trainings.programmes.size()) + " trainings, " +
         std::to_string(files.certificates.rows.size()) + " certificates");
}

int check(const invocation& call) {
  const auto loaded = app::load_settings(call.config);
  findings f;
  for (const auto& p : loaded.problems) f.bad(p.message());
  if (f.any()) return exit_usage;
  f.good("configuration: good, " + std::to_string(loaded.values.sources.size()) + " sources, " +
         std::to_string(loaded.values.targets.size()) + " targets");
  check_certificate(loaded.values, f);
  check_mappings(loaded.values, f);
  check_registers(loaded.values, f);
  return f.any() ? exit_bad : exit_good;
}

}  // namespace

void add_check(CLI::App& parent, invocation& call) {
  add_command(parent, call, "check",
              "Check configuration, certificate, mappings with their cases, registers and catalogue", false,
              [&call] { return check(call); });
}

}  // namespace jembatan::cli
