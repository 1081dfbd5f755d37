#include "viewer/replay/overlay.h"

#include <algorithm>
#include <cmath>

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

/// Middle of the square that a point lies in, as squares begin at the grid's corner.
double middle_of(double at, double from, double side) { return from + (std::floor((at - from) / side) + 0.5) * side; }

}  // namespace

Overlay::Overlay(const Replay& replay)
    : replay_(replay), analysis_(replay.file().analysis()), hazards_(replay.file().hazards()) {
  if (!analysis_.squares.empty()) {
    names_.push_back({Kind::peak_density, 0, "peak_density"});
    names_.push_back({Kind::crowded, 0, "time_crowded"});
    names_.push_back({Kind::usage, 0, "usage"});
  }
  const auto& leaks = hazards_.grid.hazards;
  for (size_t h = 0; h < leaks.size(); ++h) names_.push_back({Kind::gas, h, "gas:" + leaks[h].name});
  if (!hazards_.grid.fires.empty()) names_.push_back({Kind::heat, 0, "heat"});
  for (const FieldName& name : names_) legends_.push_back(make_legend(name));
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
  if (names_[field].kind == Kind::gas || names_[field].kind == Kind::heat) {
    squares.side = hazards_.grid.square;
    for (size_t s = 0; s < hazards_.grid.x.size(); ++s) add(hazards_.grid.x[s], hazards_.grid.y[s], hazards_.grid.z[s]);
  } else {
    squares.side = analysis_.info.square;
    for (const results::SquareRecord& s : analysis_.squares) add(s.x, s.y, s.z);
  }
  return squares;
}

/// [volume fraction] highest of a leak in all samples.
float Overlay::peak(size_t hazard) const {
  const size_t squares = hazards_.grid.x.size();
  float most = 0;
  for (const results::HazardFrame& frame : hazards_.frames)
    for (size_t s = 0; s < squares; ++s) most = std::max(most, frame.concentration[hazard * squares + s]);
  return most;
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
    case Kind::gas: {
      const double top = 1e6 * static_cast<double>(peak(field.hazard));
      legend = {hazards_.grid.hazards[field.hazard].substance, "ppm", top * std::pow(10, -decades), top, {}};
      break;
    }
  }
  return legend;
}

const FieldValues& Overlay::at(size_t field, double time, bool& changed) {
  size_t sample = 0;
  const bool sampled = names_[field].kind == Kind::gas || names_[field].kind == Kind::heat;
  if (sampled) {
    const auto& frames = hazards_.frames;
    const auto after =
        std::upper_bound(frames.begin(), frames.end(), time, [](double t, const auto& f) { return t < f.time; });
    sample = static_cast<size_t>(after - frames.begin());  // 0: before the first
  }
  changed = field != shown_field_ || sample != shown_sample_;
  if (changed) colour(field, sample);
  shown_field_ = field, shown_sample_ = sample;
  return values_;
}

void Overlay::colour(size_t field, size_t sample) {
  const FieldName& name = names_[field];
  const Legend& bar = legends_[field];
  const size_t squares =
      name.kind == Kind::gas || name.kind == Kind::heat ? hazards_.grid.x.size() : analysis_.squares.size();
  values_.colour.assign(squares, Rgb{});
  values_.opacity.assign(squares, 0);
  const auto show = [&](size_t s, const Rgb& colour) { values_.colour[s] = colour, values_.opacity[s] = shown; };
  const auto linear = [&](size_t s, float value) {
    if (value > 0) show(s, viridis(value / bar.high));
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
      case Kind::gas: {
        if (sample == 0) break;
        const double ppm =
            1e6 * static_cast<double>(hazards_.frames[sample - 1].concentration[name.hazard * squares + s]);
        if (ppm > bar.low) show(s, viridis(std::log10(ppm / bar.low) / decades));
        break;
      }
      case Kind::heat: {
        if (sample == 0) break;
        float flux = 0;
        for (size_t f = 0; f < hazards_.grid.fires.size(); ++f)
          flux += hazards_.frames[sample - 1].flux[f * squares + s];
        for (const Band& band : bands)
          if (flux >= band.from) show(s, band.colour);
        break;
      }
    }
}

}  // namespace muster::viewer
