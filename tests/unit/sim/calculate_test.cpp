// `muster calc`: inputs as in a case file, ranges as bands.
#include "base/parallel.h"
#include "sim/calc/catalogue.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

struct Inputs {
  double length = 1, width = 2;
  std::string colour = "red";
};

/// The area of a rectangle.
Calculation area() {
  Table<Inputs> table("A rectangle.");
  table.key("length_m", &Inputs::length, number(above(0, 100), "m"), "its length", Need::required);
  table.key("width_m", &Inputs::width, number(above(0, 100), "m"), "its width");
  table.key("colour", &Inputs::colour, choice<std::string>({{"red", "red"}, {"blue", "blue"}}), "its colour");
  return calculation<Inputs>("area", "area of a rectangle", table,
                             [](const Inputs& in, const substance::Library&) -> Answer {
                               if (in.length == 13) throw InputError({"", 0, "length_m", "13", "is unlucky"});
                               Answer answer;
                               answer.add("area_m2", in.length * in.width, "m2", "its area");
                               answer.add("shape", in.length > in.width ? "long" : "broad", "what it looks like");
                               if (in.length > 50) answer.warnings.push_back({"long", "is long", "length_m"});
                               return answer;
                             });
}

Answer answer_of(const std::vector<std::string>& inputs, int draws = 1000) {
  return calculate(area(), inputs, substance::Library({}), {draws, 1});
}

std::string refusal(const std::vector<std::string>& inputs) {
  try {
    answer_of(inputs);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

double number_of(const Answer& answer) { return std::get<double>(answer.values.at(0).value); }

TEST(Calculate, inputsReadAsACaseFileDoes) {
  EXPECT_DOUBLE_EQ(number_of(answer_of({"length_m=3"})), 6);
  EXPECT_DOUBLE_EQ(number_of(answer_of({"length_m=3", "width_m=0.5"})), 1.5);
  EXPECT_FALSE(answer_of({"length_m=3"}).values[0].band.has_value());
  EXPECT_EQ(refusal({"length_m=-3", "widht_m=1", "colour=blu"}),
            "--colour = blu: must be one of red, blue; did you mean `blue`?\n--length_m = -3: must lie in (0, 100]\n"
            "--widht_m = 1: unknown key; did you mean `width_m`?");
  EXPECT_EQ(refusal({"width_m=1"}), "--length_m: is required");
  EXPECT_EQ(refusal({"length_m=13"}), "--length_m = 13: is unlucky");
}

TEST(Calculate, aRangeGivesABand) {
  // Uniform on [2, 4] times 2: percentiles 4.2, 6, 7.8; the hypercube holds them to a share of a draw.
  const Answer answer = answer_of({"length_m=2..4"});
  EXPECT_DOUBLE_EQ(number_of(answer), 6);
  ASSERT_TRUE(answer.values[0].band.has_value());
  const auto band = *answer.values[0].band;
  EXPECT_NEAR(band[0], 4.2, 0.005);
  EXPECT_NEAR(band[1], 6.0, 0.005);
  EXPECT_NEAR(band[2], 7.8, 0.005);
  // Two ranges: the variance of a product of independent factors, E = 3 * 3, seen through symmetric percentiles.
  const Answer two = answer_of({"length_m=2..4", "width_m=2..4"}, 4000);
  EXPECT_DOUBLE_EQ(number_of(two), 9);
  // P(XY <= q) = 0.05 for X, Y uniform on [2, 4], solved by hand: 4 + area above the hyperbola, q = 4.96.
  const double q = (*two.values[0].band)[0];
  const double below = (q / 2 - 2) * -2 + q * std::log(q / 4);  // integral of (q / x - 2) over x from 2 to q / 2
  EXPECT_NEAR(below / 4, 0.05, 0.005);
}

TEST(Calculate, aDistributionGivesABand) {
  const Answer answer = answer_of({"length_m={distribution = \"normal\", mean = 10, sd = 1}", "width_m=1"});
  EXPECT_NEAR(number_of(answer), 10, 1e-9);
  EXPECT_NEAR((*answer.values[0].band)[0], 10 - 1.6449, 0.02);
  EXPECT_NEAR((*answer.values[0].band)[2], 10 + 1.6449, 0.02);
}

TEST(Calculate, wordsAndWarningsOfTheDrawsAreCounted) {
  const Answer answer = answer_of({"length_m=1..100", "width_m=25.75"});
  EXPECT_EQ(std::get<std::string>(answer.values[1].value), "long 75 %, broad 25 %");
  ASSERT_EQ(answer.warnings.size(), 1u);
  EXPECT_EQ(answer.warnings[0].text, "is long");  // the median, 50.5, is long itself
}

TEST(Calculate, rangesThatCannotBeAreRefused) {
  EXPECT_EQ(refusal({"length_m=4..2"}), "--length_m = 4..2: the range's first number must be below its second");
  EXPECT_EQ(refusal({"length_m=4..200"}), "--length_m = 4..200: the whole range must lie in (0, 100]");
  EXPECT_NE(refusal({"colour=2..4"}).find("must be one of"), std::string::npos);
}

TEST(Calculate, theSameOnAnyNumberOfThreads) {
  std::vector<std::string> texts;
  for (const size_t threads : {1, 2, 3}) {
    const ThreadLimit limit(threads);
    const std::vector<std::string> inputs = {"length_m=2..4", "width_m=1..9"};
    texts.push_back(answer_json(area(), inputs, calculate(area(), inputs, substance::Library({}))));
  }
  EXPECT_EQ(texts[0], texts[1]);
  EXPECT_EQ(texts[0], texts[2]);
}

TEST(Calculate, theInputsAreListedWithUnitRangeAndDefault) {
  const std::string text = inputs_text(area());
  EXPECT_NE(text.find("--length_m"), std::string::npos);
  EXPECT_NE(text.find("its length; number in (0, 100] [m]; required"), std::string::npos) << text;
  EXPECT_NE(text.find("default 2.0"), std::string::npos) << text;
}

}  // namespace
}  // namespace muster::sim
