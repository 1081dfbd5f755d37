#include "sim/hazard/flow_air.h"

#include "base/parallel.h"
#include "models/exposure/smoke.h"
#include "models/substance/criteria.h"
#include "sim/hazard/flow_box.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// The air of the box has been changed so often when nothing of a leak is left.
constexpr double changes_to_clear = 3;
/// [m/s] slower winds clear it no slower than this.
constexpr double slowest = 0.5;
/// Mass fraction of oxygen in air; [J/kg] of heat that a kilogram of oxygen gives (Huggett 1980).
constexpr double oxygen_in_air = 0.2314, heat_of_oxygen = 13.1e6;
/// [1/s] cell-steps of one core, as the README of models/flow measured; among walls a fifth less
/// (scenarios/lng_terminal).
constexpr double steps_of_core = 16e6, among_walls = 0.8;
/// Over the wind's, the rates at edges of what stands in it: 8 to 9 1/s were seen above the tanks of
/// scenarios/lng_terminal, where the wind and its gusts alone would give 5.5 1/s.
constexpr double faster_at_edges = 1.6;
/// [s] between samples beyond which self-closing doors open late for those who pass them.
constexpr double most_late = 2;
/// Below this a volume fraction or an extinction [1/m] is stored as 0: what mixing leaves everywhere means nothing.
constexpr float nothing = 1e-7F;
/// Nodes for replays, about.
constexpr double most_nodes = 60000;

/// To 11 bits: 0.05 %.
float rounded(double value) {
  const auto v = static_cast<float>(value);
  if (!(std::abs(v) >= nothing)) return 0;
  constexpr uint32_t dropped = 13;
  const uint32_t bits = std::bit_cast<uint32_t>(v) + (1U << (dropped - 1));
  return std::bit_cast<float>(bits & ~((1U << dropped) - 1));
}

/// A leak's gas in the air that is computed, in the leak's own axes.
class Carried : public plume::Cloud {
 public:
  Carried(const FlowAir& air, size_t gas, const LeakCloud& leak, double lasts, double farthest)
      : air_(air),
        gas_(gas),
        source_(leak.source),
        downwind_(leak.downwind),
        begins_(leak.begins),
        lasts_(lasts),
        farthest_(farthest) {}

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override {
    MUSTER_CHECK(std::abs(time + begins_ - air_.time()) < 1e-6, "asked for {} s, computed up to {} s", time + begins_,
                 air_.time());
    std::vector<Vec3> places;
    for (const Vec3& p : points)
      places.push_back(source_ + Vec3(downwind_.x() * p.x() - downwind_.y() * p.y(),
                                      downwind_.y() * p.x() + downwind_.x() * p.y(), p.z()));
    air_.at(gas_, places, fractions);
  }
  Times times() const override { return {0, lasts_}; }
  bool along_x() const override { return false; }
  double farthest() const override { return farthest_; }
  const char* model() const override { return "flow"; }

 private:
  const FlowAir& air_;
  size_t gas_;
  Vec3 source_;
  Vec2 downwind_;
  double begins_, lasts_, farthest_;
};

}  // namespace

