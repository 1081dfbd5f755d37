#include "sim/export/prt5.h"

#include "sim/export/whole_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>

#include <fmt/format.h>

namespace muster::sim {

namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

constexpr int32_t format_version = 600;  // of the FDS whose files these are like: 100 times 6.0

struct Quantity {
  const char *name, *unit;
};
constexpr std::array<Quantity, 2> quantities = {{{"speed", "m/s"}, {"state", "1"}}};

/// What Fortran writes without a format.
class Records {
 public:
  explicit Records(const std::filesystem::path& path) : file_(path, std::ios::binary) {}

  template <class T>
  void write(const std::vector<T>& values) {
    write(values.data(), values.size() * sizeof(T));
  }
  void number(int32_t value) { write(&value, sizeof value); }
  void text(std::string text) {
    text.resize(30, ' ');
    write(text.data(), text.size());
  }
  bool close() {
    file_.close();
    return !file_.fail();
  }

 private:
  void write(const void* values, size_t bytes) {
    const auto length = static_cast<int32_t>(bytes);
    file_.write(reinterpret_cast<const char*>(&length), sizeof length);
    file_.write(static_cast<const char*>(values), static_cast<std::streamsize>(bytes));
    file_.write(reinterpret_cast<const char*>(&length), sizeof length);
  }

  std::ofstream file_;
};

template <class T>
void append(std::vector<float>& to, const std::vector<T>& values) {
  for (const T value : values) to.push_back(static_cast<float>(value));
}

/// Lines of the bounds are indented as FDS does it: readers tell times from the rest by the second character.
template <class T>
std::string extremes(const std::vector<T>& values) {
  if (values.empty()) return "     0 0\n";
  const auto [low, high] = std::ranges::minmax_element(values);
  return fmt::format("     {:.6e} {:.6e}\n", static_cast<double>(*low), static_cast<double>(*high));
}

/// The box round all that people can walk on, and a storey's height above [m].
struct Box {
  std::array<double, 3> low, high;
};

Box box_of(const scene::Floors& floors) {
  const scene::Grid& grid = floors.grid;
  Box box{{grid.x0, grid.y0, 0}, {grid.x0 + grid.nx * grid.cell, grid.y0 + grid.ny * grid.cell, 0}};
  const auto [low, high] = std::ranges::minmax_element(floors.z);
  constexpr double headroom = 3;
  if (!floors.z.empty()) box.low[2] = static_cast<double>(*low), box.high[2] = static_cast<double>(*high) + headroom;
  return box;
}

/// As FDS writes it: a mesh without obstacles, then what the particles are, and where.
std::string scene_text(const std::filesystem::path& particles, const Box& box, double end) {
  std::string text = fmt::format(
      "TITLE\n {0}\n\nFDSVERSION\nmuster\n\nENDF\n {0}.end\n\nCHID\n {0}\n\nNMESHES\n 1\n\nVIEWTIMES\n 0.0 {1:.2f} "
      "1001\n\nTOFFSET\n 0.0 0.0 0.0\n\nOFFSET\n 0.0 0.0 0.0\n",
      particles.stem().string(), end);
  constexpr int cells = 10;  // a side: only the box counts
  text += fmt::format("\nGRID   Mesh01\n {0} {0} {0} 0\n", cells);
  text += fmt::format("\nPDIM\n {:.4f} {:.4f} {:.4f} {:.4f} {:.4f} {:.4f} 0.0 0.0 0.0\n", box.low[0], box.high[0],
                      box.low[1], box.high[1], box.low[2], box.high[2]);
  for (size_t axis = 0; axis < 3; ++axis) {
    text += fmt::format("\nTRN{}\n 0\n", "XYZ"[axis]);
    for (int k = 0; k <= cells; ++k)
      text += fmt::format(" {} {:.5f}\n", k, box.low[axis] + (box.high[axis] - box.low[axis]) * k / cells);
  }
  text += "\nOBST\n 0\n\nVENT\n 0 0\n\nCVENT\n 0\n";
  // A figure of Smokeview's own objects.svo.
  text += "\nPROP\n people_shape\n 1\n human_fixed\n 0\n\nCLASS_OF_PARTICLES\n people % % people_shape\n 0.1 0.4 0.9\n";
  text += fmt::format(" {}\n", quantities.size());
  for (const Quantity& q : quantities) text += fmt::format(" {0}\n {0}\n {1}\n", q.name, q.unit);
  return text + fmt::format("\nPRT5 1\n {}\n 1\n 1\n", particles.filename().string());
}

}  // namespace

std::vector<std::filesystem::path> export_prt5(const results::ResultsReader& reader,
                                               const std::filesystem::path& path) {
  const std::filesystem::path bounds_path = path.string() + ".bnd";
  const std::filesystem::path scene_path = std::filesystem::path(path).replace_extension(".smv");
  if (scene_path == path)
    throw results::ResultsError(path.string() + ": is what the scene beside the particles is called: end it in .prt5");
  WholeFile particles(path);
  Records out(particles.temporary());
  out.number(1), out.number(format_version), out.number(1);
  out.write(std::vector<int32_t>{static_cast<int32_t>(quantities.size()), 0});
  for (const Quantity& q : quantities) out.text(q.name), out.text(q.unit);
  std::string bounds;
  for (size_t k = 0; k < reader.frames(); ++k) {
    const results::Frame frame = reader.frame(k);
    out.write(std::vector<float>{static_cast<float>(frame.time)});
    out.number(static_cast<int32_t>(frame.size()));
    std::vector<float> places, values;
    append(places, frame.x), append(places, frame.y), append(places, frame.z);
    append(values, frame.speed), append(values, frame.state);
    out.write(places);
    out.write(frame.id);
    out.write(values);
    bounds += fmt::format(" {:.6e} 1\n   {} {}\n", frame.time, quantities.size(), frame.size()) +
              extremes(frame.speed) + extremes(frame.state);
  }
  if (!out.close()) throw results::ResultsError(path.string() + ": cannot write");
  particles.keep();
  write_whole(bounds_path, bounds);
  write_whole(scene_path, scene_text(path, box_of(reader.floors()), reader.frames() == 0 ? 0 : reader.times().back()));
  return {path, bounds_path, scene_path};
}

}  // namespace muster::sim
