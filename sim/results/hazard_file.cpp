#include "sim/results/hazard_file.h"

#include "sim/results/frame.h"
#include "sim/results/layout.h"

#include <algorithm>

namespace muster::results {

void create_hazards(hid_t file, const HazardGrid& grid) {
  if (grid.hazards.empty()) return;
  const h5::Group group = h5::create_group(file, "hazards");
  h5::write_attribute(group, "square", grid.square);
  h5::write_attribute(group, "every_s", grid.every);
  h5::write_attribute(group, "height", grid.height);
  std::vector<std::string> names, kinds, substances;
  std::vector<double> exponents;
  for (const HazardInfo& hazard : grid.hazards) {
    names.push_back(hazard.name);
    kinds.push_back(hazard.kind);
    substances.push_back(hazard.substance);
    exponents.push_back(hazard.exponent);
  }
  h5::write_texts(group, "name", names);
  h5::write_texts(group, "kind", kinds);
  h5::write_texts(group, "substance", substances);
  h5::write(group, "exponent", exponents, "1");
  h5::write(group, "square_of_cell", grid.square_of, "1");
  const h5::Group squares = h5::create_group(group, "squares");
  h5::write(squares, "x", grid.x, "m");
  h5::write(squares, "y", grid.y, "m");
  h5::write(squares, "z", grid.z, "m");
  h5::write(squares, "storey", grid.storey, "1");
  h5::write(squares, "space", grid.space, "1");
  h5::write(squares, "indoors", grid.indoors, "1");
  h5::create_growing(group, "concentration", H5T_IEEE_F32LE, layout::crowd_chunk, true, "1");
  h5::create_growing(group, "peak", H5T_IEEE_F32LE, layout::analysis_chunk, true, "1");
  h5::create_growing(group, "arrival", H5T_IEEE_F32LE, layout::analysis_chunk, true, "s");
  h5::create_growing(group, "toxic_load", H5T_IEEE_F32LE, layout::analysis_chunk, true, "ppm^n min");
  h5::create_growing(group, "time", H5T_IEEE_F64LE, layout::frame_chunk, false, "s");
}

HazardTables read_hazards(hid_t file, bool live) {
  HazardTables tables;
  if (!h5::exists(file, "hazards")) return tables;
  const h5::Group group = h5::open_group(file, "hazards"), squares = h5::open_group(group, "squares");
  HazardGrid& grid = tables.grid;
  grid.square = h5::read_number<double>(group, "square");
  grid.every = h5::read_number<double>(group, "every_s");
  grid.height = h5::read_number<double>(group, "height");
  const auto names = h5::read_texts(group, "name"), kinds = h5::read_texts(group, "kind"),
             substances = h5::read_texts(group, "substance");
  const auto exponents = h5::read<double>(group, "exponent");
  if (kinds.size() != names.size() || substances.size() != names.size() || exponents.size() != names.size())
    throw ResultsError("/hazards: columns differ in length");
  for (size_t h = 0; h < names.size(); ++h) grid.hazards.push_back({names[h], kinds[h], substances[h], exponents[h]});
  grid.square_of = h5::read<int32_t>(group, "square_of_cell");
  grid.x = h5::read<double>(squares, "x");
  grid.y = h5::read<double>(squares, "y");
  grid.z = h5::read<float>(squares, "z");
  grid.storey = h5::read<int16_t>(squares, "storey");
  grid.space = h5::read<int32_t>(squares, "space");
  grid.indoors = h5::read<uint8_t>(squares, "indoors");
  const size_t n = grid.x.size();
  if (grid.y.size() != n || grid.z.size() != n || grid.storey.size() != n || grid.space.size() != n ||
      grid.indoors.size() != n)
    throw ResultsError("/hazards/squares: columns differ in length");
  for (const int32_t square : grid.square_of)
    if (square < -1 || square >= static_cast<int64_t>(n))
      throw ResultsError("/hazards/square_of_cell points at nothing");

  const auto refreshed = [&](const char* name) {
    const h5::Dataset dataset = h5::open_dataset(group, name);
    if (live) h5::check(H5Drefresh(dataset), std::string("dataset '") + name + "' cannot be read again");
    return h5::rows(dataset, name);
  };
  const size_t values = n * names.size();
  const size_t frames = values == 0 ? 0 : std::min(refreshed("time"), refreshed("concentration") / values);
  const auto times = h5::read<double>(group, "time");
  const auto concentration = h5::read<float>(group, "concentration");
  for (size_t k = 0; k < frames; ++k) {
    const auto begin = concentration.begin() + static_cast<std::ptrdiff_t>(k * values);
    tables.frames.push_back({times[k], {begin, begin + static_cast<std::ptrdiff_t>(values)}});
  }
  const auto total = [&](const char* name) {
    auto read = h5::read<float>(group, name);
    if (!read.empty() && read.size() != values)
      throw ResultsError(std::string("/hazards/") + name + " has another length");
    return read;
  };
  tables.totals = {total("peak"), total("arrival"), total("toxic_load")};
  return tables;
}

HazardColumns::HazardColumns(hid_t file) {
  if (!h5::exists(file, "hazards")) return;
  const h5::Group group = h5::open_group(file, "hazards");
  for (const char* name : {"concentration", "peak", "arrival", "toxic_load"})
    columns_.emplace_back(group, name, h5::native<float>(), sizeof(float));
  columns_.emplace_back(group, "time", h5::native<double>(), sizeof(double));
}

void HazardColumns::frame(const HazardFrame& frame) {
  columns_.at(0).append(frame.concentration);
  columns_.at(4).append(&frame.time, 1);
}

void HazardColumns::totals(const HazardTotals& totals) {
  columns_.at(1).append(totals.peak);
  columns_.at(2).append(totals.arrival);
  columns_.at(3).append(totals.toxic_load);
}

std::vector<h5::Appender*> HazardColumns::all() {
  std::vector<h5::Appender*> all;
  for (h5::Appender& column : columns_) all.push_back(&column);
  return all;
}

}  // namespace muster::results
