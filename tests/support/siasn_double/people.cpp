#include "siasn_double/people.hpp"

#include <algorithm>
#include <vector>

#include "base/file.hpp"
#include "base/hex.hpp"
#include "crypto/sha256.hpp"

namespace jembatan::siasn_double {
namespace {

constexpr std::size_t file_limit = 256 * 1024 * 1024;

using cells = std::vector<std::string>;

// RFC 4180: quoted cells, doubled quotes, both line ends.
std::vector<cells> rows_of(std::string_view text) {
  std::vector<cells> rows;
  cells row;
  std::string cell;
  bool quoted = false;
  const auto end_row = [&] {
    row.push_back(std::move(cell));
    cell.clear();
    if (row.size() > 1 || !row.front().empty()) rows.push_back(std::move(row));
    row.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"')
        cell += c;
      else if (i + 1 < text.size() && text[i + 1] == '"')
        cell += text[++i];
      else
        quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      row.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      cell += c;
    }
  }
  end_row();
  return rows;
}

// 32 hex digits that stay the same from run to run.
std::string person_id(const std::string& our_id) {
  return to_hex(crypto::sha256("siasn-double person " + our_id)).substr(0, 32);
}

}  // namespace

result<people> people::parse(std::string_view csv) {
  const auto rows = rows_of(csv);
  if (rows.empty()) return error{errc::invalid, "people.csv has no header"};
  const auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), name) - rows[0].begin());
  };
  const auto id = column("person_id"), nip = column("nip"), nama = column("nama");
  const auto last = std::max({id, nip, nama});
  if (last >= rows[0].size()) return error{errc::invalid, "people.csv lacks person_id, nip or nama"};
  people out;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].size() <= last) return error{errc::invalid, "people.csv: row " + std::to_string(i + 1) + " is short"};
    const person one{person_id(rows[i][id]), rows[i][nip], rows[i][nama]};
    out.by_nip_[one.nip] = one;
    out.by_id_[one.id] = one;
  }
  return out;
}

result<people> people::read(const std::filesystem::path& file) {
  JB_TRY(const auto text, read_file(file, file_limit));
  return parse(text);
}

const person* people::by_nip(std::string_view nip) const {
  const auto at = by_nip_.find(nip);
  return at == by_nip_.end() ? nullptr : &at->second;
}

const person* people::by_id(std::string_view id) const {
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? nullptr : &at->second;
}

}  // namespace jembatan::siasn_double
