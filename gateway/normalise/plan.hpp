#pragma once
// Raw events become CloudEvents by declarative mappings (mappings/<type>/*.yaml), compiled when loaded. Pure: no clock,
// disk or network after loading; a plan is immutable and may be used from any thread. README.md of mappings/ is the
// language.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/hex.hpp"
#include "base/time.hpp"

namespace jembatan::normalise {

// Options of a source that its mappings may name, such as nip_question.
using parameters = std::map<std::string, std::string, std::less<>>;

// One raw event: one Zoom body, one xAPI statement.
struct raw_event {
  std::string source;       // id in the configuration
  std::string source_type;  // "zoom": which folder of mappings
  std::string receipt;
  std::uint32_t index = 0;  // within its body
  digest id{};              // identity (SEMANTICS.md 1), from the journal
  time_point received_at;
  std::int64_t generation = 0;        // 0 live, else the replay's start in Unix ms
  std::string bytes;                  // the raw event's JSON text
  const parameters* given = nullptr;  // of its source; null: none. Outlives the call.
};

enum class disposition { mapped, ignored, unmapped, dead };

// What the pump appends: never empty (SEMANTICS.md 2.1).
struct emitted {
  std::string_view topic;  // training.events.v1 or training.deadletter.v1; static
  std::string key;         // pseudonym of the subject, or the event's id where there is none
  std::string value;       // CloudEvents 1.0 structured JSON
};

struct outcome {
  disposition what = disposition::unmapped;
  std::vector<emitted> messages;
  std::string mapping;  // "zoom/meeting-participant-joined.yaml@<first 12 digits of its SHA-256>", empty when unmapped
  std::string
      reason;  // dead: json | json_depth | not_an_object | type_missing | field_missing | field_type | field_format |
               // field_range | source_type_unknown; ignored: the mapping's own words; unmapped: no_mapping
  std::string field;  // JSON Pointer of the field that the reason is about
};

// What is wrong in a mapping file, and where.
struct diagnostic {
  std::string file;
  int line = 0;
  std::string text;  // says what to do
};

class plan {
 public:
  // Compiles every *.yaml under `directory`/<source type>/ (but *.cases.yaml), for every folder that holds a
  // source.yaml. All diagnostics at once; an empty list is good, else null is returned. `pseudonym_key`: for subjects
  // (keyed HMAC).
  static std::shared_ptr<const plan> load(const std::filesystem::path& directory, std::string_view pseudonym_key,
                                          std::vector<diagnostic>&);
  virtual ~plan() = default;

  // Never throws for what a sender wrote, and always gives at least one message.
  virtual outcome apply(const raw_event&) const = 0;

  // What `subject` of an event about this value is: ("email", "ani@example.go.id") -> 32 hex digits.
  virtual std::string pseudonym(std::string_view kind, std::string_view value) const = 0;

  // SHA-256 over all mapping files, hex: what `status` shows.
  virtual const std::string& digest_hex() const = 0;
};

// A dead letter for a raw event that never reached a mapping: its source is no longer known, or its identity is
// missing. `time` of the event is then its receipt.
outcome dead_letter(const raw_event&, std::string_view reason, std::string_view field = {});

// Runs every *.cases.yaml under `directory`: each case is an input body and the expected event or disposition. Returns
// how many passed and a diagnostic per failed one; `seen` is told what each one became.
struct case_report {
  int passed = 0;
  std::vector<diagnostic> failed;
};
using case_observer = std::function<void(const std::string& file, const std::string& name, const outcome&)>;
case_report run_cases(const std::filesystem::path& directory, const plan&, const case_observer& seen = {});

}  // namespace jembatan::normalise
