#include "sim/results/blast_file.h"

#include "sim/results/frame.h"
#include "sim/results/surface_file.h"

#include <array>
#include <utility>

namespace muster::results {

namespace {

struct Column {
  const char *name, *unit;
  std::vector<float> BlastTables::*values;
};
constexpr std::array<Column, 3> columns = {{{"overpressure", "Pa", &BlastTables::overpressure},
                                            {"reflected", "Pa", &BlastTables::reflected},
                                            {"impulse", "Pa s", &BlastTables::impulse}}};

/// Of a file that still grows the flag is wanted, and must not be given where it is open without.
h5::File open(const std::filesystem::path& path) {
  try {
    return h5::open_file(path, H5F_ACC_RDONLY);
  } catch (const ResultsError&) {
    return h5::open_file(path, H5F_ACC_RDONLY | H5F_ACC_SWMR_READ);
  }
}

}  // namespace

void write_blasts(hid_t file, const BlastTables& blasts) {
  if (blasts.empty()) return;
  const h5::Group group = h5::create_group(file, "explosions");
  h5::write_texts(group, "name", blasts.explosions);
  const h5::Group surfaces = h5::create_group(group, "surfaces");
  write_places(surfaces, blasts.surfaces, blasts.places);
  for (const Column& column : columns) h5::write(surfaces, column.name, blasts.*column.values, column.unit);
}

BlastTables read_blasts(const std::filesystem::path& path) {
  const h5::Lock lock;
  const h5::File file = open(path);
  BlastTables blasts;
  if (!h5::exists(file, "explosions")) return blasts;
  const h5::Group group = h5::open_group(file, "explosions"), surfaces = h5::open_group(group, "surfaces");
  blasts.explosions = h5::read_texts(group, "name");
  read_places(surfaces, "/explosions/surfaces", blasts.surfaces, blasts.places);
  for (const Column& column : columns) {
    blasts.*column.values = h5::read<float>(surfaces, column.name);
    if ((blasts.*column.values).size() != blasts.places.size())
      throw ResultsError("/explosions/surfaces: columns differ in length");
  }
  return blasts;
}

}  // namespace muster::results
