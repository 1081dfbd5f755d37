#include "base/error.h"

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(Mistake, NamesFileLineKeyValueAndRange) {
  EXPECT_EQ((Mistake{"depot.toml", 12, "tank.diameter_m", "-3", "must lie in (0, 120]"}.str()),
            "depot.toml:12: tank.diameter_m = -3: must lie in (0, 120]");
  EXPECT_EQ((Mistake{"model.glb", 0, "", "", "is empty"}.str()), "model.glb: is empty");
}

TEST(InputError, HoldsEveryMistake) {
  const InputError error({Mistake{"a.toml", 1, "x", "1", "no"}, Mistake{"a.toml", 2, "y", "2", "no"}});
  EXPECT_EQ(error.mistakes().size(), 2u);
  EXPECT_STREQ(error.what(), "a.toml:1: x = 1: no\na.toml:2: y = 2: no");
}

TEST(NearestName, FindsMisspeltNamesOnly) {
  EXPECT_EQ(nearest_name("amonia", {"chlorine", "ammonia", "methane"}), "ammonia");
  EXPECT_EQ(nearest_name("Counts", {"count", "name"}), "count");
  EXPECT_EQ(nearest_name("xylophone", {"count", "name"}), "");
}

TEST(CheckDeathTest, PrintsExpressionAndValues) {
  const int cells = -1;
  EXPECT_DEATH(MUSTER_CHECK(cells >= 0, "cells = {}", cells), "cells >= 0: cells = -1");
}

}  // namespace
}  // namespace muster
