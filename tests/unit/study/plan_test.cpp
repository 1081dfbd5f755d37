// Study files: what is refused and how, the variants of each plan, what names a run.
#include "sim/study/plan/plan.h"

#include "tests/support/temporary_folder.h"

#include <chrono>
#include <set>

#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

constexpr const char* a_case = R"toml(title = "Room"
[model]
wkt = "POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))"
[[exit]]
name = "East"
line = [[10, 1], [10, 2]]
[[people]]
count = 5
)toml";

class Plans : public testing::Test {
 protected:
  Study read(const std::string& text) {
    folder_.write("case.toml", a_case);
    return read_study(folder_.write("study.toml", "case = \"case.toml\"\n" + text));
  }
  std::string refused(const std::string& text) {
    try {
      const Study study = read(text);
      const BaseCase base(study);
      if (auto mistakes = base.mistakes(variants_of(study)); !mistakes.empty()) throw InputError(mistakes);
    } catch (const InputError& error) {
      std::string all;
      for (const Mistake& m : error.mistakes()) all += m.str() + "\n";
      return all.substr(all.find("study.toml"));
    }
    return "";
  }
  test::TemporaryFolder folder_;
};

TEST_F(Plans, MistakesNameLineKeyAndRange) {
  EXPECT_NE(refused("[plan]\nmethod = \"gird\"\n").find("study.toml:3: plan.method = \"gird\""), std::string::npos);
  EXPECT_NE(refused("[plan]\nmethod = \"grid\"\n").find("factor: this plan.method needs [[factor]]"),
            std::string::npos);
  const std::string key =
      refused("plan.method = \"grid\"\n[[factor]]\nname = \"n\"\nkey = \"people[0].cuont\"\nvalues = [1, 2]\n");
  EXPECT_NE(key.find("study.toml:3"), std::string::npos) << key;
  EXPECT_NE(key.find("did you mean `count`?"), std::string::npos) << key;
  const std::string range =
      refused("plan.method = \"grid\"\n[[factor]]\nname = \"n\"\nkey = \"people[0].count\"\nvalues = [1, -2]\n");
  EXPECT_NE(range.find("people[0].count = -2"), std::string::npos) << range;
  EXPECT_NE(refused("plan.method = \"sobol\"\n[[factor]]\nname = \"n\"\nkey = \"seed\"\nlow = 3\nhigh = 2\n")
                .find("must be below `high`"),
            std::string::npos);
  EXPECT_NE(refused("plan.method = \"grid\"\n[[factor]]\nname = \"n\"\nkey = \"generate.a_m\"\nvalues = [1, 2]\n")
                .find("needs [generate]"),
            std::string::npos);
  EXPECT_NE(refused("[[variant]]\nname = \"a\"\nset = [\"people\"]\n").find("expected key=value"), std::string::npos);
}

TEST_F(Plans, TheSeedIsNoFactor) {
  const char* chosen = "run k of every variant has the seed";
  EXPECT_NE(refused("plan.method = \"grid\"\n[[factor]]\nname = \"n\"\nkey = \"seed\"\nvalues = [1, 2]\n").find(chosen),
            std::string::npos);
  EXPECT_NE(refused("plan.method = \"grid\"\n[[factor]]\nname = \"n\"\noption = [{name = \"a\", set = [\"seed = 1\"]}, "
                    "{name = \"b\", set = []}]\n")
                .find(chosen),
            std::string::npos);
  EXPECT_NE(refused("[[variant]]\nname = \"a\"\nset = [\"seed=3\"]\n").find(chosen), std::string::npos);
  EXPECT_EQ(refused("[[variant]]\nname = \"a\"\nset = []\n"), "");
}

