#include "journal/row.hpp"

#include <cstring>

#include "journal/checksum.hpp"
#include "journal/damage.hpp"

namespace jembatan::journal {
namespace {

bytes_view identity_bytes(const entry& e) {
  return {reinterpret_cast<const std::uint8_t*>(e.identities.data()), e.identities.size() * sizeof(digest)};
}

// Each part with its length, so that no byte can wander from one column to the next unseen.
std::uint32_t checksum_of(std::uint64_t sequence, const entry& e) {
  checksum sum;
  sum.add(sequence);
  sum.add(static_cast<std::uint64_t>(to_unix_ms(e.received_at)));
  for (const auto part : {as_bytes(e.source), as_bytes(e.peer), as_bytes(e.tls), identity_bytes(e), as_bytes(e.body)}) {
    sum.add(std::uint64_t{part.size()});
    sum.add(part);
  }
  return sum.value();
}

}  // namespace

void bind_row(sqlite::statement& insert, std::uint64_t sequence, const entry& e) {
  insert.bind(1, static_cast<std::int64_t>(sequence));
  insert.bind(2, e.source);
  insert.bind(3, to_unix_ms(e.received_at));
  insert.bind(4, e.peer);
  insert.bind(5, e.tls);
  insert.bind(6, static_cast<std::int64_t>(e.identities.size()));
  insert.bind_blob(7, identity_bytes(e));
  insert.bind_blob(8, as_bytes(e.body));
  insert.bind(9, std::int64_t{checksum_of(sequence, e)});
}

result<stored_entry> read_row(const sqlite::statement& row, const std::filesystem::path& file) {
  stored_entry read;
  read.sequence = static_cast<std::uint64_t>(row.integer(0));
  const auto name = "row " + std::to_string(read.sequence);
  if (const auto seal = row.integer(7); seal != 0)
    return error{errc::unsupported, file.string() + ": " + name + " is sealed with method " + std::to_string(seal) +
                                        ", which this version cannot open: install the version that wrote it"};
  auto& e = read.what;
  e.source = row.text(1);
  e.received_at = from_unix_ms(row.integer(2));
  e.peer = row.text(3);
  e.tls = row.text(4);
  const auto identities = row.blob(6);
  if (identities.size() != static_cast<std::uint64_t>(row.integer(5)) * sizeof(digest))
    return damaged(file, name + " does not have one identity per event");
  e.identities.resize(identities.size() / sizeof(digest));
  if (!identities.empty()) std::memcpy(e.identities.data(), identities.data(), identities.size());
  const auto body = row.blob(8);
  e.body.assign(reinterpret_cast<const char*>(body.data()), body.size());
  if (checksum_of(read.sequence, e) != static_cast<std::uint64_t>(row.integer(9)))
    return damaged(file, name + " does not agree with its checksum");
  return read;
}

std::size_t row_bytes(const entry& e) {
  constexpr std::size_t fixed_columns = 64;
  return fixed_columns + e.source.size() + e.peer.size() + e.identities.size() * sizeof(digest) + e.body.size();
}

}  // namespace jembatan::journal
