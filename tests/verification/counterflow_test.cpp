// Two streams in one corridor. IMO MSC.1/Circ.1533 test 8 is the check `counterflow` of `muster verify`.

#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

PeopleGroup group_of(int count, const std::string& exit, double x) {
  PeopleGroup group;
  group.count = count;
  group.exit = exit;
  group.speed = Distribution::uniform(0.97, 1.62);  // males of 30 to 50 years, Circ.1533 table 3.4
  group.place.polygon = {{x, 0}, {x + 10, 0}, {x + 10, 10}, {x, 10}};
  return group;
}

TEST(Counterflow, fortyAgainstFortyPassInACorridor) {
  test::FlatFloors f;
  f.floor({0, 0, 40, 2}).wall({0, 0}, {40, 0}).wall({0, 2}, {40, 2});
  f.exit("left", {0, 0}, {0, 2}, -Vec2::UnitX()).exit("right", {40, 0}, {40, 2}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  for (const uint64_t seed : {1u, 2u, 3u, 4u}) {
    PeopleGroup east = group_of(40, "right", 0), west = group_of(40, "left", 0);
    east.place.polygon = {{1, 0}, {16, 0}, {16, 2}, {1, 2}};
    west.place.polygon = {{24, 0}, {39, 0}, {39, 2}, {24, 2}};
    const std::array groups = {east, west};
    std::vector<Warning> warnings;
    Crowd crowd(floors, populate(floors, groups, seed, warnings), {}, seed, 0.05);
    while (!crowd.finished() && crowd.time() < 200) crowd.step();
    EXPECT_TRUE(crowd.finished()) << crowd.counts().inside << " left, seed " << seed;
    RecordProperty("seconds_" + std::to_string(seed), std::to_string(crowd.time()));
  }
}

}  // namespace
}  // namespace muster::crowd
