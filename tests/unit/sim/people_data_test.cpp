// data/people.toml, the keys that use it, and what `muster data people` prints.

#include "sim/data/people_data.h"

#include "models/crowd/people/population.h"
#include "sim/case/read.h"
#include "tests/support/statistics.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

const PeopleData& data() {
  static const PeopleData read = read_people_data();
  return read;
}

/// The groups of a case, profiles filled in.
std::vector<crowd::PeopleGroup> groups_of(const std::string& people) {
  Case c = read_case_text("model.wkt = 'POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))'\n" + people, "a.toml");
  fill_profiles(c.people);
  return c.people;
}

std::string mistakes_of(const std::string& people) {
  try {
    groups_of(people);
  } catch (const InputError& error) {
    std::string all;
    for (const Mistake& m : error.mistakes()) all += m.str() + "\n";
    return all;
  }
  return "";
}

std::vector<crowd::Attributes> drawn(const std::string& who, size_t count) {
  std::vector<crowd::Attributes> people;
  const auto shares = data().find(who);
  for (uint32_t id = 0; id < count; ++id)
    people.push_back(crowd::draw(crowd::draw_share(shares, 1, id).profile, 1, id));
  return people;
}

TEST(PeopleData, everyValueHasASourceOfTheFile) {
  ASSERT_GT(data().profiles.size(), 20u);
  for (const ProfileEntry& entry : data().profiles) {
    EXPECT_TRUE(entry.values[2]) << entry.name << " has no radius";
    EXPECT_GT(entry.profile.radius.quantile(0.5), 0.05);
    for (uint32_t id = 0; id < 50; ++id) {
      const crowd::Attributes a = crowd::draw(entry.profile, 1, id);
      EXPECT_TRUE(a.speed > 0.05f && a.speed < 2.5f) << entry.name << ": " << a.speed;
      EXPECT_TRUE(a.stairs_up > 0 && a.stairs_up <= 1) << entry.name << ": " << a.stairs_up;
    }
  }
}

TEST(PeopleData, imoTable34) {
  // MSC.1/Circ.1533, annex 3, tables 3.4 and 3.5: minimum and maximum on the level, down and up stairs [m/s].
  struct Row {
    const char* who;
    double level[2], down[2], up[2];
  };
  const Row rows[] = {{"imo_female_under_30", {0.93, 1.55}, {0.56, 0.94}, {0.47, 0.79}},
                      {"imo_female_30_50", {0.71, 1.19}, {0.49, 0.81}, {0.44, 0.74}},
                      {"imo_female_over_50", {0.56, 0.94}, {0.45, 0.75}, {0.37, 0.61}},
                      {"imo_female_impaired_1", {0.43, 0.71}, {0.34, 0.56}, {0.28, 0.46}},
                      {"imo_female_impaired_2", {0.37, 0.61}, {0.29, 0.49}, {0.23, 0.39}},
                      {"imo_male_under_30", {1.11, 1.85}, {0.76, 1.26}, {0.50, 0.84}},
                      {"imo_male_30_50", {0.97, 1.62}, {0.64, 1.07}, {0.47, 0.79}},
                      {"imo_male_over_50", {0.84, 1.40}, {0.50, 0.84}, {0.38, 0.64}},
                      {"imo_male_impaired_1", {0.64, 1.06}, {0.38, 0.64}, {0.29, 0.49}},
                      {"imo_male_impaired_2", {0.55, 0.91}, {0.33, 0.55}, {0.25, 0.41}},
                      {"imo_crew_female", {0.93, 1.55}, {0.56, 0.94}, {0.47, 0.79}},
                      {"imo_crew_male", {1.11, 1.85}, {0.76, 1.26}, {0.50, 0.84}}};
  const double plan = 0.29 / std::hypot(0.17, 0.29);
  for (const Row& row : rows) {
    std::vector<double> level, up, down;
    for (const crowd::Attributes& a : drawn(row.who, 1000)) {
      level.push_back(a.speed);
      up.push_back(a.speed * a.stairs_up / plan);
      down.push_back(a.speed * a.stairs_down / plan);
    }
    const auto fits = [](const double* range) {
      return [range](double x) { return test::below_uniform(x, range[0], range[1]); };
    };
    EXPECT_GT(test::ks_p(level, fits(row.level)), 0.05) << row.who;
    EXPECT_GT(test::ks_p(up, fits(row.up)), 0.05) << row.who;
    EXPECT_GT(test::ks_p(down, fits(row.down)), 0.05) << row.who;
    EXPECT_NEAR(test::mean_of(level), 0.5 * (row.level[0] + row.level[1]), 0.05) << row.who;
  }
}

