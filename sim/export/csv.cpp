#include "sim/export/csv.h"

#include "sim/export/whole_file.h"
#include "sim/results/blast.h"

#include <cmath>
#include <fstream>
#include <iterator>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// A text as a field: in quotes where it needs them (RFC 4180).
std::string field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

/// Empty where there is no value.
std::string number(double value, int digits) { return std::isnan(value) ? "" : fmt::format("{:.{}f}", value, digits); }

std::filesystem::path beside(const std::filesystem::path& path, const char* what) {
  return path.parent_path() / (path.stem().string() + "-" + what + path.extension().string());
}

std::string field_lines(const results::AnalysisTables& tables, const scene::Floors& floors) {
  std::string lines =
      "x,y,z,storey,space,stairs,area,peak_density,time_crowded,time_level_A,time_level_B,time_level_C,time_level_D,"
      "time_level_E,time_level_F,usage,mean_speed,peak_crowd_pressure,time_turbulent,peak_contact_pressure\n";
  for (const results::SquareRecord& s : tables.squares) {
    const auto storey = static_cast<size_t>(s.storey), space = static_cast<size_t>(s.space);
    fmt::format_to(std::back_inserter(lines), "{:.3f},{:.3f},{:.3f},{},{},{},{:.4f},{:.4f},{:.1f}", s.x, s.y, s.z,
                   s.storey >= 0 && storey < floors.storeys.size() ? field(floors.storeys[storey].name) : "",
                   s.space >= 0 && space < floors.spaces.size() ? field(floors.spaces[space].name) : "", s.stairs,
                   s.area, s.peak_density, s.crowded);
    for (const float time : s.level) fmt::format_to(std::back_inserter(lines), ",{:.1f}", time);
    fmt::format_to(std::back_inserter(lines), ",{:.1f},{},{:.5f},{:.1f},{:.1f}\n", s.usage,
                   number(static_cast<double>(s.mean_speed), 4), s.peak_crowd_pressure, s.turbulent,
                   s.peak_contact_pressure);
  }
  return lines;
}

std::string area_lines(const results::AnalysisTables& tables) {
  std::string lines = "time,measure,people,density,voronoi_density,speed,voronoi_speed\n";
  for (const results::AreaRecord& a : tables.areas)
    fmt::format_to(std::back_inserter(lines), "{:.3f},{},{},{:.4f},{:.4f},{},{}\n", a.time,
                   field(tables.info.measures[a.measure].name), a.people, a.density, a.voronoi_density,
                   number(static_cast<double>(a.speed), 4), number(static_cast<double>(a.voronoi_speed), 4));
  return lines;
}

/// N of each line and direction grows by one a crossing: the N-t diagram.
std::string crossing_lines(const results::AnalysisTables& tables) {
  std::string lines = "time,measure,direction,person,speed,n\n";
  std::vector<std::array<int64_t, 2>> count(tables.info.measures.size());
  for (const results::LineRecord& l : tables.lines)
    fmt::format_to(std::back_inserter(lines), "{:.3f},{},{},{},{:.4f},{}\n", l.time,
                   field(tables.info.measures[l.measure].name), l.direction, l.person, l.speed,
                   ++count[l.measure][l.direction > 0 ? 0 : 1]);
  return lines;
}

