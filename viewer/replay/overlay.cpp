#include "viewer/replay/overlay.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace muster::viewer {

namespace {

using Kind = FieldName::Kind;

constexpr float shown = 0.65f;  // opacity
constexpr double decades = 3;   // that a bar of concentrations spans below the highest

/// Radiation by what it does (kW/m2, of API 521 and the usual endpoints of plans): colours in bands.
struct Band {
  float from;  ///< [W/m2]
  const char* name;
  Rgb colour;
};
constexpr std::array<Band, 4> bands = {{{1600, "1.6 kW/m2", {1.00f, 0.93f, 0.63f}},
                                        {4000, "4 kW/m2", {0.99f, 0.70f, 0.30f}},
                                        {12500, "12.5 kW/m2", {0.94f, 0.23f, 0.13f}},
                                        {37500, "37.5 kW/m2", {0.50f, 0.00f, 0.15f}}}};

constexpr float thinnest = 0.01f;  // [1/m] one sees 300 m
constexpr double thickest = 1.5;   // [1/m] one sees 2 m (Jin 1978: visibility 3 / K of signs that reflect)

/// Of lines of criteria, the highest value first: told apart by the colour-blind, dark enough on a pale floor.
constexpr std::array<Rgb, 5> line_colours = {{{0.60f, 0.00f, 0.25f},
                                              {0.84f, 0.25f, 0.00f},
                                              {0.90f, 0.62f, 0.00f},
                                              {0.00f, 0.45f, 0.70f},
                                              {0.30f, 0.30f, 0.30f}}};

/// Middle of the square that a point lies in, as squares begin at the grid's corner.
double middle_of(double at, double from, double side) { return from + (std::floor((at - from) / side) + 0.5) * side; }

}  // namespace

Overlay::Overlay(const Replay& replay, const Samples& samples)
    : replay_(replay), samples_(samples), analysis_(replay.file().analysis()) {
  list();
}

void Overlay::list() {
  names_.clear(), legends_.clear(), levels_.clear();
  const auto& leaks = samples_.grid().hazards;
  for (size_t h = 0; h < leaks.size(); ++h) names_.push_back({Kind::gas, h, "gas:" + leaks[h].name});
  if (!samples_.grid().fires.empty()) names_.push_back({Kind::heat, 0, "heat"});
  if (samples_.grid().smoke) names_.push_back({Kind::smoke, 0, "smoke"});
  if (!analysis_.squares.empty()) {
    names_.push_back({Kind::peak_density, 0, "peak_density"});
    names_.push_back({Kind::crowded, 0, "time_crowded"});
    names_.push_back({Kind::usage, 0, "usage"});
  }
  for (const FieldName& name : names_) legends_.push_back(make_legend(name)), levels_.push_back(make_levels(name));
}

void Overlay::refresh() {
  if (analysis_.squares.empty() && replay_.finished()) analysis_ = replay_.file().analysis();
  list();
  shown_field_ = SIZE_MAX;
}

int Overlay::find(const std::string& name) const {
  for (size_t i = 0; i < names_.size(); ++i)
    if (names_[i].name == name || names_[i].name.starts_with(name + ":")) return static_cast<int>(i);
  return -1;
}

Overlay::Squares Overlay::squares(size_t field) const {
  Squares squares;
  const scene::Grid& grid = replay_.floors().grid;
  const auto add = [&](double x, double y, float z) {
    squares.x.push_back(middle_of(x, grid.x0, squares.side));
    squares.y.push_back(middle_of(y, grid.y0, squares.side));
    squares.z.push_back(z);
  };
  if (names_[field].changes()) {
    const results::HazardGrid& of = samples_.grid();
    squares.side = of.square;
    for (size_t s = 0; s < of.x.size(); ++s) add(of.x[s], of.y[s], of.z[s]);
  } else {
    squares.side = analysis_.info.square;
    for (const results::SquareRecord& s : analysis_.squares) add(s.x, s.y, s.z);
  }
  return squares;
}

Legend Overlay::make_legend(const FieldName& field) const {
  Legend legend;
  switch (field.kind) {
    case Kind::peak_density:
      legend = {"peak density", "1/m2", 0, 5, {}};
      break;
    case Kind::crowded:
      legend = {"time crowded", "s", 0, 60, {}};
      break;
    case Kind::usage:
      legend = {"usage", "person s", 0, 60, {}};
      break;
    case Kind::heat:
      legend.title = "radiation";
      for (const Band& band : bands) legend.kinds.push_back({band.name, band.colour});
      break;
    case Kind::smoke:
      legend = {"smoke", "1/m", 0, thickest, {}};
      break;
    case Kind::gas: {
      const double top = 1e6 * samples_.peak(field.hazard);
      legend = {samples_.grid().hazards[field.hazard].substance, "ppm", top * std::pow(10, -decades), top, {}};
      break;
    }
  }
  return legend;
}

