#include "siasn_double/rows.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>

#include "base/file.hpp"

namespace jembatan::siasn_double {
namespace {

namespace json = boost::json;

constexpr std::size_t file_limit = 1024UL * 1024 * 1024;

std::string text_in(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  if (v == nullptr) return {};
  if (const auto* s = v->if_string()) return std::string(*s);
  return json::serialize(*v);
}

std::string folded(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string key_of(const json::object& row) {
  return text_in(row, "idPns") + "|" + folded(text_in(row, "namaKursus")) + "|" + text_in(row, "tanggalKursus") + "|" +
         text_in(row, "tanggalSelesaiKursus") + "|" + folded(text_in(row, "institusiPenyelenggara"));
}

result<void> append(int fd, std::string_view line) {
  while (!line.empty()) {
    const auto n = ::write(fd, line.data(), line.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno_error(errno, "write effects");
    line.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(fd) != 0) return errno_error(errno, "sync effects");
  return {};
}

}  // namespace

rows::rows(rows&& o) noexcept : fd_(std::exchange(o.fd_, -1)), effects_(o.effects_), held_(std::move(o.held_)) {}

rows::~rows() {
  if (fd_ >= 0) ::close(fd_);
}

result<rows> rows::open(const std::filesystem::path& effects) {
  rows r(::open(effects.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (r.fd_ < 0) return errno_error(errno, "open " + effects.string());
  JB_CHECK(r.load(effects));
  return r;
}

result<void> rows::load(const std::filesystem::path& effects) {
  JB_TRY(const auto text, read_file(effects, file_limit));
  const auto whole = text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1;
  if (whole != text.size() && ::ftruncate(fd_, static_cast<off_t>(whole)) != 0)
    return errno_error(errno, "cut a torn line off " + effects.string());
  for (std::size_t from = 0; from < whole;) {
    const auto end = text.find('\n', from);
    json::error_code failed;
    const auto line = json::parse(std::string_view(text).substr(from, end - from), failed);
    const auto* stored = failed || !line.is_object() ? nullptr : line.get_object().if_contains("stored");
    if (stored == nullptr || !stored->is_object())
      return error{errc::corrupt, effects.string() + ": byte " + std::to_string(from) + " begins no effect"};
    take(stored->get_object());
    from = end + 1;
  }
  return {};
}

void rows::take(json::object row) {
  ++effects_;
  auto id = text_in(row, "id");
  held_.insert_or_assign(std::move(id), std::move(row));
}

result<std::string> rows::save(const json::object& arrived, json::object row, std::string_view act, time_point at,
                               random_source& random) {
  auto id = text_in(row, "id");
  if (!id.empty() && find(id) == nullptr) return error{errc::not_found, "no row " + id};
  if (id.empty()) {
    id = "8ae4" + random.hex(14);
    row["id"] = id;
  }
  const json::object line{
      {"n", effects_ + 1}, {"at", format_rfc3339(at)}, {"act", act}, {"arrived", arrived}, {"stored", row}};
  if (fd_ >= 0) JB_CHECK(append(fd_, json::serialize(line) + "\n"));
  take(std::move(row));
  return id;
}

const json::object* rows::find(std::string_view id) const {
  const auto at = held_.find(id);
  return at == held_.end() ? nullptr : &at->second;
}

json::array rows::of_person(std::string_view person_id) const {
  json::array out;
  for (const auto& [id, row] : held_)
    if (text_in(row, "idPns") == person_id) out.emplace_back(row);
  return out;
}

json::object rows::shown() const {
  json::array all;
  json::object keys;
  for (const auto& [id, row] : held_) {
    all.emplace_back(row);
    auto& n = keys[key_of(row)];
    n = n.is_int64() ? n.get_int64() + 1 : 1;
  }
  return {{"rows", std::move(all)}, {"count", held_.size()}, {"effects", effects_}, {"by_key", std::move(keys)}};
}

}  // namespace jembatan::siasn_double
