#include "sim/study/plan/marks.h"

#include "base/digest.h"

#include <sys/stat.h>

namespace muster::sim::study {

namespace {

FileMark looked_at(const std::filesystem::path& path) {
  FileMark mark{path, "", 0, 0, -1, 0};
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return mark;
  mark.device = found.st_dev;
  mark.inode = found.st_ino;
  mark.size = found.st_size;
  mark.nanoseconds = found.st_mtim.tv_sec * 1000000000LL + found.st_mtim.tv_nsec;
  return mark;
}

bool same(const FileMark& a, const FileMark& b) {
  return a.device == b.device && a.inode == b.inode && a.size == b.size && a.nanoseconds == b.nanoseconds;
}

}  // namespace

FileMark mark_of(const std::filesystem::path& path) {
  // Looked at before it is read: what is written in between is seen later.
  FileMark mark = looked_at(path);
  mark.sha256 = sha256_of_file(path);
  return mark;
}

FileMark mark_of_program() {
  FileMark mark = looked_at("/proc/self/exe");
  mark.path = std::filesystem::read_symlink("/proc/self/exe");
  return mark;
}

bool changed(FileMark& mark) {
  FileMark now = looked_at(mark.path);
  if (same(now, mark)) return false;
  if (mark.sha256.empty() || now.size < 0) return true;
  try {
    now.sha256 = sha256_of_file(mark.path);
  } catch (const std::runtime_error&) {
    return true;
  }
  if (now.sha256 != mark.sha256) return true;
  mark = now;
  return false;
}

}  // namespace muster::sim::study
