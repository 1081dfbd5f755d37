#include "models/release/leak.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::release {

using std::numbers::pi;
using substance::Substance;

namespace {

using Source = Leak::Source;
using Phase = Leak::Phase;
using Kind = Shape::Kind;

constexpr double kelvin = 273.15, bar = 1e5;
constexpr double usual_fill = 0.8;

bool through_opening(const Leak& leak) {
  return leak.source == Source::hole || leak.source == Source::pipe || leak.source == Source::relief_valve;
}

double temperature_of(const Leak& leak, const Substance& s, const Ambient& air) {
  if (leak.temperature) return *leak.temperature;
  return leak.source == Source::spill ? std::min(air.temperature, s.boiling_temperature(air.pressure))
                                      : air.temperature;
}

bool has_tank(const Leak& leak) { return leak.tank || leak.tank_volume || leak.tank_diameter; }

/// The tank with what follows from its volume; zero sizes where something is missing.
Shape shape_of(const Leak& leak) {
  const double volume = leak.tank_volume.value_or(0);
  Shape shape{.kind = leak.tank.value_or(leak.tank_length ? Kind::vertical_cylinder : Kind::sphere),
              .diameter = leak.tank_diameter.value_or(0),
              .length = leak.tank_length.value_or(0),
              .base = leak.tank_base.value_or(0)};
  const double circle = pi * shape.diameter * shape.diameter / 4;
  switch (shape.kind) {
    case Kind::sphere:
      if (!leak.tank_diameter) shape = Shape::sphere_of(volume);
      break;
    case Kind::box:
      if (!leak.tank_length && shape.base > 0) shape.length = volume / shape.base;
      if (!leak.tank_base && shape.length > 0) shape.base = volume / shape.length;
      break;
    default:
      if (!leak.tank_length && circle > 0) shape.length = volume / circle;
      if (!leak.tank_diameter && shape.length > 0) shape.diameter = std::sqrt(4 * volume / (pi * shape.length));
  }
  return shape;
}

/// [m] the longest line that a hole can have in the wall.
double widest(const Shape& shape) {
  return shape.kind == Kind::sphere ? shape.diameter
         : shape.kind == Kind::box  ? std::min(shape.length, std::sqrt(shape.base))
                                    : std::min(shape.length, shape.diameter);
}

/// Liquid or not, by what was said and by pressure.
bool holds_liquid(const Leak& leak, const Substance& s, double temperature) {
  if (temperature >= s.critical_temperature) return false;
  if (leak.phase == Phase::liquid) return true;
  const double saturated = s.vapour_pressure(temperature);
  if (leak.phase == Phase::gas) return !leak.pressure && has_tank(leak) && (leak.fill || !leak.mass);
  return !leak.pressure || *leak.pressure >= 0.999 * saturated;
}

/// [m3] of liquid in the tank.
double liquid_volume(const Leak& leak, const Saturation& s, double temperature, double volume) {
  if (leak.fill) return *leak.fill * volume;
  if (!leak.mass) return usual_fill * volume;
  const double vapour = s.vapour_density(temperature);
  return (*leak.mass - volume * vapour) / (s.liquid_density(temperature) - vapour);
}

class Checker {
 public:
  Checker(const Leak& leak, const Substance& s, const Ambient& air)
      : leak_(leak), s_(s), air_(air), temperature_(temperature_of(leak, s, air)) {}

  std::vector<Problem> all() {
    check_state();
    if (leak_.source == Source::series) check_series();
    if (leak_.source == Source::spill && !leak_.mass && !leak_.rate)
      say("mass_kg", "a spill needs mass_kg or rate_kg_s");
    if (leak_.source == Source::instantaneous && !leak_.mass)
      say("mass_kg", "is required for an instantaneous release");
    if (leak_.mass && !(*leak_.mass > 0)) say("mass_kg", "nothing is stored: must be above 0");
    if (!(leak_.duration > 0)) say("duration_s", "must be above 0");
    if (through_opening(leak_)) check_opening();
    if (through_opening(leak_) && has_tank(leak_)) check_tank();
    if (through_opening(leak_) && !has_tank(leak_) && found_.empty()) check_hole();
    return std::move(found_);
  }

