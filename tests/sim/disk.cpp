#include "sim/disk.hpp"

#include "sim/disk_file.hpp"

namespace jembatan::sim {
namespace {

constexpr std::size_t sector = disk_file::sector;

error gone(const std::filesystem::path& path) {
  return {errc::io, path.string() + ": the simulated disk does not answer"};
}

result<void> outcome_of(disk::status s, const std::filesystem::path& path) {
  if (s == disk::status::full) return error{errc::full, path.string() + ": the simulated disk is full"};
  if (s == disk::status::failed) return gone(path);
  return {};
}

}  // namespace

const char* to_string(disk::operation what) {
  constexpr const char* names[] = {"create", "write", "extend", "truncate", "sync", "remove", "sync directory"};
  return names[static_cast<std::size_t>(what)];
}

const char* to_string(disk::fate f) {
  constexpr const char* names[] = {"", ": fails", ": full", ": the process dies"};
  return names[static_cast<std::size_t>(f)];
}

disk::disk(std::uint64_t seed) : dice_(seed) {}

disk::fate disk::decide(const std::string& name, operation what) {
  if (dead_) return fate::fail;
  if (name.empty() && what != operation::sync_directory) return fate::pass;
  ++operations_;
  const auto becomes = fate_ ? fate_(what, name) : fate::pass;
  if (becomes == fate::die) dead_ = true;
  // The journal's cursor moves with other files, or alone when retention notes that time has passed.
  if (becomes == fate::pass && name.find("/cursor.db") == std::string::npos) ++changes_;
  return becomes;
}

void disk::revive(bool power_was_cut) {
  if (power_was_cut) lose_what_was_not_synced();
  dead_ = false;
}

disk::image disk::contents() const {
  image all;
  for (const auto& [name, file] : cached_) all[name] = file->bytes();
  return all;
}

void disk::fill(const image& all) {
  for (const auto& [name, bytes] : all) {
    auto file = std::make_shared<disk_file>(name);
    file->fill(bytes);
    cached_[name] = durable_[name] = std::move(file);
  }
}

disk::status disk::open(const std::string& name, bool create, std::shared_ptr<disk_file>& opened) {
  if (dead_) return status::failed;
  const auto found = cached_.find(name);
  if (found != cached_.end()) {
    opened = found->second;
    return status::ok;
  }
  if (!create) return status::absent;
  switch (decide(name, operation::create)) {
    case fate::full:
      return status::full;
    case fate::pass:
      break;
    default:
      return status::failed;
  }
  opened = cached_[name] = std::make_shared<disk_file>(name);
  return status::ok;
}

std::shared_ptr<disk_file> disk::anonymous() const {
  return std::make_shared<disk_file>("");
}

disk::status disk::read(const disk_file& f, void* to, std::size_t n, std::uint64_t at, std::size_t& got) const {
  if (dead_ || (!f.anonymous() && reading_ && !reading_())) return status::failed;
  got = f.read(static_cast<std::uint8_t*>(to), n, at);
  return status::ok;
}

disk::status disk::write(disk_file& f, const void* from, std::size_t n, std::uint64_t at) {
  const auto* bytes = static_cast<const std::uint8_t*>(from);
  switch (decide(f.name(), at + n > f.size() ? operation::extend : operation::write)) {
    case fate::pass:
      f.write(bytes, n, at, dice_);
      return status::ok;
    case fate::full:
      return status::full;
    case fate::fail:
      // Some of it may have been written.
      if (!dead_ && dice_.one_in(2)) f.write(bytes, n / sector / 2 * sector, at, dice_);
      return status::failed;
    case fate::die:
      break;
  }
  f.write(bytes, static_cast<std::size_t>(dice_.between(0, static_cast<std::int64_t>(n / sector))) * sector, at, dice_);
  return status::failed;
}

disk::status disk::truncate(disk_file& f, std::uint64_t size) {
  const auto what = decide(f.name(), operation::truncate);
  if (what == fate::pass || (what == fate::die && dice_.one_in(2))) f.truncate(size);
  return what == fate::pass ? status::ok : status::failed;
}

disk::status disk::sync(disk_file& f) {
  switch (decide(f.name(), operation::sync)) {
    case fate::pass:
      f.sync();
      return status::ok;
    case fate::die:
      // Done, not begun, or in the middle of one that fails.
      if (dice_.one_in(3))
        f.sync();
      else if (dice_.one_in(2))
        f.fail_sync(dice_);
      return status::failed;
    default:
      if (!dead_) f.fail_sync(dice_);
      return status::failed;
  }
}

disk::status disk::remove_name(const std::string& name) {
  if (dead_) return status::failed;
  if (!cached_.contains(name)) return status::absent;
  const auto what = decide(name, operation::remove);
  if (what == fate::pass || (what == fate::die && dice_.one_in(2))) cached_.erase(name);
  return what == fate::pass ? status::ok : status::failed;
}

disk::status disk::sync_names() {
  const auto what = decide({}, operation::sync_directory);
  if (what == fate::pass || (what == fate::die && dice_.one_in(2))) durable_ = cached_;
  return what == fate::pass ? status::ok : status::failed;
}

void disk::lose_what_was_not_synced() {
  auto after = durable_;
  for (const auto& [name, file] : cached_) {
    const auto kept = durable_.find(name);
    if ((kept == durable_.end() || kept->second != file) && dice_.one_in(2)) after[name] = file;
  }
  for (const auto& [name, file] : durable_) {
    if (!cached_.contains(name) && dice_.one_in(2)) after.erase(name);
  }
  for (const auto& [name, file] : after) file->lose_what_was_not_synced(dice_);
  cached_ = durable_ = std::move(after);
}

result<std::vector<std::string>> disk::list(const std::filesystem::path& directory) {
  if (dead_) return gone(directory);
  std::vector<std::string> found;
  for (const auto& [name, file] : cached_) {
    const std::filesystem::path path(name);
    if (path.parent_path() == directory) found.push_back(path.filename().string());
  }
  return found;
}

bool disk::exists(const std::filesystem::path& path) {
  return !dead_ && cached_.contains(path.string());
}

result<std::uint64_t> disk::size(const std::filesystem::path& path) {
  if (dead_) return gone(path);
  const auto found = cached_.find(path.string());
  if (found == cached_.end()) return error{errc::not_found, path.string()};
  return found->second->size();
}

result<void> disk::remove(const std::filesystem::path& path) {
  return outcome_of(remove_name(path.string()), path);
}

result<void> disk::sync_directory(const std::filesystem::path& path) {
  return outcome_of(sync_names(), path);
}

}  // namespace jembatan::sim
