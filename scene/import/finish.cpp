#include "scene/import/finish.h"

#include "base/text.h"
#include "scene/import/exchange/meaning_of_name.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace muster::scene {

namespace {

/// Triangles of each element: `begin[e]` to `begin[e + 1]` of `list`.
struct ByElement {
  std::vector<size_t> begin;
  std::vector<uint32_t> list;
};

ByElement by_element(const Model& model) {
  ByElement grouped{std::vector<size_t>(model.elements.size() + 1, 0), std::vector<uint32_t>(model.triangles.size())};
  for (const Triangle& triangle : model.triangles) ++grouped.begin[triangle.element + 1];
  for (size_t k = 1; k < grouped.begin.size(); ++k) grouped.begin[k] += grouped.begin[k - 1];
  std::vector<size_t> next(grouped.begin.begin(), grouped.begin.end() - 1);
  for (size_t t = 0; t < model.triangles.size(); ++t)
    grouped.list[next[model.triangles[t].element]++] = static_cast<uint32_t>(t);
  return grouped;
}

/// A box in plan around points: `along` is its longer side.
struct PlanBox {
  Vec2 centre, along;
  double length = 0, depth = 0;
};

/// Convex hull, counter-clockwise (Andrew's monotone chain).
std::vector<Vec2> hull_of(std::vector<Vec2> points) {
  auto before = [](const Vec2& a, const Vec2& b) { return a.x() < b.x() || (a.x() == b.x() && a.y() < b.y()); };
  std::sort(points.begin(), points.end(), before);
  points.erase(std::unique(points.begin(), points.end()), points.end());
  if (points.size() < 3) return points;
  std::vector<Vec2> hull;
  for (int side = 0; side < 2; ++side) {
    const size_t start = hull.size();
    for (const Vec2& p : points) {
      while (hull.size() >= start + 2 && cross(hull.back() - hull[hull.size() - 2], p - hull.back()) <= 0)
        hull.pop_back();
      hull.push_back(p);
    }
    hull.pop_back();
    std::reverse(points.begin(), points.end());
  }
  return hull;
}

/// The smallest box around points: one of its sides lies on a side of the hull (Freeman and Shapira 1975,
/// doi 10.1145/360881.360919).
PlanBox smallest_box(const std::vector<Vec2>& points) {
  const std::vector<Vec2> hull = hull_of(points);
  PlanBox best{hull.front(), Vec2::UnitX(), 0, 0};
  double best_area = std::numeric_limits<double>::infinity();
  for (size_t k = 0; k < hull.size(); ++k) {
    const Vec2 edge = hull[(k + 1) % hull.size()] - hull[k];
    if (edge.norm() < 1e-9) continue;
    const Vec2 u = edge.normalized(), v(-u.y(), u.x());
    Vec2 low = Vec2::Constant(1e300), high = -low;
    for (const Vec2& p : hull) {
      const Vec2 q(p.dot(u), p.dot(v));
      low = low.cwiseMin(q);
      high = high.cwiseMax(q);
    }
    const Vec2 size = high - low, middle = (low + high) / 2;
    // 1e-9: of boxes that are equal but for rounding the first is kept, so that the result does not jitter.
    if (size.x() * size.y() < best_area - 1e-9) {
      best_area = size.x() * size.y();
      best = {u * middle.x() + v * middle.y(), size.x() >= size.y() ? u : v, size.maxCoeff(), size.minCoeff()};
    }
  }
  return best;
}

}  // namespace

void apply_rules(const std::vector<ModelSource::Rule>& rules, Model& model) {
  for (const ModelSource::Rule& rule : rules) {
    size_t covered = 0;
    for (Element& element : model.elements) {
      if (!matches_glob(rule.match, element.name) && !matches_glob(rule.match, element.type) &&
          !matches_glob(rule.match, element.id))
        continue;
      element.meaning = rule.as;
      ++covered;
    }
    if (covered == 0)
      model.warnings.push_back({"rule_unused",
                                fmt::format("the rule match = \"{}\" covers no element of the model", rule.match),
                                rule.origin.key.empty() ? "model.rule" : rule.origin.key});
  }
}

