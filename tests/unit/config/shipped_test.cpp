// The shipped gateway.yaml as a document; that every key in it is known is tested where the parts are joined
// (tests/unit/app).
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "config/document.hpp"

namespace {

std::string shipped() {
  std::ifstream file(JB_SOURCE_DIR "/config/gateway.yaml");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(shipped_configuration, is_one_readable_document) {
  const auto d = jembatan::config::parse_document(shipped(), "gateway.yaml");
  EXPECT_TRUE(d.readable);
  EXPECT_THAT(d.problems, ::testing::IsEmpty());
  EXPECT_EQ(d.root.what, jembatan::config::node::kind::mapping);
}

// INTERFACES.md 1: what an operator may write stands there, in use or commented out.
TEST(shipped_configuration, shows_every_key) {
  const auto text = shipped();
  for (const auto* key : {"version",
                          "environment",
                          "node",
                          "roles",
                          "public_url",
                          "data_dir",
                          "listen",
                          "https",
                          "admin",
                          "certificate",
                          "key",
                          "client_ca",
                          "trusted_proxies",
                          "sources",
                          "type",
                          "secrets",
                          "on_bad_signature",
                          "nip_question",
                          "credentials",
                          "body_limit",
                          "on_pressure",
                          "eventlog",
                          "kind",
                          "brokers",
                          "tls",
                          "sasl",
                          "ledger",
                          "dsn_file",
                          "people",
                          "directory",
                          "accounts",
                          "trainings",
                          "certificates",
                          "pseudonym_key",
                          "audit",
                          "origin",
                          "tsa",
                          "retention",
                          "records",
                          "facts",
                          "held",
                          "dead",
                          "audit_personal",
                          "duties",
                          "journal",
                          "keep",
                          "reserve",
                          "targets",
                          "mode",
                          "base_url",
                          "token_url",
                          "apim",
                          "sso_token",
                          "instansi_id",
                          "deliver",
                          "deliver_from",
                          "deadline",
                          "ca",
                          "client_certificate",
                          "client_key",
                          "proxy",
                          "files",
                          "period",
                          "lock_after",
                          "close_day",
                          "delivery",
                          "settle",
                          "brake",
                          "share",
                          "backoff",
                          "base",
                          "cap"})
    EXPECT_NE(text.find(std::string(key) + ":"), std::string::npos) << key;
}

}  // namespace
