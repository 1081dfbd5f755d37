#include "case_folder.h"
#include "case_golden.h"

namespace muster::sim {

namespace {

using test::CaseFolder;
using test::golden_case;

void expect_distribution(const Distribution& d, const Distribution& wanted) {
  EXPECT_EQ(d.kind, wanted.kind);
  EXPECT_EQ(d.a, wanted.a);
  EXPECT_EQ(d.b, wanted.b);
  EXPECT_EQ(d.min, wanted.min);
  EXPECT_EQ(d.max, wanted.max);
}

TEST(CaseRead, placesEveryKeyOfThePlace) {
  const CaseFolder folder;
  const Case c = folder.read(golden_case);
  EXPECT_EQ(c.title, "Every key");
  EXPECT_EQ(c.seed, 42u);
  EXPECT_EQ(c.text, golden_case);
  EXPECT_EQ(c.path, folder.path() / "a.toml");

  const scene::ModelSource& model = c.place.model;
  EXPECT_EQ(model.file, (folder.path() / "plan.wkt").string());
  EXPECT_EQ(model.wkt, "");
  EXPECT_EQ(model.up, "y");
  EXPECT_EQ(model.unit_m, 0.001);
  EXPECT_EQ(model.origin.line, 4);
  ASSERT_EQ(model.rules.size(), 2u);
  EXPECT_EQ(model.rules[1].match, "*Tuer*");
  EXPECT_EQ(model.rules[1].as, scene::Meaning::door);
  EXPECT_EQ(model.rules[1].origin.line, 13);
  EXPECT_EQ(model.rules[1].origin.key, "model.rule[1]");
  ASSERT_EQ(model.storeys.size(), 2u);
  EXPECT_EQ(model.storeys[0].name, "EG") << "storeys ascend, whatever their order in the file";
  EXPECT_EQ(model.storeys[1].z, 3.2);

  const scene::FloorSettings& floors = c.place.floors;
  EXPECT_EQ(floors.cell, 0.2);
  EXPECT_EQ(floors.headroom, 2);
  EXPECT_EQ(floors.step, 0.3);
  EXPECT_EQ(floors.slope_deg, 35.5);
  EXPECT_FALSE(floors.furniture);
}

TEST(CaseRead, placesEveryKeyThatTheAuthorAddsToTheModel) {
  const CaseFolder folder;
  const scene::Authored place = folder.read(golden_case).place;
  ASSERT_EQ(place.exits.size(), 2u);
  EXPECT_EQ(place.exits[0].name, "Main");
  EXPECT_EQ(place.exits[0].door, "Haupt*");
  EXPECT_TRUE(place.exits[0].closed);
  EXPECT_FALSE(place.exits[0].line);
  EXPECT_EQ((*place.exits[1].line)[1], Vec2(0, 2.2));
  EXPECT_EQ(place.exits[1].z, 3.2);
  EXPECT_EQ(place.exits[1].origin.key, "exit[1]");
  EXPECT_EQ(place.exits[1].origin.line, 37);
  EXPECT_EQ(place.exits[1].origin.file, (folder.path() / "a.toml").string());

  ASSERT_EQ(place.doors.size(), 2u);
  EXPECT_EQ(place.doors[0].width, 0.9);
  EXPECT_EQ(place.doors[0].closed, true);
  EXPECT_FALSE(place.doors[1].closed);
  EXPECT_EQ((*place.doors[1].line)[0], Vec2(5, 0));
  EXPECT_EQ(place.doors[1].z, 0);

  ASSERT_EQ(place.links.size(), 1u);
  EXPECT_EQ(place.links[0].kind, scene::Link::Kind::ladder);
  ASSERT_EQ(place.links[0].path.size(), 3u);
  EXPECT_EQ(place.links[0].path[1], Vec3(2, 1, 1.6));
  EXPECT_EQ(place.links[0].width, 0.7);
  EXPECT_FALSE(place.links[0].two_way);

  ASSERT_EQ(place.strips.size(), 1u);
  EXPECT_EQ(place.strips[0].polygon[2], Vec3(2, 2, 1.5));
  EXPECT_EQ(place.strips[0].surface, scene::Surface::stair);
  ASSERT_EQ(place.blockers.size(), 1u);
  EXPECT_EQ(place.blockers[0].name, "crate");
  EXPECT_EQ(place.blockers[0].polygon.size(), 3u);
  EXPECT_EQ(place.blockers[0].z, 0.5);
  EXPECT_EQ(place.blockers[0].height, 1.5);
}

TEST(CaseRead, placesEveryKeyOfPeopleAndRun) {
  const CaseFolder folder;
  const Case c = folder.read(golden_case);
  ASSERT_EQ(c.people.size(), 4u);
  const crowd::PeopleGroup& staff = c.people[0];
  EXPECT_EQ(staff.name, "staff");
  EXPECT_EQ(staff.count, 12);
  EXPECT_EQ(staff.place.spaces, std::vector<std::string>{"Buero*"});
  expect_distribution(staff.speed, Distribution::constant(1.2));
  expect_distribution(staff.radius, {Distribution::Kind::uniform, 0.18, 0.25, 0.1, 0.5});
  expect_distribution(staff.premovement, {Distribution::Kind::lognormal, 3.5, 0.4, 0, 300});
  EXPECT_EQ(staff.stairs_up, 0.4);
  EXPECT_EQ(staff.stairs_down, 0.5);
  EXPECT_EQ(staff.exit, "Side");
  EXPECT_EQ(c.people[1].density, 0.25);
  EXPECT_FALSE(c.people[1].count);
  EXPECT_EQ(c.people[1].place.storeys, (std::vector<std::string>{"EG", "OG"}));
  EXPECT_EQ(c.people[2].place.polygon.size(), 4u) << "the closing point is not a corner";
  EXPECT_EQ(c.people[2].place.z, 3.2);
  EXPECT_EQ(c.people[2].name, "group 3");
  EXPECT_EQ(c.people[3].place.points[1], Vec2(2, 2));
  EXPECT_EQ(c.people[3].count, 2) << "one person at each point";

  EXPECT_EQ(c.walking.time_gap, 1.06);
  EXPECT_EQ(c.walking.repulsion, 4);
  EXPECT_EQ(c.walking.repulsion_range, 0.2);
  EXPECT_EQ(c.walking.wall_repulsion, 6);
  EXPECT_EQ(c.walking.wall_range, 0.03);
  EXPECT_EQ(c.walking.heading_noise, 0);
  EXPECT_EQ(c.walking.noise_hold, 1);
  EXPECT_EQ(c.run.step, 0.02);
  EXPECT_EQ(c.run.until, 600);
  EXPECT_EQ(c.run.record_every, 1);
}

TEST(CaseRead, leavesTheDefaultsOfTheStructsWhereNothingIsSaid) {
  const CaseFolder folder;
  const Case c = folder.read(test::model + "[[people]]\ncount = 1\n"), fresh;
  EXPECT_EQ(c.seed, fresh.seed);
  EXPECT_EQ(c.run.until, fresh.run.until);
  EXPECT_EQ(c.walking.time_gap, fresh.walking.time_gap);
  EXPECT_EQ(c.place.floors.cell, fresh.place.floors.cell);
  const crowd::PeopleGroup group;
  expect_distribution(c.people[0].speed, group.speed);
  expect_distribution(c.people[0].radius, group.radius);
  EXPECT_EQ(c.people[0].stairs_down, group.stairs_down);
  EXPECT_FALSE(c.place.model.up);
}

TEST(CaseRead, cutsTailsOffAtTheDocumentedLimits) {
  const CaseFolder folder;
  using K = Distribution::Kind;
  const auto speed_of = [&](const std::string& value) {
    return folder.read(test::model + "[[people]]\ncount = 1\nspeed_m_s = " + value).people[0].speed;
  };
  expect_distribution(speed_of("{distribution = 'normal', mean = 1, sd = 0.2}"), {K::normal, 1, 0.2, 0.3, 3});
  expect_distribution(speed_of("{distribution = 'normal', mean = 1, sd = 0.2, min = 0.1, max = 5}"),
                      {K::normal, 1, 0.2, 0.1, 5});
  expect_distribution(speed_of("{distribution = 'gamma', shape = 9, scale = 0.14, max = 2}"),
                      {K::gamma, 9, 0.14, 0.3, 2});
  expect_distribution(speed_of("{distribution = 'weibull', shape = 10, scale = 1.4}"), {K::weibull, 10, 1.4, 0.3, 3});
  expect_distribution(speed_of("{distribution = 'uniform', low = 0.1, high = 4}"), {K::uniform, 0.1, 4, 0.05, 5});
  expect_distribution(speed_of("{distribution = 'constant', value = 4}"), {K::constant, 4, 0, 0.05, 5});
  expect_distribution(folder
                          .read(test::model + "[[people]]\ncount = 1\n[people.premovement_s]\ndistribution = 'normal'\n"
                                              "mean = 30\nsd = 15")
                          .people[0]
                          .premovement,
                      {K::normal, 30, 15, 0, 604800});
}

TEST(CaseRead, takesAPlanWrittenInTheCase) {
  const Case c = read_case_text("model.wkt = 'POLYGON ((0 0, 1 0, 1 1, 0 0))'", "nowhere/a.toml");
  EXPECT_EQ(c.place.model.wkt, "POLYGON ((0 0, 1 0, 1 1, 0 0))");
  EXPECT_EQ(c.place.model.file, "");
}

TEST(CaseRead, takesWholeNumbersWrittenAsDecimals) {
  const CaseFolder folder;
  EXPECT_EQ(folder.read(test::model + "[[people]]\ncount = 1e3").people[0].count, 1000);
  EXPECT_EQ(folder.mistakes(test::model + "[[people]]\ncount = 1.5"),
            "a.toml:4: people[0].count = 1.5: expected a whole number, found a number");
}

TEST(CaseRead, putsOverridesOverTheFile) {
  const CaseFolder folder;
  const std::vector<std::string> overrides = {"people[0].count=3",
                                              "walking.time_gap_s = 0.5",
                                              "run.until_s=60",
                                              "title=Full house",
                                              "people[1].spaces=[\"A\"]",
                                              "people[1].count=7",
                                              "seed=0x10",
                                              "exit[0].name=West",
                                              "exit[0].line=[[0,0],[0,1]]",
                                              "people[0].radius_m.distribution=uniform",
                                              "people[0].radius_m.low=0.2",
                                              "people[0].radius_m.high=0.3"};
  const Case c = folder.read(test::model + "[[people]]\ncount = 1\n", overrides);
  ASSERT_EQ(c.people.size(), 2u);
  EXPECT_EQ(c.people[0].count, 3);
  EXPECT_EQ(c.people[0].origin.line, 3);
  EXPECT_EQ(c.people[0].radius.kind, Distribution::Kind::uniform);
  EXPECT_EQ(c.people[1].count, 7);
  EXPECT_EQ(c.people[1].origin.file, "--set");
  EXPECT_EQ(c.walking.time_gap, 0.5);
  EXPECT_EQ(c.run.until, 60);
  EXPECT_EQ(c.title, "Full house");
  EXPECT_EQ(c.seed, 16u);
  ASSERT_EQ(c.place.exits.size(), 1u);
  EXPECT_EQ(c.place.exits[0].name, "West");
  EXPECT_EQ(c.overrides, overrides);
  EXPECT_EQ(c.text, test::model + "[[people]]\ncount = 1\n") << "the text stays the file's";
}

TEST(CaseRead, readsAFile) {
  const CaseFolder folder;
  const auto path = folder.path() / "b.toml";
  std::ofstream(path) << test::model;
  EXPECT_EQ(read_case(path).place.model.file, (folder.path() / "plan.wkt").string());
}

}  // namespace

}  // namespace muster::sim