void apply_storeys(std::vector<Storey> storeys, Model& model) {
  if (!storeys.empty()) {
    std::stable_sort(storeys.begin(), storeys.end(), [](const Storey& a, const Storey& b) { return a.z < b.z; });
    model.storeys = std::move(storeys);
    for (Element& element : model.elements) element.storey = -1;
    for (Space& space : model.spaces) space.storey = -1;
    for (Door& door : model.doors) door.storey = -1;
  }
  if (model.storeys.empty()) return;
  constexpr double tolerance = 0.5;  // slabs, finishes and sills lie within half a metre of the storey they belong to
  std::vector<float> low(model.elements.size(), 1e30F), high(model.elements.size(), -1e30F);
  for (const Triangle& triangle : model.triangles) {
    for (const uint32_t corner : triangle.vertex) {
      low[triangle.element] = std::min(low[triangle.element], model.vertices[corner].z());
      high[triangle.element] = std::max(high[triangle.element], model.vertices[corner].z());
    }
  }
  for (size_t e = 0; e < model.elements.size(); ++e) {
    Element& element = model.elements[e];
    if (element.storey >= 0 || low[e] > high[e] || element.meaning == Meaning::terrain) continue;
    const bool walked_on = element.meaning == Meaning::floor;
    const double z = static_cast<double>(walked_on ? high[e] : low[e]) + tolerance;
    for (size_t s = 0; s < model.storeys.size(); ++s)
      if (model.storeys[s].z <= z) element.storey = static_cast<int32_t>(s);
  }
  for (Space& space : model.spaces)
    if (space.storey < 0) space.storey = model.elements[space.element].storey;
  for (Door& door : model.doors)
    if (door.storey < 0) door.storey = model.elements[door.element].storey;
}

std::optional<Door> measure_door(const Model& model, const std::vector<Triangle>& triangles) {
  if (triangles.empty()) return std::nullopt;
  std::vector<Vec3> points;
  for (const Triangle& triangle : triangles)
    for (const uint32_t corner : triangle.vertex) points.push_back(model.vertices[corner].cast<double>());
  double low = 1e300, high = -1e300;
  for (const Vec3& p : points) {
    low = std::min(low, p.z());
    high = std::max(high, p.z());
  }
  std::vector<Vec2> all, head;
  for (const Vec3& p : points) {
    all.emplace_back(p.x(), p.y());
    if (p.z() >= high - 0.02) head.emplace_back(p.x(), p.y());
  }
  PlanBox box = smallest_box(all);
  const PlanBox top = smallest_box(head);
  // The head counts where it is thin and spans the door; a closer or a hinge on top does not span it.
  if (top.depth < 0.5 * top.length && top.length > 0.5 * box.length) box = top;
  if (box.length < 0.1) return std::nullopt;

  Door door;
  door.width = box.length;
  door.height = high - low;
  door.measured = true;
  door.centre = {box.centre.x(), box.centre.y(), low};
  door.along = box.along;
  return door;
}

void derive_doors_and_spaces(Model& model) {
  auto means = [&](uint32_t element, Meaning meaning) { return model.elements[element].meaning == meaning; };
  std::erase_if(model.doors, [&](const Door& door) { return !means(door.element, Meaning::door); });
  std::erase_if(model.spaces, [&](const Space& space) { return !means(space.element, Meaning::space); });
  std::vector<char> known(model.elements.size(), 0);
  for (const Door& door : model.doors) known[door.element] = 1;
  for (const Space& space : model.spaces) known[space.element] = 1;

  const ByElement grouped = by_element(model);
  size_t unmeasured = 0;
  for (uint32_t e = 0; e < model.elements.size(); ++e) {
    const Element& element = model.elements[e];
    if (known[e] != 0 || (element.meaning != Meaning::door && element.meaning != Meaning::space)) continue;
    const auto prefixed = prefixed_name(element.name);
    const std::string name = prefixed ? prefixed->rest : element.name;
    if (element.meaning == Meaning::space) {
      model.spaces.push_back({name, "", e, element.storey});
      continue;
    }
    std::vector<Triangle> triangles;
    for (size_t k = grouped.begin[e]; k < grouped.begin[e + 1]; ++k)
      triangles.push_back(model.triangles[grouped.list[k]]);
    std::optional<Door> door = measure_door(model, triangles);
    if (!door) {
      ++unmeasured;
      continue;
    }
    door->name = name;
    door->id = element.id;
    door->element = e;
    door->storey = element.storey;
    model.doors.push_back(std::move(*door));
  }
  if (unmeasured > 0)
    model.warnings.push_back(
        {"door_without_geometry",
         fmt::format("{} doors have no geometry and no opening to measure; they are left out", unmeasured), "door"});
}

}  // namespace muster::scene
