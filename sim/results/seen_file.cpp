#include "sim/results/seen_file.h"

#include "sim/results/frame.h"
#include "sim/results/layout.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::results {

namespace {

constexpr double codes_a_decade = 40;
constexpr size_t values_a_face = 12;
constexpr std::array<const char*, 3> axes = {"x", "y", "z"};
constexpr std::array<const char*, 4> fire_times = {"begins", "ends", "foam", "foam_ends"};
constexpr std::array<double FireInfo::*, 4> times_of_fire = {&FireInfo::begins, &FireInfo::ends, &FireInfo::foam,
                                                             &FireInfo::foam_ends};

void create_flames(hid_t hazards, const HazardGrid& grid) {
  const h5::Group group = h5::create_group(h5::open_group(hazards, "fires"), "flames");
  for (size_t k = 0; k < fire_times.size(); ++k) {
    std::vector<double> times;
    for (const FireInfo& fire : grid.fires) times.push_back(fire.*times_of_fire[k]);
    h5::write(group, fire_times[k], times, "s");
  }
  std::vector<uint32_t> fire, offset = {0};
  std::vector<double> from;
  std::vector<float> corner, emission;
  for (const FlameShape& shape : grid.flames) {
    fire.push_back(shape.fire), from.push_back(shape.from);
    corner.insert(corner.end(), shape.corner.begin(), shape.corner.end());
    emission.insert(emission.end(), shape.emission.begin(), shape.emission.end());
    offset.push_back(static_cast<uint32_t>(emission.size()));
  }
  h5::write(group, "fire", fire, "1");
  h5::write(group, "from", from, "s");
  h5::write(group, "offset", offset, "1");
  h5::write(group, "corner", corner, "m", values_a_face);
  h5::write(group, "emission", emission, "W/m2");
}

void read_flames(hid_t fires, HazardGrid& grid) {
  if (!h5::exists(fires, "flames")) return;
  const h5::Group group = h5::open_group(fires, "flames");
  for (size_t k = 0; k < fire_times.size(); ++k) {
    const auto times = h5::read<double>(group, fire_times[k]);
    if (times.size() != grid.fires.size()) throw ResultsError("/hazards/fires/flames: one row a fire is missing");
    for (size_t f = 0; f < times.size(); ++f) grid.fires[f].*times_of_fire[k] = times[f];
  }
  const auto fire = h5::read<uint32_t>(group, "fire"), offset = h5::read<uint32_t>(group, "offset");
  const auto from = h5::read<double>(group, "from");
  const auto corner = h5::read<float>(group, "corner", values_a_face), emission = h5::read<float>(group, "emission");
  if (from.size() != fire.size() || offset.size() != fire.size() + 1 || offset.back() != emission.size() ||
      corner.size() != values_a_face * emission.size() || !std::is_sorted(offset.begin(), offset.end()))
    throw ResultsError("/hazards/fires/flames: columns differ in length");
  for (size_t i = 0; i < fire.size(); ++i) {
    if (fire[i] >= grid.fires.size()) throw ResultsError("/hazards/fires/flames/fire points at nothing");
    const auto at = [&](const std::vector<float>& all, size_t values) {
      return std::vector<float>(all.begin() + static_cast<std::ptrdiff_t>(values * offset[i]),
                                all.begin() + static_cast<std::ptrdiff_t>(values * offset[i + 1]));
    };
    grid.flames.push_back({fire[i], from[i], at(corner, values_a_face), at(emission, 1)});
  }
}

/// Rows of a growing dataset, read again where the file still grows.
size_t rows_of(hid_t dataset, const char* name, bool live) {
  if (live) h5::check(H5Drefresh(dataset), std::string("dataset '") + name + "' cannot be read again");
  return h5::rows(dataset, name);
}

/// Complete samples of `values` numbers each, at most `frames`.
void limit(hid_t group, const char* name, size_t values, bool live, size_t& frames) {
  if (values == 0) return;
  frames = std::min(frames, rows_of(h5::open_dataset(group, name), name, live) / values);
}

}  // namespace

