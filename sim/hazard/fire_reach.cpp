// How far fires reach over flat open ground.
#include "base/parallel.h"
#include "models/fire/radiation/shadow.h"
#include "sim/case/read.h"
#include "sim/hazard/bands.h"
#include "sim/hazard/flames.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace muster::sim {

namespace {

constexpr double pi = std::numbers::pi;
/// Where flames are looked at: directions from downwind on, and radii, each a constant factor farther than the last.
constexpr int directions = 48, radii = 100;
/// Moments of a fireball's life.
constexpr int moments = 120;

/// What a direction crosses of a level: the farthest place, the area of a slice of 1 rad, NaN and 0 where nowhere.
struct Slice {
  double farthest = std::numeric_limits<double>::quiet_NaN(), area = 0;
};

/// Between the places the flux goes as a power of the distance.
Slice slice_of(const std::vector<double>& radius, const float* flux, double level, bool tank) {
  Slice slice;
  const auto high = [&](size_t i) { return static_cast<double>(flux[i]) >= level; };
  // A tank's own ground is none that one stands on.
  if (high(0)) slice.area = tank ? 0 : radius[0] * radius[0] / 2, slice.farthest = radius[0];
  for (size_t i = 0; i + 1 < radius.size(); ++i) {
    if (!high(i) && !high(i + 1)) continue;
    double from = radius[i], to = radius[i + 1];
    if (high(i) != high(i + 1)) {
      const double a = std::log(std::max(1e-3, static_cast<double>(flux[i]))),
                   b = std::log(std::max(1e-3, static_cast<double>(flux[i + 1])));
      const double share = (std::log(level) - a) / (b - a);
      (high(i) ? to : from) = radius[i] * std::pow(radius[i + 1] / radius[i], share);
    }
    slice.area += (to * to - from * from) / 2;
    slice.farthest = to;
  }
  return slice;
}

/// Keeps the larger of distances, and of areas.
void add(results::HazardEndpoint& endpoint, double distance, double area) {
  if (std::isnan(distance)) return;
  endpoint.max_distance = std::max(endpoint.max_distance.value_or(0), distance);
  endpoint.area = std::max(endpoint.area.value_or(0), area);
}

/// Exact along the direction that reaches farthest; areas by slices.
void reach_of_flame(const BurningFire& fire, const BurningFire::Phase& phase, double height,
                    std::vector<results::HazardEndpoint>& endpoints) {
  const double farthest = fire.nearest + 50 + 2 * std::sqrt(phase.flame.power() / flux_levels[3]);
  std::vector<double> radius(radii);
  for (int i = 0; i < radii; ++i)
    radius[static_cast<size_t>(i)] = fire.nearest * std::pow(farthest / fire.nearest, i / (radii - 1.0));
  std::vector<Vec3> way;
  std::vector<fire::Receptor> receptors;
  const Vec3 origin = fire.ground + Vec3(0, 0, height);
  for (int d = 0; d < directions; ++d) {
    const double angle = 2 * pi * d / directions, c = std::cos(angle), s = std::sin(angle);
    way.emplace_back(c * phase.downwind.x() - s * phase.downwind.y(), s * phase.downwind.x() + c * phase.downwind.y(),
                     0);
    for (const double r : radius) receptors.push_back({(origin + r * way.back()).cast<float>()});
  }
  const std::vector<float> flux = fire::radiation({&phase.flame, 1}, receptors, phase.haze, nullptr);
  for (size_t l = 0; l < endpoints.size(); ++l) {
    double area = 0, most = -1;
    size_t best = 0;
    for (size_t d = 0; d < way.size(); ++d) {
      const Slice slice = slice_of(radius, &flux[d * radius.size()], flux_levels[l], fire.kind == "tank_fire");
      area += slice.area * 2 * pi / directions;
      if (slice.farthest > most) most = slice.farthest, best = d;
    }
    if (most < 0) continue;
    const double exact =
        fire::distance_to(flux_levels[l], {&phase.flame, 1}, origin, way[best], fire.nearest, farthest, phase.haze);
    add(endpoints[l], std::isfinite(exact) ? exact : most, area);
  }
}

void reach_of_ball(const BurningFire& fire, double height, std::vector<results::HazardEndpoint>& endpoints) {
  const double duration = fire::fireball_duration(*fire.ball);
  std::vector<fire::Ball> life;
  for (int i = 0; i < moments; ++i) life.push_back(fire::ball_at(*fire.ball, (i + 0.5) * duration / moments));
  const auto strongest = [&](double x) {
    const Vec3 place = fire.ground + Vec3(x, 0, height);
    double most = 0;
    for (const fire::Ball& ball : life) {
      const double way = std::max(0.0, (place - ball.middle).norm() - ball.diameter / 2);
      most = std::max(most, ball.emission * fire::ball_view(ball, place) *
                                static_cast<double>(fire.ball_haze(static_cast<float>(way))));
    }
    return most;
  };
  const double farthest =
      200 + 20 * fire::fireball_diameter(*fire.ball) * std::sqrt(fire::fireball_emission(*fire.ball) / 1e5);
  for (size_t l = 0; l < endpoints.size(); ++l) {
    const double r = fire::farthest_where(1, farthest, [&](double x) { return strongest(x) >= flux_levels[l]; });
    add(endpoints[l], r, pi * r * r);
  }
}

}  // namespace

