// The generated LNG terminal: names, the jetty above the sea, and ground from which everybody finds a gate.
#include "scene/floors/build.h"
#include "scene/generate/lng_terminal.h"

#include <set>

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

TEST(LngTerminal, NamesAreUnique) {
  const Model model = lng_terminal();
  std::set<std::string> names;
  for (const Element& element : model.elements) EXPECT_TRUE(names.insert(element.name).second) << element.name;
  for (const char* name : {"wall: Tank T102", "wall: Bund 1", "stair: Bund 1 steps N2", "space: Control room",
                           "door: Main gate", "furniture: Jetty line", "furniture: Loading arm 4",
                           "furniture: Vaporiser 4", "terrain: Trestle", "space: Jetty house"})
    EXPECT_TRUE(names.count(name)) << name;
}

TEST(LngTerminal, ThereIsAWayFromTheJettyToTheGates) {
  Authored authored;
  for (const char* door : {"Main gate", "North gate", "South gate"}) {
    ExitSpec exit;
    exit.name = exit.door = door;
    authored.exits.push_back(exit);
  }
  authored.floors.cell = 0.25;
  LngTerminalParams params;
  params.jetty_length = 40;
  params.tank_diameter = 20;
  const Floors floors = build_floors(lng_terminal(params), authored);
  for (const Unreachable& place : floors.unreachable) ADD_FAILURE() << place.what << ", " << place.area << " m2";
  ASSERT_EQ(floors.exits.size(), 3U);
  const double axis = jetty_axis(params);
  const CellId trestle = floors.find(-20, axis + 2, 0), head = floors.find(-50, axis, 0);
  ASSERT_NE(trestle, no_cell);
  ASSERT_NE(head, no_cell);
  EXPECT_EQ(floors.surface[static_cast<size_t>(head)], Surface::outside);
  EXPECT_EQ(floors.find(-20, axis - 4 + 0.8, 0), no_cell) << "the line";
  EXPECT_EQ(floors.find(-20, axis + 10, -4), no_cell) << "nobody walks on the sea";
}

TEST(LngTerminal, WhatDoesNotFitIsRefused) {
  LngTerminalParams params;
  params.lines = 6;  // 6 * 2 * 0.8 + 2 = 11.6 m
  ASSERT_EQ(lng_terminal_mistakes(params).size(), 1U);
  EXPECT_EQ(lng_terminal_mistakes(params)[0].key, "trestle_width_m");
  params = {};
  params.vaporisers = 20;
  ASSERT_EQ(lng_terminal_mistakes(params).size(), 1U);
  EXPECT_EQ(lng_terminal_mistakes(params)[0].key, "vaporisers");
  params = {};
  params.head_width = 20;
  ASSERT_EQ(lng_terminal_mistakes(params).size(), 1U);
  EXPECT_EQ(lng_terminal_mistakes(params)[0].key, "head_width_m");
  EXPECT_TRUE(lng_terminal_mistakes({}).empty());
}

}  // namespace
}  // namespace muster::scene
