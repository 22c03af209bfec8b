// A disk that fails when a test says so, below SQLite and below everything else of the unchanged program: loaded before
// it (LD_PRELOAD), this stands in for the system calls that write. The file that JB_DISK_FAULTS names holds one fault a
// line, "ACTION PART-OF-A-PATH", and is read with each call:
//   full   writes that would make the file longer answer ENOSPC, and the disk has no free space
//   write  writes answer EIO; not those to the shared memory of a WAL, which nobody asks the disk to keep
//   sync   fsync(2) and fdatasync(2) answer EIO
//   hang   they do not come back before the line is gone
#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace {

template <class Call>
Call next(const char* name) {
  return reinterpret_cast<Call>(::dlsym(RTLD_NEXT, name));
}

std::string path_of(int fd) {
  char path[PATH_MAX];
  const auto n = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), path, sizeof path);
  return n > 0 ? std::string(path, static_cast<std::size_t>(n)) : std::string{};
}

bool is_asked_for(std::string_view action, const std::string& path) {
  const char* file = std::getenv("JB_DISK_FAULTS");
  if (file == nullptr) return false;
  std::ifstream faults(file);
  std::string what, where;
  while (faults >> what >> where)
    if (what == action && path.find(where) != std::string::npos) return true;
  return false;
}

int fail(int number) {
  errno = number;
  return -1;
}

int sync_unless_asked(int fd, const char* name) {
  constexpr useconds_t between_looks = 20'000;
  while (is_asked_for("hang", path_of(fd))) ::usleep(between_looks);
  if (is_asked_for("sync", path_of(fd))) return fail(EIO);
  return next<int (*)(int)>(name)(fd);
}

}  // namespace

extern "C" {

ssize_t pwrite64(int fd, const void* bytes, size_t n, off64_t at) {
  const auto path = path_of(fd);
  struct stat s {};
  if (!path.ends_with("-shm") && is_asked_for("write", path)) return fail(EIO);
  if (is_asked_for("full", path) && ::fstat(fd, &s) == 0 && at + static_cast<off64_t>(n) > s.st_size)
    return fail(ENOSPC);
  return next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64")(fd, bytes, n, at);
}

int fsync(int fd) {
  return sync_unless_asked(fd, "fsync");
}

int fdatasync(int fd) {
  return sync_unless_asked(fd, "fdatasync");
}

int statvfs(const char* path, struct statvfs* out) {
  const int done = next<int (*)(const char*, struct statvfs*)>("statvfs")(path, out);
  if (done == 0 && is_asked_for("full", path)) out->f_bavail = 0;
  return done;
}

}  // extern "C"
