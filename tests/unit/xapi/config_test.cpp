#include "xapi/config.hpp"

#include <gmock/gmock.h>

#include "config/loader.hpp"

namespace jembatan::xapi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string problems_of(const std::string& yaml, const std::string& credentials = "moodle:rahasia") {
  options o;
  const auto found = config::load_text(
      yaml, {"gateway.yaml", "/site", [&](const std::filesystem::path&) -> result<std::string> { return credentials; }},
      [&](config::visitor& v) { describe(v, o); });
  std::string text;
  for (const auto& p : found) text += p.message() + "\n";
  return text;
}

TEST(credentials, are_lines_of_user_and_password) {
  EXPECT_THAT(*credential_lines("a:b\r\n\nc:d:e\n"), ElementsAre("a:b", "c:d:e"));
  for (const auto* wrong : {"", "\n\n", "a", ":b", "a:", "a:b\nc"}) EXPECT_FALSE(credential_lines(wrong)) << wrong;
}

TEST(options, are_good_with_credentials_alone) {
  EXPECT_THAT(problems_of("credentials: cred\n"), IsEmpty());
}

TEST(options, are_refused_with_their_line) {
  EXPECT_THAT(problems_of("{}\n"), HasSubstr("credentials"));
  EXPECT_THAT(problems_of("credentials: cred\n", "no colon"),
              HasSubstr("gateway.yaml:1: credentials: the file must hold"));
  EXPECT_THAT(problems_of("credentials: cred\nbody_limit: 1KiB\n"), HasSubstr("gateway.yaml:2: body_limit"));
  EXPECT_THAT(problems_of("credentials: cred\non_pressure: pray\n"), HasSubstr("gateway.yaml:2: on_pressure"));
  EXPECT_THAT(problems_of("credentials: cred\nwait_at_most: 1h\n"), HasSubstr("gateway.yaml:2: wait_at_most"));
  EXPECT_THAT(problems_of("credentials: cred\nmost_waiting: 0\n"), HasSubstr("gateway.yaml:2: most_waiting"));
  EXPECT_THAT(problems_of("credentials: cred\nbatch_limit: 0\n"), HasSubstr("gateway.yaml:2: batch_limit"));
}

TEST(options, never_show_a_password) {
  EXPECT_THAT(problems_of("credentials: cred\n", "rahasia-sekali"), testing::Not(HasSubstr("rahasia")));
}

}  // namespace
}  // namespace jembatan::xapi
