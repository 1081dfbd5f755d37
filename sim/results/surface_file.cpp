#include "sim/results/surface_file.h"

#include "sim/results/frame.h"

#include <array>

namespace muster::results {

namespace {

constexpr std::array<const char*, 7> columns_of_places = {"x", "y", "z", "normal_x", "normal_y", "normal_z", "area"};

}  // namespace

void write_places(hid_t group, const std::vector<std::string>& surfaces, const std::vector<SurfacePlace>& places) {
  h5::write_texts(group, "name", surfaces);
  std::vector<int32_t> surface;
  std::array<std::vector<float>, 7> columns;
  for (const SurfacePlace& place : places) {
    surface.push_back(place.surface);
    for (size_t k = 0; k < 3; ++k) columns[k].push_back(place.at[k]), columns[k + 3].push_back(place.normal[k]);
    columns[6].push_back(place.area);
  }
  h5::write(group, "surface", surface, "1");
  for (size_t k = 0; k < 7; ++k) h5::write(group, columns_of_places[k], columns[k], k < 3 ? "m" : k < 6 ? "1" : "m2");
}

void read_places(hid_t group, const std::string& where, std::vector<std::string>& surfaces,
                 std::vector<SurfacePlace>& places) {
  surfaces = h5::read_texts(group, "name");
  const auto surface = h5::read<int32_t>(group, "surface");
  std::vector<std::vector<float>> columns;
  for (const char* name : columns_of_places) {
    columns.push_back(h5::read<float>(group, name));
    if (columns.back().size() != surface.size()) throw ResultsError(where + ": columns differ in length");
  }
  for (size_t i = 0; i < surface.size(); ++i) {
    if (surface[i] < 0 || surface[i] >= static_cast<int64_t>(surfaces.size()))
      throw ResultsError(where + "/surface points at nothing");
    places.push_back({surface[i],
                      {columns[0][i], columns[1][i], columns[2][i]},
                      {columns[3][i], columns[4][i], columns[5][i]},
                      columns[6][i]});
  }
}

}  // namespace muster::results