 private:
  void say(const char* key, std::string text) { found_.push_back({key, std::move(text)}); }

  void check_state() {
    if (leak_.source == Source::series) return;
    const double t = temperature_;
    if (!(t > 0)) return say("temperature_C", "must lie above -273.15 C");
    if (leak_.pressure && !(*leak_.pressure > 0))
      return say("pressure_bar", "is an absolute pressure: must be above 0");
    const bool wants_liquid = leak_.phase == Phase::liquid || leak_.source == Source::spill;
    if (wants_liquid && t >= s_.critical_temperature)
      return say("temperature_C", fmt::format("{:.1f} C lies above the critical temperature of {}, {:.1f} C: there is "
                                              "no liquid",
                                              t - kelvin, s_.id, s_.critical_temperature - kelvin));
    const bool liquid = holds_liquid(leak_, s_, t) || wants_liquid;
    if (liquid && t < s_.melting_point)
      return say("temperature_C", fmt::format("{} is solid below {:.1f} C", s_.id, s_.melting_point - kelvin));
    if (t >= s_.critical_temperature && !leak_.pressure && through_opening(leak_) && !(has_tank(leak_) && leak_.mass))
      return say("pressure_bar", fmt::format("is required: {} is a gas at {:.1f} C", s_.id, t - kelvin));
    if (leak_.source == Source::spill && s_.vapour_pressure(t) > 1.001 * air_.pressure)
      return say("temperature_C", fmt::format("{} boils at {:.1f} C; a spill must not be hotter (a hole or an "
                                              "instantaneous release flashes)",
                                              s_.id, s_.boiling_temperature(air_.pressure) - kelvin));
    if (t >= s_.critical_temperature || !leak_.pressure) return;
    const double saturated = s_.vapour_pressure(t);
    if (leak_.phase == Phase::liquid && *leak_.pressure < 0.999 * saturated)
      say("pressure_bar", fmt::format("{} boils below its vapour pressure at {:.1f} C, {:.4g} bar", s_.id, t - kelvin,
                                      saturated / bar));
    if (leak_.phase == Phase::gas && *leak_.pressure > 1.001 * saturated)
      say("pressure_bar", fmt::format("{} is a liquid above its vapour pressure at {:.1f} C, {:.4g} bar", s_.id,
                                      t - kelvin, saturated / bar));
  }

  void check_series() {
    if (leak_.series.empty()) return say("series", "is required: [[time_s, rate_kg_s], ...]");
    for (size_t i = 0; i < leak_.series.size(); ++i) {
      const auto [time, rate] = leak_.series[i];
      if (time < 0 || (i > 0 && time <= leak_.series[i - 1][0]))
        return say("series", fmt::format("times must start at 0 or later and rise; entry {} has {} s", i + 1, time));
      if (rate < 0) return say("series", fmt::format("rates must not be negative; entry {} has {} kg/s", i + 1, rate));
    }
    if (leak_.series.front()[0] >= leak_.duration) say("duration_s", "ends before the series begins");
    const bool leaks = std::any_of(leak_.series.begin(), leak_.series.end(),
                                   [&](const auto& entry) { return entry[1] > 0 && entry[0] < leak_.duration; });
    if (!leaks && found_.empty()) say("series", "nothing leaks: no rate is above 0 before duration_s");
  }

  void check_opening() {
    const bool pipe = leak_.source == Source::pipe;
    if (!leak_.hole_diameter && !pipe) say("hole_diameter_m", "is required");
    if (leak_.hole_diameter && !(*leak_.hole_diameter > 0)) say("hole_diameter_m", "must be above 0");
    if (pipe && !leak_.pipe_diameter) say("pipe_diameter_m", "is required for a pipe");
    if (pipe && !(leak_.pipe_length > 0)) say("pipe_length_m", "is required for a pipe: must be above 0");
    if (pipe && leak_.pipe_diameter && leak_.hole_diameter && *leak_.hole_diameter > *leak_.pipe_diameter)
      say("hole_diameter_m", fmt::format("must not exceed the pipe's {} m", *leak_.pipe_diameter));
    if (leak_.source == Source::relief_valve && !leak_.relief_pressure)
      say("relief_pressure_bar", "is required for a relief valve");
    if (leak_.relief_pressure && *leak_.relief_pressure <= air_.pressure)
      say("relief_pressure_bar", fmt::format("must lie above that of the air, {:.5g} bar", air_.pressure / bar));
    if (!pipe && leak_.valve_shuts && *leak_.valve_shuts + leak_.valve_takes <= 0)  // a pipe's content leaks
      say("valve_shuts_s", "nothing leaks: the valve is shut from the start; must be above 0");
    if (found_.empty()) check_drive();
  }

