#include "sim/hazard/flames.h"

#include "models/fire/flame/pool.h"
#include "models/fire/fuel/fuel.h"
#include "models/fire/gas/jet.h"
#include "models/fire/tank/boilover.h"
#include "models/fire/tank/rim_seal.h"
#include "sim/case/fire_keys.h"
#include "sim/data/fuel_data.h"
#include "sim/hazard/leaks.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

#include <fmt/format.h>

namespace muster::sim {

namespace {

using std::numbers::pi;
constexpr double degree = pi / 180;
using K = FireSpec::Kind;

/// Faces of flames: with exact perimeters their flux errs by less than 0.3 % from a diameter away.
constexpr fire::Fineness fineness = {36, 3};
constexpr fire::Fineness of_balls = {24, 12};

/// [m] in plan within which the floor next to a fire counts as its ground.
constexpr double beside = 2;

/// [m] a tank's liquid sinks before its flame is made anew, and how often at most.
constexpr double least_sinking = 0.25, most_sinkings = 12;

/// [Pa] a fireball of oil thrown out radiates as that of a vessel that bursts at 1 to 2 bar (practice of INERIS).
constexpr double boilover_pressure = 2e5;

/// Share of the heat of a design fire that is radiated where the case does not say: FDS's, and that of CFAST.
constexpr double usual_radiated = 0.35;

/// [kg/kg] of the carbon that is neither soot nor carbon monoxide.
double dioxide_yield(const fire::Fuel& fuel, double soot, double monoxide) {
  constexpr double carbon = 12.011, hydrogen = 1.008, of_monoxide = 12.011 / 28.010, of_dioxide = 12.011 / 44.009;
  const double share = carbon * fuel.carbon_per_hydrogen / (carbon * fuel.carbon_per_hydrogen + hydrogen);
  return std::max(0.0, share - soot - of_monoxide * monoxide) / of_dioxide;
}

/// Direction in plan of an angle clockwise from north (+y).
Vec2 compass(double angle) { return {std::sin(angle * degree), std::cos(angle * degree)}; }

/// Makes one fire.
class Lighter {
 public:
  Lighter(const FireSpec& spec, const plume::Weather& weather, const scene::Floors& floors,
          const substance::Library& library, const fire::FuelLibrary& fuels, std::vector<Mistake>& mistakes)
      : spec_(spec), weather_(weather), floors_(floors), library_(library), fuels_(fuels), mistakes_(mistakes) {}

  BurningFire run() {
    fire_.name = spec_.name;
    fire_.kind = spec_.kind == K::fireball ? "fireball" : std::string(word_of(spec_.kind)) + "_fire";
    fire_.begins = spec_.begins;
    if (spec_.until) fire_.ends = *spec_.until;
    stand();
    try {
      if (spec_.kind == K::jet)
        light_jet();
      else if (spec_.kind == K::fireball)
        light_ball();
      else if (spec_.kind == K::rim_seal)
        light_rim();
      else if (spec_.kind == K::design)
        light_design();
      else
        light_pool();
    } catch (const InputError& error) {
      for (const Mistake& mistake : error.mistakes()) refuse(mistake.key, mistake.text);
      fire_.phases.clear();
    }
    finish();
    return std::move(fire_);
  }

  /// The ball of the boilover of `fire`, which `run` gave; empty: none.
  std::optional<BurningFire> boilover(const BurningFire& fire) const {
    if (!boilover_) return std::nullopt;
    BurningFire ball;
    ball.name = spec_.name + " boilover", ball.kind = "boilover", ball.fuel = fire.fuel;
    ball.ground = fire.ground, ball.ball = boilover_, ball.ball_haze = haze_of(fire_air(weather_, 0));
    ball.begins = fire.ends, ball.ends = fire.ends + fire::fireball_duration(*boilover_);
    ball.use = {ball.name, ball.kind, {}, {}};
    ball.use.source = {{"fuel", ball.fuel},
                       {"burning_mass_kg", boilover_->mass},
                       {"diameter_m", fire::fireball_diameter(*boilover_)},
                       {"duration_s", fire::fireball_duration(*boilover_)},
                       {"emissive_power_kW_m2", fire::fireball_emission(*boilover_) / 1000},
                       {"begins_s", ball.begins},
                       {"ends_s", ball.ends}};
    return ball;
  }