/// Of radiation its bands, of gas what the summary says.
std::vector<Level> Overlay::make_levels(const FieldName& field) const {
  std::vector<Level> levels;
  if (field.kind == Kind::heat)
    for (size_t b = bands.size(); b-- > 1;) levels.push_back({bands[b].from, bands[b].name, bands[b].colour});
  if (field.kind != Kind::gas || !replay_.finished()) return levels;
  const auto summary = nlohmann::json::parse(replay_.file().summary_json(), nullptr, false);
  if (!summary.is_object() || !summary.contains("hazards")) return levels;
  std::vector<Level> others;
  for (const auto& hazard : summary["hazards"]) {
    if (hazard.value("name", "") != samples_.grid().hazards[field.hazard].name || hazard.value("kind", "") != "leak")
      continue;
    for (const auto& endpoint : hazard.value("endpoints", nlohmann::json::array())) {
      const std::string name = endpoint.value("criterion", "");
      const double value = endpoint.value("value", 0.0);
      if (endpoint.value("unit", "") != "ppm" || !(value > 0)) continue;
      const bool first = name.starts_with("AEGL") || name.find("LFL") != std::string::npos;
      (first ? levels : others).push_back({value, fmt::format("{} {:g} ppm", name, value), {}});
    }
  }
  if (levels.empty()) levels = others;
  std::sort(levels.begin(), levels.end(), [](const Level& a, const Level& b) { return a.value > b.value; });
  if (levels.size() > line_colours.size()) levels.resize(line_colours.size());
  for (size_t k = 0; k < levels.size(); ++k) levels[k].colour = line_colours[k];
  return levels;
}

/// In the field's unit, one a square.
std::vector<float> Overlay::values(const FieldName& field, size_t sample) const {
  const results::HazardFrame& frame = samples_.frame(sample);
  const size_t squares = samples_.grid().x.size();
  std::vector<float> values(squares, 0);
  for (size_t s = 0; s < squares; ++s) {
    if (field.kind == Kind::gas) values[s] = 1e6f * frame.concentration[field.hazard * squares + s];
    if (field.kind == Kind::smoke) values[s] = frame.extinction[s];
    if (field.kind == Kind::heat && !frame.radiation.empty()) values[s] = frame.radiation[s];
    // One fire; of several in a file of an earlier build: as if each were faced.
    if (field.kind == Kind::heat && frame.radiation.empty())
      for (size_t f = 0; f < samples_.grid().fires.size(); ++f) values[s] += frame.flux[f * squares + s];
  }
  return values;
}

std::vector<std::vector<Piece>> Overlay::contours(size_t field, double time) {
  std::vector<std::vector<Piece>> all(levels_[field].size());
  const auto between = samples_.around(time);
  if (all.empty() || !between) return all;
  if (!has_lattice_) {
    const Squares of = squares(field);
    lattice_ = Lattice(of.side, of.x, of.y, of.z), has_lattice_ = true;
  }
  const std::vector<float> now = values(names_[field], between->before);
  for (size_t k = 0; k < all.size(); ++k) all[k] = lattice_.contour(now, levels_[field][k].value);
  return all;
}

const FieldValues& Overlay::at(size_t field, double time, bool& changed) {
  size_t sample = 0;  // 0: before the first
  if (names_[field].changes())
    if (const auto between = samples_.around(time)) sample = between->before + 1;
  changed = field != shown_field_ || sample != shown_sample_;
  if (changed) colour(field, sample);
  shown_field_ = field, shown_sample_ = sample;
  return values_;
}

void Overlay::colour(size_t field, size_t sample) {
  const FieldName& name = names_[field];
  const Legend& bar = legends_[field];
  const size_t squares = name.changes() ? samples_.grid().x.size() : analysis_.squares.size();
  values_.colour.assign(squares, Rgb{});
  values_.opacity.assign(squares, 0);
  if (name.changes() && sample == 0) return;
  const std::vector<float> now = name.changes() ? values(name, sample - 1) : std::vector<float>{};
  const auto show = [&](size_t s, const Rgb& colour) { values_.colour[s] = colour, values_.opacity[s] = shown; };
  const auto linear = [&](size_t s, float value) {
    if (value > 0) show(s, viridis(static_cast<double>(value) / bar.high));
  };
  for (size_t s = 0; s < squares; ++s) switch (name.kind) {
      case Kind::peak_density:
        linear(s, analysis_.squares[s].peak_density);
        break;
      case Kind::crowded:
        linear(s, analysis_.squares[s].crowded);
        break;
      case Kind::usage:
        linear(s, analysis_.squares[s].usage);
        break;
      case Kind::smoke:
        if (now[s] > thinnest) linear(s, now[s]);
        break;
      case Kind::gas:
        if (const auto ppm = static_cast<double>(now[s]); ppm > bar.low)
          show(s, viridis(std::log10(ppm / bar.low) / decades));
        break;
      case Kind::heat:
        for (const Band& band : bands)
          if (now[s] >= band.from) show(s, band.colour);
        break;
    }
}

}  // namespace muster::viewer