  /// Something must push the substance out.
  void check_drive() {
    const bool tank = has_tank(leak_);
    const bool liquid = holds_liquid(leak_, s_, temperature_);
    const double saturated = temperature_ < s_.critical_temperature ? s_.vapour_pressure(temperature_) : air_.pressure;
    if (!liquid && leak_.pressure && *leak_.pressure <= air_.pressure)
      say("pressure_bar",
          fmt::format("no gas leaks: the pressure does not exceed that of the air, {:.5g} bar", air_.pressure / bar));
    if (liquid && !tank && std::max(leak_.pressure.value_or(0), saturated) <= air_.pressure)
      say("pressure_bar", fmt::format("nothing drives the liquid out: give a pressure above that of the air, {:.5g} "
                                      "bar, or a tank with a level",
                                      air_.pressure / bar));
    const bool vapour = leak_.phase == Phase::gas && !leak_.pressure && !leak_.mass;
    if (vapour && saturated <= air_.pressure)
      say("phase", fmt::format("no vapour leaks: {} does not boil at {:.1f} C", s_.id, temperature_ - kelvin));
  }

  /// Of a tank whose size is not known: no wider than the ball that its liquid fills.
  void check_hole() {
    const double hole = leak_.hole_diameter.value_or(0);
    if (!leak_.mass || !(hole > 0) || !holds_liquid(leak_, s_, temperature_)) return;
    const double volume = *leak_.mass / s_.liquid_density(temperature_);
    const double ball = std::cbrt(6 * volume / std::numbers::pi);
    if (hole > ball)
      say("hole_diameter_m", fmt::format("a hole of {:g} m is wider than a ball of the {:g} kg stored ({:.3g} m): take "
                                         "`source = \"instantaneous\"`, or give the tank's sizes",
                                         hole, *leak_.mass, ball));
  }

  void check_tank() {
    const Shape shape = shape_of(leak_);
    if (!(shape.volume() > 0)) {
      const bool box = shape.kind == Kind::box;
      return say(box ? "tank_base_m2" : "tank_diameter_m",
                 fmt::format("the tank's size is not known: give two of {}, tank_length_m and tank_volume_m3{}",
                             box ? "tank_base_m2" : "tank_diameter_m", box ? "" : " (of a sphere: one)"));
    }
    const double hole = leak_.hole_diameter.value_or(leak_.pipe_diameter.value_or(0));
    if (hole > widest(shape))
      say("hole_diameter_m", fmt::format("a hole of {} m does not fit into a tank of {:.4g} m", hole, widest(shape)));
    if (leak_.hole_height > shape.height())
      say("hole_height_m", fmt::format("lies above the tank's {:.4g} m", shape.height()));
    if (!found_.empty()) return;
    if (holds_liquid(leak_, s_, temperature_))
      check_content(shape);
    else if (leak_.fill && *leak_.fill > 0)
      say("fill", fmt::format("{} is a gas under these conditions", s_.id));
    else
      check_gas(shape);
  }

  /// A tank of gas that is given by its mass.
  void check_gas(const Shape& shape) {
    if (leak_.pressure || !leak_.mass) return;
    const RealGas gas(s_);
    const double density = *leak_.mass / shape.volume();
    const bool subcritical = temperature_ < s_.critical_temperature;
    const double most = subcritical ? gas.density(temperature_, s_.vapour_pressure(temperature_)) : gas.densest();
    if (density > most)
      return say("mass_kg", fmt::format("{:.4g} m3 hold at most {:.4g} kg of {} as a gas at {:.1f} C", shape.volume(),
                                        most * shape.volume(), s_.id, temperature_ - kelvin));
    if (const double pressure = gas.pressure(temperature_, density); pressure <= air_.pressure)
      say("mass_kg", fmt::format("no gas leaks: so little stands at {:.4g} bar, not above the air", pressure / bar));
  }

