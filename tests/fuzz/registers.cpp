// The files of HR and of the training agency. The first byte says which: p people, a accounts, c certificates, t
// training, l list of participants (of a training that names one).
#include "fuzz.hpp"
#include "registers/accounts.hpp"
#include "registers/certificates.hpp"
#include "registers/people.hpp"
#include "registers/training_file.hpp"

namespace {

using namespace jembatan;

void check(const config::diagnostics& problems) {
  FUZZ_HOLDS(problems.size() <= 4096);
  for (const auto& p : problems) FUZZ_HOLDS(!p.message().empty());
}

void read_training(std::string_view yaml, const std::string& participants) {
  const registers::training_origin origin{
      "/nowhere/ppp-2026-01.yaml",
      {std::set<std::string>{"zoom-bpsdm"}, std::set<std::string>{"moodle-bpsdm"}},
      [&](const std::filesystem::path&) -> result<std::string> { return participants; }};
  check(registers::parse_training(yaml, origin).problems);
}

constexpr std::string_view listed =
    "version: 1\nid: ppp-2026-01\ntitle: T\norganiser: O\nperiod: {from: 2026-01-05, to: 2026-01-06}\njp: 20\n"
    "participants: {file: list.csv}\n";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto text = fuzz::text(data + 1, size - 1);
  const date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{25}};
  if (data[0] == 'p') check(registers::parse_people(text, "people.csv", today).problems);
  if (data[0] == 'a') check(registers::parse_accounts(text, "accounts.csv").problems);
  if (data[0] == 'c') check(registers::parse_certificates(text, "certificates.csv").problems);
  if (data[0] == 't') read_training(text, "P-0102\n");
  if (data[0] == 'l') read_training(listed, std::string(text));
  return 0;
}