  /// What a boilover throws out and leaves burning on the ground, after `run`; empty: nothing.
  const std::optional<FireSpec>& spill() const { return spill_; }

 private:
  void refuse(const std::string& key, std::string text) {
    mistakes_.push_back({spec_.origin.file, spec_.origin.line, spec_.origin.key + "." + key, "", std::move(text)});
  }

  /// On the nearest floor unless the case says how high the ground is.
  void stand() {
    double nearest = std::numeric_limits<double>::infinity(), ground = 0;
    for (size_t c = 0; c < floors_.size(); ++c) {
      const double far = (floors_.grid.centre(floors_.column[c]) - spec_.at).squaredNorm();
      if (far < nearest || (far == nearest && floors_.z[c] < ground)) nearest = far, ground = floors_.z[c];
    }
    fire_.ground = {spec_.at.x(), spec_.at.y(), spec_.z.value_or(ground)};
    const double reach = beside + (spec_.diameter ? *spec_.diameter / 2 : 0);
    if (!spec_.z && spec_.kind != K::fireball && nearest > reach * reach)
      fire_.warnings.push_back(
          {"fire_off_floors",
           fmt::format("It stands {:.0f} m beside the floors, at ({:g}, {:g}): its ground is taken "
                       "as high as the nearest floor, {:.2f} m.",
                       std::sqrt(nearest), spec_.at.x(), spec_.at.y(), ground),
           spec_.origin.key + ".z_m"});
  }

  /// The weather from each time of the run on.
  std::vector<std::pair<double, plume::Weather>> winds() const {
    std::vector<std::pair<double, plume::Weather>> all;
    plume::Weather first = weather_;
    first.changes.clear();
    all.emplace_back(-std::numeric_limits<double>::infinity(), first);
    for (size_t i = 0; i < weather_.changes.size(); ++i)
      all.emplace_back(weather_.changes[i].time, weather_.after_change(i));
    return all;
  }

  fire::Haze haze_of(const fire::Air& air) const {
    return spec_.transmissivity ? fire::Haze(*spec_.transmissivity)
                                : fire::Haze(air.temperature, air.relative_humidity);
  }

  /// Times from which on the liquid of a tank has sunk by another step as it burns, and the step [m].
  struct Sinking {
    double step = 0;
    std::vector<double> times;
  };
  Sinking sinking_of(double rate, double density) const {
    Sinking sinking{std::max(least_sinking, *spec_.depth / most_sinkings), {}};
    for (double fallen = sinking.step; fallen < *spec_.depth; fallen += sinking.step)
      sinking.times.push_back(spec_.begins + fallen * density / rate);
    return sinking;
  }

  /// Notes what the source is, and keeps a flame for each wind and level. `burn(air, downwind, sunk, warnings, first)`
  /// gives flame and warnings.
  template <class Burn>
  void burn_in_every_wind(double height, const Sinking& sinking, const Burn& burn) {
    const auto all = winds();
    for (size_t w = 0; w < all.size(); ++w) {
      const auto& [from, weather] = all[w];
      const fire::Air air = fire_air(weather, height);
      const double until = w + 1 < all.size() ? all[w + 1].first : std::numeric_limits<double>::infinity();
      const auto before = std::upper_bound(sinking.times.begin(), sinking.times.end(), from) - sinking.times.begin();
      auto level = static_cast<size_t>(before);
      for (double begins = from; begins < until; ++level) {
        BurningFire::Phase phase{
            begins, {}, haze_of(air), downwind(weather.wind_from), w, sinking.step * static_cast<double>(level)};
        keep_phase(std::move(phase), air, burn);
        begins = level < sinking.times.size() ? sinking.times[level] : until;
      }
    }
  }

