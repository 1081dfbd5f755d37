#include "sim/results/hazard_file.h"

#include "sim/results/frame.h"
#include "sim/results/layout.h"
#include "sim/results/surface_file.h"

#include <algorithm>

namespace muster::results {

namespace {

/// Parts of the model that fires shine on, below /hazards/fires.
void create_surfaces(hid_t fires, const HazardGrid& grid) {
  const h5::Group group = h5::create_group(fires, "surfaces");
  write_places(group, grid.surfaces, grid.places);
  h5::create_growing(group, "flux", H5T_IEEE_F32LE, layout::crowd_chunk, true, "W/m2");
  h5::create_growing(group, "peak", H5T_IEEE_F32LE, layout::analysis_chunk, true, "W/m2");
  h5::create_growing(group, "dose", H5T_IEEE_F32LE, layout::analysis_chunk, true, "(kW/m2)^(4/3) s");
}

void read_surfaces(hid_t fires, HazardGrid& grid) {
  if (!h5::exists(fires, "surfaces")) return;
  read_places(h5::open_group(fires, "surfaces"), "/hazards/fires/surfaces", grid.surfaces, grid.places);
}

/// Radiation of fires beside the concentrations.
void create_fires(hid_t hazards, const HazardGrid& grid) {
  const h5::Group group = h5::create_group(hazards, "fires");
  h5::write_attribute(group, "height", grid.receptor);
  std::vector<std::string> names, kinds, fuels;
  for (const FireInfo& fire : grid.fires) {
    names.push_back(fire.name);
    kinds.push_back(fire.kind);
    fuels.push_back(fire.fuel);
  }
  h5::write_texts(group, "name", names);
  h5::write_texts(group, "kind", kinds);
  h5::write_texts(group, "fuel", fuels);
  std::vector<std::string> targets;
  std::array<std::vector<double>, 6> columns;
  for (const TargetInfo& target : grid.targets) {
    targets.push_back(target.name);
    for (size_t k = 0; k < 3; ++k) columns[k].push_back(target.at[k]), columns[k + 3].push_back(target.normal[k]);
  }
  h5::write_texts(group, "target", targets);
  constexpr std::array<const char*, 6> names_of = {"target_x",        "target_y",        "target_z",
                                                   "target_normal_x", "target_normal_y", "target_normal_z"};
  for (size_t k = 0; k < 6; ++k) h5::write(group, names_of[k], columns[k], k < 3 ? "m" : "1");
  h5::create_growing(group, "flux", H5T_IEEE_F32LE, layout::crowd_chunk, true, "W/m2");
  if (grid.fires.size() > 1) h5::create_growing(group, "radiation", H5T_IEEE_F32LE, layout::crowd_chunk, true, "W/m2");
  if (grid.smoke) {
    h5::create_growing(group, "extinction", H5T_IEEE_F32LE, layout::crowd_chunk, true, "1/m");
    h5::create_growing(group, "monoxide", H5T_IEEE_F32LE, layout::crowd_chunk, true, "1");
  }
  if (grid.fire_gases) {
    for (const char* name : {"dioxide", "cyanide", "oxygen"})
      h5::create_growing(group, name, H5T_IEEE_F32LE, layout::crowd_chunk, true, "1");
    h5::create_growing(group, "air_temperature", H5T_IEEE_F32LE, layout::crowd_chunk, true, "K");
  }
  h5::create_growing(group, "target_flux", H5T_IEEE_F32LE, layout::frame_chunk, true, "W/m2");
  h5::create_growing(group, "peak_flux", H5T_IEEE_F32LE, layout::analysis_chunk, true, "W/m2");
  h5::create_growing(group, "peak_radiation", H5T_IEEE_F32LE, layout::analysis_chunk, true, "W/m2");
  h5::create_growing(group, "dose", H5T_IEEE_F32LE, layout::analysis_chunk, true, "(kW/m2)^(4/3) s");
  h5::create_growing(group, "target_peak", H5T_IEEE_F32LE, layout::frame_chunk, true, "W/m2");
  h5::create_growing(group, "target_dose", H5T_IEEE_F32LE, layout::frame_chunk, true, "(kW/m2)^(4/3) s");
  if (!grid.surfaces.empty()) create_surfaces(group, grid);
}

void read_fires(hid_t hazards, HazardGrid& grid) {
  const h5::Group group = h5::open_group(hazards, "fires");
  grid.receptor = h5::read_number<double>(group, "height");
  const auto names = h5::read_texts(group, "name"), kinds = h5::read_texts(group, "kind"),
             fuels = h5::read_texts(group, "fuel"), targets = h5::read_texts(group, "target");
  if (kinds.size() != names.size() || fuels.size() != names.size())
    throw ResultsError("/hazards/fires: columns differ in length");
  for (size_t f = 0; f < names.size(); ++f) grid.fires.push_back({names[f], kinds[f], fuels[f]});
  std::vector<std::vector<double>> columns;
  for (const char* name :
       {"target_x", "target_y", "target_z", "target_normal_x", "target_normal_y", "target_normal_z"}) {
    columns.push_back(h5::read<double>(group, name));
    if (columns.back().size() != targets.size())
      throw ResultsError("/hazards/fires: columns of targets differ in length");
  }
  for (size_t t = 0; t < targets.size(); ++t)
    grid.targets.push_back(
        {targets[t], {columns[0][t], columns[1][t], columns[2][t]}, {columns[3][t], columns[4][t], columns[5][t]}});
  grid.smoke = h5::exists(group, "extinction");
  grid.fire_gases = h5::exists(group, "oxygen");
  read_surfaces(group, grid);
}

/// Rows of a growing dataset, read again where the file still grows.
size_t rows_of(hid_t group, const char* name, bool live) {
  const h5::Dataset dataset = h5::open_dataset(group, name);
  if (live) h5::check(H5Drefresh(dataset), std::string("dataset '") + name + "' cannot be read again");
  return h5::rows(dataset, name);
}

/// A table of frames below /hazards: `values` numbers each.
struct FrameColumn {
  std::string name;
  size_t values = 0;
  std::vector<float> HazardFrame::*member = nullptr;
};

/// Those that the file has.
std::vector<FrameColumn> frame_columns(hid_t hazards, const HazardGrid& grid) {
  const size_t n = grid.x.size(), fires = grid.fires.size();
  std::vector<FrameColumn> columns;
  for (const FrameColumn& column : {FrameColumn{"concentration", grid.hazards.size() * n, &HazardFrame::concentration},
                                    {"fires/flux", fires * n, &HazardFrame::flux},
                                    {"fires/target_flux", fires * grid.targets.size(), &HazardFrame::target_flux},
                                    {"fires/radiation", n, &HazardFrame::radiation},
                                    {"fires/extinction", n, &HazardFrame::extinction},
                                    {"fires/monoxide", n, &HazardFrame::monoxide},
                                    {"fires/dioxide", n, &HazardFrame::dioxide},
                                    {"fires/cyanide", n, &HazardFrame::cyanide},
                                    {"fires/oxygen", n, &HazardFrame::oxygen},
                                    {"fires/air_temperature", n, &HazardFrame::air_temperature},
                                    {"fires/surfaces/flux", grid.places.size(), &HazardFrame::surface_flux}}) {
    const bool of_fires = column.name.starts_with("fires/"), of_surfaces = column.name.starts_with("fires/surfaces/");
    if (column.values > 0 && (!of_fires || fires > 0) && (!of_surfaces || !grid.surfaces.empty()) &&
        h5::exists(hazards, column.name))
      columns.push_back(column);
  }
  return columns;
}

/// As many frames as all the columns have.
size_t frames_of(hid_t hazards, const HazardGrid& grid, const std::vector<FrameColumn>& columns, bool live) {
  if (grid.x.empty() || grid.empty()) return 0;
  size_t frames = rows_of(hazards, "time", live);
  for (const FrameColumn& column : columns)
    frames = std::min(frames, rows_of(hazards, column.name.c_str(), live) / column.values);
  return volumes_of(hazards, grid, frames, live);
}

/// Frames from `first` on.
std::vector<HazardFrame> read_frames(hid_t hazards, const std::vector<FrameColumn>& columns, size_t first,
                                     size_t count) {
  std::vector<double> times(count);
  h5::read_rows(h5::open_dataset(hazards, "time"), "time", h5::native<double>(), first, count, 1, times.data());
  std::vector<HazardFrame> frames;
  for (const double time : times) frames.push_back({time, {}});
  for (const FrameColumn& column : columns) {
    std::vector<float> all(count * column.values);
    h5::read_rows(h5::open_dataset(hazards, column.name), column.name, h5::native<float>(), first * column.values,
                  all.size(), 1, all.data());
    for (size_t k = 0; k < count; ++k) {
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(k * column.values);
      (frames[k].*column.member).assign(begin, begin + static_cast<std::ptrdiff_t>(column.values));
    }
  }
  return frames;
}

/// A total: nothing yet, or `values` numbers.
std::vector<float> total_of(hid_t group, const char* name, size_t values) {
  auto read = h5::read<float>(group, name);
  if (!read.empty() && read.size() != values)
    throw ResultsError(std::string("/hazards: ") + name + " has another length");
  return read;
}

}  // namespace

void create_hazards(hid_t file, const HazardGrid& grid) {
  if (grid.empty()) return;
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
  if (!grid.fires.empty()) create_fires(group, grid);
  create_seen(group, grid);
  create_fields(group, grid.flow);
  h5::create_growing(group, "time", H5T_IEEE_F64LE, layout::frame_chunk, false, "s");
}

namespace {

/// Everything but the samples.
HazardTables outline_of(hid_t file) {
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

  const bool burns = h5::exists(group, "fires");
  if (burns) read_fires(group, grid);
  read_seen(group, grid);
  const size_t gases = names.size() * n, fires = grid.fires.size();
  HazardTotals& totals = tables.totals;
  if (burns) {
    const h5::Group group_of_fires = h5::open_group(group, "fires");
    totals.peak_flux = total_of(group_of_fires, "peak_flux", fires * n);
    totals.peak_radiation = total_of(group_of_fires, "peak_radiation", n);
    totals.dose = total_of(group_of_fires, "dose", n);
    totals.target_peak = total_of(group_of_fires, "target_peak", grid.targets.size());
    totals.target_dose = total_of(group_of_fires, "target_dose", grid.targets.size());
    if (!grid.surfaces.empty()) {
      const h5::Group surfaces = h5::open_group(group_of_fires, "surfaces");
      totals.surface_peak = total_of(surfaces, "peak", grid.places.size());
      totals.surface_dose = total_of(surfaces, "dose", grid.places.size());
    }
  }
  totals.peak = total_of(group, "peak", gases);
  totals.arrival = total_of(group, "arrival", gases);
  totals.toxic_load = total_of(group, "toxic_load", gases);
  return tables;
}

}  // namespace

HazardTables read_hazards(hid_t file, bool live) {
  HazardTables tables = outline_of(file);
  if (!h5::exists(file, "hazards")) return tables;
  const h5::Group group = h5::open_group(file, "hazards");
  const std::vector<FrameColumn> columns = frame_columns(group, tables.grid);
  tables.frames = read_frames(group, columns, 0, frames_of(group, tables.grid, columns, live));
  return tables;
}

HazardTables read_hazard_outline(hid_t file, bool live) {
  HazardTables tables = outline_of(file);
  if (!h5::exists(file, "hazards")) return tables;
  const h5::Group group = h5::open_group(file, "hazards");
  tables.frames = read_frames(group, {}, 0, frames_of(group, tables.grid, frame_columns(group, tables.grid), live));
  return tables;
}

HazardFrame read_hazard_frame(hid_t file, const HazardGrid& grid, size_t index) {
  const h5::Group group = h5::open_group(file, "hazards");
  return std::move(read_frames(group, frame_columns(group, grid), index, 1).front());
}

HazardColumns::HazardColumns(hid_t file) {
  if (!h5::exists(file, "hazards")) return;
  const h5::Group group = h5::open_group(file, "hazards");
  for (const char* name : {"concentration", "peak", "arrival", "toxic_load"}) add(group, name);
  if (h5::exists(group, "fires")) {
    for (const char* name :
         {"flux", "target_flux", "radiation", "extinction", "monoxide", "dioxide", "cyanide", "oxygen",
          "air_temperature", "peak_flux", "peak_radiation", "dose", "target_peak", "target_dose"})
      add(group, std::string("fires/") + name);
    if (h5::exists(group, "fires/surfaces"))
      for (const char* name : {"flux", "peak", "dose"}) add(group, std::string("fires/surfaces/") + name);
  }
  seen_ = SeenColumns(group);
  fields_ = FieldColumns(group);
  time_ = h5::Appender(group, "time", h5::native<double>(), sizeof(double));
}

/// A column, where the file has it.
void HazardColumns::add(hid_t hazards, const std::string& name) {
  if (h5::exists(hazards, name))
    columns_.emplace(name, h5::Appender(hazards, name, h5::native<float>(), sizeof(float)));
}

void HazardColumns::put(const std::string& name, const std::vector<float>& values) {
  if (const auto column = columns_.find(name); column != columns_.end()) column->second.append(values);
}

void HazardColumns::frame(const HazardFrame& frame) {
  put("concentration", frame.concentration);
  put("fires/flux", frame.flux);
  put("fires/target_flux", frame.target_flux);
  put("fires/radiation", frame.radiation);
  put("fires/extinction", frame.extinction);
  put("fires/monoxide", frame.monoxide);
  put("fires/dioxide", frame.dioxide);
  put("fires/cyanide", frame.cyanide);
  put("fires/oxygen", frame.oxygen);
  put("fires/air_temperature", frame.air_temperature);
  put("fires/surfaces/flux", frame.surface_flux);
  seen_.frame(frame);
  fields_.frame(frame);
  time_.append(&frame.time, 1);
}

void HazardColumns::totals(const HazardTotals& totals) {
  put("peak", totals.peak);
  put("arrival", totals.arrival);
  put("toxic_load", totals.toxic_load);
  put("fires/peak_flux", totals.peak_flux);
  put("fires/peak_radiation", totals.peak_radiation);
  put("fires/dose", totals.dose);
  put("fires/target_peak", totals.target_peak);
  put("fires/target_dose", totals.target_dose);
  put("fires/surfaces/peak", totals.surface_peak);
  put("fires/surfaces/dose", totals.surface_dose);
}

std::vector<h5::Appender*> HazardColumns::all() {
  std::vector<h5::Appender*> all = seen_.all();
  for (auto& [name, column] : columns_) all.push_back(&column);
  if (!columns_.empty()) all.push_back(&time_);
  return all;
}

}  // namespace muster::results
