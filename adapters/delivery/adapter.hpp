#pragma once
// What a target is to delivery: the contract of an adapter, explained in adapters/README.md. An adapter translates and
// calls; when to call, what to try again and what to keep is decided by the worker. Used by one thread at a time. An
// adapter keeps nothing that a crash may not take: tokens and look-ups are caches.
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "training/record.hpp"

namespace jembatan::delivery {

// Why a call did not give what was asked for, and so what happens next (README.md has the table).
struct setback {
  enum class kind {
    refused,      // the target said no without a code that we know: passing trouble, or a fault of the record
    impossible,   // the record cannot be delivered as it is: a person has to act, trying again is useless
    unreachable,  // no usable answer: the outcome of a write is unknown
    postponed,    // the gateway before the target turned it away (token, throttling): nothing happened there
    locked_out,   // a credential that a person supplies is missing, expired or refused: the whole target waits
    cancelled     // shutting down
  } what = kind::refused;
  std::string code;    // stable, snake_case: reasons, metrics and the feed
  std::string answer;  // what the target said, shortened; never a credential
};
[[noreturn]] void throw_exception_from_error(const setback&, const boost::source_location&);

template <class T = void>
using attempt = boost::system::result<T, setback>;

// What the record becomes at the target. `digest` changes exactly when `fields` do.
struct payload {
  std::string nip;             // whom it is for
  boost::json::object fields;  // without what only the target knows (person, row)
  std::string digest;          // hex
};

// What the target holds of a payload's record.
struct holding {
  std::string id;           // the target's own id of it
  bool same = false;        // nothing would change by a correction
  boost::json::object row;  // as the target shows it, for the adapter's own correct()
};

// By what else than the payload a record may be recognised at the target.
struct traces {
  std::string known_id;             // the target's own, of the last confirmed write
  std::vector<payload> tried;       // in other words, oldest first: one of them may have been acted upon
  std::vector<std::string> others;  // ids of the person's other records: no trace of this one
};

// Where the target stands before a write.
struct standing {
  std::string person;  // the target's own id of the person
  std::optional<holding> held;
};

class adapter {
 public:
  virtual ~adapter() = default;

  // Pure. `impossible` names what is wrong with the record.
  virtual attempt<payload> map(const training::record&) const = 0;

  // locked_out when a credential that a person supplies is missing or past its expiry. Calls nobody.
  virtual attempt<> ready(time_point now) = 0;
  // Digest of the files that a person supplies, as they are now: a parked target goes on when they differ from those
  // that it was parked for.
  virtual std::string credentials_digest() = 0;
  // The same as ready() or a call has read them last, to be asked after a locked_out: by now the files may be others,
  // or those that they were before.
  virtual std::string judged_credentials() = 0;

  // Looks where the target stands: for the known id, else for the payload, else for what was tried. Never writes. A
  // match need not be ours: one that a person typed is adopted as well. `impossible` when what was tried stands where
  // it cannot be corrected, at another person's.
  virtual attempt<standing> read_back(const payload&, const traces&) = 0;
  // Makes a new one; the target's id of it. Called only after read_back() found none.
  virtual attempt<std::string> create(const payload&, const standing&) = 0;
  // Brings the one that read_back() found to the payload; its id.
  virtual attempt<std::string> correct(const payload&, const standing&) = 0;
  // The exact request that create() or correct() would send: method, URL, headers with tokens redacted, body. Pure.
  virtual std::string preview(const payload&, const standing&) const = 0;
};

}  // namespace jembatan::delivery
