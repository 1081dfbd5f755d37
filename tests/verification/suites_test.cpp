// The checks of `muster verify`, one test each, from the same list: scenarios and criteria are written in sim/verify.
// Few seeds; checks that take long run where the environment variable MUSTER_SLOW is set.
#include "sim/verify/catalogue.h"

#include <cmath>
#include <cstdlib>
#include <set>

#include <gtest/gtest.h>

namespace muster::sim::verify {
namespace {

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const Check& check : checks()) all.push_back(check.name);
  return all;
}

class Suites : public testing::TestWithParam<std::string> {};

TEST_P(Suites, check) {
  const Check& check = check_named(GetParam());
  if (check.slow && std::getenv("MUSTER_SLOW") == nullptr) GTEST_SKIP() << "takes long; set MUSTER_SLOW to run it";
  Effort effort;
  effort.quick = true;
  const Findings findings = check.run(effort);
  ASSERT_FALSE(findings.criteria.empty());
  for (const Criterion& c : findings.criteria)
    EXPECT_NE(c.status(), Status::fail) << c.what << ": asked for " << c.expected_text() << ", found "
                                        << c.measured_text() << " [" << c.source << "]";
}

INSTANTIATE_TEST_SUITE_P(Verify, Suites, testing::ValuesIn(names()), [](const auto& one) { return one.param; });

TEST(Catalogue, everyTestHasAKnownCheckOrAReason) {
  std::set<std::string> known, used;
  for (const std::string& name : names()) EXPECT_TRUE(known.insert(name).second) << name << " stands twice";
  for (const Suite& suite : suites())
    for (const verify::Test& test : suite.tests) {
      EXPECT_NE(test.checks.empty(), test.reason.empty()) << suite.name << " " << test.number;
      for (const std::string& name : test.checks) {
        EXPECT_TRUE(known.contains(name)) << suite.name << " " << test.number << ": " << name;
        used.insert(name);
      }
    }
  EXPECT_EQ(known, used);
}

TEST(Catalogue, theSuitesAreComplete) {
  const auto count = [](const std::string& name) {
    for (const Suite& suite : suites())
      if (suite.name == name) return suite.tests.size();
    return size_t{0};
  };
  EXPECT_EQ(count("rimea"), 20u);  // 1 to 16, of these 12a to 12d, and 13 of version 3.0
  EXPECT_EQ(count("imo"), 12u);
  EXPECT_EQ(count("nist"), 17u);
  EXPECT_EQ(count("iso20414"), 21u);
}

TEST(Criterion, aDeclaredShortfallMustStillFallShort) {
  Criterion c{"flow", "1/s", {1, 2}, "by hand", {2.5}};
  EXPECT_EQ(c.status(), Status::fail);
  c.shortfall = "known";
  EXPECT_EQ(c.status(), Status::known_shortfall);
  c.values = {1.5};
  EXPECT_EQ(c.status(), Status::fail);  // the declaration is out of date
  c.shortfall.clear();
  EXPECT_EQ(c.status(), Status::pass);
  c.values = {1.5, 2.5, 1.9};
  EXPECT_EQ(c.status(), Status::fail);  // every seed
  c.judge = Judge::median;
  EXPECT_EQ(c.status(), Status::pass);
  c.values = {1.5, NAN};
  EXPECT_EQ(c.status(), Status::fail);  // what could not be measured is not met
}

}  // namespace
}  // namespace muster::sim::verify
