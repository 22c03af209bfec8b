#pragma once
// `jembatan explain`: everything that this node knows of one receipt, event, record, delivery or hold, from journal,
// event log and ledger. Only reads. The answer names people by person_id and pseudonym; raw bodies and events are in it
// only when they are asked for. From any thread.
#include <memory>
#include <string>
#include <string_view>

#include "base/receipt.hpp"
#include "eventlog/event_log.hpp"
#include "journal/journal.hpp"
#include "ledger/ledger.hpp"

namespace jembatan::app {

enum class subject { receipt, event, record, delivery, hold };

struct question {
  subject what = subject::receipt;
  receipt from;    // of a receipt
  std::string id;  // of anything else, in the form in which the ledger looks it up
  bool with_bodies = false;
};

// invalid when the text is none of the known forms: the message lists them.
result<question> parse_question(std::string_view text);

struct explain_parts {
  std::string node;
  std::shared_ptr<jembatan::journal::journal> journal;
  std::shared_ptr<jembatan::eventlog::event_log> log;
  std::shared_ptr<jembatan::ledger::ledger> ledger;  // null without the role adapters
};

// {"version":1,"events":[...],"records":[...]} as README.md shows it. not_found when nothing of it is known here,
// unavailable when only a process with the role adapters knows it.
result<std::string> explain(const explain_parts&, const question&);

}  // namespace jembatan::app