/// One line a square: what each leak and fire came to.
std::string hazard_lines(const results::HazardTables& tables, const scene::Floors& floors) {
  const results::HazardGrid& grid = tables.grid;
  const results::HazardTotals& totals = tables.totals;
  const size_t n = grid.x.size();
  std::vector<std::pair<std::string, std::span<const float>>> columns;
  const auto add = [&](const std::string& name, const std::vector<float>& values, size_t row) {
    if (values.size() >= (row + 1) * n) columns.emplace_back(name, std::span(values).subspan(row * n, n));
  };
  for (size_t h = 0; h < grid.hazards.size(); ++h) {
    add("peak_fraction " + grid.hazards[h].name, totals.peak, h);
    add("arrival_s " + grid.hazards[h].name, totals.arrival, h);
    add("toxic_load_ppm_n_min " + grid.hazards[h].name, totals.toxic_load, h);
  }
  for (size_t f = 0; f < grid.fires.size(); ++f) add("peak_W_m2 " + grid.fires[f].name, totals.peak_flux, f);
  if (!grid.fires.empty()) {
    add("peak_W_m2", totals.peak_radiation, 0);
    add("dose_TDU", totals.dose, 0);
  }
  std::string lines = "x,y,z,storey,space,indoors";
  for (const auto& [name, values] : columns) lines += "," + field(name);
  lines += "\n";
  for (size_t s = 0; s < n; ++s) {
    const auto storey = static_cast<size_t>(grid.storey[s]), space = static_cast<size_t>(grid.space[s]);
    fmt::format_to(std::back_inserter(lines), "{:.3f},{:.3f},{:.3f},{},{},{}", grid.x[s], grid.y[s], grid.z[s],
                   grid.storey[s] >= 0 && storey < floors.storeys.size() ? field(floors.storeys[storey].name) : "",
                   grid.space[s] >= 0 && space < floors.spaces.size() ? field(floors.spaces[space].name) : "",
                   grid.indoors[s]);
    for (const auto& [name, values] : columns) lines += std::isnan(values[s]) ? "," : fmt::format(",{:.5g}", values[s]);
    lines += "\n";
  }
  return lines;
}

/// One line a sample, target and fire.
std::string target_lines(const results::HazardTables& tables) {
  std::string lines = "time,target,fire,flux_W_m2\n";
  const auto& targets = tables.grid.targets;
  const auto& fires = tables.grid.fires;
  for (const results::HazardFrame& frame : tables.frames)
    for (size_t f = 0; f < fires.size(); ++f)
      for (size_t t = 0; t < targets.size(); ++t)
        fmt::format_to(std::back_inserter(lines), "{:.3f},{},{},{:.5g}\n", frame.time, field(targets[t].name),
                       field(fires[f].name), frame.target_flux[f * targets.size() + t]);
  return lines;
}

/// One line a place on the surfaces of the model.
std::string surface_lines(const results::HazardTables& tables) {
  std::string lines = "target,x,y,z,normal_x,normal_y,normal_z,area_m2,peak_W_m2,dose_TDU\n";
  const results::HazardGrid& grid = tables.grid;
  const results::HazardTotals& totals = tables.totals;
  for (size_t i = 0; i < grid.places.size() && i < totals.surface_peak.size(); ++i) {
    const results::SurfacePlace& place = grid.places[i];
    fmt::format_to(std::back_inserter(lines), "{},{:.3f},{:.3f},{:.3f},{:.4f},{:.4f},{:.4f},{:.4g},{:.5g},{:.5g}\n",
                   field(grid.surfaces[static_cast<size_t>(place.surface)]), place.at[0], place.at[1], place.at[2],
                   place.normal[0], place.normal[1], place.normal[2], place.area, totals.surface_peak[i],
                   totals.surface_dose[i]);
  }
  return lines;
}

/// One line a place on the surfaces of the model: what explosions do to it.
std::string blast_lines(const results::BlastTables& blasts) {
  std::string lines = "target,x,y,z,normal_x,normal_y,normal_z,area_m2,overpressure_Pa,reflected_Pa,impulse_Pa_s\n";
  for (size_t i = 0; i < blasts.places.size(); ++i) {
    const results::SurfacePlace& place = blasts.places[i];
    fmt::format_to(std::back_inserter(lines),
                   "{},{:.3f},{:.3f},{:.3f},{:.4f},{:.4f},{:.4f},{:.4g},{:.5g},{:.5g},{:.5g}\n",
                   field(blasts.surfaces[static_cast<size_t>(place.surface)]), place.at[0], place.at[1], place.at[2],
                   place.normal[0], place.normal[1], place.normal[2], place.area, blasts.overpressure[i],
                   blasts.reflected[i], blasts.impulse[i]);
  }
  return lines;
}