FlowAir::FlowAir(const Case& the_case, const scene::Floors& floors, const scene::Model& model,
                 std::vector<LeakCloud>& leaks, const std::vector<BurningFire>& fires, std::vector<Mistake>& mistakes)
    : time_(-std::numeric_limits<double>::infinity()), box_(std::make_unique<Box>()) {
  const size_t before = mistakes.size();
  const FlowSpec& spec = *the_case.flow;
  Box& box = *box_;
  const plume::Atmosphere air(*the_case.weather);
  box.spin_up = spec.spin_up;
  std::vector<size_t> of;
  for (size_t l = 0; l < leaks.size(); ++l)
    if (goes_with_flow(the_case.leaks[l], leaks[l])) of.push_back(l);
  std::vector<const LeakCloud*> clouds;
  std::vector<const LeakSpec*> specs;
  for (const size_t l : of) clouds.push_back(&leaks[l]), specs.push_back(&the_case.leaks[l]);
  box.fill_with(clouds, specs, the_case.weather->temperature, mistakes);
  std::vector<Vec3> sources;
  for (const LeakCloud& leak : leaks) sources.push_back(leak.source);
  for (const FanSpec& fan : spec.fans) sources.insert(sources.end(), {fan.from, fan.to});
  std::vector<const BurningFire*> burning;
  for (const BurningFire& fire : fires) {
    if (!fire.products) continue;
    burning.push_back(&fire), sources.push_back(fire.ground);
    // What has burnt is counted as air of its own name: a tenth of what a plume holds, and nearly as heavy.
    box.settings.mixture.released.push_back({"smoke of " + fire.name});
    box.names.push_back(fire.name), box.smokes.push_back(*fire.products);
  }
  if (of.empty() && burning.empty()) {
    mistakes.push_back(refused(spec.origin, "",
                               "no leak and no fire for it: leaks with a `dispersion` of their own and fires without "
                               "`smoke` are not carried"));
    return;
  }
  box.lay_out(spec, floors, sources, mistakes);
  if (mistakes.size() > before) return;
  box.blow(spec, *the_case.weather, the_case.seed, mistakes);
  if (mistakes.size() > before) return;
  const bool steady = spec.tier == FlowSpec::Tier::steady;
  if (!steady) box.moisten(air);
  if (steady && !burning.empty())
    mistakes.push_back(
        refused(spec.origin, "tier",
                "steady winds carry no smoke: its heat makes a wind of its own. Leave out `smoke` of the "
                "fires, or tier = \"eddies\""));
  if (steady)
    box.warnings.push_back({"flow_steady",
                            "Winds of [flow] stand still here: concentrations are means over minutes, and peaks of "
                            "seconds are higher; gas goes with the wind without changing it, in neutral air. Where "
                            "compared, over open ground and behind a block, the most near the ground lies within a "
                            "factor of two of the mean with tier = \"eddies\".",
                            "flow.tier"});
  if (!of.empty() && !steady)
    box.warnings.push_back(
        {"flow_unvalidated",
         "Gas carried by [flow] over open ground came out 1.78 times as strong as measured in nine LNG "
         "spills (`muster verify flow`), in light wind and stable air half as strong beside the pool "
         "and minutes too early far away; a plume of helium was two and a half times as rich above its source; clouds "
         "among buildings have not been compared: compare it with a leak's own `dispersion`.",
         "flow"});
  if (!burning.empty())
    box.warnings.push_back({"flow_fires_unvalidated",
                            "Smoke and heat of fires in [flow] have been compared with laws of plumes in the open "
                            "(`muster verify flow`), not with measured fires in rooms. Walls and ceilings take up no "
                            "heat: smoke stays hotter than it would be.",
                            "flow"});
  box.obstacles = flow::Obstacles(box.grid);
  box.obstacles.add(model);
  box.stand(model);
  box.hang(flow_doors(the_case, floors), spec);
  box.fill_racks(spec, mistakes);
  if (steady) {
    box.prepare_steady(the_case, air, mistakes);
    for (const size_t l : of) box.judge_weight(leaks[l], the_case.leaks[l], air, mistakes);
    if (mistakes.size() > before) return;
  }
  if (the_case.hazards.every > most_late &&
      std::any_of(box.doors.begin(), box.doors.end(), [](const FlowDoor& d) { return d.self_closing; }))
    box.warnings.push_back({"flow_doors_late",
                            fmt::format("Self-closing doors of [flow] stand open in the sample after somebody was "
                                        "beside them, up to {:g} s late: at most {:g} s is better.",
                                        the_case.hazards.every, most_late),
                            "hazards.every_s"});
  std::vector<Vec3> keep;
  for (const size_t l : of)
    for (const substance::SourceTerm& term : leaks[l].terms) keep.push_back(outlet(leaks[l], term, box.grid));
  for (const BurningFire* fire : burning) keep.push_back(box.seat(*fire));
  for (const FanSpec& fan : spec.fans) keep.emplace_back((fan.from + fan.to) / 2);
  box.obstacles.fill_unreached(box.settings.sides, keep);
  box.closed = box.obstacles.at(0);
  box.look_at_solids(spec, steady ? box.steady->speed : the_case.weather->wind_speed);
  const double across = std::hypot(box.grid.nx * box.grid.dx, box.grid.ny * box.grid.dy);
  box.clears = changes_to_clear * across / std::max(air.wind(2), slowest);
  for (size_t f = 0; f < burning.size(); ++f) box.burn(*burning[f], of.size() + f, the_case.run.until, mistakes);
  box.gas_of.resize(leaks.size());
  box.ventilate(the_case, mistakes);
  for (size_t gas = 0; gas < of.size(); ++gas) {
    LeakCloud& leak = leaks[of[gas]];
    box.gas_of[of[gas]] = gas;
    box.release(leak, the_case.leaks[of[gas]], gas, mistakes);
    leak.cloud = std::make_unique<Carried>(*this, gas, leak, leak.lasts + box.clears, across);
    leak.carried = true;
    // What is said of the cloud that it takes the place of.
    std::erase_if(leak.warnings, [](const Warning& w) { return w.code == "wind_changes_ignored"; });
    for (auto& [key, value] : leak.use.source)
      if (key == "dispersion") value = std::string("flow");
    if (steady) leak.use.source.emplace_back("flow_tier", std::string("steady"));
    leak.use.source.emplace_back("flow_cell_m", spec.cell);
    leak.use.source.emplace_back("flow_cells", static_cast<double>(box.grid.cells()));
    leak.use.source.emplace_back("flow_memory_MB", box.megabytes());
  }
}