uint8_t volume_code(double value, double top) {
  if (!(value > 0)) return 0;
  const double code = std::round(255 + codes_a_decade * std::log10(value / top));
  return code < 1 ? uint8_t{0} : static_cast<uint8_t>(std::min(code, 255.0));
}

double volume_value(uint8_t code, double top) {
  return code == 0 ? 0 : top * std::pow(10, (code - 255.0) / codes_a_decade);
}

void create_seen(hid_t hazards, const HazardGrid& grid) {
  if (!grid.fires.empty()) create_flames(hazards, grid);
  if (grid.volume.size() == 0) return;
  const h5::Group group = h5::create_group(hazards, "volume");
  h5::write(group, "x", grid.volume.x, "m");
  h5::write(group, "y", grid.volume.y, "m");
  h5::write(group, "z", grid.volume.z, "m");
  h5::create_growing(group, "gas", H5T_STD_U8LE, layout::crowd_chunk, true, "1");
  if (grid.smoke) h5::create_growing(group, "smoke", H5T_STD_U8LE, layout::crowd_chunk, true, "1");
}

void read_seen(hid_t hazards, HazardGrid& grid) {
  if (!grid.fires.empty()) read_flames(h5::open_group(hazards, "fires"), grid);
  if (!h5::exists(hazards, "volume")) return;
  const h5::Group group = h5::open_group(hazards, "volume");
  grid.volume = {h5::read<float>(group, "x"), h5::read<float>(group, "y"), h5::read<float>(group, "z")};
}

size_t volumes_of(hid_t hazards, const HazardGrid& grid, size_t frames, bool live) {
  if (grid.volume.size() == 0) return frames;
  const h5::Group group = h5::open_group(hazards, "volume");
  limit(group, "gas", grid.hazards.size() * grid.volume.size(), live, frames);
  if (h5::exists(group, "smoke")) limit(group, "smoke", grid.volume.size(), live, frames);
  return frames;
}

VolumeSample read_volume(hid_t file, size_t sample, bool live) {
  VolumeSample volume;
  if (!h5::exists(file, "hazards")) return volume;
  const h5::Group hazards = h5::open_group(file, "hazards");
  if (!h5::exists(hazards, "volume")) return volume;
  const h5::Group group = h5::open_group(hazards, "volume");
  size_t nodes = 1;
  for (const char* axis : axes) nodes *= h5::rows(h5::open_dataset(group, axis), axis);
  const size_t gases = h5::rows(h5::open_dataset(hazards, "exponent"), "exponent");
  const auto read = [&](const char* name, size_t values) {
    std::vector<uint8_t> codes;
    if (values == 0 || !h5::exists(group, name)) return codes;
    const h5::Dataset dataset = h5::open_dataset(group, name);
    if (rows_of(dataset, name, live) < (sample + 1) * values) return codes;
    codes.resize(values);
    h5::read_rows(dataset, name, h5::native<uint8_t>(), sample * values, values, 1, codes.data());
    return codes;
  };
  return {read("gas", gases * nodes), read("smoke", nodes)};
}

SeenColumns::SeenColumns(hid_t hazards) {
  if (!h5::exists(hazards, "volume")) return;
  const h5::Group group = h5::open_group(hazards, "volume");
  gas_.emplace_back(group, "gas", h5::native<uint8_t>(), sizeof(uint8_t));
  if (h5::exists(group, "smoke")) smoke_.emplace_back(group, "smoke", h5::native<uint8_t>(), sizeof(uint8_t));
}

void SeenColumns::frame(const HazardFrame& frame) {
  if (!gas_.empty()) gas_[0].append(frame.volume.gas);
  if (!smoke_.empty()) smoke_[0].append(frame.volume.smoke);
}

std::vector<h5::Appender*> SeenColumns::all() {
  std::vector<h5::Appender*> all;
  for (auto* columns : {&gas_, &smoke_})
    for (h5::Appender& column : *columns) all.push_back(&column);
  return all;
}

}  // namespace muster::results
