#include "normalise/json_text.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "base/time.hpp"

namespace jembatan::normalise {
namespace {

TEST(json_text, escapes_at_every_place_of_a_text) {
  // Eight bytes are looked at together: the special one may stand anywhere in them and behind them.
  for (const char special : {'"', '\\', '\n', '\x01', '\x1f'}) {
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(20, 'x');
      text[at] = special;
      std::string out;
      append_string(out, text);
      EXPECT_EQ(boost::json::parse(out), boost::json::value(text)) << at;
      EXPECT_EQ(out.find('\n'), std::string::npos);
    }
  }
}

TEST(json_text, leaves_other_bytes_as_they_are) {
  const std::string text = " !#[]^_\x7f\xc3\xa9\xf0\x9f\x8c\xb1 and more than eight of them";
  std::string out;
  append_string(out, text);
  EXPECT_EQ(out, '"' + text + '"');
}

TEST(json_text, writes_instants_as_base_does) {
  for (const std::int64_t ms : {946'684'800'000, 1'773'622'802'345, 1'709'164'800'000, 4'102'444'799'999}) {
    std::string with, shortest;
    append_instant(with, ms, true);
    append_instant(shortest, ms, false);
    EXPECT_EQ(with, format_rfc3339(from_unix_ms(ms)));
    EXPECT_EQ(shortest, format_rfc3339_short(from_unix_ms(ms)));
  }
}

TEST(json_text, writes_hex_as_base_does) {
  digest d{};
  for (std::size_t i = 0; i < d.size(); ++i) d[i] = static_cast<std::uint8_t>(i * 9);
  std::string out = "x";
  append_hex(out, d);
  EXPECT_EQ(out, "x" + to_hex(d));
}

}  // namespace
}  // namespace jembatan::normalise
