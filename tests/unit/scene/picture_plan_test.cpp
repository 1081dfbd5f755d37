// Plan pictures: read back as PNG and looked at pixel by pixel; the parts below them.

#include "base/digest.h"
#include "base/error.h"
#include "scene/picture/canvas.h"
#include "scene/picture/font.h"
#include "scene/picture/layout.h"
#include "scene/picture/plan_picture.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <png.h>
#include <unistd.h>

namespace muster::scene {
namespace {

struct Picture {
  int width = 0, height = 0;
  std::vector<uint8_t> pixels;
  size_t count(const auto& accept) const {
    size_t n = 0;
    for (size_t i = 0; i < pixels.size(); i += 3) n += accept(pixels[i], pixels[i + 1], pixels[i + 2]) ? 1 : 0;
    return n;
  }
};

Picture read(const std::filesystem::path& path) {
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  EXPECT_TRUE(png_image_begin_read_from_file(&image, path.c_str())) << image.message;
  image.format = PNG_FORMAT_RGB;
  Picture picture;
  picture.width = static_cast<int>(image.width);
  picture.height = static_cast<int>(image.height);
  picture.pixels.resize(PNG_IMAGE_SIZE(image));
  EXPECT_TRUE(png_image_finish_read(&image, nullptr, picture.pixels.data(), 0, nullptr)) << image.message;
  return picture;
}

/// Two storeys of 12 m x 8 m: a room and a corridor each, joined by a stair; on the upper one a room without a way out.
Floors two_storeys() {
  Floors floors;
  floors.grid = {-1, -1, 0.1, 140, 100};
  floors.storeys = {{"Erdgescho\xC3\x9F", 0}, {"1. Stock", 3}};
  floors.spaces = {{"Hall", "", 0, 0}, {"Office 1.01", "", 1, 1}, {"Locked room", "", 2, 1}};
  const size_t columns = static_cast<size_t>(floors.grid.nx) * static_cast<size_t>(floors.grid.ny);
  std::map<std::pair<int32_t, int>, CellId> cell_at;
  auto add = [&](int32_t column, int level, double z, Surface surface, int space) {
    cell_at[{column, level}] = static_cast<CellId>(floors.size());
    floors.column.push_back(column);
    floors.z.push_back(static_cast<float>(z));
    floors.surface.push_back(surface);
    floors.slope.push_back({0, 0});
    floors.storey.push_back(static_cast<int16_t>(level));
    floors.space.push_back(space);
    floors.portal.push_back(-1);
    floors.neighbour.push_back({no_cell, no_cell, no_cell, no_cell});
  };
  floors.column_begin.push_back(0);
  for (size_t column = 0; column < columns; ++column) {
    const Vec2 at = floors.grid.centre(static_cast<int32_t>(column));
    const bool inside = at.x() > 0 && at.x() < 12 && at.y() > 0 && at.y() < 8;
    const bool on_stair = at.x() > 9 && at.y() > 3 && inside;
    const auto id = static_cast<int32_t>(column);
    if (!inside)
      add(id, 0, 0, Surface::outside, -1);
    else if (on_stair)
      add(id, 0, 3 * (at.y() - 3) / 5, Surface::stair, -1);
    else
      add(id, 0, 0, Surface::level, at.x() < 6 ? 0 : -1);
    const bool in_wall = at.x() > 4 && at.x() < 4.2;
    if (inside && !on_stair && !in_wall) add(id, 1, 3, Surface::level, at.x() < 4 ? 2 : at.x() < 9 ? 1 : -1);
    floors.column_begin.push_back(static_cast<uint32_t>(floors.size()));
  }
  for (auto& [key, cell] : cell_at) {
    const auto [column, level] = key;
    const int32_t steps[] = {1, floors.grid.nx, -1, -floors.grid.nx};
    for (size_t d = 0; d < 4; ++d) {
      const auto next = cell_at.find({column + steps[d], level});
      if (next == cell_at.end()) continue;
      const bool level_change =
          std::abs(floors.z[static_cast<size_t>(next->second)] - floors.z[static_cast<size_t>(cell)]) > 0.25F;
      if (!level_change) floors.neighbour[static_cast<size_t>(cell)][d] = next->second;
    }
  }
  auto wall = [&](Vec2 a, Vec2 b, float z) { floors.walls.push_back({a, b, z, z + 2.8F}); };
  for (const float z : {0.0F, 3.0F}) {
    wall({0, 0}, {12, 0}, z), wall({12, 0}, {12, 8}, z), wall({12, 8}, {0, 8}, z), wall({0, 8}, {0, 0}, z);
    wall({9, 3}, {9, 8}, z);
  }
  wall({4.1, 0}, {4.1, 8}, 3);
  floors.portals.push_back({"Entrance", "", {5, 0}, {6.8, 0}, 0, 1.8, false, {0, -1}, {}});
  floors.portals.push_back({"Shut door", "", {6, 3}, {6, 3.9}, 3, 0.9, true, {1, 1}, {}});
  Exit exit;
  exit.name = "Entrance";
  exit.a = {5, 0}, exit.b = {6.8, 0}, exit.outward = {0, -1};
  for (double x = 5.05; x < 6.8; x += 0.1) exit.line_cells.push_back(floors.find(x, 0.05, 0));
  floors.exits.push_back(exit);
  Link link;
  link.name = "Stair";
  link.path = {{10.5, 7.9, 3}, {8.5, 7.5, 3}};
  link.from = {floors.find(10.5, 7.95, 3)};
  link.to = {floors.find(8.5, 7.5, 3)};
  floors.links.push_back(link);
  floors.unreachable.push_back({"space 'Locked room'", 1, 2, 32, {2, 4, 3}, 0.2, 0, {4.2, 4, 3}});
  return floors;
}

TEST(Picture, CellsWithoutWayOutAreFound) {
  const Floors floors = two_storeys();
  const std::vector<uint8_t> has_exit = cells_with_exit(floors);
  ASSERT_EQ(has_exit.size(), floors.size());
  auto at = [&](double x, double y, double z) { return has_exit[static_cast<size_t>(floors.find(x, y, z, 0.1))]; };
  EXPECT_TRUE(at(3, 3, 0));
  EXPECT_TRUE(at(7, 4, 3));   // by way of the link
  EXPECT_FALSE(at(2, 4, 3));  // the locked room
  // Its 40 x 80 cells and no others.
  EXPECT_EQ(std::count(has_exit.begin(), has_exit.end(), 0), 40 * 80);
  Floors none = floors;
  none.exits.clear();
  EXPECT_TRUE(cells_with_exit(none).empty());
}

TEST(Picture, ShowsFloorsWallsDoorsExitsAndWhatIsCutOff) {
  const Floors floors = two_storeys();
  const test::TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "plan.png";
  PictureOptions options;
  options.title = "Two storeys";
  plan_picture(floors, path, options);
  const Picture picture = read(path);
  EXPECT_LE(picture.width, options.width);
  EXPECT_GT(picture.width, options.width / 2);
  EXPECT_LT(picture.height, 2 * picture.width);

  const Layout layout = make_layout(floors, options);
  ASSERT_EQ(layout.panels.size(), 2U);
  auto colour_at = [&](size_t panel, double x, double y) {
    const Vec2 p = layout.pixel(layout.panels[panel], {x, y});
    const size_t i = (static_cast<size_t>(p.y()) * static_cast<size_t>(picture.width) + static_cast<size_t>(p.x())) * 3;
    return Colour{picture.pixels[i], picture.pixels[i + 1], picture.pixels[i + 2]};
  };
  const auto dark = [](const Colour& c) { return c[0] < 90 && c[1] < 90 && c[2] < 90; };
  const auto red = [](const Colour& c) { return c[0] > c[1] + 40 && c[0] > c[2] + 40; };
  EXPECT_TRUE(dark(colour_at(0, 3, 0)));    // south wall
  EXPECT_TRUE(dark(colour_at(0, 0, 4)));    // west wall
  EXPECT_TRUE(dark(colour_at(1, 4.1, 6)));  // wall of the upper storey only
  EXPECT_FALSE(dark(colour_at(0, 4.1, 6)));
  EXPECT_TRUE(red(colour_at(1, 6, 3.2)));  // a closed door
  EXPECT_TRUE(red(colour_at(1, 1, 1)));    // cut off
  EXPECT_FALSE(red(colour_at(1, 7, 1)));
  EXPECT_EQ(colour_at(1, 10.5, 6), (Colour{255, 255, 255}));  // a hole in the upper floor
  const Colour room = colour_at(0, 3, 6), open = colour_at(0, 7.5, 6);
  EXPECT_NE(room, open);  // a named room and a floor without a name
}

TEST(Picture, SameFloorsSameBytes) {
  const Floors floors = two_storeys();
  const test::TemporaryFolder folder;
  const std::filesystem::path first = folder.path() / "first.png", second = folder.path() / "second.png";
  plan_picture(floors, first);
  plan_picture(floors, second);
  EXPECT_EQ(sha256_of_file(first), sha256_of_file(second));
}

TEST(Picture, OddFloorsStillGiveAPicture) {
  const test::TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "odd.png";
  Floors empty;
  empty.grid = {0, 0, 0.1, 0, 0};
  plan_picture(empty, path);
  EXPECT_GT(read(path).width, 0);

  // No storeys given: heights where floors lie become the plans.
  Floors nameless = two_storeys();
  nameless.storeys.clear();
  std::fill(nameless.storey.begin(), nameless.storey.end(), int16_t{-1});
  const Layout layout = make_layout(nameless, {});
  ASSERT_EQ(layout.panels.size(), 2U);
  EXPECT_EQ(layout.panels[0].name, "z = 0.0 m");
  EXPECT_EQ(layout.panels[1].name, "z = 3.0 m");

  // Many storeys stand beside one another, within the width.
  Floors tower = two_storeys();
  for (int s = 2; s < 30; ++s) tower.storeys.push_back({fmt::format("Floor {}", s), 3.0 * s});
  plan_picture(tower, path);
  const Picture picture = read(path);
  EXPECT_LE(picture.width, 1800);
  EXPECT_LE(picture.height, 2300);
  EXPECT_THROW(plan_picture(tower, "/nonexistent/folder/plan.png"), InputError);
}

TEST(Canvas, LineCoversItsArea) {
  Canvas canvas(100, 60, {255, 255, 255});
  canvas.line({10, 20.3}, {90, 40.7}, 3, {0, 0, 0});
  double covered = 0;
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 100; ++x) covered += 1 - canvas.at(x, y)[0] / 255.0;
  }
  // Length times width and the round ends.
  const double length = std::hypot(80, 20.4);
  EXPECT_NEAR(covered, length * 3 + 3.1416 * 1.5 * 1.5, 4);
}

