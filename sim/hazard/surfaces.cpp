#include "sim/hazard/surfaces.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <set>

#include <Eigen/Geometry>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::sim {

namespace {

/// Of all surfaces of a case; so many take seconds for each flame.
constexpr size_t most_places = 50000;

/// [m] off the surface: farther than what rays pass over at their start (scene/rays.h), so that they meet it
/// themselves.
constexpr float off = 0.02F;

/// Rooms are air; what a rule of the case leaves out is not there.
bool has_surface(const scene::Element& element) {
  return element.meaning != scene::Meaning::space && element.meaning != scene::Meaning::ignore;
}

/// As the model means it: without the `MEANING: ` in front of what `muster generate` writes.
std::string name_of(const scene::Element& element) {
  const size_t colon = element.name.find(": ");
  if (colon == std::string::npos) return element.name;
  const auto is = [&](const char* meaning) { return element.name.compare(0, colon, meaning) == 0; };
  const bool meant = std::any_of(scene::meaning_names.begin(), scene::meaning_names.end(), is);
  return meant ? element.name.substr(colon + 2) : element.name;
}

/// Up to three names like the one that means nothing, else some of those that there are.
std::string names_like(const std::string& name, const scene::Model& model) {
  std::set<std::string> all;
  for (const scene::Element& element : model.elements)
    if (has_surface(element) && !element.name.empty()) all.insert(name_of(element));
  if (all.empty()) return "; no part of the model has a name";
  std::vector<std::string> left(all.begin(), all.end()), near;
  for (std::string next = nearest_name(name, left); !next.empty() && near.size() < 3; next = nearest_name(name, left)) {
    near.push_back(next);
    left.erase(std::find(left.begin(), left.end(), next));
  }
  if (!near.empty()) return fmt::format("; nearest: {}", fmt::join(near, ", "));
  constexpr size_t some = 8;
  const size_t more = left.size() > some ? left.size() - some : 0;
  left.resize(left.size() - more);
  return fmt::format("; there are {}{}", fmt::join(left, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

/// Cuts a triangle across its longest side until none is longer than `spacing`, and gives each piece to `keep` while
/// that wants more.
template <class Keep>
bool cut(const std::array<Vec3, 3>& t, double spacing, const Keep& keep) {
  size_t longest = 0;
  const auto side = [&](size_t i) { return (t[(i + 1) % 3] - t[i]).norm(); };
  for (size_t i = 1; i < 3; ++i)
    if (side(i) > side(longest)) longest = i;
  if (side(longest) <= spacing) return keep(t);
  const Vec3 &a = t[longest], &b = t[(longest + 1) % 3], &c = t[(longest + 2) % 3], middle = (a + b) / 2;
  return cut({a, middle, c}, spacing, keep) && cut({middle, b, c}, spacing, keep);
}

/// False: there are too many.
bool add_triangle(const std::array<Vec3, 3>& whole, double spacing, Surfaces& surfaces) {
  const auto surface = static_cast<int32_t>(surfaces.names.size()) - 1;
  return cut(whole, spacing, [&](const std::array<Vec3, 3>& t) {
    const Vec3 twice = (t[1] - t[0]).cross(t[2] - t[0]);
    if (!(twice.norm() > 1e-9)) return true;
    const Vec3f at = ((t[0] + t[1] + t[2]) / 3).cast<float>(), n = twice.normalized().cast<float>();
    surfaces.places.push_back(
        {surface, {at.x(), at.y(), at.z()}, {n.x(), n.y(), n.z()}, static_cast<float>(twice.norm() / 2)});
    surfaces.sides.push_back({at + off * n, n});
    surfaces.sides.push_back({at - off * n, -n});
    return surfaces.places.size() < most_places;
  });
}

}  // namespace

std::vector<float> Surfaces::flux(std::span<const std::vector<float>* const> of_fires) const {
  std::vector<float> flux(places.size(), 0);
  for (size_t i = 0; i < flux.size(); ++i) {
    float front = 0, back = 0;
    for (const std::vector<float>* one : of_fires) front += (*one)[2 * i], back += (*one)[2 * i + 1];
    flux[i] = std::max(front, back);
  }
  return flux;
}

Surfaces surfaces_of(const std::vector<TargetSpec>& targets, const scene::Model& model,
                     std::vector<Mistake>& mistakes) {
  Surfaces surfaces;
  for (const TargetSpec& target : targets) {
    if (!target.part) continue;
    const auto refuse = [&](const char* key, const std::string& value, std::string text) {
      mistakes.push_back(
          {target.origin.file, target.origin.line, target.origin.key + "." + key, value, std::move(text)});
    };
    std::vector<char> meant;
    for (const scene::Element& element : model.elements)
      meant.push_back(has_surface(element) &&
                      (matches_glob(*target.part, element.name) || matches_glob(*target.part, name_of(element)) ||
                       matches_glob(*target.part, element.id)));
    const size_t before = surfaces.places.size();
    surfaces.names.push_back(target.name);
    bool room = true;
    for (size_t i = 0; i < model.triangles.size() && room; ++i) {
      const scene::Triangle& t = model.triangles[i];
      if (meant[t.element] == 0) continue;
      const auto corner = [&](size_t k) -> Vec3 { return model.vertices[t.vertex[k]].cast<double>(); };
      room = add_triangle({corner(0), corner(1), corner(2)}, target.spacing, surfaces);
    }
    if (!room)
      refuse("spacing_m", fmt::format("{:g}", target.spacing),
             fmt::format("makes more than {} places of the surfaces of this case: take more, or a smaller part",
                         most_places));
    else if (surfaces.places.size() == before)
      refuse("part", fmt::format("'{}'", *target.part),
             "no part of the model of this name has a surface" + names_like(*target.part, model));
  }
  return surfaces;
}

std::vector<results::TargetUse> surface_uses(const results::HazardGrid& grid, const results::HazardTotals& totals) {
  std::vector<results::TargetUse> uses;
  for (const std::string& name : grid.surfaces) uses.push_back({name, 0, 0, true, {}, results::TargetUse::Surface{}});
  for (size_t i = 0; i < grid.places.size(); ++i) {
    const results::SurfacePlace& place = grid.places[i];
    results::TargetUse& use = uses[static_cast<size_t>(place.surface)];
    const auto peak = static_cast<double>(totals.surface_peak[i]), area = static_cast<double>(place.area);
    if (use.surface->area == 0 || peak > use.peak) {
      use.peak = peak;
      for (size_t k = 0; k < 3; ++k) use.surface->at[k] = static_cast<double>(place.at[k]);
    }
    use.dose = std::max(use.dose, static_cast<double>(totals.surface_dose[i]));
    use.surface->area += area;
    use.surface->mean += area * peak;
  }
  for (results::TargetUse& use : uses) use.surface->mean /= use.surface->area;
  return uses;
}

}  // namespace muster::sim