  template <class Burn>
  void keep_phase(BurningFire::Phase phase, const fire::Air& air, const Burn& burn) {
    const bool first = fire_.phases.empty();
    std::vector<Warning> warnings;
    phase.flame = burn(air, phase.downwind, phase.sunk, warnings, first);
    for (Warning& warning : warnings) {
      if (phase.sunk > 0) break;
      if (!warning.setting.empty())
        warning.setting = (warning.setting == "wind_m_s" ? "weather" : spec_.origin.key) + "." + warning.setting;
      const auto same = [&](const Warning& w) { return w.code == warning.code; };
      if (std::none_of(fire_.warnings.begin(), fire_.warnings.end(), same)) fire_.warnings.push_back(warning);
    }
    fire_.phases.push_back(std::move(phase));
  }

  void say(const std::string& key, const std::variant<double, std::string>& value) {
    fire_.use.source.emplace_back(key, value);
  }

  /// Burns until the case says or, if that is sooner, what there is has burnt.
  void lasts(double seconds) { fire_.ends = std::min(fire_.ends, fire_.begins + seconds); }

  void light_pool() {
    fire::PoolFire pool;
    pool.fuel = known_fuel(fuels_, library_, "fuel", spec_.fuel, weather_.temperature);
    fire_.fuel = pool.fuel.id;
    pool.rate = spec_.rate;
    if (spec_.rate) pool.fuel.burning_rate = *spec_.rate, pool.fuel.growth.reset(), pool.fuel.large_rate.reset();
    size_pool(pool);
    const bool tank = spec_.kind == K::tank;
    const double surface = tank ? *spec_.height - spec_.freeboard : 0;
    pool.elevated = tank;
    pool.emission = spec_.emission, pool.radiant = spec_.radiant;
    pool.length_law = spec_.length_law, pool.tilt_law = spec_.tilt_law;
    pool.drag_law = spec_.drag_law, pool.emission_law = spec_.emission_law;
    pool.fineness = fineness;
    const double across = pool.length > 0 ? std::sqrt(4 * pool.length * pool.width / pi) : pool.diameter;
    const double thin = spec_.depth && !tank ? fire::thin_spill_share(*spec_.depth) : 1.0;
    if (thin < 1) pool.rate = thin * spec_.rate.value_or(fire::burning_rate(pool.fuel, across));
    if (tank) fire_.nearest = pool.diameter / 2;
    double rate = pool.rate.value_or(fire::burning_rate(pool.fuel, across));
    const Sinking sinking = tank && spec_.depth && rate > 0 ? sinking_of(rate, pool.fuel.density) : Sinking{};
    burn_in_every_wind(
        tank ? *spec_.height : 0, sinking,
        [&](const fire::Air& air, const Vec2& to, double sunk, std::vector<Warning>& warnings, bool first) {
          pool.place = fire_.ground + Vec3(0, 0, surface - sunk);
          if (tank) pool.freeboard = spec_.freeboard + sunk;
          pool.downwind_deg = std::atan2(to.y(), to.x()) / degree;
          fire::PoolFlame flame = fire::burn(pool, air);
          rate = flame.rate;
          if (first) radiated_ = flame.radiated_share;
          warnings = std::move(flame.warnings);
          if (first) say_pool(flame, air);
          return std::move(flame.flame);
        });
    if (spec_.depth) lasts(*spec_.depth * pool.fuel.density / rate);
    if (spec_.smoke) give_smoke(pool, rate, across, surface);
    if (spec_.hot_zone) boil_over(pool, rate);
  }

  void give_smoke(const fire::PoolFire& pool, double rate, double across, double surface) {
    if (pool.fuel.estimated) {
      refuse("smoke", fmt::format("no yields of soot and carbon monoxide of {} are known", spec_.fuel));
      return;
    }
    const double area = pi / 4 * across * across;
    const fire::Fuel& fuel = pool.fuel;
    fire_.products = {rate * area * fuel.heat_of_combustion,
                      std::min(radiated_, 0.6),
                      fuel.heat_of_combustion,
                      fuel.soot_yield,
                      fuel.monoxide_yield,
                      dioxide_yield(fuel, fuel.soot_yield, fuel.monoxide_yield),
                      0,
                      surface,
                      area};
    fire_.smoke = {fire::smoke_of(pool.fuel, rate, area, std::min(radiated_, 0.6)), surface, across};
  }

