#include "siasn_double/options.hpp"

#include <charconv>
#include <map>

namespace jembatan::siasn_double {

const char* const usage =
    "jembatan-siasn-double --certificate F --key F --people F --effects F [--listen ADDRESS:PORT] [--apim F] [--sso "
    "F]\n"
    "  [--act-then-silence N] [--silence-ms MS] [--refuse N] [--unavailable N] [--reset N] [--slow MS]\n"
    "  [--expire-apim-after S]\n";

namespace {

result<std::int64_t> number(const std::string& name, const std::string& text) {
  std::int64_t n = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (bad != std::errc{} || end != text.data() + text.size() || n < 0 || n > 1'000'000)
    return error{errc::invalid, name + " needs a whole number from 0 to 1000000"};
  return n;
}

result<void> take_listen(options& o, const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return error{errc::invalid, "--listen needs ADDRESS:PORT"};
  JB_TRY(const auto port, number("--listen", text.substr(colon + 1)));
  if (port > 65535) return error{errc::invalid, "--listen: no such port"};
  o.address = text.substr(0, colon);
  o.port = static_cast<std::uint16_t>(port);
  return {};
}

result<void> take(options& o, const std::string& name, const std::string& value) {
  static const std::map<std::string, std::filesystem::path options::*> files{
      {"--certificate", &options::certificate}, {"--key", &options::key},   {"--people", &options::people},
      {"--effects", &options::effects},         {"--apim", &options::apim}, {"--sso", &options::sso}};
  static const std::map<std::string, std::int64_t modes::*> numbers{
      {"--act-then-silence", &modes::act_then_silence},
      {"--silence-ms", &modes::silence_ms},
      {"--refuse", &modes::refuse},
      {"--unavailable", &modes::unavailable},
      {"--reset", &modes::reset},
      {"--slow", &modes::slow_ms},
      {"--expire-apim-after", &modes::expire_apim_after_s}};
  if (name == "--listen") return take_listen(o, value);
  if (const auto f = files.find(name); f != files.end()) {
    o.*f->second = value;
    return {};
  }
  if (const auto n = numbers.find(name); n != numbers.end()) {
    JB_TRY(o.start.*n->second, number(name, value));
    return {};
  }
  return error{errc::invalid, "unknown option " + name};
}

}  // namespace

result<options> parse_arguments(const std::vector<std::string>& words) {
  options o;
  for (std::size_t i = 0; i < words.size(); i += 2) {
    if (i + 1 == words.size()) return error{errc::invalid, words[i] + " needs a value"};
    JB_CHECK(take(o, words[i], words[i + 1]));
  }
  if (o.certificate.empty() || o.key.empty() || o.people.empty() || o.effects.empty())
    return error{errc::invalid, "--certificate, --key, --people and --effects are needed"};
  return o;
}

}  // namespace jembatan::siasn_double