TEST(Canvas, PolygonCoversItsArea) {
  Canvas canvas(60, 60, {255, 255, 255});
  canvas.polygon({{10.25, 10.5}, {50.75, 10.5}, {10.25, 40}}, {0, 0, 0});
  double covered = 0;
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 60; ++x) covered += 1 - canvas.at(x, y)[0] / 255.0;
  }
  EXPECT_NEAR(covered, 40.5 * 29.5 / 2, 4);
  canvas.line({-1000, -1000}, {1e7, 1e7}, 2, {0, 0, 0});  // beyond the picture
  canvas.polygon({{-1e9, 0}, {1e9, 0}, {0, 1e9}}, {9, 9, 9});
  EXPECT_EQ(canvas.at(30, 30), (Colour{9, 9, 9}));
}

TEST(Font, EveryPrintableCharacterHasAGlyphOfItsOwn) {
  std::map<std::string, char> seen;
  for (char c = '!'; c <= '~'; ++c) {
    std::string drawn;
    for (const auto& stroke : glyph(c).strokes) {
      ASSERT_GE(stroke.size(), 2U) << c;
      for (const auto& p : stroke) {
        EXPECT_TRUE(p.x >= 0 && p.x <= 4 && p.y >= 0 && p.y <= 9) << c;
        drawn += fmt::format("{},{} ", p.x, p.y);
      }
      drawn += "|";
    }
    const auto [entry, is_new] = seen.try_emplace(drawn, c);
    // As on many typewriters zero and O look the same.
    EXPECT_TRUE(is_new || (c == 'O' && entry->second == '0')) << c << " looks like " << entry->second;
  }
  EXPECT_EQ(drawable("B\xC3\xBCro Gr\xC3\xB6\xC3\x9F"
                     "e \xE6\xA5\xBC"
                     "A\t"),
            "Buro Grosse ?A?");
  EXPECT_EQ(drawable("\xC3"), "?");  // cut off in the middle
}

}  // namespace
}  // namespace muster::scene