std::vector<results::HazardEndpoint> endpoints_of(const BurningFire& fire, double height) {
  std::vector<results::HazardEndpoint> endpoints;
  for (const double level : flux_levels)
    endpoints.push_back({fmt::format("{:g} kW/m2", level / 1000), level / 1000, "kW/m2", {}, {}});
  if (fire.ball) {
    reach_of_ball(fire, height, endpoints);
    return endpoints;
  }
  for (size_t p = 0; p < fire.phases.size(); ++p) {
    const double until = p + 1 < fire.phases.size() ? fire.phases[p + 1].from : fire.ends;
    // It reached farther before the liquid sank.
    if (p > 0 && fire.phases[p].wind == fire.phases[p - 1].wind && fire.phases[p].from > fire.begins) continue;
    if (until > fire.begins && fire.phases[p].from < fire.ends) reach_of_flame(fire, fire.phases[p], height, endpoints);
  }
  return endpoints;
}

void add_fire_bands(const Case& the_case, const scene::Floors& floors, const substance::Library& library, double height,
                    std::vector<results::HazardUse>& uses, std::vector<Warning>& warnings) {
  if (the_case.uncertain.empty() || the_case.fires.empty()) return;
  const std::vector<std::optional<Drawn>> drawn =
      draw(the_case, hypercube(the_case.uncertain.size(), {the_case.hazards.draws, the_case.seed}));
  std::vector<std::vector<std::vector<double>>> found(drawn.size());  // [draw][fire][endpoint] [m]
  parallel_for(drawn.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      std::vector<Mistake> mistakes;
      if (!drawn[i]) continue;
      const std::vector<BurningFire> fires =
          burning_fires(drawn[i]->fires, *drawn[i]->weather, floors, library, mistakes);
      if (!mistakes.empty()) continue;
      for (size_t f = 0; f < the_case.fires.size(); ++f) {
        std::vector<double>& one = found[i].emplace_back();
        for (const results::HazardEndpoint& endpoint : endpoints_of(fires[f], height))
          one.push_back(endpoint.max_distance.value_or(0));
      }
    }
  });
  std::vector<const std::vector<std::vector<double>>*> good;
  for (const auto& one : found)
    if (!one.empty()) good.push_back(&one);
  for (size_t f = 0; f < the_case.fires.size() && !good.empty(); ++f) {
    uses[f].draws = static_cast<int>(good.size());
    for (const Uncertain& input : the_case.uncertain) uses[f].uncertain.emplace_back(input.key, words_of(input.values));
    for (size_t e = 0; e < uses[f].endpoints.size(); ++e) {
      std::vector<double> distances;
      for (const auto* one : good) distances.push_back((*one)[f][e]);
      uses[f].endpoints[e].distance_band = band_of(std::move(distances));
    }
  }
  if (good.size() < found.size())
    warnings.push_back({"fire_draws_refused",
                        fmt::format("{} of {} draws of the ranges of fires could not be computed and are in no band.",
                                    found.size() - good.size(), found.size()),
                        "fire"});
  warnings.push_back(
      {"fire_medians",
       fmt::format("Radiation over the floors, and what people meet of it, is that of the medians of the "
                   "{} ranges; only the distances have bands.",
                   the_case.uncertain.size()),
       "hazards.draws"});
}

}  // namespace muster::sim
