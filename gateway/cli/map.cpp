// jembatan map FILE --source S: what a raw body becomes, without a running service. One JSON object a line for each raw
// event in it. jembatan map --cases: the same for the bodies of all cases.
#include <boost/json.hpp>
#include <iostream>
#include <iterator>

#include "app/settings.hpp"
#include "base/clock.hpp"
#include "base/file.hpp"
#include "base/receipt.hpp"
#include "cli/command.hpp"
#include "normalise/plan.hpp"
#include "pump/split.hpp"
#include "xapi/batch.hpp"
#include "zoom/identity.hpp"

namespace jembatan::cli {
namespace {

struct question {
  std::string file;  // "-" is standard input
  std::string source;
  bool cases = false;
};

constexpr std::size_t body_limit = 16 * MiB;

result<std::string> read_body(const std::string& file) {
  if (file != "-") return read_file(file, body_limit);
  return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

std::string_view name(normalise::disposition d) {
  switch (d) {
    case normalise::disposition::mapped:
      return "mapped";
    case normalise::disposition::ignored:
      return "ignored";
    case normalise::disposition::unmapped:
      return "unmapped";
    case normalise::disposition::dead:
      return "dead";
  }
  return "unknown";
}

void print(const normalise::outcome& o, boost::json::object all = {{"version", 1}}) {
  boost::json::array messages;
  for (const auto& m : o.messages) {
    boost::json::object message;
    message["topic"] = m.topic;
    message["key"] = m.key;
    message["value"] = boost::json::parse(m.value);
    messages.push_back(std::move(message));
  }
  all["disposition"] = name(o.what);
  all["mapping"] = o.mapping;
  if (!o.reason.empty()) all["reason"] = o.reason;
  if (!o.field.empty()) all["field"] = o.field;
  all["messages"] = std::move(messages);
  std::cout << boost::json::serialize(all) << '\n';
}

// As the door gives them: one per raw event in the body.
std::vector<digest> identities_of(const std::string& type, const std::string& source, const std::string& body) {
  if (type != "xapi") return {zoom::identity(source, body)};
  xapi::batch_reader reader(source, body, {}, body.size() + 1);
  while (reader.step(MiB)) {
  }
  return reader.take().identities;
}

// A line for each raw event of the body.
int print_all(const app::settings& s, const normalise::plan& plan, const std::string& source, const std::string& body) {
  const auto& kind = s.sources.at(source);
  const auto given = app::mapping_parameters(kind);
  const auto identities = identities_of(kind.type, source, body);
  const auto raws = pump::split(kind.type, body).value();
  int worst = exit_good;
  for (std::size_t i = 0; i < raws.size(); ++i) {
    const auto outcome =
        plan.apply({source, kind.type, receipt{s.node, "0000000000000000", 1}.text(), static_cast<std::uint32_t>(i),
                    identities[i], system_clock{}.now(), 0, raws[i], &given});
    print(outcome);
    if (outcome.what == normalise::disposition::dead) worst = exit_bad;
  }
  return worst;
}

int print_cases(const std::filesystem::path& mappings, const normalise::plan& plan) {
  const auto report =
      normalise::run_cases(mappings, plan, [](const std::string& file, const std::string& name, const auto& became) {
        print(became, {{"version", 1}, {"file", file}, {"case", name}});
      });
  for (const auto& p : report.failed) std::cerr << p.file << ':' << p.line << ": " << p.text << '\n';
  return report.failed.empty() ? exit_good : exit_bad;
}

std::shared_ptr<const normalise::plan> load_plan(const app::settings& s) {
  std::vector<normalise::diagnostic> problems;
  // Subjects are pseudonyms under a key of the running service; here any key shows the shape.
  auto plan = normalise::plan::load(app::mappings_directory(s), "map", problems);
  for (const auto& p : problems) std::cerr << p.file << ':' << p.line << ": " << p.text << '\n';
  return plan;
}

int map(const invocation& call, const question& q) {
  const auto loaded = app::load_settings(call.config);
  for (const auto& p : loaded.problems) std::cerr << p.message() << '\n';
  if (!loaded.problems.empty()) return exit_usage;
  const auto& s = loaded.values;
  if (q.cases) {
    const auto plan = load_plan(s);
    return plan ? print_cases(app::mappings_directory(s), *plan) : exit_bad;
  }
  const auto source = s.sources.find(q.source);
  if (source == s.sources.end()) {
    std::cerr << "no source '" << q.source << "' in " << s.file.string() << ": name one that stands under `sources`\n";
    return exit_usage;
  }
  const auto body = read_body(q.file);
  if (body.has_error()) {
    std::cerr << body.error().context << '\n';
    return exit_usage;
  }
  const auto plan = load_plan(s);
  if (!plan) return exit_bad;
  return print_all(s, *plan, q.source, *body);
}

}  // namespace

void add_map(CLI::App& parent, invocation& call) {
  const auto q = std::make_shared<question>();
  auto* command =
      add_command(parent, call, "map", "Show what a raw body becomes", false, [&call, q] { return map(call, *q); });
  auto* file = command->add_option("file", q->file, "The body as it was received; - reads standard input");
  auto* source = command->add_option("--source", q->source, "Which source it came from");
  auto* cases = command->add_flag("--cases", q->cases, "Show what the bodies of all cases of the mappings become");
  file->needs(source);
  source->needs(file);
  cases->excludes(file);
  command->require_option(1, 0);
}

}  // namespace jembatan::cli