FlowAir::~FlowAir() = default;

void FlowAir::advance(double time) {
  using Change = AirRecord::Change;
  Box& box = *box_;
  box.walls.reset();  // places are known
  if (box.steady && !box.steady->gas) box.raise_wind();
  box.close_note();
  box.ask('t', {time});
  time_ = time;
  if (box.told_again(Change::computed, time)) return;
  const size_t warned = box.warnings.size();
  if (!box.steady && !box.air) box.start(time);
  const auto from = std::chrono::steady_clock::now();
  if (box.steady) box.blow_steadily(time);
  while (box.air && box.air->time() < time + box.spin_up - 1e-9) {
    box.look_at(box.air->step(time + box.spin_up));
    box.keep_state(time, warned);
  }
  box.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
  box.look_at_sides();
  box.note_from(Change::computed, time, 0, warned);
}

/// Computed from its start, or from the state that was kept of it on its way to a time of the run.
void FlowAir::Box::start(double time) {
  air = std::make_unique<flow::Flow>(grid, settings, obstacles);
  for (const flow::Source& source : sources) air->add(source);
  for (const flow::Fan& fan : fans) air->add(fan);
  if (checkpoints && checkpoints->has_state()) take_up(time);
}

void FlowAir::Box::end(size_t source, double time) {
  if (steady) return steady->end(source, time);
  sources[source].end(time);
  if (air) air->end(source, time);
}

void FlowAir::Box::add(const flow::Source& source) {
  ask(source);
  if (steady) return steady->add(source);
  if (air) air->add(source);
}

void FlowAir::replace(size_t leak, const LeakCloud& by, const LeakSpec& spec) {
  Box& box = *box_;
  const size_t gas = box.gas_of[leak].value(), before = box.sources.size();
  const double now = time_ + box.spin_up;
  end(leak);
  std::vector<Mistake> mistakes;
  box.release(by, spec, gas, mistakes);
  MUSTER_CHECK(mistakes.empty(), "leak {} cannot be carried any more", by.name);
  for (size_t s = before; s < box.sources.size(); ++s) {
    // What it gives now, and then.
    std::vector<flow::Emission>& emission = box.sources[s].emission;
    while (emission.size() > 1 && emission[1].time <= now) emission.erase(emission.begin());
    emission.front().time = std::max(emission.front().time, now);
    box.add(box.sources[s]);
  }
}