TEST(PeopleData, rimeaSpeedsByAge) {
  // RiMEA 7: means of the figure after Weidmann; standard deviation 0.26 of 1.34 of them, cut off at 2.5.
  const std::pair<double, double> means[] = {{4, 0.6},   {20, 1.61}, {30, 1.54}, {50, 1.41},
                                             {60, 1.27}, {70, 1.07}, {80, 0.68}};
  for (const auto& [age, mean] : means) {
    crowd::Profile profile = data().find("adults").front().profile;
    profile.age = Distribution::constant(age);
    std::vector<double> speeds;
    for (uint32_t id = 0; id < 1000; ++id) speeds.push_back(crowd::draw(profile, 1, id).speed);
    EXPECT_NEAR(test::mean_of(speeds), mean, 0.05) << age;
    EXPECT_NEAR(test::sd_of(speeds), 0.26 / 1.34 * mean, 0.05) << age;
  }
}

TEST(PeopleData, adultsTogetherAreWeidmannsMean) {
  std::vector<double> speeds;
  for (const crowd::Attributes& a : drawn("adults", 4000)) speeds.push_back(a.speed);
  EXPECT_NEAR(test::mean_of(speeds), 1.34, 0.05);
}

TEST(PeopleData, passengersAreMixedAsImoSays) {
  const auto shares = data().find("imo_passengers");
  ASSERT_EQ(shares.size(), 10u);
  int female = 0, young = 0;
  const auto people = drawn("imo_passengers", 4000);
  for (const crowd::Attributes& a : people) {
    female += a.female ? 1 : 0;
    young += a.age < 30 ? 1 : 0;
  }
  EXPECT_NEAR(female, 2000, 4 * std::sqrt(4000 * 0.25));
  EXPECT_NEAR(young, 4000 * 0.14, 4 * std::sqrt(4000 * 0.14 * 0.86));
}

TEST(PeopleData, wheelchairsCannotUseStairsAndPassADoorOfEightyCentimetres) {
  for (const crowd::Attributes& a : drawn("wheelchair", 100)) {
    EXPECT_FALSE(a.stairs_allowed);
    EXPECT_LT(2 * (a.radius + 0.05f), 0.8f);
  }
}

TEST(PeopleKeys, whoMixAgeAndSex) {
  const auto groups = groups_of(R"(
[[people]]
count = 1
who = "imo_crew"
[[people]]
count = 1
mix = [{who = "wheelchair", share = 0.2}, {who = "imo_crew", share = 0.8}]
[[people]]
count = 1
age_years = {distribution = "uniform", low = 20, high = 30}
sex = "female"
[[people]]
count = 1
)");
  ASSERT_EQ(groups[0].mix.size(), 2u);
  EXPECT_EQ(groups[0].mix[0].profile.name, "imo_crew_female");
  ASSERT_EQ(groups[1].mix.size(), 3u);
  EXPECT_EQ(groups[1].mix[2].share, 0.4);
  EXPECT_EQ(groups[2].mix[0].profile.name, "adults");
  EXPECT_EQ(groups[2].mix[0].profile.age.b, 30);
  EXPECT_EQ(groups[2].mix[0].profile.sex, crowd::Sex::female);
  EXPECT_TRUE(groups[3].mix.empty());
}

TEST(PeopleKeys, mistakesAreNamedWithTheNearest) {
  EXPECT_EQ(
      mistakes_of("[[people]]\ncount = 1\nwho = 'wheelchiar'\n[[people]]\ncount = 1\nmix = [{who = 'adult', share = "
                  "1}]\n"),
      "a.toml:2: people[0].who = wheelchiar: no profile of this name; did you mean `wheelchair`?\n"
      "a.toml:5: people[1].mix[0].who = adult: no profile of this name; did you mean `adults`?\n");
  EXPECT_NE(
      mistakes_of("[[people]]\ncount = 1\nmix = [{who = 'adults', share = 0.5}]\n").find("add up to 0.5, must be 1"),
      std::string::npos);
  EXPECT_NE(
      mistakes_of("[[people]]\ncount = 1\nwho = 'adults'\nmix = [{who = 'adults', share = 1}]\n").find("only one of"),
      std::string::npos);
}

