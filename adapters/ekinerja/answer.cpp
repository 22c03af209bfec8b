#include "ekinerja/answer.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <optional>

namespace jembatan::ekinerja {
namespace {

namespace json = boost::json;
using kind = answer::kind;

constexpr std::size_t text_limit = 300;
constexpr std::size_t id_limit = 100;

std::string shortened(std::string_view text) {
  auto end = std::min(text.size(), text_limit);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end));
}

std::optional<json::value> parse(std::string_view body) {
  json::parse_options limits;
  limits.max_depth = 16;
  json::error_code failed;
  auto value = json::parse(body, failed, {}, limits);
  if (failed) return {};
  return value;
}

// Numbers come as numbers or as text.
std::optional<std::int64_t> number_in(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  if (v == nullptr) return {};
  if (const auto* i = v->if_int64()) return *i;
  const auto* s = v->if_string();
  if (s == nullptr) return {};
  std::int64_t n = 0;
  const auto [end, bad] = std::from_chars(s->data(), s->data() + s->size(), n);
  if (bad != std::errc{} || end != s->data() + s->size()) return {};
  return n;
}

// Truth comes as a boolean or as text.
std::optional<bool> truth_in(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  if (v == nullptr) return {};
  if (const auto* b = v->if_bool()) return *b;
  if (const auto* s = v->if_string()) {
    if (*s == "true") return true;
    if (*s == "false") return false;
  }
  return {};
}

std::string text_in(const json::object& o, std::initializer_list<std::string_view> keys) {
  for (const auto key : keys)
    if (const auto* v = o.if_contains(key))
      if (const auto* s = v->if_string()) return shortened(*s);
  return {};
}

// WSO2's fault code: {"fault":{"code":900901}}, {"code":"900901"}, or XML with <ams:code>900901</ams:code>.
std::optional<std::int64_t> fault_code(const json::object& o) {
  if (const auto* fault = o.if_contains("fault"))
    if (const auto* inner = fault->if_object()) return number_in(*inner, "code");
  const auto code = number_in(o, "code");
  if (code && *code >= 100'000) return code;
  return {};
}

std::optional<std::int64_t> xml_fault_code(std::string_view body) {
  constexpr std::string_view tag = "code>";
  const auto at = body.find(tag);
  if (at == std::string_view::npos || body.find("fault") == std::string_view::npos) return {};
  std::int64_t n = 0;
  const auto* begin = body.data() + at + tag.size();
  const auto [end, bad] = std::from_chars(begin, body.data() + body.size(), n);
  if (bad != std::errc{} || end == begin) return {};
  return n;
}

answer of_fault(int status, std::int64_t code, std::string text) {
  const auto name = "fault_" + std::to_string(code);
  const auto series = code / 100;
  if (series == 9008) return {kind::throttled, name, std::move(text), {}, {}};
  if (series == 9009 && status == 401) return {kind::token_refused, name, std::move(text), {}, {}};
  if (series == 9009 && status == 403) return {kind::gateway_closed, name, std::move(text), {}, {}};
  if (status == 401) return {kind::sso_refused, "sso_refused", std::move(text), {}, {}};
  return {kind::failed, name, std::move(text), {}, {}};
}

// {"success":true,"mapData":{"rwKursusId":"..."}}; mapData may also be null or a string.
answer of_save(const json::object& o, bool success) {
  if (!success) return {kind::refused, "refused", text_in(o, {"message", "Message"}), {}, {}};
  std::string id;
  if (const auto* map = o.if_contains("mapData"))
    if (const auto* inner = map->if_object()) id = text_in(*inner, {"rwKursusId"});
  if (id.empty() || id.size() > id_limit) return {kind::unconfirmed, "no_row_id", text_in(o, {"message"}), {}, {}};
  return {kind::saved, {}, {}, std::move(id), {}};
}

// {"code":1,"data":...} is found; {"code":0,"data":"Data tidak ditemukan"} is nothing there, but only with a 404.
answer of_read(const json::object& o, int status, std::int64_t code) {
  if (code == 0 && status == 404) return {kind::empty, {}, {}, {}, {}};
  const auto* data = o.if_contains("data");
  if (code == 1 && status == 200 && data != nullptr) return {kind::found, {}, {}, {}, *data};
  return {kind::refused, "refused", text_in(o, {"message", "data", "description"}), {}, {}};
}

answer of_object(const json::object& o, int status) {
  if (const auto fault = fault_code(o)) {
    const auto* inner = o.if_contains("fault");
    const auto& told = inner != nullptr && inner->is_object() ? inner->get_object() : o;
    return of_fault(status, *fault, text_in(told, {"message", "description"}));
  }
  const auto text = text_in(o, {"message", "Message", "error_description", "error", "data"});
  if (status == 401) return {kind::sso_refused, "sso_refused", text, {}, {}};
  if (status == 429) return {kind::throttled, "throttled", text, {}, {}};
  if (status >= 500) return {kind::failed, "http_" + std::to_string(status), text, {}, {}};
  if (const auto success = truth_in(o, "success"); success && (status < 300 || !*success)) return of_save(o, *success);
  if (const auto code = number_in(o, "code")) return of_read(o, status, *code);
  if (const auto bad = truth_in(o, "Error")) {
    if (*bad || status >= 300) return {kind::refused, "refused", text, {}, {}};
    return {kind::unconfirmed, "no_row_id", text, {}, {}};
  }
  if (status >= 300) return {kind::refused, "http_" + std::to_string(status), text, {}, {}};
  return {kind::unconfirmed, "unknown_shape", text, {}, {}};
}

bool is_html(std::string_view content_type, std::string_view body) {
  const auto first = body.find_first_not_of(" \t\r\n");
  return content_type.find("html") != std::string_view::npos || (first != std::string_view::npos && body[first] == '<');
}

}  // namespace

answer classify(int status, std::string_view content_type, std::string_view body) {
  if (body.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    if (status == 401) return {kind::sso_refused, "sso_refused", {}, {}, {}};
    if (status == 429) return {kind::throttled, "throttled", {}, {}, {}};
    return {kind::silent, "empty_body", {}, {}, {}};
  }
  if (const auto value = parse(body)) {
    if (const auto* o = value->if_object()) return of_object(*o, status);
  } else if (const auto fault = xml_fault_code(body)) {
    return of_fault(status, *fault, {});
  }
  if (status == 401) return {kind::sso_refused, "sso_refused", {}, {}, {}};
  if (status == 429) return {kind::throttled, "throttled", {}, {}, {}};
  if (is_html(content_type, body)) return {kind::foreign, "html_answer", {}, {}, {}};
  return {kind::foreign, "no_json", {}, {}, {}};
}

delivery::setback to_setback(const answer& a) {
  using to = delivery::setback::kind;
  switch (a.what) {
    case kind::token_refused:
    case kind::throttled:
    case kind::gateway_closed:
      return {to::postponed, a.code, a.text};
    case kind::sso_refused:
      return {to::locked_out, a.code, a.text};
    case kind::unconfirmed:
    case kind::silent:
    case kind::foreign:
    case kind::failed:
      return {to::unreachable, a.code, a.text};
    case kind::refused:
      return {to::refused, a.code, a.text};
    // A right answer to another question.
    case kind::saved:
    case kind::found:
    case kind::empty:
      return {to::refused, "unexpected_answer", a.text};
  }
  return {to::refused, "unexpected_answer", a.text};
}

}  // namespace jembatan::ekinerja