  /// The tank's fire ends when the hot layer reaches the water; what burns in the air then is a fire of its own.
  void boil_over(const fire::PoolFire& pool, double rate) {
    const fire::Boilover over = fire::boilover_at(*spec_.depth, *spec_.hot_zone, rate, pool.fuel.density);
    const double time = fire_.begins + over.time;
    const double stopped = std::min(spec_.until.value_or(std::numeric_limits<double>::infinity()),
                                    spec_.foam ? *spec_.foam + *spec_.foamed : fire_.ends);
    if (pool.fuel.id != "crude" && pool.fuel.id != "heavy_fuel_oil" && pool.fuel.id != "lube_oil")
      fire_.warnings.push_back({"boilover_fuel",
                                fmt::format("{} boils in too narrow a range to form a hot layer: crude and heavy oils "
                                            "boil over.",
                                            pool.fuel.name),
                                spec_.origin.key + ".hot_layer_m_h"});
    if (!(time < std::min(stopped, fire_.ends))) {
      fire_.warnings.push_back(
          {"no_boilover", "It is out before the hot layer reaches the water.", spec_.origin.key + ".hot_layer_m_h"});
      return;
    }
    const double left = over.left * pool.fuel.density * pi / 4 * pool.diameter * pool.diameter;
    say("boilover_s", time);
    say("boilover_left_m", over.left);
    fire_.ends = time;
    boilover_ = {spec_.boilover_share * left, boilover_pressure, pool.fuel.heat_of_combustion,
                 fire::FireballLaw::martinsen_marx, fire_.ground + Vec3(0, 0, *spec_.height)};
    spill_out(pool.fuel, (1 - spec_.boilover_share) * left / pool.fuel.density, pool.diameter);
    const std::string rest = spill_ ? fmt::format("the rest as a pool of {:.0f} m around the tank", *spill_->diameter)
                                    : "the rest is not burnt here";
    fire_.warnings.push_back(
        {"boilover",
         fmt::format("It boils over at {:.0f} s with {:.1f} m of oil left: {:g} of that burns as a ball as of a vessel "
                     "that bursts at 2 bar, {}. No measurement supports the share, the ball or the pool.",
                     time, over.left, spec_.boilover_share, rest),
         spec_.origin.key + ".boilover_share"});
  }

  /// [m3] of oil thrown out of a tank of a diameter [m] burns as a round pool about it: as far as a spill spreads on
  /// land, and not beyond what was seen of boilovers. No bund holds it back.
  void spill_out(const fire::Fuel& fuel, double volume, double tank) {
    if (!(spec_.boilover_reach > 0) || !(volume > 0)) return;
    spill_ = spec_;
    spill_->name += " spill", spill_->kind = K::pool;
    spill_->begins = fire_.ends;
    spill_->diameter = std::min(fire::spilled_pool(fuel, volume, false).diameter, 2 * spec_.boilover_reach * tank);
    spill_->depth = volume / (pi / 4 * *spill_->diameter * *spill_->diameter);
    spill_->height.reset(), spill_->freeboard = 0;
    spill_->hot_zone.reset(), spill_->foam.reset(), spill_->foamed.reset();
  }

