#include "viewer/replay/colours.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::viewer {

namespace {

constexpr double top_speed = 1.5;        // [m/s] above the mean of free walking (Weidmann 1993: 1.34)
constexpr double top_density = 5;        // [1/m2] crowds stand still at 5.4 (Weidmann 1993)
constexpr double top_premovement = 300;  // [s] later ones have the last colour

Rgb mix(const Rgb& a, const Rgb& b, double t) {
  Rgb c;
  for (size_t i = 0; i < 3; ++i) c[i] = static_cast<float>(a[i] + t * (b[i] - a[i]));
  return c;
}

constexpr Rgb grey = {0.55f, 0.55f, 0.55f};

}  // namespace

Rgb viridis(double t) {
  static constexpr std::array<Rgb, 9> points = {{{0.267f, 0.005f, 0.329f},
                                                 {0.278f, 0.176f, 0.483f},
                                                 {0.231f, 0.318f, 0.545f},
                                                 {0.173f, 0.443f, 0.557f},
                                                 {0.129f, 0.565f, 0.551f},
                                                 {0.153f, 0.679f, 0.506f},
                                                 {0.361f, 0.785f, 0.388f},
                                                 {0.667f, 0.862f, 0.195f},
                                                 {0.993f, 0.906f, 0.144f}}};
  const double at = std::clamp(t, 0.0, 1.0) * (points.size() - 1);
  const size_t i = std::min(static_cast<size_t>(at), points.size() - 2);
  return mix(points[i], points[i + 1], at - static_cast<double>(i));
}

Rgb kind_colour(size_t number) {
  static constexpr std::array<Rgb, 7> kinds = {{{0.00f, 0.45f, 0.70f},
                                                {0.90f, 0.62f, 0.00f},
                                                {0.00f, 0.62f, 0.45f},
                                                {0.84f, 0.37f, 0.00f},
                                                {0.80f, 0.47f, 0.65f},
                                                {0.34f, 0.71f, 0.91f},
                                                {0.94f, 0.89f, 0.26f}}};
  return kinds[number % kinds.size()];
}

Legend people_legend(ColourBy by, const Replay& replay) {
  Legend legend;
  legend.title = colour_by_names[static_cast<size_t>(by)];
  const auto list = [&](const auto& items, const auto& name) {
    for (size_t i = 0; i < items.size(); ++i) legend.kinds.push_back({name(items[i]), kind_colour(i)});
  };
  switch (by) {
    case ColourBy::speed:
      legend.unit = "m/s", legend.high = top_speed;
      break;
    case ColourBy::density:
      legend.unit = "1/m2", legend.high = top_density;
      break;
    case ColourBy::premovement:
      legend.unit = "s", legend.high = top_premovement;
      break;
    case ColourBy::state:
      list(results::person_state_names, [](const char* n) { return std::string(n); });
      break;
    case ColourBy::group:
      list(replay.info().groups, [](const std::string& n) { return n; });
      break;
    case ColourBy::exit:
      list(replay.floors().exits, [](const scene::Exit& e) { return e.name; });
      legend.kinds.push_back({"none", grey});
      break;
  }
  return legend;
}

std::vector<Rgb> people_colours(ColourBy by, const Replay& replay, const Bodies& bodies) {
  const auto& people = replay.people();
  const std::vector<float> density = by == ColourBy::density ? nearby_density(bodies) : std::vector<float>{};
  std::vector<Rgb> colours(bodies.size(), grey);
  for (size_t i = 0; i < bodies.size(); ++i) {
    const results::PersonRecord* person = bodies.id[i] < people.size() ? &people[bodies.id[i]] : nullptr;
    switch (by) {
      case ColourBy::speed:
        colours[i] = viridis(bodies.speed[i] / top_speed);
        break;
      case ColourBy::density:
        colours[i] = viridis(density[i] / top_density);
        break;
      case ColourBy::state:
        colours[i] = kind_colour(bodies.state[i]);
        break;
      case ColourBy::premovement:
        if (person != nullptr) colours[i] = viridis(person->premovement / top_premovement);
        break;
      case ColourBy::group:
        if (person != nullptr) colours[i] = kind_colour(person->group);
        break;
      case ColourBy::exit:
        if (person != nullptr && person->exit >= 0) colours[i] = kind_colour(static_cast<size_t>(person->exit));
        break;
    }
  }
  return colours;
}

std::vector<float> nearby_density(const Bodies& bodies) {
  constexpr float reach = 1;
  std::vector<float> density(bodies.size(), 0);
  if (bodies.size() == 0) return density;
  // Squares of the reach's side, each with the people in it.
  const auto [x0, x1] = std::minmax_element(bodies.x.begin(), bodies.x.end());
  const auto [y0, y1] = std::minmax_element(bodies.y.begin(), bodies.y.end());
  const float left = *x0, low = *y0;
  const auto column = [&](float x) { return static_cast<int64_t>((x - left) / reach); };
  const auto line = [&](float y) { return static_cast<int64_t>((y - low) / reach); };
  const int64_t nx = column(*x1) + 1, ny = line(*y1) + 1;
  std::vector<std::pair<int64_t, uint32_t>> sorted;
  for (uint32_t i = 0; i < bodies.size(); ++i) sorted.emplace_back(line(bodies.y[i]) * nx + column(bodies.x[i]), i);
  std::sort(sorted.begin(), sorted.end());
  const auto first_in = [&](int64_t square) {
    return std::lower_bound(sorted.begin(), sorted.end(), std::pair(square, uint32_t{0}));
  };
  for (uint32_t i = 0; i < bodies.size(); ++i) {
    const int64_t cx = column(bodies.x[i]), cy = line(bodies.y[i]);
    const int64_t from = std::max<int64_t>(0, cx - 1), to = std::min(nx - 1, cx + 1);
    int around = 0;
    for (int64_t j = std::max<int64_t>(0, cy - 1); j <= std::min(ny - 1, cy + 1); ++j)
      for (auto at = first_in(j * nx + from); at != sorted.end() && at->first <= j * nx + to; ++at) {
        const float dx = bodies.x[at->second] - bodies.x[i], dy = bodies.y[at->second] - bodies.y[i];
        const bool level = std::abs(bodies.z[at->second] - bodies.z[i]) <= 1;
        around += static_cast<int>(level && dx * dx + dy * dy <= reach * reach);
      }
    density[i] = static_cast<float>(around) / (std::numbers::pi_v<float> * reach * reach);
  }
  return density;
}

}  // namespace muster::viewer
