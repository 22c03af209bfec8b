#include "sim/vfs.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <new>

#include "base/random.hpp"
#include "sim/disk_file.hpp"
#include "sim/vfs_locks.hpp"

namespace jembatan::sim {

struct vfs_layer : sqlite3_vfs {
  disk* on;
  const clock* time;
  seeded_random random{0};
  std::map<const disk_file*, std::weak_ptr<shared_state>> states;  // of open files
  int last_errno = 0;
};

namespace {

constexpr int sector_size = 4096;
constexpr int longest_path = 512;
constexpr sqlite3_int64 julian_epoch_ms = 210866760000000;  // 1970-01-01, in milliseconds of the Julian day

struct open_file {
  vfs_layer& layer;
  std::shared_ptr<disk_file> what;
  std::shared_ptr<shared_state> state;
  holder held;
  bool new_name;  // its directory is synced with its first sync, as SQLite's own layer does it for journals and WALs
};

struct handle {
  sqlite3_file base;
  open_file* opened;
};

open_file& of(sqlite3_file* f) {
  return *reinterpret_cast<handle*>(f)->opened;
}

int code_of(disk::status s, int failure) {
  switch (s) {
    case disk::status::ok:
      return SQLITE_OK;
    case disk::status::full:
      return SQLITE_FULL;
    default:
      return failure;
  }
}

int close(sqlite3_file* f) {
  auto* opened = reinterpret_cast<handle*>(f)->opened;
  opened->state->leave(&opened->held);
  delete opened;
  return SQLITE_OK;
}

int read(sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
  std::size_t got = 0;
  const auto wanted = static_cast<std::size_t>(n);
  const auto s = of(f).layer.on->read(*of(f).what, to, wanted, static_cast<std::uint64_t>(at), got);
  if (s != disk::status::ok) return SQLITE_IOERR_READ;
  if (got == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + got, 0, wanted - got);
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
  return code_of(of(f).layer.on->write(*of(f).what, from, static_cast<std::size_t>(n), static_cast<std::uint64_t>(at)),
                 SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* f, sqlite3_int64 size) {
  return code_of(of(f).layer.on->truncate(*of(f).what, static_cast<std::uint64_t>(size)), SQLITE_IOERR_TRUNCATE);
}

int sync(sqlite3_file* f, int) {
  auto& file = of(f);
  auto done = file.layer.on->sync(*file.what);
  if (done == disk::status::ok && file.new_name) {
    done = file.layer.on->sync_names();
    file.new_name = done != disk::status::ok;
  }
  return code_of(done, SQLITE_IOERR_FSYNC);
}

int file_size(sqlite3_file* f, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(of(f).what->size());
  return SQLITE_OK;
}

int lock(sqlite3_file* f, int level) {
  return of(f).state->lock(of(f).held, level);
}

int unlock(sqlite3_file* f, int level) {
  of(f).held.level = std::min(of(f).held.level, level);
  return SQLITE_OK;
}

int check_reserved(sqlite3_file* f, int* held) {
  *held = of(f).state->reserved_by_another(of(f).held) || of(f).held.level >= SQLITE_LOCK_RESERVED ? 1 : 0;
  return SQLITE_OK;
}

int map_shared(sqlite3_file* f, int region, int bytes, int extend, void volatile** to) {
  if (static_cast<std::size_t>(bytes) != shared_state::region_bytes || of(f).layer.on->dead())
    return SQLITE_IOERR_SHMMAP;
  *to = of(f).state->map(of(f).held, static_cast<std::size_t>(region), extend != 0);
  return SQLITE_OK;
}

int lock_shared(sqlite3_file* f, int first, int n, int flags) {
  return of(f).state->lock_slots(of(f).held, first, n, flags);
}

int unmap_shared(sqlite3_file* f, int) {
  of(f).state->unmap(of(f).held);
  return SQLITE_OK;
}

sqlite3_io_methods make_methods() {
  sqlite3_io_methods m{};
  m.iVersion = 2;
  m.xClose = close;
  m.xRead = read;
  m.xWrite = write;
  m.xTruncate = truncate;
  m.xSync = sync;
  m.xFileSize = file_size;
  m.xLock = lock;
  m.xUnlock = unlock;
  m.xCheckReservedLock = check_reserved;
  m.xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; };
  m.xSectorSize = [](sqlite3_file*) { return sector_size; };
  // As SQLite's own layer says of Linux: a write changes no byte outside of it, whatever happens.
  m.xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; };
  m.xShmMap = map_shared;
  m.xShmLock = lock_shared;
  m.xShmBarrier = [](sqlite3_file*) {};
  m.xShmUnmap = unmap_shared;
  return m;
}

std::shared_ptr<shared_state> state_of(vfs_layer& layer, const disk_file* file) {
  std::erase_if(layer.states, [](const auto& s) { return s.second.expired(); });
  auto& known = layer.states[file];
  auto state = known.lock();
  if (!state) known = state = std::make_shared<shared_state>();
  return state;
}

int open(sqlite3_vfs* v, const char* path, sqlite3_file* f, int flags, int* out_flags) {
  auto& layer = *static_cast<vfs_layer*>(v);
  auto* made = new (f) handle{};
  std::shared_ptr<disk_file> what;
  if (path == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0) {
    what = layer.on->anonymous();
  } else {
    const auto opened = layer.on->open(path, (flags & SQLITE_OPEN_CREATE) != 0, what);
    layer.last_errno = opened == disk::status::absent ? ENOENT : EIO;
    if (opened == disk::status::full) return SQLITE_FULL;
    if (opened != disk::status::ok) return SQLITE_CANTOPEN;
  }
  const bool journal = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
  made->opened = new open_file{layer, what, state_of(layer, what.get()), {}, journal && !what->anonymous()};
  made->opened->state->join(&made->opened->held);
  static const sqlite3_io_methods methods = make_methods();
  made->base.pMethods = &methods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs* v, const char* path, int sync_directory) {
  auto& layer = *static_cast<vfs_layer*>(v);
  const auto removed = layer.on->remove_name(path);
  if (removed == disk::status::absent) return SQLITE_IOERR_DELETE_NOENT;
  if (removed != disk::status::ok) return SQLITE_IOERR_DELETE;
  return sync_directory == 0 ? SQLITE_OK : code_of(layer.on->sync_names(), SQLITE_IOERR_DIR_FSYNC);
}

int access(sqlite3_vfs* v, const char* path, int, int* there) {
  *there = static_cast<vfs_layer*>(v)->on->exists(path) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int most, char* out) {
  sqlite3_snprintf(most, out, "%s", path);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs* v, int n, char* out) {
  static_cast<vfs_layer*>(v)->random.fill({reinterpret_cast<std::uint8_t*>(out), static_cast<std::size_t>(n)});
  return n;
}

int now(sqlite3_vfs* v, sqlite3_int64* julian_ms) {
  *julian_ms = julian_epoch_ms + to_unix_ms(static_cast<vfs_layer*>(v)->time->now());
  return SQLITE_OK;
}

}  // namespace

