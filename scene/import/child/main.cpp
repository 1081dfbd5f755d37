// muster-import FILE OUT [--up x|y|z] [--unit METRES] [--converter PATH] [--work FOLDER]
// Reads one model file of somebody else and writes it as a scene file. It may crash, hang or eat memory on a hostile
// file: the program that starts it watches over it. Exit status 2 with "refused: ..." on stderr where FILE cannot be
// used.

#include "scene/import/child/readers.h"
#include "scene/import/exchange/scene_file.h"
#include "scene/import/formats.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <new>

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace {

using namespace muster::scene;

/// No core dumps, no file beyond 16 GB, and an end with the program that started this one.
void limit_myself() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  const rlimit file_size{16'000'000'000, 16'000'000'000};
  setrlimit(RLIMIT_FSIZE, &file_size);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
}

ReadOrder parse(int count, char** words) {
  ReadOrder order;
  order.file = words[1];
  for (int k = 3; k + 1 < count; k += 2) {
    const std::string key = words[k], value = words[k + 1];
    if (key == "--up") order.up = value.at(0);
    if (key == "--unit") order.unit_m = std::strtod(value.c_str(), nullptr);
    if (key == "--converter") order.converter = value;
    if (key == "--work") order.work_folder = value;
  }
  return order;
}

Draft read(const ReadOrder& order) {
  const Format* format = format_of(order.file);
  if (format == nullptr) throw Refusal("is of no format that is read");
  switch (format->reader) {
    case Format::Reader::ifc:
      return read_ifc(order);
    case Format::Reader::wkt:
      return read_wkt(order);
    case Format::Reader::nav:
      return read_nav(order);
    case Format::Reader::assimp:
      break;
  }
  return read_with_assimp(order);
}

}  // namespace

int main(int count, char** words) {
  limit_myself();
  if (count < 3) {
    fmt::print(stderr,
               "usage: muster-import FILE OUT [--up x|y|z] [--unit METRES] [--converter PATH] [--work FOLDER]\n");
    return 2;
  }
  try {
    const std::string bytes = pack_scene(finish_draft(read(parse(count, words))));
    std::ofstream out(words[2], std::ios::binary);
    out << bytes;
    out.close();
    if (!out) throw std::runtime_error("the scene file cannot be written: is the disk full?");
    return 0;
  } catch (const Refusal& refusal) {
    fmt::print(stderr, "refused: {}\n", refusal.what());
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "failed: {}\n", error.what());
    return 3;
  }
}
