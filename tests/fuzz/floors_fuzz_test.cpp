// Damaged and odd models through the stage "floors": sound floors or the user's mistake, nothing else, and soon.

#include "base/digest.h"
#include "scene/floors/build.h"
#include "scene/floors/report.h"
#include "scene/import/import.h"
#include "tests/fuzz/damage.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

constexpr double longest = 30;  ///< [s] for floors of a small model, on a busy machine

/// MUSTER_FUZZ_TIMES=100 damages a hundred times as often.
uint64_t rounds(uint64_t usual) {
  const char* times = std::getenv("MUSTER_FUZZ_TIMES");
  return usual * (times != nullptr ? std::strtoull(times, nullptr, 10) : 1);
}

class FloorsFuzz : public testing::Test {
 protected:
  /// Floors of the bytes as a file of the given name; true where there are any.
  bool survives(const std::string& name, const std::string& bytes, const std::string& what) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    ModelSource source;
    source.file = (folder_ / name).string();
    ImportOptions options;
    options.seconds_limit = 20;
    options.memory_limit_mb = 2000;
    options.cache_folder.clear();
    try {
      return survives(import_model(source, options), what);
    } catch (const InputError&) {
      return false;
    }
  }

  bool survives(const Model& model, const std::string& what) {
    const auto begin = std::chrono::steady_clock::now();
    bool any = false;
    try {
      Authored authored;
      authored.floors.cell = 0.2;
      any = sound(survey(model, authored), what);
      // The outermost corner of the model as an exit: mostly refused, sometimes odd.
      if (!model.vertices.empty()) {
        const Vec2 at = model.vertices.front().head<2>().cast<double>();
        ExitSpec exit;
        exit.name = "corner";
        exit.line = {at, at + Vec2(1.2, 0)};
        authored.exits.push_back(exit);
        sound(build_floors(model, authored), what);
      }
    } catch (const InputError& error) {
      for (const Mistake& mistake : error.mistakes()) EXPECT_FALSE(mistake.text.empty()) << what;
    } catch (const std::exception& error) {
      ADD_FAILURE() << what << " gave another kind of error: " << error.what();
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    EXPECT_LT(seconds, longest) << what;
    return any;
  }

  static bool sound(const Floors& f, const std::string& what) {
    EXPECT_EQ(f.column_begin.size(), static_cast<size_t>(f.grid.nx) * static_cast<size_t>(f.grid.ny) + 1) << what;
    EXPECT_EQ(f.column_begin.back(), f.size()) << what;
    for (size_t c = 0; c < f.size(); ++c) {
      if (!std::isfinite(f.z[c]) || !std::isfinite(f.slope[c][0])) ADD_FAILURE() << what << ": cell " << c;
      for (size_t d = 0; d < 4; ++d) {
        const CellId n = f.neighbour[c][d];
        if (n != no_cell && f.neighbour[static_cast<size_t>(n)][(d + 2) % 4] != static_cast<CellId>(c))
          ADD_FAILURE() << what << ": neighbours of cell " << c;
      }
    }
    for (const Wall& w : f.walls) {
      if (!w.a.allFinite() || !w.b.allFinite() || !std::isfinite(w.z_low) || !std::isfinite(w.z_high))
        ADD_FAILURE() << what << ": a wall";
    }
    EXPECT_FALSE(describe(f).empty()) << what;
    return f.size() > 0;
  }

  const test::TemporaryFolder temporary_;
  const std::filesystem::path folder_ = temporary_.path();
};

TEST_F(FloorsFuzz, DamagedGlb) {
  const std::string whole = small_glb();
  uint32_t json_size = 0;
  std::memcpy(&json_size, whole.data() + 12, 4);
  uint64_t with_floors = survives("whole.glb", whole, "whole") ? 1 : 0;
  EXPECT_EQ(with_floors, 1U);
  for (uint64_t round = 0; round < rounds(24); ++round) {
    // Coordinates rather than the JSON, which the importer's own test damages: overwritten, not cut.
    std::string bytes = whole;
    const size_t from = 28 + json_size;
    for (uint32_t k = 0; k < 3; ++k) {
      const size_t at = from + draw(round, 2 * k, bytes.size() - from);
      bytes[at] = static_cast<char>(draw(round, 2 * k + 1, 256));
    }
    with_floors += survives("damaged.glb", bytes, fmt::format("glb round {}", round)) ? 1 : 0;
  }
  EXPECT_GT(with_floors, 5U);  // else the damage never gets as far as the floors
}

