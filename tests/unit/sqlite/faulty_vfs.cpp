#include "faulty_vfs.hpp"

#include <new>

namespace jembatan::test {
namespace {

struct passing_file {
  sqlite3_file base;
  faulty_vfs* faults;
  sqlite3_file* real;
};

sqlite3_file* real_of(sqlite3_file* f) {
  return reinterpret_cast<passing_file*>(f)->real;
}
faulty_vfs& faults_of(sqlite3_file* f) {
  return *reinterpret_cast<passing_file*>(f)->faults;
}

template <auto Method, class... Arguments>
auto pass(sqlite3_file* f, Arguments... arguments) {
  auto* real = real_of(f);
  return (real->pMethods->*Method)(real, arguments...);
}

int write(sqlite3_file* f, const void* bytes, int n, sqlite3_int64 at) {
  if (faults_of(f).disk_full) return SQLITE_FULL;
  return pass<&sqlite3_io_methods::xWrite>(f, bytes, n, at);
}

int sync(sqlite3_file* f, int flags) {
  auto& faults = faults_of(f);
  ++faults.syncs;
  if (faults.before_sync) faults.before_sync();
  if (faults.failing_syncs > 0) {
    --faults.failing_syncs;
    return SQLITE_IOERR_FSYNC;
  }
  return pass<&sqlite3_io_methods::xSync>(f, flags);
}

sqlite3_io_methods make_methods() {
  using io = sqlite3_io_methods;
  sqlite3_io_methods m{};
  m.iVersion = 3;
  m.xClose = [](sqlite3_file* f) { return pass<&io::xClose>(f); };
  m.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return pass<&io::xRead>(f, to, n, at); };
  m.xWrite = write;
  m.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) { return pass<&io::xTruncate>(f, size); };
  m.xSync = sync;
  m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return pass<&io::xFileSize>(f, size); };
  m.xLock = [](sqlite3_file* f, int kind) { return pass<&io::xLock>(f, kind); };
  m.xUnlock = [](sqlite3_file* f, int kind) { return pass<&io::xUnlock>(f, kind); };
  m.xCheckReservedLock = [](sqlite3_file* f, int* held) { return pass<&io::xCheckReservedLock>(f, held); };
  m.xFileControl = [](sqlite3_file* f, int what, void* with) { return pass<&io::xFileControl>(f, what, with); };
  m.xSectorSize = [](sqlite3_file* f) { return pass<&io::xSectorSize>(f); };
  m.xDeviceCharacteristics = [](sqlite3_file* f) { return pass<&io::xDeviceCharacteristics>(f); };
  m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** to) {
    return pass<&io::xShmMap>(f, page, size, extend, to);
  };
  m.xShmLock = [](sqlite3_file* f, int at, int n, int flags) { return pass<&io::xShmLock>(f, at, n, flags); };
  m.xShmBarrier = [](sqlite3_file* f) { pass<&io::xShmBarrier>(f); };
  m.xShmUnmap = [](sqlite3_file* f, int remove) { return pass<&io::xShmUnmap>(f, remove); };
  m.xFetch = [](sqlite3_file* f, sqlite3_int64 at, int n, void** to) { return pass<&io::xFetch>(f, at, n, to); };
  m.xUnfetch = [](sqlite3_file* f, sqlite3_int64 at, void* what) { return pass<&io::xUnfetch>(f, at, what); };
  return m;
}

}  // namespace

faulty_vfs::faulty_vfs(std::string name)
    : name_(std::move(name)), real_(sqlite3_vfs_find(nullptr)), vfs_{*real_, this} {
  vfs_.zName = name_.c_str();
  vfs_.szOsFile = static_cast<int>(sizeof(passing_file)) + real_->szOsFile;
  vfs_.xOpen = open;
  sqlite3_vfs_register(&vfs_, 0);
}

faulty_vfs::~faulty_vfs() {
  sqlite3_vfs_unregister(&vfs_);
}

int faulty_vfs::open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto* self = static_cast<registered*>(vfs)->owner;
  static const sqlite3_io_methods methods = make_methods();
  auto* made = new (file) passing_file{};
  made->faults = self;
  made->real = reinterpret_cast<sqlite3_file*>(made + 1);
  const int code = self->real_->xOpen(self->real_, path, made->real, flags, out_flags);
  made->base.pMethods = made->real->pMethods != nullptr ? &methods : nullptr;
  return code;
}

}  // namespace jembatan::test
