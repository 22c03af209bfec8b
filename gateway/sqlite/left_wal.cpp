#include "sqlite/left_wal.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "sqlite/database.hpp"

namespace jembatan::sqlite {
namespace {

constexpr sqlite3_int64 block = 256 * 1024;

// A file of SQLite's layer, not of the system: a simulation has a layer of its own.
class layer_file {
 public:
  layer_file(sqlite3_vfs* layer, const char* name)
      : memory_(static_cast<std::size_t>(layer->szOsFile) / sizeof(std::max_align_t) + 1),
        file_(reinterpret_cast<sqlite3_file*>(memory_.data())) {
    opened_ = layer->xOpen(layer, name, file_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL, nullptr);
  }
  ~layer_file() {
    if (file_->pMethods != nullptr) file_->pMethods->xClose(file_);
  }
  layer_file(const layer_file&) = delete;
  layer_file& operator=(const layer_file&) = delete;

  int write_again_and_sync() {
    sqlite3_int64 size = 0;
    if (opened_ != SQLITE_OK) return opened_;
    if (const int code = file_->pMethods->xFileSize(file_, &size); code != SQLITE_OK) return code;
    if (size == 0) return SQLITE_OK;
    std::vector<std::byte> bytes(static_cast<std::size_t>(std::min(block, size)));
    for (sqlite3_int64 at = 0; at < size; at += block) {
      const auto n = static_cast<int>(std::min(block, size - at));
      if (const int code = file_->pMethods->xRead(file_, bytes.data(), n, at); code != SQLITE_OK) return code;
      if (const int code = file_->pMethods->xWrite(file_, bytes.data(), n, at); code != SQLITE_OK) return code;
    }
    return file_->pMethods->xSync(file_, SQLITE_SYNC_FULL);
  }

 private:
  std::vector<std::max_align_t> memory_;
  sqlite3_file* file_;
  int opened_ = SQLITE_OK;
};

struct free_name {
  void operator()(const char* name) const { sqlite3_free_filename(const_cast<char*>(name)); }
};

}  // namespace

result<void> make_left_wal_durable(const std::filesystem::path& database, const std::string& vfs) {
  auto* layer = sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str());
  if (layer == nullptr) return error{errc::invalid, database.string() + ": no SQLite file layer named " + vfs};
  const auto wal = database.string() + "-wal";
  const std::unique_ptr<const char, free_name> names(
      sqlite3_create_filename(database.c_str(), (database.string() + "-journal").c_str(), wal.c_str(), 0, nullptr));
  if (!names) return error{errc::unavailable, database.string() + ": out of memory"};
  int there = 0;
  layer->xAccess(layer, wal.c_str(), SQLITE_ACCESS_EXISTS, &there);
  if (there == 0) return {};
  const int code = layer_file(layer, sqlite3_filename_wal(names.get())).write_again_and_sync();
  if (code != SQLITE_OK) return make_error(code, wal, "what an earlier process left in it cannot be written once more");
  return {};
}

}  // namespace jembatan::sqlite