  void light_rim() {
    fire::RimSealFire rim;
    rim.fuel = known_fuel(fuels_, library_, "fuel", spec_.fuel, weather_.temperature);
    fire_.fuel = rim.fuel.id;
    rim.diameter = *spec_.diameter, rim.width = spec_.seal, rim.burning = spec_.burning;
    rim.rim = fire_.ground + Vec3(0, 0, *spec_.height), rim.freeboard = spec_.freeboard;
    rim.rate = spec_.rate, rim.emission = spec_.emission;
    const Vec2 middle = compass(spec_.seal_at);
    rim.start_deg = std::atan2(middle.y(), middle.x()) / degree;
    if (2 * rim.width >= rim.diameter) throw InputError({"", 0, "seal_m", "", "must be less than half the diameter"});
    fire_.nearest = rim.diameter / 2;
    burn_in_every_wind(
        *spec_.height, {},
        [&](const fire::Air& air, const Vec2& to, double /*sunk*/, std::vector<Warning>& warnings, bool first) {
          rim.downwind_deg = std::atan2(to.y(), to.x()) / degree;
          const fire::RimSealFlame flame = fire::burn(rim, air);
          fire::Flame all;
          for (const fire::Flame& piece : flame.flames)
            all.faces.insert(all.faces.end(), piece.faces.begin(), piece.faces.end());
          if (!(flame.shown > 0))
            warnings.push_back({"rim_seal_hidden", "The flame does not reach the tank's rim: nothing outside sees it.",
                                "freeboard_m"});
          if (first) {
            say_burning(rim.diameter, flame);
            say("burning_area_m2", flame.area);
            say("shown_above_rim_m", flame.shown);
            say("emissive_power_kW_m2", flame.emission / 1000);
          }
          return all;
        });
  }

  void size_pool(fire::PoolFire& pool) {
    if (spec_.diameter) pool.diameter = *spec_.diameter;
    if (spec_.area) pool.diameter = std::sqrt(4 * *spec_.area / pi);
    if (spec_.length) {
      const Vec2 along = compass(spec_.along);
      pool.length = *spec_.length, pool.width = *spec_.width;
      pool.axis_deg = std::atan2(along.y(), along.x()) / degree;
    }
    if (spec_.spill_rate) pool.diameter = fire::steady_pool_diameter(pool.fuel, *spec_.spill_rate);
    if (spec_.spill_volume) {
      const fire::Spread spread = fire::spilled_pool(pool.fuel, *spec_.spill_volume, spec_.on_water);
      pool.diameter = spread.diameter;
      lasts(spread.time);
    }
  }

  /// What pools and rim seals have in common.
  template <class Burning>
  void say_burning(double diameter, const Burning& flame) {
    say("fuel", fire_.fuel);
    say("diameter_m", diameter);
    say("burning_rate_kg_m2_s", flame.rate);
    say("heat_release_MW", flame.heat_release / 1e6);
    say("flame_length_m", flame.length);
    say("flame_tilt_deg", flame.tilt / degree);
  }

  void say_pool(const fire::PoolFlame& flame, const fire::Air& air) {
    say_burning(flame.diameter, flame);
    say("flame_drag", flame.drag);
    say("emissive_power_kW_m2", flame.mean_emission / 1000);
    say("radiated_share", flame.radiated_share);
    say("wind_at_flame_m_s", air.wind);
  }

  /// [J/kg], and of a jet molar mass and heat ratio: of a substance, else of a fuel.
  void know_gas(fire::JetFire& jet) {
    const substance::Substance* s = library_.find(spec_.fuel);
    const fire::Fuel* fuel = s == nullptr ? fuels_.find(spec_.fuel) : nullptr;
    if (s == nullptr && fuel == nullptr)
      throw InputError(
          {"", 0, "fuel", spec_.fuel, "no substance or fuel of this name" + library_.suggestion(spec_.fuel)});
    fire_.fuel = s != nullptr ? s->id : fuel->id;
    if (fuel != nullptr) {
      jet.heat_of_combustion = fuel->heat_of_combustion, jet.molar_mass = fuel->molar_mass;
      if (spec_.kind == K::jet && !spec_.heat_ratio)
        throw InputError({"", 0, "heat_ratio", "", fmt::format("is required: that of {} is not known", fuel->name)});
    } else {
      if (!spec_.heat && !(s->flammability && s->flammability->heat_of_combustion))
        throw InputError(
            {"", 0, "fuel", spec_.fuel, fmt::format("{} has no heat of combustion: it does not burn", s->name)});
      if (!spec_.heat) jet.heat_of_combustion = *s->flammability->heat_of_combustion;
      jet.molar_mass = s->molar_mass, jet.heat_ratio = s->heat_ratio(spec_.temperature);
    }
    jet.heat_of_combustion = spec_.heat.value_or(jet.heat_of_combustion);
    jet.molar_mass = spec_.molar_mass.value_or(jet.molar_mass);
    jet.heat_ratio = spec_.heat_ratio.value_or(jet.heat_ratio);
  }

