#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <filesystem>

#include "base/file.hpp"
#include "zoom/identity.hpp"
#include "zoom/verify.hpp"

namespace jembatan::zoom {
namespace {

namespace fs = std::filesystem;

// Recorded bodies and signatures lie beside the clone, not in it: JB_SHARED, or ../shared.
fs::path recordings() {
  const auto* named = std::getenv("JB_SHARED");
  return (named != nullptr ? fs::path(named) : fs::path(JB_SOURCE_DIR) / "../shared") / "data/zoom";
}

std::string text(const boost::json::value& v, const char* key) {
  return std::string(v.at(key).as_string());
}

void check_signature(const boost::json::value& v, const settings& s) {
  const auto stamp = text(v, "x-zm-request-timestamp"), signature = text(v, "x-zm-signature"),
             body = text(v, "rawBody");
  const auto now = from_unix_ms(std::stoll(stamp) * 1000);
  EXPECT_TRUE(std::holds_alternative<accepted>(verify({signature, stamp, body}, s, now))) << text(v, "note");
  EXPECT_TRUE(std::holds_alternative<refusal>(verify({signature, stamp, body + "x"}, s, now))) << text(v, "note");
}

void check_challenge(const boost::json::value& v, const settings& s) {
  EXPECT_EQ(to_hex(s.keys.front().sign({text(v, "plainToken")})), text(v, "encryptedToken"));
}

TEST(published_vectors, of_signature_and_challenge_all_agree) {
  const auto file = recordings() / "hmac-vectors.json";
  if (!fs::exists(file)) GTEST_SKIP() << "skipped: ../shared/data is not beside the clone";
  const auto vectors = boost::json::parse(read_file(file, 1 * MiB).value());
  ASSERT_GE(vectors.as_array().size(), 4U);
  for (const auto& v : vectors.as_array()) {
    options o;
    o.secrets.push_back({"file", text(v, "secret")});
    const settings s(o);
    if (text(v, "kind") == "crc")
      check_challenge(v, s);
    else
      check_signature(v, s);
  }
}

TEST(recorded_bodies, keep_their_identity_when_written_anew) {
  if (!fs::exists(recordings())) GTEST_SKIP() << "skipped: ../shared/data is not beside the clone";
  std::size_t checked = 0;
  for (const auto& each : fs::directory_iterator(recordings())) {
    const auto name = each.path().filename().string();
    if (!name.starts_with("meeting.participant_") && !name.starts_with("webinar.participant_")) continue;
    const auto raw = read_file(each.path(), 1 * MiB).value();
    const auto parsed = boost::json::parse(raw);
    if (parsed.at("payload").at("object").at("participant").as_object().contains("participant_id")) continue;
    EXPECT_EQ(identity("z", raw), identity("z", boost::json::serialize(parsed))) << name;
    ++checked;
  }
  EXPECT_GE(checked, 10U);
}

}  // namespace
}  // namespace jembatan::zoom
