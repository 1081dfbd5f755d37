// Parameter files of the generator: every mistake with its line, all at once.

#include "sim/generate/params.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace muster::sim {
namespace {

scene::OfficeParams read(const std::string& text) {
  const test::TemporaryFolder folder;
  return read_office_params(folder.write("params.toml", text));
}

std::vector<Mistake> mistakes_in(const std::string& text) {
  try {
    read(text);
  } catch (const InputError& error) {
    return error.mistakes();
  }
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

TEST(GenerateParams, WhatIsGivenReplacesTheDefault) {
  const scene::OfficeParams params = read("storeys = 6\nroom_door_m = 0.8\nlength_m = 60  # whole numbers will do\n");
  EXPECT_EQ(params.storeys, 6);
  EXPECT_DOUBLE_EQ(params.room_door, 0.8);
  EXPECT_DOUBLE_EQ(params.length, 60);
  EXPECT_DOUBLE_EQ(params.depth, scene::OfficeParams{}.depth);
  EXPECT_EQ(read("").storeys, scene::OfficeParams{}.storeys);
}

TEST(GenerateParams, AllMistakesOfAFileAtOnce) {
  const std::vector<Mistake> mistakes =
      mistakes_in("storeys = 0\ncorridor_with_m = 2\n\nlength_m = \"long\"\nworkplaces = 1.5\nslab_m = nan\n");
  ASSERT_EQ(mistakes.size(), 5U);
  EXPECT_EQ(mistakes[0].line, 1);
  EXPECT_EQ(mistakes[0].value, "0");
  EXPECT_EQ(mistakes[0].text, "must lie in [1, 60]");
  EXPECT_EQ(mistakes[1].line, 2);
  EXPECT_NE(mistakes[1].text.find("did you mean corridor_width_m?"), std::string::npos) << mistakes[1].text;
  EXPECT_EQ(mistakes[2].line, 4);
  EXPECT_EQ(mistakes[3].text, "must be a whole number in [0, 12]");
  EXPECT_EQ(mistakes[4].line, 6);
}

TEST(GenerateParams, MeasuresThatDoNotFitTogetherNameTheirLine) {
  const std::vector<Mistake> mistakes = mistakes_in("storeys = 2\nrooms_per_side = 40\n");
  ASSERT_EQ(mistakes.size(), 1U);
  EXPECT_EQ(mistakes[0].key, "rooms_per_side");
  EXPECT_EQ(mistakes[0].line, 2);
}

TEST(GenerateParams, WhatIsNotTomlOrNotAFileIsRefused) {
  const std::vector<Mistake> syntax = mistakes_in("storeys = 2\nlength_m = = 3\n");
  ASSERT_EQ(syntax.size(), 1U);
  EXPECT_EQ(syntax[0].line, 2);
  EXPECT_THROW(read_office_params("/nonexistent/params.toml"), InputError);
  EXPECT_THROW(read_office_params(std::filesystem::temp_directory_path()), InputError);
  EXPECT_THROW(read("storeys = 99999999999999999999999\n"), InputError);
  EXPECT_THROW(read(std::string("\xff\xfe\x00garbage", 10)), InputError);
}

}  // namespace
}  // namespace muster::sim
