#include "sim/hazard/domino.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace muster::sim {

namespace {

constexpr double off_shell = 0.05;     // [m]
constexpr double worth_naming = 0.05;  // share of the flux from which a fire is named as a cause

/// A tank that is being heated.
struct Heated {
  fire::Vessel vessel;
  std::vector<fire::Receptor> receptors;
  std::vector<double> flux;       // of all fires, by receptor
  std::vector<double> strongest;  // of each fire, the most onto any receptor
  bool burns = false;
  double peak = 0;
  size_t told = 0;  // events handed on
};

class Chain {
 public:
  Chain(const std::vector<TankInPlace>& tanks, std::vector<ShiningFire> fires, const DominoSettings& settings)
      : tanks_(tanks), fires_(std::move(fires)), settings_(settings) {
    for (const TankInPlace& tank : tanks_) {
      const fire::VesselMake make = make_of(tank, settings.air_temperature, settings.air_pressure);
      heated_.push_back({fire::Vessel(make, criteria(tank, make)), receptors_of(tank, make), {}, {}, false, 0, 0});
      out_.tanks.push_back({tank.spec.name, {}, 0, 0, 0, 0, 0});
    }
    for (const ShiningFire& fire : fires_) takes_part(fire);
  }

  results::Escalation run(const std::function<ShiningFire(size_t, double, double)>& light) {
    strike(0, light);
    for (double t = 0; t < settings_.until && anything_to_come(t);) {
      const double dt = std::min(next_break(t), t + settings_.step) - t;
      for (size_t i = 0; i < heated_.size(); ++i)
        if (!heated_[i].burns) heat(i, t, dt);
      t += dt;
      catch_fire(light);
      strike(t, light);
    }
    finish();
    return std::move(out_);
  }

 private:
  static std::vector<fire::Criterion> criteria(const TankInPlace& tank, const fire::VesselMake& make) {
    auto all = fire::criteria_of(make);
    if (tank.spec.kind == fire::EquipmentKind::pressurised) return all;
    for (fire::Criterion& c : all)
      if (c.then != fire::Criterion::Then::ignites)
        c.then = c.name == word_of(tank.spec.fails_by) ? fire::Criterion::Then::fails : fire::Criterion::Then::is_told;
    return all;
  }

  void takes_part(const ShiningFire& fire) {
    if (fire.own_tank < 0) return;
    Heated& own = heated_[static_cast<size_t>(fire.own_tank)];
    own.burns = true;
    out_.tanks[static_cast<size_t>(fire.own_tank)].burns_from = fire.begins;
  }

  /// Whether a fire burns or will or something explodes, and a tank is left.
  bool anything_to_come(double t) const {
    return (next_blow_ < settings_.blows.size() ||
            std::any_of(fires_.begin(), fires_.end(), [&](const ShiningFire& f) { return f.ends > t; })) &&
           std::any_of(heated_.begin(), heated_.end(), [](const Heated& h) { return !h.burns; });
  }

  double next_break(double t) const {
    double next = settings_.until;
    const auto look = [&](double x) {
      if (x > t + 1e-6) next = std::min(next, x);
    };
    for (const ShiningFire& f : fires_) {
      look(f.begins), look(f.ends);
      for (const double c : f.changes) look(c);
    }
    if (next_blow_ < settings_.blows.size()) look(settings_.blows[next_blow_].time);
    for (const TankInPlace& tank : tanks_) {
      look(tank.spec.water_from);
      if (tank.spec.water_until) look(*tank.spec.water_until);
    }
    return next;
  }

  void look(size_t tank, Heated& h, double time) const {
    h.flux.assign(h.receptors.size(), 0);
    h.strongest.assign(fires_.size(), 0);
    for (size_t f = 0; f < fires_.size(); ++f) {
      if (time < fires_[f].begins || time >= fires_[f].ends) continue;
      const std::vector<float> shine = fires_[f].shine(tank, h.receptors, time);
      for (size_t i = 0; i < shine.size(); ++i) {
        h.flux[i] += static_cast<double>(shine[i]);
        h.strongest[f] = std::max(h.strongest[f], static_cast<double>(shine[i]));
      }
    }
  }

