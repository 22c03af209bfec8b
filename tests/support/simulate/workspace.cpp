#include "simulate/workspace.hpp"

#include <algorithm>
#include <string_view>

#include "base/file.hpp"
#include "base/hex.hpp"
#include "base/time.hpp"

namespace jembatan::simulate {
namespace {

constexpr std::size_t file_limit = 1U << 30;
constexpr std::chrono::hours wib{7};
constexpr std::string_view agency = "5b1c0de9a7f34e6280d4c1b5f6a79038";  // shaped like instansiId, 32 hex digits

std::string local(instant t) {
  return format_rfc3339_short(time_point{t} + wib).substr(0, 16);
}

std::string base64url(std::string_view text) {
  std::string out = to_base64(as_bytes(text));
  std::erase(out, '=');
  std::replace(out.begin(), out.end(), '+', '-');
  std::replace(out.begin(), out.end(), '/', '_');
  return out;
}

// Shaped like SIASN's SSO token: a JWT whose `exp` lies a year ahead of the training. Nothing verifies its signature.
std::string sso_token(instant last, dice& d) {
  const auto expires = (last + std::chrono::hours{24 * 365}).time_since_epoch().count();
  return base64url(R"({"alg":"RS256","typ":"JWT"})") + "." +
         base64url(R"({"iss":"siasn-double","exp":)" + std::to_string(expires) + "}") + "." + base64url(d.bytes(32));
}

result<std::vector<std::string>> read_lines(const std::filesystem::path& file) {
  JB_TRY(const std::string text, read_file(file, file_limit));
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

result<void> write_secrets(const std::filesystem::path& dir, instant last, const workspace_options& o) {
  dice d(o.seed ^ 0x5ec7e75eedULL);
  JB_CHECK(make_directories(dir));
  JB_CHECK(write_file_durably(dir / "zoom", d.letters(22) + "\n", 0600));
  JB_CHECK(write_file_durably(dir / "apim", d.letters(20) + ":" + d.letters(24) + "\n", 0600));
  JB_CHECK(write_file_durably(dir / "sso", sso_token(last, d) + "\n", 0600));
  if (!o.learning_system) return {};
  return write_file_durably(dir / "moodle", "moodle:" + d.letters(24) + "\n", 0600);
}

}  // namespace

std::string gateway_yaml(const workspace_options& o) {
  std::string y = "version: 1\nenvironment: test\nnode: sim-1\ndata_dir: var\n";
  y += "listen:\n  https: \"" + o.https + "\"\n  admin: \"" + o.admin + "\"\n";
  y += "  certificate: " + o.certificate.string() + "\n  key: " + o.key.string() + "\n";
  y += "sources:\n  " + std::string(source_id) + ": {type: zoom, secrets: [secrets/zoom], on_bad_signature: 503}\n";
  if (o.learning_system) y += "  " + std::string(moodle_source_id) + ": {type: xapi, credentials: secrets/moodle}\n";
  y += "ledger: {kind: sqlite}\ntrainings: trainings/\n";
  y += o.learning_system ? "people: {directory: people.csv, accounts: accounts.csv}\ncertificates: certificates.csv\n"
                         : "people: {directory: people.csv}\n";
  // The training lies in the past: nothing is left to settle, and a retry need not wait for long.
  y += "delivery: {settle: 0s, backoff: {base: 1s, cap: 5s}}\n";
  if (!o.siasn.empty()) y += target_yaml(o.siasn, o.ca);
  return y;
}

std::string target_yaml(const std::string& siasn, const std::filesystem::path& ca) {
  return "targets:\n  ekinerja:\n    type: ekinerja\n    mode: live\n    base_url: " + siasn +
         "/apisiasn/1.0\n    token_url: " + siasn + "/oauth2/token\n    ca: " + ca.string() +
         "\n    apim: secrets/apim\n    sso_token: secrets/sso\n    instansi_id: \"" + std::string(agency) +
         "\"\n    deadline: 5s\n    deliver_from: 2024-01-01\n";
}

std::string session_yaml(const plan& p) {
  const training_plan& t = p.training;
  return "  - {id: " + t.session + ", zoom: {source: " + std::string(source_id) +
         ", meeting_id: " + std::to_string(p.where.id) + "}, window: [" + local(t.opens) + ", " + local(t.closes) +
         "], attendance: " + std::to_string(t.share) + "%}\n";
}

std::string training_yaml(const plan& p) {
  const training_plan& t = p.training;
  std::string y = "version: 1\nid: " + t.id + "\ntitle: " + t.title + "\norganiser: " + t.organiser + "\n";
  y += "timezone: Asia/Jakarta\nperiod: {from: " + format_date(t.from) + ", to: " + format_date(t.to) + "}\n";
  y += "jp: " + std::to_string(t.jp) + "\nenrolment: required\nparticipants: {file: " + t.id + ".participants.csv}\n";
  y += "sessions:\n" + session_yaml(p);
  y += "siasn: {jenis_diklat: 17}\nsettle: 0s\n";
  return y;
}

std::string people_row(const person& p, const std::string& from, const std::string& to) {
  return p.person_id + "," + p.nip + "," + (p.pppk ? "nippppk" : "nip") + "," + p.name + "," + p.email +
         ",5.04.0.00.0.00.01.0000,Badan Pengembangan SDM Contoh,5.04.0.00.0.00.01.0000," + from + "," + to + "\n";
}

std::string people_csv(const plan& p) {
  std::string csv{people_header};
  for (const attendee& a : p.people)
    if (a.in_directory) csv += people_row(a.who, "2024-01-01", "");
  return csv;
}

std::string participants_csv(const plan& p) {
  std::string csv;  // one person_id a line, as the letter of assignment lists them; no header
  for (const attendee& a : p.people)
    if (a.enrolled) csv += a.who.person_id + "\n";
  return csv;
}

std::string lines_of(const std::vector<timed_body>& bodies) {
  std::string lines;
  for (const timed_body& b : bodies) lines.append(b.body).append("\n");
  return lines;
}

std::string lines_of(const std::vector<truth>& people) {
  std::string lines;
  for (const truth& t : people) lines += to_line(t);
  return lines;
}

result<void> write_workspace(const std::filesystem::path& dir, const std::vector<file_text>& files, instant last,
                             const workspace_options& o) {
  if (std::filesystem::exists(dir / "gateway.yaml"))
    return error{errc::exists, dir.string() + " holds a prepared run: give another directory or remove it"};
  JB_CHECK(make_directories(dir / "trainings"));
  JB_CHECK(write_secrets(dir / "secrets", last, o));
  for (const file_text& f : files) JB_CHECK(write_file_durably(dir / f.name, f.text));
  return write_file_durably(dir / "gateway.yaml", gateway_yaml(o));
}

result<void> write_workspace(const std::filesystem::path& dir, const plan& p, const std::vector<timed_body>& bodies,
                             const workspace_options& o) {
  const std::string training = "trainings/" + p.training.id;
  return write_workspace(dir,
                         {{"people.csv", people_csv(p)},
                          {training + ".yaml", training_yaml(p)},
                          {training + ".participants.csv", participants_csv(p)},
                          {"events.jsonl", lines_of(bodies)},
                          {"truth.jsonl", lines_of(truth_of(p))}},
                         p.training.closes, o);
}

result<void> add_target(const std::filesystem::path& dir, const std::string& siasn, const std::filesystem::path& ca) {
  JB_TRY(std::string yaml, read_file(dir / "gateway.yaml", file_limit));
  if (yaml.find("\ntargets:") != std::string::npos)
    return error{errc::exists, (dir / "gateway.yaml").string() + " names a target already"};
  return write_file_durably(dir / "gateway.yaml", yaml + target_yaml(siasn, ca));
}

result<std::string> webhook_secret(const std::filesystem::path& dir) {
  return read_secret(dir / "secrets" / "zoom");
}

result<std::string> moodle_credentials(const std::filesystem::path& dir) {
  const std::filesystem::path file = dir / "secrets" / "moodle";
  return std::filesystem::exists(file) ? read_secret(file) : result<std::string>(std::string());
}

result<std::vector<std::string>> read_bodies(const std::filesystem::path& dir) {
  return read_lines(dir / "events.jsonl");
}

result<std::vector<truth>> read_truth(const std::filesystem::path& dir) {
  JB_TRY(const std::vector<std::string> lines, read_lines(dir / "truth.jsonl"));
  std::vector<truth> all;
  for (const std::string& line : lines) {
    JB_TRY(truth t, truth_from_line(line));
    all.push_back(std::move(t));
  }
  return all;
}

}  // namespace jembatan::simulate