TEST_F(Plans, WholeNumbersLieInTheRange) {
  const auto factor = [](const std::string& method, const std::string& rest) {
    return "plan.method = \"" + method + "\"\n[[factor]]\nname = \"n\"\nkey = \"people[0].count\"\nwhole = true\n" +
           rest;
  };
  EXPECT_NE(refused(factor("sobol", "low = 1.2\nhigh = 1.8\n")).find("there is no whole number"), std::string::npos);
  EXPECT_NE(refused(factor("grid", "low = 1\nhigh = 3\nlevels = 5\n")).find("there are 3 whole numbers"),
            std::string::npos);
  EXPECT_NE(refused(factor("sobol", "distribution = {distribution = \"uniform\", low = 1.2, high = 3}\n"))
                .find("between whole numbers, not 1.2"),
            std::string::npos);
  const auto variants = variants_of(read(factor("grid", "low = 1.4\nhigh = 3.6\nlevels = 2\n")));
  ASSERT_EQ(variants.size(), 2u);
  EXPECT_EQ(variants[0].values[0], "2") << "1 and 4 lie outside";
  EXPECT_EQ(variants[1].values[0], "3");
}

TEST_F(Plans, MorrisTriesEveryOption) {
  const auto factor = [](const std::string& options) {
    return "plan.method = \"morris\"\n[[factor]]\nname = \"n\"\n" + options;
  };
  const std::string said =
      refused(factor("option = [{name = \"often\", set = [], frequency = 9}, {name = \"rare\", set = "
                     "[\"people[0].count=2\"], frequency = 1}]\n"));
  EXPECT_NE(said.find("would never be tried"), std::string::npos) << said;
  EXPECT_NE(said.find("rare"), std::string::npos) << said;
  EXPECT_EQ(refused(factor("key = \"people[0].count\"\nvalues = [2, 3, 4]\n")), "");
  EXPECT_NE(refused(factor("key = \"people[0].count\"\nvalues = [2, 3, 4, 5, 6]\n")).find("would never be tried"),
            std::string::npos);
}

TEST_F(Plans, IndicesNeedAsManyRunsOfEveryPoint) {
  const std::string text =
      "plan.method = \"sobol_indices\"\nreplicates.criterion = \"interval\"\n[[factor]]\nname = \"n\"\nkey = "
      "\"people[0].count\"\nvalues = [2, 3]\n";
  EXPECT_NE(refused(text).find("must be fixed, imo or wilks"), std::string::npos);
}

TEST_F(Plans, GridIsEveryCombination) {
  const Study study = read(R"(plan.method = "grid"
[[factor]]
name = "people"
key = "people[0].count"
values = [5, 10]
[[factor]]
name = "exit"
option = [{name = "open", set = []}, {name = "shut", set = ["exit[0].closed=true"]}]
[[factor]]
name = "until"
key = "run.until_s"
low = 100
high = 300
)");
  const auto variants = variants_of(study);
  ASSERT_EQ(variants.size(), 2u * 2 * 3);
  EXPECT_EQ(variants[0].set, (std::vector<std::string>{"people[0].count=5", "run.until_s=100"}));
  EXPECT_EQ(variants[11].set,
            (std::vector<std::string>{"people[0].count=10", "exit[0].closed=true", "run.until_s=300"}));
  EXPECT_EQ(variants[5].name, "people: 5, exit: shut, until: 300");
  EXPECT_TRUE(BaseCase(study).mistakes(variants).empty());
}

TEST_F(Plans, OptionsComeAsOftenAsTheirFrequencySays) {
  const Study study = read(R"([plan]
method = "sobol"
points = 1024
[[factor]]
name = "wind"
option = [{name = "weak", set = [], frequency = 0.25}, {name = "strong", set = [], frequency = 0.75}]
[[factor]]
name = "people"
key = "people[0].count"
low = 1
high = 4
whole = true
)");
  std::map<std::string, int> winds, people;
  for (const Variant& v : variants_of(study)) {
    ++winds[v.values[0]], ++people[v.values[1]];
  }
  EXPECT_EQ(winds["weak"], 256);
  EXPECT_EQ(people, (std::map<std::string, int>{{"1", 256}, {"2", 256}, {"3", 256}, {"4", 256}}));
}