TEST(PeopleKeys, inflowsAndAlarms) {
  const Case c = read_case_text(R"(
model.wkt = 'POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))'
[[people]]
spaces = "hall"
seats = {row_m = 0.8, seat_m = 0.55, share = 0.9}
starts_with_others = {share = 0.3}
[[inflow]]
from = {gate = "north"}
rate_per_s = [[0, 0.5], [60, 2]]
until_s = 300
to = {spaces = "hall"}
leave_at_s = 900
[[inflow]]
name = "late"
from = {line = [[0, 1], [0, 3]]}
count = 20
from_s = 100
until_s = 200
visit = [{polygon = [[1, 1], [2, 1], [2, 2]], stay_s = 30}, {spaces = "bar"}]
[[alarm]]
at_s = 600
spaces = ["hall", "bar"]
)",
                                "a.toml");
  ASSERT_EQ(c.people.size(), 3u);
  EXPECT_EQ(c.people[0].place.seats->seat, 0.55);
  EXPECT_EQ(c.people[0].imitation.share, 0.3);
  EXPECT_FALSE(c.people[0].inflow);
  EXPECT_EQ(c.people[1].name, "inflow 1");
  EXPECT_EQ(c.people[1].inflow->source.gate, "north");
  EXPECT_EQ(c.people[1].inflow->rate[1], (std::pair<double, double>{60, 2}));
  ASSERT_EQ(c.people[1].stops.size(), 1u);
  EXPECT_FALSE(c.people[1].stops[0].stay);
  EXPECT_EQ(c.people[2].stops[0].stay->a, 30);
  EXPECT_EQ(*c.people[2].count, 20);
  ASSERT_EQ(c.alarms.size(), 1u);
  EXPECT_EQ(c.alarms[0].name, "alarm 1");
  EXPECT_EQ(c.alarms[0].place.spaces.size(), 2u);
  EXPECT_NE(mistakes_of("[[inflow]]\nfrom = {gate = 'a'}\nrate_per_s = [[5, 1], [4, 2]]\nuntil_s = 9\n")
                .find("must be later than 5"),
            std::string::npos);
  EXPECT_NE(mistakes_of("[[inflow]]\nfrom = {}\ncount = 3\nuntil_s = 9\n").find("needs one of gate, line"),
            std::string::npos);
}

TEST(PeoplePrint, textAndJson) {
  EXPECT_NE(people_text(data(), "").find("imo_male_30_50"), std::string::npos);
  const std::string one = people_text(data(), "wheelchair");
  EXPECT_NE(one.find("recalled: K. Boyce"), std::string::npos) << one;
  const auto json = nlohmann::json::parse(people_json(data(), "imo_male_30_50"));
  ASSERT_EQ(json["profile"].size(), 1u);
  EXPECT_EQ(json["profile"][0]["speed_m_s"]["high"], 1.62);
  EXPECT_EQ(json["profile"][0]["speed_m_s"]["unit"], "m/s");
  EXPECT_EQ(json["profile"][0]["speed_m_s"]["status"], "checked");
  EXPECT_THROW(people_text(data(), "adult"), InputError);
}

TEST(PeopleData, whatTheFileSaysWrongIsNamed) {
  const test::TemporaryFolder folder;
  const auto file = folder.write("people_wrong.toml", R"(
[[source]]
name = "a"
text = "A"
[[profile]]
name = "p"
text = "P"
speed_m_s = {value = 9, source = "a", status = "checked"}
radius_m = {value = 0.2, source = "a"}
)");
  try {
    read_people_data(file);
    FAIL();
  } catch (const InputError& error) {
    ASSERT_EQ(error.mistakes().size(), 2u);
    EXPECT_EQ(error.mistakes()[0].key, "profile[0].radius_m.status");
    EXPECT_NE(error.mistakes()[1].str().find("speed_m_s.value = 9: must lie in [0.05, 5]"), std::string::npos)
        << error.mistakes()[1].str();
  }
}

}  // namespace
}  // namespace muster::sim