  void check_content(const Shape& shape) {
    const Saturation s(s_);
    const double volume = liquid_volume(leak_, s, temperature_, shape.volume());
    const char* key = leak_.fill ? "fill" : "mass_kg";
    if (volume <= 0) return say(key, "the tank holds no liquid: must be more, or phase = \"gas\" with a pressure_bar");
    if (volume > shape.volume() * (1 + 1e-9))
      return say(key, fmt::format("{:.4g} m3 of liquid do not fit into {:.4g} m3", volume, shape.volume()));
    const bool above = shape.level(volume) <= leak_.hole_height;
    if (above && s_.vapour_pressure(temperature_) <= air_.pressure)
      say("hole_height_m",
          fmt::format("the liquid stands at {:.3g} m, below the hole: nothing leaks", shape.level(volume)));
  }

  const Leak& leak_;
  const Substance& s_;
  const Ambient& air_;
  const double temperature_;
  std::vector<Problem> found_;
};

Opening opening_of(const Leak& leak) {
  Opening opening;
  opening.way = leak.wall_thickness;
  opening.two_phase = leak.two_phase;
  const double hole = leak.hole_diameter.value_or(leak.pipe_diameter.value_or(0));
  opening.area = pi * hole * hole / 4;
  if (leak.source == Source::pipe) {
    opening.pipe = Pipe{leak.pipe_length, *leak.pipe_diameter, leak.pipe_roughness, leak.pipe_losses};
    if (hole == *leak.pipe_diameter) opening.liquid_coefficient = opening.gas_coefficient = 1;
  }
  if (leak.source == Source::relief_valve) {
    opening.liquid_coefficient = relief_valve_liquid;
    opening.gas_coefficient = relief_valve_gas;
  }
  if (leak.discharge_coefficient) opening.liquid_coefficient = opening.gas_coefficient = *leak.discharge_coefficient;
  return opening;
}

}  // namespace

std::vector<Problem> problems(const Leak& leak, const Substance& s, const Ambient& air) {
  return Checker(leak, s, air).all();
}

Stored stored(const Leak& leak, const Substance& s, const Ambient& air) {
  Stored out;
  out.temperature = temperature_of(leak, s, air);
  out.liquid = leak.source == Source::spill || holds_liquid(leak, s, out.temperature);
  out.vapour = leak.phase == Phase::gas && out.temperature < s.critical_temperature && !leak.pressure && !leak.mass;
  const Saturation saturation(s);
  const bool subcritical = out.temperature < s.critical_temperature;
  const double saturated = subcritical ? s.vapour_pressure(out.temperature) : 0;
  out.pressure = leak.pressure.value_or(std::max(saturated, out.vapour ? saturated : air.pressure));
  if (!through_opening(leak)) return out;
  out.opening = opening_of(leak);
  if (!has_tank(leak)) return out;
  Vessel vessel{.shape = shape_of(leak), .temperature = out.temperature, .hole_height = leak.hole_height};
  if (out.liquid) {
    vessel.liquid_volume = liquid_volume(leak, saturation, out.temperature, vessel.shape.volume());
    const bool pressed = out.pressure > air.pressure * (1 + 1e-6);
    vessel.head = leak.head.value_or(pressed ? Vessel::Head::closed : Vessel::Head::vented);
  } else if (!leak.pressure && leak.mass) {
    out.pressure = saturation.gas().pressure(out.temperature, *leak.mass / vessel.shape.volume());
  }
  if (out.vapour || leak.source == Source::relief_valve) vessel.hole_height = vessel.shape.height() + 1;  // in the head
  vessel.pressure = out.pressure;
  vessel.wall = leak.wall;
  vessel.wall_coefficient = leak.wall_coefficient;
  if (leak.wall_capacity) vessel.wall_capacity = *leak.wall_capacity;
  vessel.heat_input = leak.heat_input;
  if (leak.source == Source::relief_valve) vessel.relief_pressure = *leak.relief_pressure;
  if (leak.valve_shuts) vessel.shut_from = *leak.valve_shuts;
  vessel.shutting = leak.valve_takes;
  out.vessel = vessel;
  return out;
}

}  // namespace muster::release