TEST_F(Plans, GeneratedModelsTakeTheirParameters) {
  const std::string text = R"(plan.method = "grid"
[generate]
kind = "office"
parameters = {storeys = 2}
[[factor]]
name = "stair"
key = "generate.stair_width_m"
values = [1.0, 1.2]
)";
  const Study study = read(text);
  const auto variants = variants_of(study);
  EXPECT_EQ(variants[1].parameters, "stair_width_m = 1.2\nstoreys = 2\n");
  EXPECT_TRUE(variants[1].set.empty());
  const BaseCase base(study);
  EXPECT_NE(base.key_of(variants[0]), base.key_of(variants[1]));
  const std::string bad =
      refused(text + "[[factor]]\nname = \"x\"\nkey = \"generate.stair_wdth_m\"\nvalues = [1, 2]\n");
  EXPECT_NE(bad.find("did you mean stair_width_m?"), std::string::npos) << bad;
}

TEST_F(Plans, KeysHangOnWhatResultsHangOn) {
  const std::string text = R"(plan.method = "grid"
[[factor]]
name = "people"
key = "people[0].count"
values = [5, 10]
)";
  const Study study = read(text);
  const BaseCase base(study);
  const auto variants = variants_of(study);
  const std::string key = base.key_of(variants[0]);
  EXPECT_EQ(key.size(), 64u);
  EXPECT_NE(key, base.key_of(variants[1]));
  EXPECT_NE(run_key(key, 1), run_key(key, 2));
  Variant spelled = variants[0];
  spelled.set = {"people[0].count=4", "people[0].count = 5"};
  EXPECT_EQ(base.key_of(spelled), key) << "the case counts, not how it came about";
  folder_.write("case.toml", std::string(a_case) + "# a comment\n");
  EXPECT_EQ(BaseCase(study).key_of(variants[0]), key);
  folder_.write("case.toml", std::string(a_case) + "[run]\nuntil_s = 60\n");
  EXPECT_NE(BaseCase(study).key_of(variants[0]), key);
}

TEST_F(Plans, KeysHangOnTheContentOfTheModel) {
  folder_.write("plan.wkt", "POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))");
  const Study study = read("[[variant]]\nname = \"a\"\nset = [\"model={file = 'plan.wkt'}\"]\n");
  const auto variants = variants_of(study);
  const std::string key = BaseCase(study).key_of(variants[0]);
  folder_.write("plan.wkt", "POLYGON ((0 0, 12 0, 12 5, 0 5, 0 0))");
  EXPECT_NE(BaseCase(study).key_of(variants[0]), key);
}

TEST_F(Plans, KeysHangOnTheContentOfAnEarlierRun) {
  folder_.write("first.h5", "one");
  const Study study = read("[[variant]]\nname = \"a\"\nset = [\"hazards.from='first.h5'\"]\n");
  const auto variants = variants_of(study);
  const std::string key = BaseCase(study).key_of(variants[0]);
  folder_.write("first.h5", "other");
  EXPECT_NE(BaseCase(study).key_of(variants[0]), key);
}

TEST_F(Plans, TenThousandVariantsInSeconds) {
  const Study study = read(R"([plan]
method = "sobol"
points = 10000
[[factor]]
name = "people"
key = "people[0].count"
low = 1
high = 40
whole = true
[[factor]]
name = "until"
key = "run.until_s"
low = 100
high = 300
)");
  const auto began = std::chrono::steady_clock::now();
  const BaseCase base(study);
  const auto variants = variants_of(study);
  EXPECT_TRUE(base.mistakes(variants).empty());
  std::set<std::string> keys;
  for (const Variant& v : variants) keys.insert(base.key_of(v));
  EXPECT_EQ(keys.size(), variants.size());
  RecordProperty("seconds",
                 std::to_string(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count()));
}

}  // namespace
}  // namespace muster::sim::study
