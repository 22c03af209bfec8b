#include "base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <memory>

#include "base/clock.hpp"

namespace jembatan::inline base {
namespace log {
namespace {

spdlog::logger& sink() {
  static const auto instance = [] {
    auto logger = std::make_shared<spdlog::logger>("jembatan", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%v");
    logger->set_level(spdlog::level::info);
    return logger;
  }();
  return *instance;
}

spdlog::level::level_enum native(level l) {
  switch (l) {
    case level::debug:
      return spdlog::level::debug;
    case level::info:
      return spdlog::level::info;
    case level::warning:
      return spdlog::level::warn;
    case level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

constexpr std::string_view name(level l) {
  switch (l) {
    case level::debug:
      return "debug";
    case level::info:
      return "info";
    case level::warning:
      return "warning";
    case level::error:
      return "error";
  }
  return "error";
}

thread_local const scope* innermost = nullptr;

}  // namespace

scope::scope(std::initializer_list<std::pair<std::string, std::string>> f) : fields_(f), outer_(innermost) {
  innermost = this;
}

scope::~scope() {
  innermost = outer_;
}

void write(level l, std::string_view part, std::string_view event, std::span<const field> fields) {
  if (!sink().should_log(native(l))) return;
  // Boost.JSON escapes control characters, so no field can forge a line (BSSN 4/2021 art. 27(6)f).
  boost::json::object line;
  line["at"] = format_rfc3339(system_clock{}.now());
  line["level"] = name(l);
  line["part"] = part;
  line["event"] = event;
  for (const auto* s = innermost; s != nullptr; s = s->outer_)
    for (const auto& [key, value] : s->fields_) line[key] = value;
  for (const auto& f : fields) std::visit([&](const auto& v) { line[f.key] = v; }, f.value);
  sink().log(native(l), "{}", boost::json::serialize(line));
}

void set_level(level l) {
  sink().set_level(native(l));
}

bool enabled(level l) {
  return sink().should_log(native(l));
}

std::optional<level> level_from(std::string_view text) {
  for (const auto l : {level::debug, level::info, level::warning, level::error})
    if (name(l) == text) return l;
  return std::nullopt;
}

}  // namespace log
}  // namespace jembatan::inline base
