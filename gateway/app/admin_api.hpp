#pragma once
// Routes under /admin/v1 on admin.sock: what the command line asks. Every answer is made on the worker pool, never on a
// reactor; the actor is the uid of the process at the other end (INTERFACES.md 8).
#include <functional>

#include "app/explain.hpp"
#include "app/register_import.hpp"
#include "app/views.hpp"
#include "eventlog/event_log.hpp"
#include "http/router.hpp"
#include "http/worker_pool.hpp"
#include "ledger/ledger.hpp"

namespace jembatan::app {

struct admin_parts {
  std::shared_ptr<jembatan::ledger::ledger> ledger;
  std::shared_ptr<jembatan::eventlog::event_log> log;
  std::function<result<status_facts>()> status;
  std::function<void()> wake_delivery;
  // Reads the configured registers anew.
  std::function<register_outcome(const std::string& actor, const import_wish&)> import_registers;
  explain_parts explain;
};

void add_admin_routes(http::router&, http::worker_pool&, const admin_parts&);

}  // namespace jembatan::app