/// One line a person: what he met of each harm.
std::string exposure_lines(const results::ExposureTables& tables, const std::vector<results::PersonRecord>& people,
                           const std::vector<std::string>& groups) {
  std::string lines = "person,group,exit_time";
  for (const results::HarmInfo& harm : tables.harms)
    for (const std::string& column : {"peak " + harm.name + " [" + harm.unit + "]",
                                      "load " + harm.name + " [" + harm.load_unit + "]", "seconds " + harm.name})
      lines += "," + field(column);
  lines += "\n";
  const size_t harms = tables.harms.size(), n = tables.doses.load.size() / harms;
  for (size_t p = 0; p < n; ++p) {
    const bool known = p < people.size();
    fmt::format_to(std::back_inserter(lines), "{},{},{}", p,
                   known && people[p].group < groups.size() ? field(groups[people[p].group]) : "",
                   known ? number(static_cast<double>(people[p].exit_time), 3) : "");
    for (size_t i = p * harms; i < (p + 1) * harms; ++i)
      fmt::format_to(std::back_inserter(lines), ",{:.6g},{:.9g},{:.6g}", tables.doses.peak[i], tables.doses.load[i],
                     tables.doses.seconds[i]);
    lines += "\n";
  }
  return lines;
}

/// One line a square and time of coming: how long one can stay, and what one meets by the end.
std::string stay_lines(const results::ExposureTables& tables, const scene::Floors& floors) {
  std::string lines = "x,y,z,storey,arrival_s,tenable_s";
  for (const results::HarmInfo& harm : tables.harms)
    lines += "," + field("load " + harm.name + " [" + harm.load_unit + "]");
  lines += "\n";
  const results::StayTables& stays = tables.stays;
  const size_t n = stays.x.size(), harms = tables.harms.size();
  for (size_t a = 0; a < stays.arrival.size(); ++a)
    for (size_t s = 0; s < n; ++s) {
      const auto storey = static_cast<size_t>(stays.storey[s]);
      fmt::format_to(std::back_inserter(lines), "{:.3f},{:.3f},{:.3f},{},{:g},{}", stays.x[s], stays.y[s], stays.z[s],
                     stays.storey[s] >= 0 && storey < floors.storeys.size() ? field(floors.storeys[storey].name) : "",
                     stays.arrival[a], number(static_cast<double>(stays.tenable[a * n + s]), 1));
      for (size_t h = 0; h < harms; ++h)
        fmt::format_to(std::back_inserter(lines), ",{:.6g}", stays.load[(a * harms + h) * n + s]);
      lines += "\n";
    }
  return lines;
}

}  // namespace

std::vector<std::filesystem::path> export_csv(const results::ResultsReader& reader, const std::filesystem::path& path) {
  WholeFile whole(path);
  std::ofstream file(whole.temporary(), std::ios::binary);
  file << "frame,time,id,x,y,z,speed,state\n";
  std::string lines;
  for (size_t k = 0; k < reader.frames() && file; ++k) {
    const results::Frame frame = reader.frame(k);
    lines.clear();
    for (size_t i = 0; i < frame.size(); ++i) {
      const size_t state = frame.state[i];
      const char* name = state < results::person_state_names.size() ? results::person_state_names[state] : "unknown";
      fmt::format_to(std::back_inserter(lines), "{},{},{},{:.3f},{:.3f},{:.3f},{:.3f},{}\n", k, frame.time, frame.id[i],
                     frame.x[i], frame.y[i], frame.z[i], frame.speed[i], name);
    }
    file << lines;
  }
  file.close();
  if (!file) throw results::ResultsError(path.string() + ": cannot write");
  whole.keep();

  std::vector<std::filesystem::path> files = {path};
  const results::AnalysisTables tables = reader.analysis();
  const auto also = [&](const char* what, const std::string& text) {
    files.push_back(beside(path, what));
    write_whole(files.back(), text);
  };
  if (!tables.squares.empty()) also("fields", field_lines(tables, reader.floors()));
  if (!tables.areas.empty()) also("areas", area_lines(tables));
  if (!tables.lines.empty()) also("lines", crossing_lines(tables));
  const results::HazardTables hazards = reader.hazards();
  if (!hazards.grid.empty()) also("hazards", hazard_lines(hazards, reader.floors()));
  if (!hazards.grid.targets.empty()) also("targets", target_lines(hazards));
  if (!hazards.grid.surfaces.empty()) also("surfaces", surface_lines(hazards));
  if (const results::BlastTables blasts = results::read_blasts(reader.path()); !blasts.empty())
    also("blasts", blast_lines(blasts));
  const results::ExposureTables exposure = reader.exposure();
  if (!exposure.doses.load.empty()) also("exposure", exposure_lines(exposure, reader.people(), reader.info().groups));
  if (!exposure.stays.arrival.empty()) also("stays", stay_lines(exposure, reader.floors()));
  return files;
}

}  // namespace muster::sim