vfs::vfs(disk& d, const clock& c, std::uint64_t seed) : layer_(std::make_unique<vfs_layer>()) {
  static int made = 0;
  name_ = "simulated-" + std::to_string(++made);
  static_cast<sqlite3_vfs&>(*layer_) = sqlite3_vfs{};
  layer_->on = &d;
  layer_->time = &c;
  layer_->random = seeded_random(seed);
  layer_->iVersion = 2;
  layer_->szOsFile = sizeof(handle);
  layer_->mxPathname = longest_path;
  layer_->zName = name_.c_str();
  layer_->xOpen = open;
  layer_->xDelete = remove;
  layer_->xAccess = access;
  layer_->xFullPathname = full_path;
  layer_->xRandomness = randomness;
  layer_->xSleep = [](sqlite3_vfs*, int microseconds) { return microseconds; };
  layer_->xCurrentTimeInt64 = now;
  layer_->xGetLastError = [](sqlite3_vfs* v, int, char*) { return static_cast<vfs_layer*>(v)->last_errno; };
  sqlite3_vfs_register(layer_.get(), 0);
  // SQLite's own randomness (salts of WALs) is of the whole process.
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(seed % 0x7fffffff) | 1, nullptr);
}

vfs::~vfs() {
  sqlite3_vfs_unregister(layer_.get());
}

}  // namespace jembatan::sim
