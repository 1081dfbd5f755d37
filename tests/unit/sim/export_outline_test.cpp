#include "base/random.h"
#include "sim/export/outline.h"
#include "tests/unit/sim/export_geos.h"

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

/// Cells drawn as text, the last line at y0: '#' is a cell. 1 m cells from (0, 0).
Pieces drawn(const std::vector<std::string>& lines) {
  scene::Grid grid{0, 0, 1, static_cast<int32_t>(lines[0].size()), static_cast<int32_t>(lines.size())};
  std::vector<uint8_t> marked;
  for (size_t j = lines.size(); j-- > 0;)
    for (const char c : lines[j]) marked.push_back(c == '#' ? 1 : 0);
  return pieces_of(grid, marked);
}

TEST(Outline, DropsCornersOnStraightLines) {
  const auto rings = outline(drawn({"###", "###"}), 0);
  ASSERT_EQ(rings.size(), 1u);
  EXPECT_EQ(
      polygon_wkt(rings),
      "POLYGON ((3.000000 0.000000, 3.000000 2.000000, 0.000000 2.000000, 0.000000 0.000000, 3.000000 0.000000))");
}

TEST(Outline, FollowsCornersInward) {
  const auto rings = outline(drawn({"#..", "###"}), 0);
  ASSERT_EQ(rings.size(), 1u);
  EXPECT_EQ(rings[0].size(), 6u);
  EXPECT_DOUBLE_EQ(Polygon(polygon_wkt(rings)).area(), 4);
}

TEST(Outline, KeepsHoles) {
  const auto rings = outline(drawn({"####", "#.##", "####"}), 0);
  ASSERT_EQ(rings.size(), 2u);
  const Polygon polygon(polygon_wkt(rings));
  EXPECT_TRUE(polygon.is_valid());
  EXPECT_EQ(polygon.holes(), 1);
  EXPECT_DOUBLE_EQ(polygon.area(), 11);
  EXPECT_FALSE(polygon.contains(1.5, 1.5));
}

TEST(Outline, CellsThatShareOnlyACornerAreTwoPieces) {
  const Pieces pieces = drawn({".#", "#."});
  ASSERT_EQ(pieces.count, 2);
  EXPECT_EQ(outline(pieces, 0).size(), 1u);
  EXPECT_EQ(outline(pieces, 1).size(), 1u);
}

TEST(Outline, RingsThatMeetAtACornerDoNotTouch) {
  // The hole meets the outside at a corner, and two holes meet each other at one.
  for (const auto& lines : std::vector<std::vector<std::string>>{
           {"####", "#.##", "##.#", "####"}, {"###.", "#.#.", "##.#", "####"}, {".###", "#.##", "####"}}) {
    const Pieces pieces = drawn(lines);
    for (int32_t piece = 0; piece < pieces.count; ++piece) {
      const Polygon polygon(polygon_wkt(outline(pieces, piece)));
      ASSERT_TRUE(polygon.is_polygon());
      EXPECT_TRUE(polygon.is_valid()) << polygon_wkt(outline(pieces, piece));
    }
  }
}

TEST(Outline, IsAValidPolygonForAnyCells) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const scene::Grid grid{-3.7, 12.3, 0.1, 25, 20};
    std::vector<uint8_t> marked(500);
    const double density = 0.3 + 0.015 * static_cast<double>(seed);
    for (size_t c = 0; c < marked.size(); ++c) marked[c] = random_uniform(seed, c, 0, Draw::test) < density;
    const Pieces pieces = pieces_of(grid, marked);
    std::vector<double> cells(static_cast<size_t>(pieces.count), 0);
    for (const int32_t piece : pieces.piece)
      if (piece >= 0) cells[static_cast<size_t>(piece)] += 0.01;
    for (int32_t piece = 0; piece < pieces.count; ++piece) {
      const Polygon polygon(polygon_wkt(outline(pieces, piece)));
      ASSERT_TRUE(polygon.is_polygon());
      ASSERT_TRUE(polygon.is_valid()) << "seed " << seed << " piece " << piece;
      // A cut corner takes at most 1 mm times the two straight lines that end at it.
      const double area = cells[static_cast<size_t>(piece)];
      ASSERT_NEAR(polygon.area(), area, 0.02 * area) << "seed " << seed << " piece " << piece;
    }
  }
}

}  // namespace
}  // namespace muster::sim