void FlowAir::end(size_t leak) {
  Box& box = *box_;
  box.ask('e', {static_cast<double>(leak)});
  for (size_t s = 0; s < box.sources.size(); ++s)
    if (box.gas_of_source[s] == box.gas_of[leak].value()) box.end(s, time_ + box.spin_up);
}

double FlowAir::burn(size_t leak, double lower, double upper) {
  Box& box = *box_;
  if (!box.begun()) return 0;
  box.close_note();
  end(leak);
  if (box.told_again(AirRecord::Change::burnt, time_)) return box.retold->flammable;
  const size_t gas = box.gas_of[leak].value();
  const double flammable = box.mass_between(gas, lower, upper);
  if (box.steady)
    box.steady->take_away(gas);
  else
    box.air->take_away(gas);
  box.note_from(AirRecord::Change::burnt, time_, flammable, box.warnings.size());
  return flammable;
}

/// [kg] of a gas where its volume fraction lies between two.
double FlowAir::Box::mass_between(size_t gas, double lower, double upper) const {
  if (steady && steady->has(gas)) return steady->layer->mass_between(gas, lower, upper);
  double sum = 0;
  for (int k = 0; k < grid.nz; ++k)
    for (int j = 0; j < grid.ny; ++j)
      for (int i = 0; i < grid.nx; ++i) {
        const ptrdiff_t cell = grid.at(i, j, k);
        const double x = steady || !air->is_solid(cell) ? fraction(cell, gas) : 0;
        if (!(x >= lower && x <= upper && x > 0)) continue;
        sum += grid.volume(k) *
               (steady ? x * settings.mixture.released[gas].molar_mass * settings.pressure /
                             (substance::gas_constant * temperature_of(cell))
                       : static_cast<double>(air->scalars().density[cell] * air->scalars().amount[gas][cell]));
      }
  return sum;
}

const std::vector<FlowDoor>& FlowAir::doors() const { return box_->doors; }

void FlowAir::go_through(const std::vector<char>& used) {
  Box& box = *box_;
  if (box.steady || !box.begun()) return;  // nobody has set out
  for (size_t d = 0; d < box.doors.size(); ++d) {
    const bool open = used[d] != 0 && box.doors[d].passable(time_);
    if (!box.doors[d].self_closing || open == (box.open_now[d] != 0)) continue;
    box.open_now[d] = open ? 1 : 0;
    box.ask('d', {static_cast<double>(d), open ? 1.0 : 0.0});
    if (box.air)
      box.air->move_door(d, open);
    else
      box.obstacles.move_door(d, box.clock(), open);
  }
}

void FlowAir::at(size_t gas, std::span<const Vec3> places, std::span<double> fractions) const {
  for (size_t p = 0; p < places.size(); ++p) {
    const std::optional<ptrdiff_t> cell = box_->composition_asked(places[p]);
    fractions[p] = cell ? std::clamp(box_->fraction(*cell, places[p].z(), gas), 0.0, 1.0) : 0;
  }
}

size_t FlowAir::know(std::span<const Vec3> places) {
  Box& box = *box_;
  size_t beyond = 0;
  for (const Vec3& place : places) {
    const auto own = box.indices_of(place);
    if (!own) continue;
    const bool open = box.cell_of(place).has_value();
    if (open && !box.parted(place, *own)) continue;
    if (const std::optional<ptrdiff_t> cell = box.nearest(place, true))
      box.own_side[box.grid.at((*own)[0], (*own)[1], (*own)[2])].emplace_back(place, *cell);
    else
      beyond += open ? 1 : 0;
  }
  return beyond;
}

bool FlowAir::parted(const Vec3& place) const { return box_->parted(place); }

bool FlowAir::holds(const Vec3& place) const { return box_->cell_of(place).has_value(); }

