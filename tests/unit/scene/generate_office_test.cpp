// The generated office: stairs that fit, doors that are open, floors that meet, names that are unique.

#include "base/digest.h"
#include "scene/generate/office.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

namespace muster::scene {
namespace {

struct Bounds {
  Vec3 low = Vec3::Constant(1e30), high = Vec3::Constant(-1e30);
  void add(const Vec3& v) {
    low = low.cwiseMin(v);
    high = high.cwiseMax(v);
  }
};

/// The blocks of an element: the generator adds 12 triangles over 8 vertices of their own each. Slabs with holes are
/// one surface; their pieces stand for blocks: the triangles that face up come in pairs, and reach down to the slab's
/// foot.
std::vector<Bounds> blocks(const Model& model, uint32_t element) {
  std::vector<const Triangle*> triangles;
  Bounds whole;
  for (const Triangle& t : model.triangles) {
    if (t.element != element) continue;
    triangles.push_back(&t);
    for (const uint32_t v : t.vertex) whole.add(model.vertices[v].cast<double>());
  }
  const bool is_slab = model.elements[element].meaning == Meaning::floor && triangles.size() > 12;
  std::map<uint32_t, Bounds> by_first;
  uint32_t pieces = 0;
  for (const Triangle* t : triangles) {
    const Vec3 a = model.vertices[t->vertex[0]].cast<double>(), b = model.vertices[t->vertex[1]].cast<double>(),
               c = model.vertices[t->vertex[2]].cast<double>();
    if (is_slab && (b - a).cross(c - a).z() <= 0) continue;
    Bounds& block = by_first[is_slab ? pieces++ / 2 : t->vertex[0] / 8];
    for (const Vec3& v : {a, b, c}) block.add(v);
    if (is_slab) block.low.z() = whole.low.z();
  }
  std::vector<Bounds> all;
  for (const auto& [first, bounds] : by_first) all.push_back(bounds);
  return all;
}

uint32_t element_named(const Model& model, const std::string& name) {
  for (uint32_t e = 0; e < model.elements.size(); ++e) {
    if (model.elements[e].name == name) return e;
  }
  ADD_FAILURE() << "no element " << name;
  return 0;
}

/// Whether the interiors of a block and a box meet.
bool overlap(const Bounds& a, const Vec3& low, const Vec3& high) {
  constexpr double touch = 1e-4;
  return ((a.low.array() + touch < high.array()) && (a.high.array() - touch > low.array())).all();
}

bool is_solid(Meaning m) {
  return m != Meaning::door && m != Meaning::space && m != Meaning::terrain && m != Meaning::ignore;
}

TEST(Office, DefaultIsFourStoreysWithTwoStairs) {
  const Model model = office();
  ASSERT_EQ(model.storeys.size(), 4U);
  EXPECT_EQ(model.storeys[0].name, "Ground floor");
  EXPECT_EQ(model.storeys[3].name, "Floor 3");
  EXPECT_DOUBLE_EQ(model.storeys[3].z, 10.2);
  // 24 rooms a storey less the 2 that the lobby takes; a corridor, 2 stairs and 2 stores a storey; the lobby.
  EXPECT_EQ(model.spaces.size(), 4 * 24 - 2 + 4 * 5 + 1U);
  // A door to each room, 2 to the stairs and 2 to the stores a storey; 3 exits.
  EXPECT_EQ(model.doors.size(), 4 * 24 - 2 + 4 * 4 + 3U);
}

TEST(Office, NamesAreUniqueAndSayTheMeaning) {
  const Model model = office();
  std::set<std::string> names, spaces, doors;
  for (const Element& element : model.elements) {
    EXPECT_TRUE(names.insert(element.name).second) << element.name;
    EXPECT_EQ(element.name.rfind(std::string(meaning_names[static_cast<size_t>(element.meaning)]) + ": ", 0), 0U)
        << element.name;
    EXPECT_GE(element.storey, 0);
  }
  for (const Space& space : model.spaces) EXPECT_TRUE(spaces.insert(space.name).second) << space.name;
  for (const Door& door : model.doors) EXPECT_TRUE(doors.insert(door.name).second) << door.name;
  for (const char* name : {"Main entrance", "Exit A", "Exit B", "Door 2.07"}) EXPECT_TRUE(doors.count(name)) << name;
  for (const char* name : {"Office 2.07", "Corridor 2", "Stair A.G", "Lobby"}) EXPECT_TRUE(spaces.count(name)) << name;
}

TEST(Office, StairHasTwentyEqualRisersOf17Centimetres) {
  const StairShape shape = stair_shape({});
  EXPECT_EQ(shape.risers, 20);
  EXPECT_DOUBLE_EQ(shape.riser, 0.17);
  EXPECT_DOUBLE_EQ(shape.flight_run, 9 * 0.29);
}

// Any storey height: risers divide it evenly, and lie within half a pair of risers of the wish.
TEST(Office, RisersDivideEveryStoreyHeight) {
  for (double height = 2.8; height <= 5.0; height += 0.05) {
    OfficeParams params;
    params.storey_height = height;
    const StairShape shape = stair_shape(params);
    EXPECT_EQ(shape.risers % 2, 0);
    EXPECT_NEAR(shape.risers * shape.riser, height, 1e-12);
    EXPECT_NEAR(shape.riser, params.riser, 0.012) << height;
  }
}

// Climbs every stair block by block: each step is one riser above the last, its neighbour touches it, and both ends
// meet the slabs exactly.
TEST(Office, FlightsClimbFromSlabToSlab) {
  OfficeParams params;
  params.storey_height = 3.7;
  const Model model = office(params);
  const StairShape shape = stair_shape(params);
  for (const std::string stair : {"Stair A.", "Stair B."}) {
    for (size_t s = 0; s + 1 < model.storeys.size(); ++s) {
      const std::string name = stair + (s == 0 ? "G" : std::to_string(s));
      std::vector<double> tops = {model.storeys[s].z};
      std::vector<Bounds> path;
      for (const char* part : {"stair: ", "floor: ", "stair: "}) {
        const std::string suffix = std::string(part) == "floor: " ? " half landing"
                                   : path.empty()                 ? " flight 1"
                                                                  : " flight 2";
        for (const Bounds& b : blocks(model, element_named(model, part + name + suffix))) path.push_back(b);
      }
      for (const Bounds& b : path) tops.push_back(b.high.z());
      tops.push_back(model.storeys[s + 1].z);
      ASSERT_EQ(tops.size(), static_cast<size_t>(shape.risers) + 1);
      for (size_t i = 1; i < tops.size(); ++i)
        EXPECT_NEAR(tops[i] - tops[i - 1], shape.riser, 1e-5) << name << " " << i;
      // Neighbours share a face in plan.
      for (size_t i = 1; i < path.size(); ++i) {
        const double gap = std::max(path[i].low.y() - path[i - 1].high.y(), path[i - 1].low.y() - path[i].high.y());
        EXPECT_NEAR(gap, 0, 1e-5) << name << " " << i;
      }
      // The last step ends where the slab above begins.
      const double edge = (params.depth + params.corridor_width) / 2;
      EXPECT_NEAR(path.front().low.y(), edge, 1e-5);
      EXPECT_NEAR(path.back().low.y(), edge, 1e-5);
    }
  }
}

TEST(Office, EveryDoorIsOpenOverItsWidth) {
  const Model model = office();
  std::vector<Bounds> solid;
  for (uint32_t e = 0; e < model.elements.size(); ++e) {
    if (!is_solid(model.elements[e].meaning)) continue;
    for (const Bounds& b : blocks(model, e)) solid.push_back(b);
  }
  for (const Door& door : model.doors) {
    // The way through: as wide and high as the door, half a metre to either side of the wall.
    const Vec3 along(door.along.x(), door.along.y(), 0), across(door.along.y(), door.along.x(), 0);
    const Vec3 half = along * (door.width / 2) + across * 0.6;
    const Vec3 low = door.centre - half, high = door.centre + half + Vec3(0, 0, door.height);
    for (const Bounds& b : solid) {
      EXPECT_FALSE(overlap(b, low, high)) << door.name << " is blocked by a block at " << b.low.transpose();
    }
    // And the wall begins right beside it.
    for (const double side : {-1.0, 1.0}) {
      const Vec3 beside = door.centre + side * along * (door.width / 2 + 0.02) + Vec3(0, 0, 1);
      const Vec3 r = Vec3::Constant(0.01);
      EXPECT_TRUE(std::any_of(solid.begin(), solid.end(), [&](const Bounds& b) {
        return overlap(b, beside - r, beside + r);
      })) << door.name;
    }
  }
}

TEST(Office, DoorsHaveTheirWidths) {
  const Model model = office();
  for (const Door& door : model.doors) {
    double expected = 0.9;
    if (door.name == "Main entrance")
      expected = 1.8;
    else if (door.name.rfind("Exit", 0) == 0 || door.name.rfind("Stair door", 0) == 0)
      expected = 1.0;
    EXPECT_NEAR(door.width, expected, 1e-12) << door.name;
    const std::vector<Bounds> leaf = blocks(model, door.element);
    ASSERT_EQ(leaf.size(), 1U);
    EXPECT_NEAR((leaf[0].high - leaf[0].low).head<2>().maxCoeff(), expected, 1e-5) << door.name;
  }
}

// Nobody's head meets anything lower than 2 m where people can be: above every step, landing, and slab, apart from what
// stands on it.
TEST(Office, HeadroomOnStairsAndCorridors) {
  const Model model = office();
  std::vector<Bounds> solid;
  for (uint32_t e = 0; e < model.elements.size(); ++e) {
    if (!is_solid(model.elements[e].meaning)) continue;
    for (const Bounds& b : blocks(model, e)) solid.push_back(b);
  }
  auto is_free = [&](const Vec3& low, const Vec3& high) {
    return std::none_of(solid.begin(), solid.end(), [&](const Bounds& b) { return overlap(b, low, high); });
  };
  for (uint32_t e = 0; e < model.elements.size(); ++e) {
    const std::string& name = model.elements[e].name;
    if (name.find("flight") == std::string::npos && name.find("half landing") == std::string::npos) continue;
    for (const Bounds& b : blocks(model, e)) {
      EXPECT_TRUE(is_free({b.low.x(), b.low.y(), b.high.z()}, {b.high.x(), b.high.y(), b.high.z() + 0.1})) << name;
      // Higher up the next riser may stand against the block, never over its middle.
      const double y = (b.low.y() + b.high.y()) / 2;
      EXPECT_TRUE(is_free({b.low.x(), y - 0.05, b.high.z()}, {b.high.x(), y + 0.05, b.high.z() + 2})) << name;
    }
  }
  for (const Space& space : model.spaces) {
    if (space.name.rfind("Corridor", 0) != 0) continue;
    const Bounds b = blocks(model, space.element).front();
    EXPECT_TRUE(is_free(b.low, b.high)) << space.name;
  }
}

// Falls: beside every opening in a slab stands something at least 1.1 m high, or a step not more than a riser lower.
TEST(Office, NoOpenDrops) {
  const Model model = office();
  const OfficeParams params;
  std::vector<std::pair<Bounds, Meaning>> solid;
  for (uint32_t e = 0; e < model.elements.size(); ++e) {
    if (!is_solid(model.elements[e].meaning)) continue;
    for (const Bounds& b : blocks(model, e)) solid.emplace_back(b, model.elements[e].meaning);
  }
  const double edge = (params.depth + params.corridor_width) / 2;
  for (size_t s = 1; s < model.storeys.size(); ++s) {
    for (double x = params.outer_wall + 0.02; x < params.outer_wall + 2 * params.stair_width + 0.1; x += 0.05) {
      for (const double at : {x, params.length - x}) {
        // Just beyond the edge of the landing, from a riser below the floor to a guard's height above it.
        const Vec3 low(at - 0.01, edge + 0.001, model.storeys[s].z - params.riser - 0.05);
        const Vec3 high(at + 0.01, edge + 0.02, model.storeys[s].z + 1.0);
        EXPECT_TRUE(std::any_of(solid.begin(), solid.end(), [&](const auto& b) { return overlap(b.first, low, high); }))
            << "storey " << s << " x " << at;
      }
    }
  }
  // On the top storey the guard stands on the whole edge of the opening where no flight arrives.
  for (const char* name : {"railing: Stair A.3 railing", "railing: Stair B.3 railing"}) {
    for (const Bounds& b : blocks(model, element_named(model, name))) {
      EXPECT_NEAR(b.low.z(), 10.2, 1e-5);
      EXPECT_NEAR(b.high.z(), 11.3, 1e-5);
    }
  }
}

TEST(Office, SlabsHaveHolesOnlyForStairs) {
  const Model model = office();
  const OfficeParams params;
  // Plan area of the blocks of a slab that do not overlap: the footprint less two openings of 2.5 m x 4.01 m.
  double area = 0;
  for (const Bounds& b : blocks(model, element_named(model, "floor: Slab 2"))) {
    EXPECT_NEAR(b.high.z(), 6.8, 1e-5);
    area += (b.high.x() - b.low.x()) * (b.high.y() - b.low.y());
  }
  EXPECT_NEAR(area, 45 * 16 - 2 * 2.5 * (9 * 0.29 + params.landing), 1e-3);
}

TEST(Office, SurfacesAreClosedAndFaceOutwards) {
  const Model model = office();
  // Closed: over every edge a triangle of the same element runs back.
  std::map<std::pair<uint32_t, uint32_t>, int> edges;
  for (const Triangle& t : model.triangles) {
    for (size_t k = 0; k < 3; ++k) ++edges[{t.vertex[k], t.vertex[(k + 1) % 3]}];
  }
  size_t open = 0;
  for (const auto& [edge, count] : edges) {
    const auto back = edges.find({edge.second, edge.first});
    open += count == 1 && back != edges.end() && back->second == 1 ? 0 : 1;
  }
  EXPECT_EQ(open, 0U);
  // Outwards: by the divergence theorem the signed volume is that of the blocks.
  double signed_volume = 0, volume = 0;
  for (const Triangle& t : model.triangles) {
    const Vec3 a = model.vertices[t.vertex[0]].cast<double>(), b = model.vertices[t.vertex[1]].cast<double>(),
               c = model.vertices[t.vertex[2]].cast<double>();
    signed_volume += a.dot(b.cross(c)) / 6;
  }
  for (uint32_t e = 0; e < model.elements.size(); ++e) {
    for (const Bounds& b : blocks(model, e)) volume += (b.high - b.low).prod();
  }
  EXPECT_NEAR(signed_volume / volume, 1, 1e-5);
  for (const Vec3f& v : model.vertices) EXPECT_TRUE(v.allFinite());
}

TEST(Office, SpacesDoNotOverlap) {
  const Model model = office();
  std::vector<Bounds> volumes;
  for (const Space& space : model.spaces) volumes.push_back(blocks(model, space.element).front());
  for (size_t i = 0; i < volumes.size(); ++i) {
    for (size_t j = i + 1; j < volumes.size(); ++j) {
      EXPECT_FALSE(overlap(volumes[i], volumes[j].low, volumes[j].high))
          << model.spaces[i].name << " and " << model.spaces[j].name;
    }
  }
}

TEST(Office, EveryValueOutsideItsRangeIsRefused) {
  for (const OfficeParameter& row : office_parameters()) {
    for (const double value : {row.min - 1, row.max + 1}) {
      OfficeParams params;
      std::visit([&](auto member) { params.*member = static_cast<std::decay_t<decltype(params.*member)>>(value); },
                 row.member);
      const std::vector<Mistake> mistakes = office_mistakes(params);
      ASSERT_EQ(mistakes.size(), 1U) << row.key;
      EXPECT_EQ(mistakes[0].key, row.key);
    }
    EXPECT_LE(row.min, row.max);
    EXPECT_FALSE(row.doc.empty());
  }
  OfficeParams params;
  params.length = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(office_mistakes(params).size(), 1U);
  EXPECT_TRUE(office_mistakes({}).empty());
}

TEST(Office, MeasuresThatDoNotFitAreRefused) {
  OfficeParams narrow;
  narrow.rooms_per_side = 30;
  OfficeParams shallow;
  shallow.depth = 11;
  shallow.landing = 2;
  shallow.storey_height = 5;
  OfficeParams wide_door;
  wide_door.stair_door = 2.0;
  OfficeParams landing;
  landing.landing = 1.0;
  const std::pair<OfficeParams, const char*> cases[] = {
      {narrow, "rooms_per_side"}, {shallow, "depth_m"}, {wide_door, "stair_door_m"}, {landing, "landing_m"}};
  for (const auto& [params, key] : cases) {
    const std::vector<Mistake> mistakes = office_mistakes(params);
    ASSERT_EQ(mistakes.size(), 1U) << key;
    EXPECT_EQ(mistakes[0].key, key);
  }
}

TEST(Office, GuideListsEveryParameterAsItIs) {
  const std::string guide = read_file(std::filesystem::path(MUSTER_SOURCE_DIR) / "docs/generate.md");
  const OfficeParams defaults;
  for (const OfficeParameter& row : office_parameters()) {
    const double value = std::visit([&](auto member) { return static_cast<double>(defaults.*member); }, row.member);
    const std::string line =
        fmt::format("| `{}` | {} | {} | {} to {} | {} |\n", row.key, row.unit, value, row.min, row.max, row.doc);
    EXPECT_NE(guide.find(line), std::string::npos) << "docs/generate.md lacks: " << line;
  }
}

// Extremes that are allowed must also be buildable: the builder aborts on openings that do not fit.
TEST(Office, AllowedCornersCanBeBuilt) {
  int built = 0;
  for (const int storeys : {1, 2, 7}) {
    for (const double height : {2.8, 5.0}) {
      for (const double slab : {0.15, 0.5}) {
        for (const double depth : {11.0, 14.0, 30.0}) {
          for (const int rooms : {1, 2, 5}) {
            for (const double inner : {0.06, 0.25}) {
              OfficeParams params;
              params.storeys = storeys;
              params.storey_height = height;
              params.slab = slab;
              params.depth = depth;
              params.length = 22;
              params.rooms_per_side = rooms;
              params.workplaces = 12;
              params.inner_wall = inner;
              if (!office_mistakes(params).empty()) continue;
              const Model model = office(params);
              EXPECT_EQ(model.storeys.size(), static_cast<size_t>(storeys));
              ++built;
            }
          }
        }
      }
    }
  }
  EXPECT_GT(built, 50);
}

}  // namespace
}  // namespace muster::scene
