#include "case_folder.h"

namespace muster::sim {

namespace {

using test::CaseFolder;

/// One text after the model's two lines, and what must be said of it.
struct Wrong {
  const char* text;
  const char* said;
};

class CaseMistake : public testing::TestWithParam<Wrong> {};

TEST_P(CaseMistake, isSaidWithItsLine) {
  const CaseFolder folder;
  EXPECT_EQ(folder.mistakes(test::model + GetParam().text), GetParam().said);
}

INSTANTIATE_TEST_SUITE_P(
    Keys, CaseMistake,
    testing::Values(
        Wrong{"up_axis = 'z'",
              "a.toml:3: model.up_axis = 'z': unknown key; known here: file, wkt, up, unit_m, rule, storey"},
        Wrong{"[flors]\nx = 1", "a.toml:3: flors: unknown key; did you mean `floors`?"},
        Wrong{"[floors]\ncell = 0.1", "a.toml:4: floors.cell = 0.1: unknown key; did you mean `cell_m`?"},
        Wrong{"[walking]\ntime_gap_m = 1", "a.toml:4: walking.time_gap_m = 1: unknown key; did you mean `time_gap_s`?"},
        Wrong{"[[link]]\npath = [[0, 0, 0], [1, 1, 1]]", "a.toml:3: link[0].name: is required"},
        Wrong{"[[exit]]\nname = 'x'", "a.toml:3: exit[0]: needs one of door, line"},
        Wrong{"[[exit]]\nname = 'x'\ndoor = 'y'\nz_m = 1",
              "a.toml:6: exit[0].z_m = 1: applies only together with line"},
        Wrong{"[[exit]]\nname = 'x'\ndoor = 'y'\nline = [[0, 0], [1, 1]]",
              "a.toml:6: exit[0].line: only one of door, line can be given"},
        Wrong{"[exit]\nname = 'x'", "a.toml:3: exit: expected a list of tables: write [[exit]], found a table"},
        Wrong{"rule = ['wall']", "a.toml:3: model.rule[0] = 'wall': expected a table, found a text"},
        Wrong{"[[people]]", "a.toml:3: people[0]: needs one of count, density_per_m2, points, seats"},
        Wrong{"[[people]]\ncount = 1\ndensity_per_m2 = 1",
              "a.toml:5: people[0].density_per_m2 = 1: only one of count, density_per_m2 can be given"},
        Wrong{"[[people]]\ncount = 1\nspaces = 'a'\nstoreys = 'b'\npolygon = [[0, 0], [1, 0], [0, 1]]",
              "a.toml:6: people[0].storeys = 'b': only one of spaces, storeys, polygon can be given"},
        Wrong{"[[people]]\ncount = 1\nz_m = 3",
              "a.toml:5: people[0].z_m = 3: applies only together with polygon or points"}));

INSTANTIATE_TEST_SUITE_P(
    Values, CaseMistake,
    testing::Values(
        Wrong{"unit_m = 0", "a.toml:3: model.unit_m = 0: must lie in (0, 1000]"},
        Wrong{"up = 'zz'", "a.toml:3: model.up = 'zz': must be one of x, y, z"},
        Wrong{"up = 3", "a.toml:3: model.up = 3: expected one of the words x, y, z, found a whole number"},
        Wrong{"[floors]\ncell_m = nan", "a.toml:4: floors.cell_m = nan: must be finite and lie in [0.05, 0.5]"},
        Wrong{"[floors]\ncell_m = 1e999", "a.toml:4: floors.cell_m = 1e999: must lie in [0.05, 0.5]"},
        Wrong{"[floors]\ncell_m = 0.04999", "a.toml:4: floors.cell_m = 0.04999: must lie in [0.05, 0.5]"},
        Wrong{"[floors]\nfurniture = 1",
              "a.toml:4: floors.furniture = 1: expected true or false, found a whole number"},
        Wrong{"[run]\nuntil_s = 2026-01-01",
              "a.toml:4: run.until_s = 2026-01-01: expected a number, found a date or time"},
        Wrong{"[run]\nstep_s = 0.1\nrecord_every_s = 0.05",
              "a.toml:5: run.record_every_s = 0.05: must not be less than step_s, 0.1"},
        Wrong{"[[people]]\ncount = -3", "a.toml:4: people[0].count = -3: must lie in [1, 2000000]"},
        Wrong{"[[people]]\ncount = 99999999999999999999",
              "a.toml:4: people[0].count = 99999999999999999999: must lie in [1, 2000000]"},
        Wrong{"[[people]]\ncount = 0xFFFFFFFFFFFFFFFFFF",
              "a.toml:4: people[0].count = 0xFFFFFFFFFFFFFFFFFF: must lie in [1, 2000000]"},
        Wrong{"[[people]]\ncount = 1\nspaces = ['a', '']", "a.toml:5: people[0].spaces[1] = '': must not be empty"},
        Wrong{"[[people]]\ncount = 1\nspaces = []", "a.toml:5: people[0].spaces: needs at least 1 entries, has 0"},
        Wrong{"[walking]\nmodel = 'social_forces'",
              "a.toml:4: walking.model = 'social_forces': must be one of collision_free_speed, anticipation_velocity, "
              "social_force, reciprocal_avoidance; did you mean `social_force`?"},
        Wrong{"[walking]\nmodel = 'social_force'\ntime_gap_s = 1",
              "a.toml:5: walking.time_gap_s = 1: applies only where model is collision_free_speed"},
        Wrong{"[walking]\nreciprocal_avoidance = { horizon_s = 2 }",
              "a.toml:4: walking.reciprocal_avoidance: applies only where model is reciprocal_avoidance"},
        Wrong{"[walking]\nmodel = 'social_force'\nsocial_force = { stiffness_kg_s2 = 1 }",
              "a.toml:5: walking.social_force.stiffness_kg_s2 = 1: must lie in [10000, 1000000]"},
        Wrong{"[[model.rule]]\nmatch = 'x'\nas = 'flor'",
              "a.toml:5: model.rule[0].as = 'flor': must be one of unknown, floor, stair, ramp, wall, door, window, "
              "railing, "
              "furniture, ceiling, roof, terrain, space, ignore; did you mean `floor`?"}));

INSTANTIATE_TEST_SUITE_P(
    Shapes, CaseMistake,
    testing::Values(Wrong{"[[door]]\nname = 'd'\nline = [[1, 2], [1, 2.05]]",
                          "a.toml:5: door[0].line: is 0.05 m long, must be at least 0.1 m"},
                    Wrong{"[[door]]\nname = 'd'\nline = [1, 2]",
                          "a.toml:5: door[0].line[0] = 1: expected a point [x, y], found a whole number\n"
                          "a.toml:5: door[0].line[1] = 2: expected a point [x, y], found a whole number"},
                    Wrong{"[[door]]\nname = 'd'\nline = [[0, 0, 0], [1, 1]]",
                          "a.toml:5: door[0].line[0]: expected a point [x, y], found 3 numbers"},
                    Wrong{"[[door]]\nname = 'd'\nline = [[0, 0],\n [1, 'x']]",
                          "a.toml:6: door[0].line[1][1] = 'x': expected a number, found a text"},
                    Wrong{"[[link]]\nname = 'l'\npath = [[0, 0, 0], [0, 0, 0.05]]",
                          "a.toml:5: link[0].path: points 0 and 1 must be at least 0.1 m apart"},
                    Wrong{"[[link]]\nname = 'l'\npath = [[0, 0, 1e9], [0, 0, 2]]",
                          "a.toml:5: link[0].path[0][2] = 1e9: must lie in [-10000000, 10000000]"},
                    Wrong{"[[blocker]]\npolygon = [[0, 0], [1, 0]]",
                          "a.toml:4: blocker[0].polygon: must have 3 to 5000 entries, has 2"},
                    Wrong{"[[blocker]]\npolygon = [[0, 0], [1, 0], [0, 0]]",
                          "a.toml:4: blocker[0].polygon: needs at least 3 different points, has 2"},
                    Wrong{"[[blocker]]\npolygon = [[0, 0], [1, 0], [2, 0]]",
                          "a.toml:4: blocker[0].polygon: encloses no area (0 m2)"},
                    Wrong{"[[blocker]]\npolygon = [[0, 0], [1, 0], [1, 0], [1, 1]]",
                          "a.toml:4: blocker[0].polygon: points 1 and 2 are the same in plan"},
                    Wrong{"[[blocker]]\npolygon = [[0, 0], [4, 4], [4, 0], [0, 3]]",
                          "a.toml:4: blocker[0].polygon: crosses itself: the edges that start at points 0 and 2 meet"},
                    Wrong{"[[strip]]\npolygon = [[0, 0, 0], [4, 0, 0], [2, 0, 1], [2, 2, 1]]",
                          "a.toml:4: strip[0].polygon: crosses itself: the edges that start at points 0 and 2 meet"},
                    Wrong{"[[model.storey]]\nname = 'a'\nz_m = 1\n[[model.storey]]\nname = 'b'\nz_m = 1",
                          "a.toml:3: model.storey: `a` and `b` lie at the same height"}));

INSTANTIATE_TEST_SUITE_P(
    Distributions, CaseMistake,
    testing::Values(
        Wrong{"[[people]]\ncount = 1\nspeed_m_s = 0", "a.toml:5: people[0].speed_m_s = 0: must lie in [0.05, 5]"},
        Wrong{"[[people]]\ncount = 1\nradius_m = 0.7", "a.toml:5: people[0].radius_m = 0.7: must lie in [0.1, 0.5]"},
        Wrong{"[[people]]\ncount = 1\npremovement_s = -1",
              "a.toml:5: people[0].premovement_s = -1: must lie in [0, 604800]"},
        Wrong{
            "[[people]]\ncount = 1\nspeed_m_s = 'fast'",
            "a.toml:5: people[0].speed_m_s = 'fast': expected a number or a table {distribution = ...}, found a text"},
        Wrong{"[[people]]\ncount = 1\nspeed_m_s = {mean = 1}",
              "a.toml:5: people[0].speed_m_s.distribution: is required: one of constant, uniform, normal, lognormal, "
              "gamma, "
              "weibull"},
        Wrong{"[[people]]\ncount = 1\nspeed_m_s = {distribution = 'norml', mean = 1}",
              "a.toml:5: people[0].speed_m_s.distribution = 'norml': must be one of constant, uniform, normal, "
              "lognormal, "
              "gamma, weibull; did you mean `normal`?"},
        Wrong{"[[people]]\ncount = 1\nspeed_m_s = {distribution = 'normal', mean = 1}",
              "a.toml:5: people[0].speed_m_s.sd: is required"},
        Wrong{"[[people]]\ncount = 1\nspeed_m_s = {distribution = 'normal', mean = 1, sd = 0}",
              "a.toml:5: people[0].speed_m_s.sd = 0: must lie in (0, 4.95]"},
        Wrong{"[[people]]\ncount = 1\nspeed_m_s = {distribution = 'normal', mean = 0.2, sd = 0.1}",
              "a.toml:5: people[0].speed_m_s: mean must lie between min and max, here [0.3, 3]"},
        Wrong{"[[people]]\ncount = 1\nspeed_m_s = {distribution = 'uniform', low = 2, high = 1}",
              "a.toml:5: people[0].speed_m_s: low must be < high"},
        Wrong{"[[people]]\ncount = 1\nspeed_m_s = {distribution = 'gamma', shape = 9, scale = 0.1, min = 2, max = 1}",
              "a.toml:5: people[0].speed_m_s: min must be <= max"},
        Wrong{"[[people]]\ncount = 1\nspeed_m_s = {distribution = 'lognormal', mu = 9, sigma = 0.1}",
              "a.toml:5: people[0].speed_m_s: less than one in 10^9 of the distribution lies within [min, max]"}));

INSTANTIATE_TEST_SUITE_P(
    Names, CaseMistake,
    testing::Values(
        Wrong{"[[exit]]\nname = 'A'\ndoor = 'a'\n[[exit]]\nname = 'A'\ndoor = 'b'",
              "a.toml:7: exit[1].name = 'A': is used already on line 4"},
        Wrong{"[[door]]\nname = 'A'\n[[door]]\nname = 'A'", "a.toml:6: door[1].name = 'A': is used already on line 4"},
        Wrong{
            "[[link]]\nname = 'A'\npath = [[0, 0, 0], [0, 0, 3]]\n[[link]]\nname = 'A'\npath = [[0, 0, 0], [0, 0, 3]]",
            "a.toml:7: link[1].name = 'A': is used already on line 4"},
        Wrong{"[[people]]\nname = 'A'\ncount = 1\n[[people]]\nname = 'A'\ncount = 1",
              "a.toml:7: people[1].name = 'A': is used already on line 4"},
        Wrong{"[[exit]]\nname = 'North'\ndoor = 'a'\n[[people]]\ncount = 1\nexit = 'Nort'",
              "a.toml:8: people[0].exit = 'Nort': no exit of this name; did you mean `North`?"}));

INSTANTIATE_TEST_SUITE_P(
    Syntax, CaseMistake,
    testing::Values(Wrong{"up = ", "a.toml:3: missing value after key-value separator '=', at `up =`"},
                    Wrong{"up 3", "a.toml:3: missing key-value separator `=`, at `up 3`"},
                    Wrong{"up = maybe", "a.toml:3: unknown value appeared, at `up = maybe`"},
                    Wrong{"[floors]\n[floors]", "a.toml:4: table (\"floors\") already exists, at `[floors]`"},
                    Wrong{"title = \"\xff\"", "a.toml:3: is not UTF-8 text"},
                    Wrong{"title = 'a", "a.toml:3: the next token is not a valid literal string, at `title = 'a`"}));

TEST(CaseMistakes, ofTheModelFileNameItsLine) {
  const CaseFolder folder;
  EXPECT_EQ(folder.mistakes("title = 'x'\n[model]\nfile = 'none.ifc'"),
            "a.toml:3: model.file = 'none.ifc': no such file (looked for none.ifc)");
  EXPECT_EQ(folder.mistakes("model.file = 'folder.glb'"),
            "a.toml:1: model.file = 'folder.glb': is a directory, expected a file (looked for folder.glb)");
  EXPECT_EQ(folder.mistakes("model.file = 'empty.ifc'"),
            "a.toml:1: model.file = 'empty.ifc': is empty (looked for empty.ifc)");
  EXPECT_EQ(folder.mistakes("model.file = '/dev/null'"),
            "a.toml:1: model.file = '/dev/null': is no regular file (looked for /dev/null)");
  EXPECT_EQ(folder.mistakes("model.up = 'z'"), "a.toml:1: model: needs one of file, wkt");
  EXPECT_EQ(folder.mistakes("model.file = 'plan.wkt'\nmodel.wkt = 'POINT (0 0)'"),
            "a.toml:2: model.wkt = 'POINT (0 0)': only one of file, wkt can be given");
  EXPECT_EQ(folder.mistakes(""), "a.toml: model: is required");
}

TEST(CaseMistakes, areAllSaidInTheOrderOfTheirLines) {
  const CaseFolder folder;
  const std::string text =
      "title = 5\n"
      "sead = 3\n"
      "[[people]]\n"
      "exit = 'B'\n"
      "count = 0\n"
      "premovement_s = {distribution = 'uniform', low = 5, high = 5}\n"
      "[run]\n"
      "step_s = 1\n"
      "[[exit]]\n"
      "name = 'A'\n"
      "door = ''\n";
  EXPECT_EQ(folder.mistakes(text, {"run.until_s=soon", "exit.name=B"}),
            "a.toml: model: is required\n"
            "a.toml:1: title = 5: expected a text in quotes, found a whole number\n"
            "a.toml:2: sead = 3: unknown key; did you mean `seed`?\n"
            "a.toml:4: people[0].exit = 'B': no exit of this name; did you mean `A`?\n"
            "a.toml:5: people[0].count = 0: must lie in [1, 2000000]\n"
            "a.toml:6: people[0].premovement_s: low must be < high\n"
            "a.toml:8: run.step_s = 1: must lie in [0.001, 0.1]\n"
            "a.toml:11: exit[0].door = '': must not be empty\n"
            "--set: exit.name = B: `name` asks for a key, but this is a list: name an entry, e.g. [0].name\n"
            "--set: run.until_s = soon: expected a number, found a text");
}

TEST(CaseMistakes, ofOverridesNameSet) {
  const CaseFolder folder;
  const std::string text = test::model + "[[people]]\ncount = 1\n";
  const auto said = [&](const std::string& override_text) { return folder.mistakes(text, {override_text}); };
  EXPECT_EQ(said("people[0].count=-3"), "--set: people[0].count = -3: must lie in [1, 2000000]");
  EXPECT_EQ(said("foo"), "--set: `foo`: expected key=value, e.g. people[0].count=100");
  EXPECT_EQ(said("=1"), "--set: `=1`: expected key=value, e.g. people[0].count=100");
  EXPECT_EQ(said("people[x].count=1"), "--set: `people[x].count=1`: expected key=value, e.g. people[0].count=100");
  EXPECT_EQ(said("people..count=1"), "--set: `people..count=1`: expected key=value, e.g. people[0].count=100");
  EXPECT_EQ(said("people[2].count=1"), "--set: people[2].count = 1: [2] is beyond the list's 1 entries");
  EXPECT_EQ(said("model[0].file=1"), "--set: model[0].file = 1: [0] asks for an entry of a list, but this is a table");
  EXPECT_EQ(said("model.file.x=1"), "--set: model.file.x = 1: `x` asks for a key of a table, but this is a text");
  EXPECT_EQ(said("exit=[1"), "--set: exit = [1: missing array separator `,` after a value");
  EXPECT_EQ(said("walking.time_gap=1"), "--set: walking.time_gap = 1: unknown key; did you mean `time_gap_s`?");
  EXPECT_EQ(said("people[1].name=B"), "--set: people[1]: needs one of count, density_per_m2, points, seats");
}

TEST(CaseMistakes, ofTheCaseFileItself) {
  const CaseFolder folder;
  const auto said = [&](const std::string& name) -> std::string {
    try {
      read_case(folder.path() / name);
      return "";
    } catch (const InputError& error) {
      EXPECT_EQ(error.mistakes()[0].file, (folder.path() / name).string());
      return error.mistakes()[0].text;
    }
  };
  EXPECT_EQ(said("none.toml"), "no such file");
  EXPECT_EQ(said("folder.glb"), "is no file, expected a case file (TOML)");
  EXPECT_EQ(said("empty.ifc"), "is empty, expected a case file (TOML)");
}

}  // namespace

}  // namespace muster::sim