  void heat(size_t i, double from, double dt) {
    Heated& h = heated_[i];
    const TankSpec& spec = tanks_[i].spec;
    look(i, h, from + 0.5 * dt);
    const size_t half = h.flux.size() / 2;
    fire::Heating heating;
    heating.dry = std::span<const double>(h.flux).first(half);
    heating.wet = std::span<const double>(h.flux).subspan(half);
    heating.air_temperature = heating.gas_temperature = settings_.air_temperature;
    heating.convection = settings_.convection;
    const double middle = from + 0.5 * dt;
    if (middle >= spec.water_from && middle < spec.water_until.value_or(std::numeric_limits<double>::infinity()))
      heating.water = fire::water_rate(spec.water);
    heating.water_share = spec.water_share;
    h.vessel.heat(heating, dt);
    h.peak = std::max(h.peak, *std::max_element(h.flux.begin(), h.flux.end()));
    tell(i);
  }

  std::vector<std::string> causes(const Heated& h) const {
    std::vector<size_t> order;
    double all = 0;
    for (size_t f = 0; f < h.strongest.size(); ++f) all += h.strongest[f], order.push_back(f);
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return h.strongest[a] > h.strongest[b]; });
    std::vector<std::string> names;
    for (const size_t f : order)
      if (h.strongest[f] > worth_naming * all) names.push_back(fires_[f].name);
    return names;
  }

  void tell(size_t i) {
    using Then = fire::Criterion::Then;
    Heated& h = heated_[i];
    for (; h.told < h.vessel.events().size(); ++h.told) {
      const fire::VesselEvent& e = h.vessel.events()[h.told];
      const char* outcome = e.then == Then::fails ? "fails" : e.then == Then::ignites ? "ignites" : "told";
      out_.events.push_back({e.time, tanks_[i].spec.name, e.criterion, outcome, e.text, causes(h)});
    }
  }

  /// [s] when a tank failed or ignited first.
  static double caught(const fire::Vessel& vessel) {
    double first = std::numeric_limits<double>::infinity();
    for (const fire::VesselEvent& e : vessel.events())
      if (e.then != fire::Criterion::Then::is_told) first = std::min(first, e.time);
    return first;
  }

  void catch_fire(const std::function<ShiningFire(size_t, double, double)>& light) {
    for (size_t i = 0; i < heated_.size(); ++i) {
      Heated& h = heated_[i];
      if (h.burns || !(h.vessel.failed() || h.vessel.ignited())) continue;
      begin(i, light(i, caught(h.vessel), h.vessel.pressure()));
    }
  }

  /// What explodes until `t`: tanks that it opens burn from then on.
  void strike(double t, const std::function<ShiningFire(size_t, double, double)>& light) {
    for (; next_blow_ < settings_.blows.size() && settings_.blows[next_blow_].time <= t + 1e-6; ++next_blow_) {
      const Blow& blow = settings_.blows[next_blow_];
      for (size_t i = 0; i < heated_.size(); ++i) {
        const fire::EquipmentKind kind = tanks_[i].spec.kind;
        const double level = fire::escalation_pressure(kind);
        if (heated_[i].burns || blow.pressure[i] < level) continue;
        const bool tank = kind == fire::EquipmentKind::atmospheric;
        out_.events.push_back({blow.time,
                               tanks_[i].spec.name,
                               "blast",
                               tank ? "fails" : "told",
                               fmt::format("{:.3g} kPa: {:g} kPa opens {} (Cozzani et al. 2006)",
                                           blow.pressure[i] / 1000, level / 1000, tank ? "tanks" : "vessels"),
                               {blow.name}});
        if (tank) begin(i, light(i, blow.time, heated_[i].vessel.pressure()));
      }
    }
  }

  void begin(size_t i, ShiningFire fire) {
    fire.own_tank = static_cast<int>(i);
    takes_part(fire);
    fires_.push_back(std::move(fire));
  }

  void finish() {
    for (size_t i = 0; i < heated_.size(); ++i) {
      const fire::Vessel& v = heated_[i].vessel;
      results::TankEnd& end = out_.tanks[i];
      end.peak_flux = heated_[i].peak;
      end.shell_above = v.hottest_dry(), end.shell_below = v.hottest_wet();
      end.contents = v.contents_temperature(), end.damage = v.damage();
    }
    std::stable_sort(out_.events.begin(), out_.events.end(),
                     [](const results::TankEvent& a, const results::TankEvent& b) { return a.time < b.time; });
  }

  const std::vector<TankInPlace>& tanks_;
  std::vector<ShiningFire> fires_;
  DominoSettings settings_;
  std::vector<Heated> heated_;
  size_t next_blow_ = 0;
  results::Escalation out_;
};

}  // namespace