bool FlowAir::sees(const Vec3& place) const { return box_->air_at(place).has_value(); }

double FlowAir::clears() const { return box_->clears; }

bool FlowAir::smokes() const { return !box_->smokes.empty(); }

SmokeAt FlowAir::Box::smoke_in(ptrdiff_t cell) const {
  SmokeAt sum;
  constexpr double of_air = substance::molar_mass_of_air, monoxide = 0.028010, dioxide = 0.044009, cyanide = 0.027025;
  for (size_t s = 0; s < smokes.size(); ++s) {
    const BurningFire::Products& of = smokes[s];
    const double burnt = std::clamp(mass_fraction(cell, leaks() + s), 0.0, 1.0);
    sum.extinction += exposure::soot_extinction * density(cell) * burnt * of.soot;
    sum.monoxide += burnt * of.monoxide * of_air / monoxide;
    sum.dioxide += burnt * of.dioxide * of_air / dioxide;
    sum.cyanide += burnt * of.cyanide * of_air / cyanide;
    // The heat of what burnt tells the oxygen that it took; and it stands in the place of air.
    sum.oxygen_lost += burnt * (of.heat / heat_of_oxygen / oxygen_in_air + 1);
  }
  for (double SmokeAt::*part : {&SmokeAt::monoxide, &SmokeAt::dioxide, &SmokeAt::cyanide, &SmokeAt::oxygen_lost})
    sum.*part = std::min(sum.*part, 1.0);
  return sum;
}

SmokeAt FlowAir::smoke(const Vec3& place) const {
  if (box_->steady || !box_->begun()) return {};
  const std::optional<ptrdiff_t> cell = box_->composition_asked(place);
  return cell ? box_->smoke_in(*cell) : SmokeAt{};
}

std::optional<double> FlowAir::temperature(const Vec3& place) const {
  if (!box_->begun()) return std::nullopt;
  const std::optional<ptrdiff_t> cell = box_->temperature_asked(place);
  if (!cell) return std::nullopt;
  return box_->temperature_of(*cell);
}

results::FieldGrid FlowAir::field_grid() const {
  const flow::Grid& g = box_->grid;
  results::FieldGrid fields;
  for (int i = 0; i < g.nx; ++i) fields.x.push_back(g.origin.x() + (i + 0.5) * g.dx);
  for (int j = 0; j < g.ny; ++j) fields.y.push_back(g.origin.y() + (j + 0.5) * g.dy);
  for (int k = 0; k < g.nz; ++k) fields.z.push_back(g.z_centre(k));
  for (size_t gas = 0; gas < box_->leaks(); ++gas)
    fields.fields.push_back({fmt::format("gas_{}", gas), box_->names[gas] + " [volume fraction]", "1"});
  if (smokes()) fields.fields.push_back({"extinction", "extinction [1/m]", "1/m"});
  fields.fields.push_back({"temperature", "temperature [K]", "K"});
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 0; i < g.nx; ++i)
        fields.solid.push_back((box_->closed[static_cast<size_t>(g.at(i, j, k))] & flow::solid) != 0 ? 1 : 0);
  return fields;
}