  void light_jet() {
    fire::JetFire jet;
    know_gas(jet);
    const double height = spec_.height.value_or(1);
    jet.pressure = *spec_.pressure, jet.temperature = spec_.temperature;
    jet.hole = spec_.hole;
    jet.place = fire_.ground + Vec3(0, 0, height);
    jet.ground = fire_.ground.z();
    const Vec2 towards = compass(spec_.towards);
    const double up = spec_.upward * degree;
    jet.direction = {towards.x() * std::cos(up), towards.y() * std::cos(up), std::sin(up)};
    jet.radiant_fraction = spec_.radiant;
    double rate = 0;
    burn_in_every_wind(
        height, {},
        [&](const fire::Air& air, const Vec2& to, double /*sunk*/, std::vector<Warning>& warnings, bool first) {
          jet.air_pressure = air.pressure, jet.air_temperature = air.temperature;
          jet.wind = air.wind, jet.downwind = to;
          if (jet.pressure <= air.pressure)
            throw InputError(
                {"", 0, "pressure_bar", "", fmt::format("must be above the air's, {:.3f}", air.pressure / 1e5)});
          jet.rate = rate = spec_.gas_rate ? *spec_.gas_rate : fire::hole_rate(jet, *jet.hole, spec_.coefficient);
          fire::JetFlame flame = fire::burn(jet);
          warnings = std::move(flame.warnings);
          if (first) say_jet(jet, flame);
          return std::move(flame.flame);
        });
    if (spec_.mass) lasts(*spec_.mass / rate);
  }

  void say_jet(const fire::JetFire& jet, const fire::JetFlame& flame) {
    say("fuel", fire_.fuel);
    say("rate_kg_s", jet.rate);
    say("heat_release_MW", flame.heat_release / 1e6);
    say("flame_length_m", flame.length);
    say("lift_off_m", flame.lift_off);
    say("second_width_m", flame.second);
    say("flame_tilt_deg", flame.tilt / degree);
    say("radiant_fraction", flame.radiant_fraction);
    say("emissive_power_kW_m2", flame.emission / 1000);
    say("wind_at_flame_m_s", jet.wind);
  }

  void light_ball() {
    fire::JetFire gas;
    know_gas(gas);
    const fire::Fireball ball{spec_.share * *spec_.mass, *spec_.pressure, gas.heat_of_combustion, spec_.law,
                              fire_.ground};
    const fire::Air air = fire_air(weather_, 0);
    fire_.ball = ball;
    fire_.ball_haze = haze_of(air);
    lasts(fire::fireball_duration(ball));
    say("fuel", fire_.fuel);
    say("burning_mass_kg", ball.mass);
    say("diameter_m", fire::fireball_diameter(ball));
    say("duration_s", fire::fireball_duration(ball));
    say("emissive_power_kW_m2", fire::fireball_emission(ball) / 1000);
    say("radiant_fraction", fire::fireball_fraction(ball.pressure));
    if (ball.mass > 1e6)
      fire_.warnings.push_back({"large_fireball", "No fireball of more than some hundred tonnes was ever observed.",
                                spec_.origin.key + ".mass_kg"});
    if (ball.mass < 10)
      fire_.warnings.push_back(
          {"small_fireball", "The laws rest on fireballs of more than some kilograms.", spec_.origin.key + ".mass_kg"});
  }