const char* word_of(TankSpec::FailsBy by) {
  switch (by) {
    case TankSpec::FailsBy::steel_427:
      return "steel_427";
    case TankSpec::FailsBy::steel_500:
      return "steel_500";
    case TankSpec::FailsBy::steel_538:
      return "steel_538";
    case TankSpec::FailsBy::time_to_failure:
      return "time_to_failure";
  }
  return "";
}

fire::VesselMake make_of(const TankInPlace& tank, double air_temperature, double air_pressure) {
  const TankSpec& s = tank.spec;
  fire::VesselMake make;
  make.lying = s.length.has_value();
  make.kind = s.kind, make.diameter = s.diameter, make.height = s.length.value_or(s.height), make.fill = s.fill,
  make.shell = s.shell;
  make.absorptivity = s.absorptivity, make.inside = s.inside, make.steel = s.steel;
  make.temperature = air_temperature, make.air_pressure = air_pressure;
  make.relief_pressure = s.relief_pressure, make.relief_area = s.relief_area;
  make.contents = tank.contents;
  if (s.flash_point) make.contents.flash_point = s.flash_point;
  if (s.auto_ignition) make.contents.auto_ignition = s.auto_ignition;
  return make;
}

std::vector<fire::Receptor> receptors_of(const TankInPlace& tank, const fire::VesselMake& make) {
  std::vector<fire::Receptor> all;
  if (make.lying) {
    // Stations along the axis, and as many places around above the liquid and below; angles from the lowest line.
    const auto n = static_cast<int>(std::lround(std::sqrt(make.sectors)));
    MUSTER_CHECK(n * n == make.sectors, "{} sectors", make.sectors);
    const double radius = make.diameter / 2, level = std::acos(1 - make.level() / radius);
    const double along = tank.spec.along * std::numbers::pi / 180;
    const Vec3 axis(std::sin(along), std::cos(along), 0), side(axis.y(), -axis.x(), 0);
    for (const auto& [from, to] : {std::pair(level, 2 * std::numbers::pi - level), std::pair(-level, level)})
      for (int station = 0; station < n; ++station)
        for (int k = 0; k < n; ++k) {
          const double angle = from + (k + 0.5) / n * (to - from);
          const Vec3 out = std::sin(angle) * side - std::cos(angle) * Vec3::UnitZ();
          const Vec3 middle = tank.ground + ((station + 0.5) / n - 0.5) * make.height * axis + Vec3(0, 0, radius);
          all.push_back({(middle + (radius + off_shell) * out).cast<float>(), out.cast<float>()});
        }
    return all;
  }
  const double level = make.level();
  for (const double z : {0.5 * (level + make.height), 0.5 * level})
    for (int i = 0; i < make.sectors; ++i) {
      const double angle = 2 * std::numbers::pi * i / make.sectors, radius = make.diameter / 2 + off_shell;
      const Vec3 out(std::cos(angle), std::sin(angle), 0);
      all.push_back({(tank.ground + radius * out + Vec3(0, 0, z)).cast<float>(), out.cast<float>()});
    }
  return all;
}

results::Escalation domino(const std::vector<TankInPlace>& tanks, std::vector<ShiningFire> fires,
                           const std::function<ShiningFire(size_t, double, double)>& light,
                           const DominoSettings& settings) {
  return Chain(tanks, std::move(fires), settings).run(light);
}

}  // namespace muster::sim
