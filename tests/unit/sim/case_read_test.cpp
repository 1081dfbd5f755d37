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
  EXPECT_EQ(c.site->epsg, 32650);
  EXPECT_EQ(c.site->origin, Vec2(500123.5, 3456789));
  EXPECT_EQ(c.site->bearing, -12);
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

TEST(CaseRead, placesEveryKeyOfLeaks) {
  const CaseFolder folder;
  const Case c = folder.read(golden_case);
  ASSERT_TRUE(c.weather.has_value());
  EXPECT_EQ(c.weather->wind_speed, 3);
  EXPECT_EQ(c.weather->wind_from, 90);
  EXPECT_DOUBLE_EQ(c.weather->temperature, 285.15);
  ASSERT_EQ(c.leaks.size(), 2u);
  const LeakSpec& leak = c.leaks[0];
  EXPECT_EQ(leak.substance, "ammonia");
  EXPECT_EQ(leak.at, Vec2(4, 3));
  EXPECT_EQ(leak.z, 0.5);
  EXPECT_EQ(leak.begins, 30);
  EXPECT_EQ(leak.dispersion, plume::Model::gaussian);
  EXPECT_EQ(leak.averaging, 60);
  EXPECT_EQ(leak.source.series.size(), 2u);
  EXPECT_EQ(leak.origin.key, "leak[0]");
  ASSERT_EQ(c.enclosures.size(), 3u);
  EXPECT_EQ(c.enclosures[0].place.polygon.size(), 4u);
  EXPECT_EQ(c.enclosures[0].air_changes_per_h, 3);
  EXPECT_EQ(c.hazards.square, 0.8);
  EXPECT_EQ(c.hazards.every, 5);
  EXPECT_EQ(c.hazards.height, 1.5);
  EXPECT_EQ(c.hazards.air_changes_per_h, 0.2);
  EXPECT_FALSE(c.hazards.volume);
  for (const char* weather : test::golden_weather)
    EXPECT_TRUE(folder.read(test::model + weather).weather.has_value()) << weather;
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
  EXPECT_EQ(place.exits[1].origin.line, 39);
  EXPECT_EQ(place.exits[1].origin.file, (folder.path() / "a.toml").string());

  ASSERT_EQ(place.doors.size(), 2u);
  EXPECT_EQ(place.doors[0].width, 0.9);
  EXPECT_EQ(place.doors[0].closed, true);
  EXPECT_TRUE(place.doors[0].self_closing);
  EXPECT_EQ(place.doors[0].leakage, 0.02);
  EXPECT_FALSE(place.doors[1].closed);
  EXPECT_EQ((*place.doors[1].line)[0], Vec2(5, 0));
  EXPECT_EQ(place.doors[1].z, 0);

  ASSERT_EQ(place.links.size(), 3u);
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
  ASSERT_EQ(c.people.size(), 23u) << "14 groups, then 9 inflows";
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
  EXPECT_EQ(c.walking.shuffle_time, 0.7);
  EXPECT_EQ(c.walking.shuffle, 0.2);
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

TEST(CaseRead, placesEveryKeyOfWhoPeopleAreAndWhatTheyAreToOthers) {
  const CaseFolder folder;
  const Case c = folder.read(golden_case);
  const crowd::PeopleGroup &audience = c.people[6], &guests = c.people[11];
  EXPECT_EQ(audience.who, "adults");
  expect_distribution(*audience.age, Distribution::constant(40));
  EXPECT_EQ(audience.sex, crowd::Sex::female);
  EXPECT_EQ(audience.leave_at->a, 100);
  EXPECT_FALSE(audience.stairs);
  EXPECT_TRUE(audience.given.stairs);
  EXPECT_FALSE(audience.given.speed);
  EXPECT_EQ(audience.lifts, crowd::LiftUse::if_needed);
  EXPECT_EQ(audience.place.seats->row, 1);
  EXPECT_EQ(audience.place.seats->seat, 0.6);
  EXPECT_EQ(audience.place.seats->facing, 1.5);
  EXPECT_EQ(audience.place.seats->share, 0.8);
  EXPECT_EQ(audience.imitation.share, 0.25);
  EXPECT_EQ(audience.imitation.radius, 8);

  const crowd::HelpNeeded& help = *c.people[7].bonds.needs_help;
  EXPECT_EQ(help.device, crowd::Device::stretcher);
  EXPECT_EQ(help.helpers, 3);
  EXPECT_EQ(help.prepare->a, 45);
  EXPECT_EQ(help.unload, 20);
  EXPECT_EQ(help.speed, 0.9);
  EXPECT_EQ(help.stairs_down, 0.5);
  EXPECT_EQ(help.width, 0.6);
  EXPECT_EQ(help.length, 1.9);
  EXPECT_EQ(help.priority, 2);
  EXPECT_EQ(help.to, std::vector<std::string>{"Ward*"});
  EXPECT_TRUE(c.people[8].bonds.helps);
  EXPECT_FALSE(c.people[8].bonds.returns);
  EXPECT_EQ(c.people[9].bonds.sweeps, (std::vector<std::string>{"Buero*", "WC*"}));
  EXPECT_EQ(c.people[9].bonds.alert, 4);
  EXPECT_EQ(c.people[9].bonds.stays, 10);
  expect_distribution(c.people[10].bonds.company, {Distribution::Kind::uniform, 2, 5, 1, 50});
  EXPECT_FALSE(c.people[10].bonds.gather);

  ASSERT_EQ(guests.mix.size(), 2u);
  EXPECT_EQ(guests.mix[1].who, "wheelchair");
  EXPECT_EQ(guests.mix[1].share, 0.25);
  ASSERT_EQ(guests.stops.size(), 3u);
  EXPECT_EQ(guests.stops[0].place.spaces, std::vector<std::string>{"Counter"});
  EXPECT_EQ(guests.stops[1].place.storeys, std::vector<std::string>{"OG"});
  EXPECT_EQ(guests.stops[1].stay->a, 60);
  EXPECT_EQ(guests.stops[2].place.polygon.size(), 3u);
  EXPECT_EQ(guests.stops[2].place.z, 3.2);
  EXPECT_FALSE(guests.stops[2].stay);
}

TEST(CaseRead, placesEveryKeyOfInflowsAndAlarms) {
  const CaseFolder folder;
  const Case c = folder.read(golden_case);
  EXPECT_TRUE(c.inflows.empty()) << "they are groups like the others";
  const crowd::PeopleGroup &arrivals = c.people[14], &steps = c.people[15];
  EXPECT_EQ(arrivals.name, "arrivals");
  EXPECT_EQ(arrivals.count, 60);
  EXPECT_EQ(arrivals.inflow->from, 10);
  EXPECT_EQ(arrivals.inflow->until, 300);
  EXPECT_TRUE(arrivals.inflow->regular);
  EXPECT_EQ(arrivals.inflow->source.gate, "Side");
  ASSERT_EQ(arrivals.stops.size(), 1u);
  EXPECT_EQ(arrivals.stops[0].place.spaces, std::vector<std::string>{"Hall"});
  EXPECT_EQ(arrivals.speed.a, 1.1);
  EXPECT_EQ(arrivals.lifts, crowd::LiftUse::always_allowed);
  EXPECT_EQ(arrivals.exit, "Main");

  EXPECT_EQ(steps.name, "inflow 2");
  EXPECT_EQ(steps.inflow->rate, (std::vector<std::pair<double, double>>{{0, 0.5}, {100, 2}}));
  EXPECT_FALSE(steps.inflow->regular);
  EXPECT_EQ((*steps.inflow->source.line)[1], Vec2(1, 3));
  EXPECT_EQ(steps.inflow->source.place.z, 0);
  EXPECT_EQ(steps.route, "familiar");
  EXPECT_EQ(steps.familiar, std::vector<std::string>{"Main"});
  EXPECT_EQ(steps.stops.size(), 3u);
  EXPECT_EQ(steps.imitation.radius, 6);
  EXPECT_EQ(c.people[16].inflow->rate, (std::vector<std::pair<double, double>>{{0, 0.2}})) << "one rate all the time";
  EXPECT_EQ(c.people[16].follow_others, 0.3);
  EXPECT_EQ(c.people[17].muster_points, std::vector<std::string>{"car park"});
  EXPECT_EQ(c.people[17].stops[0].place.z, 0);
  EXPECT_EQ(c.people[18].refuges, std::vector<std::string>{"ward"});
  EXPECT_TRUE(c.people[19].bonds.helps);
  EXPECT_TRUE(c.people[19].bonds.returns);
  EXPECT_EQ(c.people[20].bonds.sweeps, std::vector<std::string>{"Hall"});
  EXPECT_EQ(c.people[20].bonds.alert, 2);
  EXPECT_EQ(c.people[20].bonds.stays, 5);
  ASSERT_TRUE(c.people[12].bonds.directs && c.people[13].bonds.directs && c.people[21].bonds.directs);
  EXPECT_EQ(c.people[12].bonds.directs->door, "Tuer 1");
  EXPECT_EQ(c.people[12].bonds.directs->radius, 8);
  EXPECT_EQ(c.people[12].bonds.directs->leaves_after, 60);
  EXPECT_EQ(c.people[13].bonds.directs->at, Vec2(4, 3));
  EXPECT_EQ(c.people[13].bonds.directs->z, 3.2);
  EXPECT_EQ(c.people[21].bonds.directs->to, std::vector<std::string>{"Side"});
  EXPECT_EQ(c.people[21].bonds.directs->leaves_after, 20);
  EXPECT_EQ(c.people[18].inflow->source.place.polygon.size(), 3u);

  ASSERT_EQ(c.alarms.size(), 3u);
  EXPECT_EQ(c.alarms[0].name, "upper");
  EXPECT_EQ(c.alarms[0].time, 5);
  EXPECT_EQ(c.alarms[0].place.storeys, std::vector<std::string>{"OG"});
  EXPECT_EQ(c.alarms[1].name, "alarm 2");
  EXPECT_EQ(c.alarms[1].time, 0);
  EXPECT_EQ(c.alarms[1].place.spaces, std::vector<std::string>{"Hall"});
  EXPECT_EQ(c.alarms[2].place.polygon.size(), 3u);
  EXPECT_EQ(c.alarms[2].place.z, 0);
}

TEST(CaseRead, placesEveryKeyOfEscalatorsAndLifts) {
  const CaseFolder folder;
  const Case c = folder.read(golden_case);
  const scene::LinkSpec &escalator = c.place.links[1], &lift = c.place.links[2];
  EXPECT_TRUE(escalator.backward);
  EXPECT_TRUE(escalator.escalator.walking);
  EXPECT_FALSE(escalator.escalator.stopped);
  EXPECT_EQ(escalator.escalator.speed, 0.65);
  EXPECT_EQ(lift.path[1], Vec3(8, 3, 3.2));
  EXPECT_EQ(lift.lift.mode, scene::Lift::Mode::fire_service);
  EXPECT_EQ(lift.lift.capacity, 21);
  EXPECT_EQ(lift.lift.acceleration, 1);
  EXPECT_EQ(lift.lift.doors, 5);
  EXPECT_EQ(lift.lift.dwell, 4);
  EXPECT_EQ(lift.lift.transfer, 1.5);
  EXPECT_EQ(lift.lift.from, 30);
}

TEST(CaseRead, placesTheConstantsOfEveryWalkingModel) {
  const CaseFolder folder;
  const auto walking = [&](size_t i) { return folder.read(test::model + test::golden_walking[i]).walking; };
  const crowd::AnticipationSettings a = walking(0).anticipation_velocity;
  EXPECT_EQ(walking(0).model, crowd::ModelChoice::anticipation_velocity);
  EXPECT_EQ(a.time_gap, 1.1);
  EXPECT_EQ(a.repulsion, 0.9);
  EXPECT_EQ(a.repulsion_range, 0.12);
  EXPECT_EQ(a.anticipation, 0.8);
  EXPECT_EQ(a.reaction, 0.4);
  const crowd::SocialForceSettings s = walking(1).social_force;
  EXPECT_EQ(walking(1).model, crowd::ModelChoice::social_force);
  EXPECT_EQ(s.strength, 1900);
  EXPECT_EQ(s.range, 0.09);
  EXPECT_EQ(s.stiffness, 110000);
  EXPECT_EQ(s.friction, 230000);
  EXPECT_EQ(s.mass, 75);
  EXPECT_EQ(s.relaxation, 0.6);
  EXPECT_EQ(walking(2).model, crowd::ModelChoice::reciprocal_avoidance);
  EXPECT_EQ(walking(2).reciprocal_avoidance.horizon, 1.5);
  EXPECT_EQ(walking(2).reciprocal_avoidance.wall_horizon, 0.4);
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
                                              "walking.time_gap_s = .5",
                                              "run.until_s=60.",
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