  /// The flame is that of its peak, as long as Heskestad's, and radiates its share evenly from its whole surface.
  void light_design() {
    fire_.products = products();
    const BurningFire::Products& gives = *fire_.products;
    const double across = std::sqrt(4 * gives.area / pi);
    const double length = std::max(0.235 * std::pow(gives.peak / 1000, 0.4) - 1.02 * across, across / 4);
    const double emission = gives.radiated * gives.peak / (pi * across * length + 2 * gives.area);
    const Vec3 foot = fire_.ground + Vec3(0, 0, gives.height);
    fire_.course = course();
    burn_in_every_wind(gives.height, {}, [&](const fire::Air&, const Vec2&, double, std::vector<Warning>&, bool) {
      return fire::frustum(foot, foot + Vec3(0, 0, length), across, across, emission, fineness);
    });
    say("fuel", fire_.fuel);
    say("diameter_m", across);
    say("heat_release_MW", gives.peak / 1e6);
    say("flame_length_m", length);
    say("emissive_power_kW_m2", emission / 1000);
    say("radiated_share", gives.radiated);
    say("soot_yield", gives.soot);
    say("carbon_monoxide_yield", gives.monoxide);
    say("carbon_dioxide_yield", gives.dioxide);
    say("hydrogen_cyanide_yield", gives.cyanide);
  }

  BurningFire::Products products() {
    const fire::Fuel* fuel = fuels_.find(spec_.fuel);
    fire_.fuel = fuel != nullptr ? fuel->id : spec_.fuel;
    const auto value = [&](const std::optional<double>& given, const char* key, double fire::Fuel::*of_fuel) {
      if (!given && fuel == nullptr)
        refuse(key, fmt::format("is required: {} is not among the fuels of muster data fuels", spec_.fuel));
      return given ? *given : fuel != nullptr ? fuel->*of_fuel : 1;
    };
    BurningFire::Products gives;
    gives.heat = value(spec_.heat, "heat_of_combustion_MJ_kg", &fire::Fuel::heat_of_combustion);
    gives.soot = value(spec_.soot_yield, "soot_yield", &fire::Fuel::soot_yield);
    gives.monoxide = value(spec_.monoxide_yield, "carbon_monoxide_yield", &fire::Fuel::monoxide_yield);
    if (!spec_.dioxide_yield && fuel == nullptr)
      refuse("carbon_dioxide_yield", "is required: the fuel's carbon is not known");
    gives.dioxide = spec_.dioxide_yield ? *spec_.dioxide_yield
                    : fuel != nullptr   ? dioxide_yield(*fuel, gives.soot, gives.monoxide)
                                        : 0;
    gives.cyanide = spec_.cyanide_yield.value_or(0);
    gives.radiated = spec_.radiant.value_or(usual_radiated);
    gives.height = spec_.height.value_or(0), gives.area = *spec_.area;
    gives.peak = spec_.peak.value_or(0);
    for (const auto& [time, kilowatts] : spec_.course) gives.peak = std::max(gives.peak, 1000 * kilowatts);
    return gives;
  }

  /// Share of the peak in time.
  std::vector<std::array<double, 2>> course() const {
    std::vector<std::array<double, 2>> course;
    for (const auto& [time, kilowatts] : spec_.course)
      course.push_back({time, 1000 * kilowatts / fire_.products->peak});
    if (!spec_.growth) return course;
    constexpr int pieces = 50;  // of the square: straight lines above it by 1e-4 of the peak at most
    const double grown = std::sqrt(fire_.products->peak / *spec_.growth);
    for (int i = 0; i <= pieces; ++i) {
      const double share = static_cast<double>(i) / pieces;
      course.push_back({grown * share, share * share});
    }
    return course;
  }