TEST_F(FloorsFuzz, DamagedObjAndPlan) {
  const std::string obj =
      "o floor\nv 0 0 0\nv 8 0 0\nv 8 0 6\nv 0 0 6\nf 1 2 3\nf 1 3 4\no stair\nv 2 0 1\nv 6 3 1\nv 6 3 3\nv 2 0 3\n"
      "f 5 6 7\nf 5 7 8\no slab\nv 6 3 0\nv 9 3 0\nv 9 3 6\nv 6 3 6\nf 9 10 11\nf 9 11 12\n";
  const std::string plan = read_file(std::filesystem::path(MUSTER_SOURCE_DIR) / "scenarios/first_floor_plan/plan.wkt");
  uint64_t with_floors = 0;
  EXPECT_TRUE(survives("whole.obj", obj, "obj"));
  EXPECT_TRUE(survives("whole.wkt", plan, "plan"));
  for (uint64_t round = 0; round < rounds(24); ++round) {
    with_floors += survives("d.obj", damaged(obj, round, obj.size()), fmt::format("obj round {}", round)) ? 1 : 0;
    with_floors += survives("d.wkt", damaged(plan, round, plan.size()), fmt::format("wkt round {}", round)) ? 1 : 0;
  }
  EXPECT_GT(with_floors, 5U);
}

/// A floor of 8 m x 6 m whose corners, and a wall whose ends, are moved by `odd`.
template <class Odd>
Model room(const Odd& odd) {
  Model m;
  m.source = "odd.obj";
  m.elements = {{"", "floor", "", Meaning::floor, -1}, {"", "wall", "", Meaning::wall, -1}};
  for (const Vec3f& v : {Vec3f(0, 0, 0), Vec3f(8, 0, 0), Vec3f(8, 6, 0), Vec3f(0, 6, 0), Vec3f(4, 0, 0), Vec3f(4, 4, 0),
                         Vec3f(4, 4, 3), Vec3f(4, 0, 3)})
    m.vertices.push_back(odd(v));
  m.triangles = {{{0, 1, 2}, 0}, {{0, 2, 3}, 0}, {{4, 5, 6}, 1}, {{4, 6, 7}, 1}};
  return m;
}

// Extents and heights that no building has.
TEST_F(FloorsFuzz, OddExtents) {
  for (const float scale : {1e-6F, 1e-3F, 0.1F, 12.0F, 3e6F}) {
    survives(room([&](const Vec3f& v) -> Vec3f { return scale * v; }), fmt::format("scaled by {}", scale));
    survives(room([&](const Vec3f& v) -> Vec3f {
               return {scale * v.x(), v.y(), v.z()};
             }),
             fmt::format("wide {}", scale));
    survives(room([&](const Vec3f& v) -> Vec3f { return v - Vec3f(scale, scale, scale); }),
             fmt::format("at -{}", scale));
  }
  for (const float height : {1e-6F, 0.2F, 12.0F, 400.0F, 3e4F, 9e5F}) {
    survives(room([&](const Vec3f& v) -> Vec3f {
               return {v.x(), v.y(), height * v.z()};
             }),
             fmt::format("a wall {} m high", 3 * height));
    survives(room([&](const Vec3f& v) -> Vec3f { return v + Vec3f(0, 0, height); }),
             fmt::format("at a height of {} m", height));
    // One floor far above another.
    Model two = room([](const Vec3f& v) { return v; });
    const Model high = room([&](const Vec3f& v) -> Vec3f { return v + Vec3f(0, 0, height); });
    for (const Triangle& t : high.triangles) {
      two.triangles.push_back(t);
      for (uint32_t& v : two.triangles.back().vertex) v += 8;
    }
    two.vertices.insert(two.vertices.end(), high.vertices.begin(), high.vertices.end());
    survives(two, fmt::format("floors {} m apart", height));
  }
}

// Every coordinate replaced now and then by another of its kind or by something absurd.
TEST_F(FloorsFuzz, OddCorners) {
  for (uint64_t round = 0; round < rounds(40); ++round) {
    uint32_t k = 0;
    const Model m = room([&](Vec3f v) {
      for (int axis = 0; axis < 3; ++axis) {
        const float values[] = {
            0, -1e-7F, 1e-3F, 0.05F, -3, 30, axis == 2 ? 1e5F : 60, static_cast<float>(draw(round, ++k, 80)) * 0.1F};
        if (draw(round, ++k, 6) == 0) v[axis] = values[draw(round, ++k, 8)];
      }
      return v;
    });
    survives(m, fmt::format("corners of round {}", round));
  }
}

}  // namespace
}  // namespace muster::scene
