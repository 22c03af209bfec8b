#include "config/reference.hpp"

#include <gmock/gmock.h>

namespace {

namespace config = jembatan::config;
using jembatan::option_visitor;

TEST(reference, documents_every_kind_of_key_in_the_order_of_the_description) {
  std::string node = "edge", type, file;
  std::int64_t port = 8443;
  jembatan::duration keep = std::chrono::days{35};
  std::vector<std::string> roles{"gateway", "api"}, people;
  std::optional<jembatan::date> since;
  jembatan::secret_file key;
  int share = 80;
  const auto text = config::reference("Keys", "Two words.", [&](config::visitor& v) {
    v.option("node", node, {"Name of the node.", true});
    v.option("keep", keep, {"How long.", false, true});
    v.option("roles", roles, {"What it does: a | b."});
    v.option("key", key, {"A key.", false, false, "`<data_dir>/keys/k`"});
    v.section("listen", {"Where it listens."},
              [&](option_visitor& l) { l.option("port", port, 1, 65535, {"The port."}); });
    v.named("sources", {"Who sends."}, [&](const std::string&, option_visitor& e) {
      config::decide(e, "type", type, {"zoom"}, {"xapi"}, {"Kind of source.", true});
      e.section("report", {"Reports."}, [&](option_visitor& r) { r.option("since", since, {"First day."}); });
    });
    v.sequence("sessions", {"Live sessions."}, [&](option_visitor& e) { e.percent("attendance", share, {"Share."}); });
    v.list_or_section("people", people, {"Who."}, [&](option_visitor& p) { p.option("file", file, {"A file."}); });
    v.unsupported("badge", {"Badges."});
  });
  EXPECT_EQ(text, R"(# Keys

Two words.

| Key | Type | Default | Meaning | Takes effect |
|---|---|---|---|---|
| `node` | text | required | Name of the node. | restart |
| `keep` | duration | `35d` | How long. | SIGHUP |
| `roles` | list | `[gateway, api]` | What it does: a \| b. | restart |
| `key` | path of a file that holds the secret | `<data_dir>/keys/k` | A key. | restart |
| `listen` | section | - | Where it listens. | restart |
| `sources` | sections, each under a name of your own | `{}` | Who sends. | restart |
| `sessions` | list of sections | `[]` | Live sessions. | restart |
| `people` | list, or a section | `[]` | Who. | restart |
| `badge` | - | - | Badges. Known, but not yet supported: refused when written. | - |

## `listen`

Where it listens.

| Key | Type | Default | Meaning | Takes effect |
|---|---|---|---|---|
| `port` | number, 1 to 65535 | `8443` | The port. | restart |

## `sources.<id>`

Who sends.

| Key | Type | Default | Meaning | Takes effect |
|---|---|---|---|---|
| `type` | zoom | required | Kind of source. Not yet supported: `xapi`. | restart |
| `report` | section | - | Reports. | restart |

## `sources.<id>.report`

Reports.

| Key | Type | Default | Meaning | Takes effect |
|---|---|---|---|---|
| `since` | date | - | First day. | restart |

## `sessions[]`

Live sessions.

| Key | Type | Default | Meaning | Takes effect |
|---|---|---|---|---|
| `attendance` | percentage | `80%` | Share. | restart |

## `people`

Who.

| Key | Type | Default | Meaning | Takes effect |
|---|---|---|---|---|
| `file` | text | - | A file. | restart |
)");
}

}  // namespace