  void finish() {
    if (spec_.foam) {
      if (*spec_.foam >= fire_.ends)
        fire_.warnings.push_back({"foam_too_late",
                                  fmt::format("It has burnt out at {:.0f} s, before the foam.", fire_.ends),
                                  spec_.origin.key + ".foam_at_s"});
      else
        fire_.foam = *spec_.foam, fire_.foam_ends = *spec_.foam + *spec_.foamed,
        fire_.ends = std::min(fire_.ends, fire_.foam_ends);
    }
    say("begins_s", fire_.begins);
    if (std::isfinite(fire_.ends)) say("ends_s", fire_.ends);
    say("wind_m_s", weather_.wind_speed);
    say("wind_from_deg", weather_.wind_from);
    fire_.use.name = fire_.name, fire_.use.kind = fire_.kind;
    for (Warning& warning : fire_.warnings) warning.text = fmt::format("Fire {}: {}", spec_.name, warning.text);
  }

  const FireSpec& spec_;
  const plume::Weather& weather_;
  const scene::Floors& floors_;
  const substance::Library& library_;
  const fire::FuelLibrary& fuels_;
  std::vector<Mistake>& mistakes_;
  BurningFire fire_;
  double radiated_ = 0;  ///< share of the heat release
  std::optional<fire::Fireball> boilover_;
  std::optional<FireSpec> spill_;
};

}  // namespace

fire::Air fire_air(const plume::Weather& weather, double height) {
  fire::Air air;
  air.temperature = weather.temperature;
  air.relative_humidity = weather.relative_humidity;
  const plume::Atmosphere atmosphere(weather);
  air.pressure = atmosphere.pressure(0);
  air.wind = atmosphere.wind(height + 10);
  // An atmosphere has at least 0.5 m/s; a flame stands upright in calm air.
  if (weather.wind_speed < plume::lowest_wind) air.wind *= weather.wind_speed / plume::lowest_wind;
  const double half = atmosphere.wind(height + 5), whole = atmosphere.wind(height + 10);
  air.wind_exponent = half > 0 && whole > half ? std::log2(whole / half) : 0;
  return air;
}

double BurningFire::strength(double time) const {
  if (time < begins || time >= ends) return 0;
  if (!course.empty()) {
    const auto after = std::find_if(course.begin(), course.end(), [&](const auto& p) { return p[0] > time - begins; });
    if (after == course.end()) return course.back()[1];
    if (after == course.begin()) return (*after)[0] > 0 ? (*after)[1] * (time - begins) / (*after)[0] : (*after)[1];
    const auto& [t0, s0] = *(after - 1);
    return s0 + ((*after)[1] - s0) * (time - begins - t0) / ((*after)[0] - t0);
  }
  if (!foam || time <= *foam) return 1;
  return (foam_ends - time) / (foam_ends - *foam);
}

size_t BurningFire::phase_at(double time) const {
  size_t at = 0;
  while (at + 1 < phases.size() && phases[at + 1].from <= time) ++at;
  return at;
}

fire::Flame BurningFire::flame_at(double time) const {
  if (time < begins || time >= ends) return {};
  if (!ball) return phases.empty() ? fire::Flame{} : phases[phase_at(time)].flame;
  const fire::Ball now = fire::ball_at(*ball, time - begins);
  return now.diameter > 0 && now.emission > 0 ? fire::sphere(now.middle, now.diameter, now.emission, of_balls)
                                              : fire::Flame{};
}

std::vector<BurningFire> burning_fires(const std::vector<FireSpec>& specs, const plume::Weather& weather,
                                       const scene::Floors& floors, const substance::Library& library,
                                       std::vector<Mistake>& mistakes) {
  std::vector<BurningFire> fires;
  if (specs.empty()) return fires;
  const fire::FuelLibrary fuels = read_fuel_data().library();
  std::vector<BurningFire> boilovers;
  for (const FireSpec& spec : specs) {
    Lighter lighter(spec, weather, floors, library, fuels, mistakes);
    fires.push_back(lighter.run());
    if (std::optional<BurningFire> ball = lighter.boilover(fires.back())) boilovers.push_back(std::move(*ball));
    if (lighter.spill())
      boilovers.push_back(Lighter(*lighter.spill(), weather, floors, library, fuels, mistakes).run());
  }
  std::move(boilovers.begin(), boilovers.end(), std::back_inserter(fires));
  return fires;
}

}  // namespace muster::sim