std::vector<std::vector<float>> FlowAir::fields() const {
  if (box_->retold) return box_->told_fields();
  const flow::Grid& g = box_->grid;
  const std::vector<uint8_t>& closed = box_->air ? box_->air->closed() : box_->closed;
  std::vector<std::vector<float>> fields;
  const auto store = [&](const auto& value) {
    std::vector<float>& all = fields.emplace_back(g.cells(), 0.0F);
    parallel_for(static_cast<size_t>(g.nz), 1, [&](size_t begin, size_t end) {
      for (auto k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
        for (int j = 0; j < g.ny; ++j)
          for (int i = 0; i < g.nx; ++i)
            if (const ptrdiff_t cell = g.at(i, j, k); (closed[static_cast<size_t>(cell)] & flow::solid) == 0)
              all[(static_cast<size_t>(k) * static_cast<size_t>(g.ny) + static_cast<size_t>(j)) *
                      static_cast<size_t>(g.nx) +
                  static_cast<size_t>(i)] = value(cell);
    });
  };
  for (size_t gas = 0; gas < box_->leaks(); ++gas)
    store([&](ptrdiff_t cell) { return rounded(box_->fraction(cell, gas)); });
  if (smokes()) store([&](ptrdiff_t cell) { return rounded(box_->smoke_in(cell).extinction); });
  store([&](ptrdiff_t cell) { return static_cast<float>(std::round(16 * box_->temperature_of(cell)) / 16); });
  if (box_->noted) box_->noted->fields = fields;
  return fields;
}

results::VolumeGrid FlowAir::nodes() const {
  const flow::Grid& g = box_->grid;
  results::VolumeGrid nodes;
  // Every plane near the ground, where heavy gas lies, then farther and farther apart.
  for (int k = 0, apart = 1; k < g.nz; k += apart) {
    nodes.z.push_back(static_cast<float>(g.z_centre(k)));
    apart = std::max(1, k / 4);
  }
  const double columns = most_nodes / static_cast<double>(nodes.z.size());
  const int every = std::max(1, static_cast<int>(std::ceil(std::sqrt(g.nx * static_cast<double>(g.ny) / columns))));
  for (int i = every / 2; i < g.nx; i += every) nodes.x.push_back(static_cast<float>(g.origin.x() + (i + 0.5) * g.dx));
  for (int j = every / 2; j < g.ny; j += every) nodes.y.push_back(static_cast<float>(g.origin.y() + (j + 0.5) * g.dy));
  return nodes;
}

std::string FlowAir::cost(double until) const {
  if (box_->steady) return box_->cost_of_steady();
  const flow::Grid& g = box_->grid;
  const Vec2 wind = box_->settings.wind(g.z_centre(g.nz - 1));
  // Gusts add some two standard deviations of 2 u* to each direction; u* is about a fifteenth of the wind aloft.
  const double gust = 0.25 * wind.norm();
  const bool walls = std::any_of(box_->closed.begin(), box_->closed.end(), [](uint8_t c) { return c != 0; });
  // The strongest fire's gases rise with 1.9 m/s (Q / kW)^(1/5) at most (McCaffrey 1979) and spread half as fast.
  double heat = 0;
  for (const flow::Source& source : box_->sources)
    for (const flow::Emission& e : source.emission) heat = std::max(heat, e.heat / 1000);
  const double rises = 1.9 * std::pow(heat, 0.2), spreads = rises / 2;
  const double rate = (walls ? faster_at_edges : 1) *
                      (std::max(std::abs(wind.x()) + gust, spreads) / g.dx +
                       std::max(std::abs(wind.y()) + gust, spreads) / g.dy + std::max(gust, rises) / g.dz(0));
  const double dt = std::min(box_->settings.longest_step, box_->settings.courant / rate);
  const double steps = (until + box_->spin_up) / dt;
  const double speed = 2 * steps_of_core * (walls ? among_walls : 1);
  return fmt::format(
      "flow: {} x {} x {} = {:.2f} million cells of {:g} x {:g} x {:g} m, {:.0f} MB; about {:.0f} steps "
      "of {:.2g} s, {:.0f} s of computing on two cores",
      g.nx, g.ny, g.nz, static_cast<double>(g.cells()) / 1e6, g.dx, g.dy, g.dz(0), box_->megabytes(), steps, dt,
      steps * static_cast<double>(g.cells()) / speed);
}

std::optional<double> FlowAir::cell_steps_per_s() const {
  if (!(box_->seconds > 0)) return std::nullopt;
  if (box_->steady) return box_->steady->gas->cell_steps() / box_->seconds;
  return static_cast<double>(box_->steps) * static_cast<double>(box_->grid.cells()) / box_->seconds;
}

std::vector<Warning> FlowAir::news() { return std::exchange(box_->warnings, {}); }

}  // namespace muster::sim
