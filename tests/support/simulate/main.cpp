// jembatan-simulate prepare | target | play | compare | settle | effects | summary: plays Zoom and Moodle against a
// gateway of environment test, and says whether the end state is the one that was intended. Not packaged.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <thread>

#include "base/clock.hpp"
#include "base/time.hpp"
#include "simulate/case_workspace.hpp"
#include "simulate/command.hpp"
#include "simulate/comparison.hpp"
#include "simulate/player.hpp"
#include "simulate/question.hpp"
#include "simulate/settlement.hpp"
#include "simulate/summary.hpp"
#include "simulate/workspace.hpp"

namespace jembatan::simulate {
namespace {

constexpr int good = 0, bad = 1, usage = 2;
constexpr std::chrono::seconds one_command{60};

struct arguments {
  std::string scenario = "live-session", today, jembatan;
  int participants = 0, number = 0;  // 0: as many as the scenario has by itself
  std::uint64_t seed = 1;
  std::chrono::seconds::rep deadline = 60;
  workspace_options workspace;
  play_options play;
};

int fail(const error& e) {
  std::cerr << "jembatan-simulate: " << e.context << "\n";
  return e.is(errc::invalid) || e.is(errc::exists) || e.is(errc::denied) ? usage : bad;
}

std::string absolute_path(const std::filesystem::path& p) {
  return p.empty() ? "" : std::filesystem::absolute(p).string();
}

result<date> day_of_run(const arguments& a) {
  if (a.today.empty()) return date_in_zone(base::system_clock{}.now(), std::chrono::hours{7});
  const std::optional<date> today = parse_date(a.today);
  if (!today) return error{errc::invalid, "--today \"" + a.today + "\" is not a date YYYY-MM-DD"};
  return *today;
}

// Number of bodies.
result<std::size_t> prepare_live_session(const arguments& a, date today) {
  JB_TRY(const plan p, plan_live_session(a.participants, a.seed, today, a.number));
  dice d(a.seed + 1);
  const std::vector<timed_body> bodies = zoom_bodies(p, d);
  JB_CHECK(write_workspace(a.play.dir, p, bodies, a.workspace));
  return bodies.size();
}

result<std::size_t> prepare_case_study(const arguments& a, date today) {
  JB_TRY(const case_study c, plan_case_study(a.participants, a.seed, today));
  dice d(a.seed + 1);
  const std::vector<timed_body> bodies = bodies_of(c, d);
  JB_CHECK(write_workspace(a.play.dir, c, bodies, a.workspace));
  return bodies.size();
}

int prepare(arguments& a) {
  const bool case_study = a.scenario == "pelayanan-publik-prima";
  if (!case_study && a.scenario != "live-session")
    return fail(
        {errc::invalid, "unknown scenario \"" + a.scenario + "\": there are live-session and pelayanan-publik-prima"});
  const result<date> today = day_of_run(a);
  if (!today) return fail(today.error());
  if (a.participants == 0) a.participants = case_study ? 40 : least_participants;
  workspace_options& w = a.workspace;
  w.seed = a.seed;
  w.certificate = absolute_path(w.certificate);
  w.key = absolute_path(w.key);
  w.ca = absolute_path(w.ca);
  const result<std::size_t> bodies = case_study ? prepare_case_study(a, *today) : prepare_live_session(a, *today);
  if (!bodies) return fail(bodies.error());
  std::printf("prepared participants=%d bodies=%zu in %s\n", a.participants, *bodies, a.play.dir.c_str());
  return good;
}

int add_target_to(const arguments& a) {
  const result<void> added = add_target(a.play.dir, a.workspace.siasn, absolute_path(a.play.ca));
  return added ? good : fail(added.error());
}

int play_it(arguments& a) {
  a.play.seed = a.seed;
  const result<play_result> r = play(a.play);
  if (!r) return fail(r.error());
  return r->good() ? good : bad;
}

result<std::string> ask_gateway(const arguments& a, std::vector<std::string> words) {
  std::vector<std::string> argv{a.jembatan};
  argv.insert(argv.end(), words.begin(), words.end());
  argv.insert(argv.end(), {"--json", "--config", (a.play.dir / "gateway.yaml").string()});
  return output_of(argv, one_command);
}

int compare_it(const arguments& a) {
  const auto people = read_truth(a.play.dir);
  if (!people) return fail(people.error());
  const auto records = ask_gateway(a, {"records"});
  if (!records) return fail(records.error());
  const auto held = ask_gateway(a, {"held", "list"});
  if (!held) return fail(held.error());
  std::map<int, std::string> hours;
  for (const int year : years_of(*people)) {
    auto of_year = ask_gateway(a, {"people", "jp", "--year", std::to_string(year)});
    if (!of_year) return fail(of_year.error());
    hours.emplace(year, std::move(*of_year));
  }
  const result<comparison> c = compare(*people, *records, *held, hours);
  if (!c) return fail(c.error());
  for (const std::string& line : c->mismatches) std::printf("mismatch: %s\n", line.c_str());
  std::printf("records_match=%zu/%zu\n", c->matches, c->people);
  return c->good() ? good : bad;
}

int show_summary(const arguments& a) {
  const auto records = ask_gateway(a, {"records"});
  if (!records) return fail(records.error());
  const auto held = ask_gateway(a, {"held", "list"});
  if (!held) return fail(held.error());
  const result<std::string> text = summary_of(*records, *held);
  if (!text) return fail(text.error());
  std::fputs(text->c_str(), stdout);
  return good;
}

result<effects> ask_double(const arguments& a) {
  JB_TRY(const std::vector<truth> people, read_truth(a.play.dir));
  JB_TRY(const address peer, parse_address(a.workspace.siasn));
  JB_TRY(const answer r, ask_tls(peer, a.play.ca, {.path = "/double/effects"}));
  return effects_of(people, r.body);
}

// Polls, because what is waited for lies in other processes; the deadline decides.
int settle(const arguments& a) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{a.deadline};
  std::string last = "nothing was seen";
  for (;;) {
    const auto text = ask_gateway(a, {"status"});
    const result<standing> s = text ? standing_of(*text) : result<standing>(text.error());
    if (!s) return fail(s.error());
    bool delivered = a.workspace.siasn.empty();
    if (s->idle && s->balanced && !delivered) {
      const result<effects> e = ask_double(a);
      if (!e) return fail(e.error());
      delivered = e->right == e->intended;
      last = "the target holds " + std::to_string(e->right) + " of " + std::to_string(e->intended) + " records";
    } else {
      last = std::string("idle=") + (s->idle ? "true" : "false") + " balanced=" + (s->balanced ? "true" : "false");
    }
    if (s->idle && s->balanced && delivered) break;
    if (std::chrono::steady_clock::now() >= until) return fail({errc::timeout, "not at rest in time: " + last});
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
  }
  std::printf("settled balanced=true\n");
  return good;
}

int show_effects(const arguments& a) {
  const result<effects> e = ask_double(a);
  if (!e) return fail(e.error());
  for (const std::string& row : e->rows) std::printf("  %s\n", row.c_str());
  for (const std::string& who : e->early)
    std::printf("early: %s was lulus until a late body came; waits as withdrawal_needs_approval\n", who.c_str());
  for (const std::string& line : e->mismatches) std::printf("mismatch: %s\n", line.c_str());
  std::printf("effects_match=%zu/%zu\n", e->right, e->intended);
  return e->good() ? good : bad;
}

void describe_prepare(CLI::App& app, arguments& a) {
  CLI::App* c = app.add_subcommand("prepare", "Write a workspace: configuration, registers, bodies and the truth");
  c->add_option("DIR", a.play.dir, "Directory to write")->required();
  c->add_option("--scenario", a.scenario, "live-session (default) or pelayanan-publik-prima");
  c->add_option("--participants", a.participants,
                "How many people, host and guests included: from 12; default 12, or 40");
  c->add_option("--seed", a.seed, "The same seed makes the same session");
  c->add_option("--number", a.number, "Gives the training an id and people of its own, to be laid beside others");
  c->add_option("--today", a.today, "The day of the run, YYYY-MM-DD");
  c->add_option("--https", a.workspace.https, "Where the gateway listens for senders");
  c->add_option("--admin", a.workspace.admin, "Where the gateway listens for operators");
  c->add_option("--certificate", a.workspace.certificate, "The gateway's certificate")->required();
  c->add_option("--key", a.workspace.key, "The key of that certificate")->required();
  c->add_option("--siasn", a.workspace.siasn, "https://ADDRESS:PORT of a SIASN double; without it there is no target");
  c->add_option("--ca", a.workspace.ca, "CA file that vouches for the double");
}

void describe_play(CLI::App& app, arguments& a) {
  CLI::App* c = app.add_subcommand("play", "Send the workspace's bodies as Zoom and Moodle would");
  c->add_option("DIR", a.play.dir, "A prepared directory")->required();
  c->add_option("--https", a.play.https, "ADDRESS:PORT of the gateway for senders")->required();
  c->add_option("--admin", a.play.admin, "ADDRESS:PORT of the gateway for operators")->required();
  c->add_option("--ca", a.play.ca, "CA file that vouches for the gateway; default the system's");
  c->add_flag("--shuffle", a.play.shuffle, "Late and out of order");
  c->add_option("--seed", a.seed, "Of the shuffle");
  c->add_option("--rate", a.play.rate, "Bodies a second; default as fast as they are answered");
  c->add_option("--connections", a.play.connections, "Connections held open")->check(CLI::Range(1, 1000));
  c->add_option("--repeat", a.play.repeat, "Plays everything so often")->check(CLI::Range(1, 100000));
  c->add_option("--retry-for", a.play.retry_for, "Seconds for which a body is sent again");
}

void describe_results(CLI::App& app, arguments& a) {
  CLI::App* compare = app.add_subcommand("compare", "Compare records and holds with the truth");
  CLI::App* settle =
      app.add_subcommand("settle", "Wait until nothing is in flight and the target holds what it should");
  CLI::App* target = app.add_subcommand("target", "Add a SIASN double to the prepared configuration");
  CLI::App* effects = app.add_subcommand("effects", "Compare what the SIASN double holds with the truth");
  CLI::App* summary = app.add_subcommand("summary", "Show attendance, modules and outcomes of each training");
  for (CLI::App* c : {compare, target, settle, effects, summary})
    c->add_option("DIR", a.play.dir, "A prepared directory")->required();
  for (CLI::App* c : {compare, settle, summary})
    c->add_option("--jembatan", a.jembatan, "The gateway's program")->required();
  for (CLI::App* c : {target, settle, effects}) {
    c->add_option("--siasn", a.workspace.siasn, "https://ADDRESS:PORT of the double");
    c->add_option("--ca", a.play.ca, "CA file that vouches for the double");
  }
  target->get_option("--siasn")->required();
  settle->add_option("--deadline", a.deadline, "Seconds");
}

int run(int argc, char** argv) {
  CLI::App app("Plays Zoom and Moodle against a Jembatan gateway of environment test");
  app.require_subcommand(1);
  arguments a;
  describe_prepare(app, a);
  describe_play(app, a);
  describe_results(app, a);
  CLI11_PARSE(app, argc, argv);
  if (app.got_subcommand("prepare")) return prepare(a);
  if (app.got_subcommand("target")) return add_target_to(a);
  if (app.got_subcommand("play")) return play_it(a);
  if (app.got_subcommand("compare")) return compare_it(a);
  if (app.got_subcommand("settle")) return settle(a);
  if (app.got_subcommand("summary")) return show_summary(a);
  return show_effects(a);
}

}  // namespace
}  // namespace jembatan::simulate

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  return jembatan::simulate::run(argc, argv);
}
