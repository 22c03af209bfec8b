#pragma once
// The JSON of `jembatan explain`: values in, objects out. Pure.
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "eventlog/event_log.hpp"
#include "journal/journal.hpp"
#include "ledger/story.hpp"

namespace jembatan::app {

// What this node has of the body that a receipt was given for.
struct received_body {
  std::string where;  // "here", "expired on 2026-04-20", "on node edge-2"; empty: not known
  std::optional<journal::entry> what;
  std::vector<std::string> raws;  // the text of each raw event in it, where that is asked for
  bool handed_on = false;         // the pump has passed it
};

// Of the sender's address only what kind it is: loopback, private, public; unknown for none.
std::string peer_class(const std::string& address);

// "source", "received" and "raw_body"; with the raw event's `text` also "body" (or "body_base64" where it is no UTF-8).
void add_received(boost::json::object& event, const received_body&,
                  const std::vector<const ledger::message_story*>& messages, const std::string* text);
// "class" of SEMANTICS.md 2.2 and its "reason"; while it is in flight also "stage": journal, event log or evaluation.
void add_class(boost::json::object& event, const std::vector<const ledger::message_story*>& messages,
               const received_body&, bool has_ledger);

// `id`: whole, if it is known, else empty.
boost::json::object message_view(const ledger::message_story&, const std::string& id);
// What the topic says of it: null when it cannot be read there (any more).
void add_published(boost::json::object& message, const ledger::message_story&, const eventlog::slice*, bool with_event);
// `with_events`: also the events that it is made of.
boost::json::object record_view(const ledger::record_story&, bool with_events);

}  // namespace jembatan::app
