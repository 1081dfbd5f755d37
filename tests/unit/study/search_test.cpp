// The search for the best layout on functions whose optimum is known.
#include "sim/study/search/layouts.h"

#include <cmath>
#include <functional>
#include <numbers>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

using Function = std::function<std::vector<double>(const Place&)>;

std::vector<Looked> searched(const LayoutSearch& search, const Function& f) {
  std::vector<Looked> looked;
  for (auto next = search.next(looked); !next.empty(); next = search.next(looked))
    for (const Place& place : next) looked.push_back({place, f(place)});
  return looked;
}

double least(const std::vector<Looked>& looked) {
  double value = 1e300;
  for (const Looked& each : looked)
    if (!each.figures.empty()) value = std::min(value, each.figures.front());
  return value;
}

/// Branin's function over its usual square (x in [-5, 10], y in [0, 15]); least value 0.397887 at three places.
std::vector<double> branin(const Place& u) {
  const double x = 15 * u[0] - 5, y = 15 * u[1], pi = std::numbers::pi;
  const double a = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
  return {a * a + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10};
}

TEST(Search, TheSurrogateComesToBraninsLeastValueWithin40Layouts) {
  for (const uint64_t seed : {1, 2, 3}) {
    const LayoutSearch search{SearchMethod::surrogate, {{}, {}}, 40, 4, seed};
    const std::vector<Looked> looked = searched(search, branin);
    EXPECT_EQ(looked.size(), 40u);
    // The mean over the square is 54.
    EXPECT_LT(least(looked), 0.397887 + 0.1) << seed;
  }
}

TEST(Search, SubplexAndDirectComeToAParabolasBottom) {
  const Function f = [](const Place& u) {
    return std::vector{(u[0] - 0.3) * (u[0] - 0.3) + 2 * (u[1] - 0.8) * (u[1] - 0.8)};
  };
  for (const SearchMethod method : {SearchMethod::subplex, SearchMethod::direct}) {
    const LayoutSearch search{method, {{}, {}}, 60, 1, 1};
    const std::vector<Looked> looked = searched(search, f);
    EXPECT_LE(looked.size(), 60u);
    EXPECT_LT(least(looked), 1e-3) << static_cast<int>(method);
  }
}

TEST(Search, OptionsWithoutOrderAndWholeNumbers) {
  // Only the third of five options has the deep valley, at the fourth of six numbers.
  const LayoutSearch search{SearchMethod::surrogate, {{5, false}, {6, true}, {}}, 40, 4, 1};
  const std::vector<Looked> looked = searched(search, [](const Place& u) {
    const auto option = static_cast<int>(u[0] * 5), number = static_cast<int>(u[1] * 6);
    return std::vector{(option == 2 ? 0 : 1 + 0.1 * option) + 0.2 * std::abs(number - 3) + std::abs(u[2] - 0.25)};
  });
  EXPECT_LT(least(looked), 0.1);
  for (size_t a = 0; a < looked.size(); ++a)
    for (size_t b = 0; b < a; ++b) EXPECT_NE(looked[a].at, looked[b].at) << "none twice";
}

TEST(Search, EndsWhereThereAreNoMoreLayouts) {
  const LayoutSearch search{SearchMethod::surrogate, {{2, false}, {3, true}}, 100, 4, 1};
  EXPECT_EQ(searched(search, [](const Place& u) { return std::vector{u[0] + u[1]}; }).size(), 6u);
}

TEST(Search, LayoutsThatFailAreAvoided) {
  // Nothing can be built where both are large; the bottom lies at the edge of that.
  const LayoutSearch search{SearchMethod::surrogate, {{}, {}}, 40, 4, 1};
  const std::vector<Looked> looked = searched(
      search, [](const Place& u) { return u[0] + u[1] > 1.2 ? std::vector<double>{} : std::vector{2 - u[0] - u[1]}; });
  EXPECT_LT(least(looked), 0.85);
  const LayoutSearch hopeless{SearchMethod::surrogate, {{}, {}}, 12, 4, 1};
  EXPECT_EQ(searched(hopeless, [](const Place&) { return std::vector<double>{}; }).size(), 12u);
}

TEST(Search, GoesOnWhereItWas) {
  // What comes next hangs on what was looked at alone.
  const LayoutSearch search{SearchMethod::surrogate, {{}, {}}, 20, 4, 7};
  const std::vector<Looked> once = searched(search, branin), again = searched(search, branin);
  ASSERT_EQ(once.size(), again.size());
  for (size_t k = 0; k < once.size(); ++k) EXPECT_EQ(once[k].at, again[k].at);
  const std::vector<Looked> part(once.begin(), once.begin() + 10);
  EXPECT_EQ(search.next(part).front(), once[10].at);
}

TEST(Search, TheTradeOffOfTwoParabolas) {
  // x^2 and (x - 1)^2 for x in [0, 1], y = 0 best: the front is sqrt(a) + sqrt(b) = 1.
  const LayoutSearch search{SearchMethod::surrogate, {{}, {}}, 40, 4, 1};
  const std::vector<Looked> looked = searched(search, [](const Place& u) {
    return std::vector{u[0] * u[0] + u[1], (u[0] - 1) * (u[0] - 1) + u[1]};
  });
  std::vector<std::vector<double>> figures;
  for (const Looked& each : looked) figures.push_back(each.figures);
  const std::vector<size_t> front = unbeaten(figures);
  size_t close = 0;
  for (const size_t k : front)
    close += std::abs(std::sqrt(figures[k][0]) + std::sqrt(figures[k][1]) - 1) < 0.05 ? 1 : 0;
  EXPECT_GE(close, 8u) << front.size();
  for (size_t k = 1; k < front.size(); ++k) EXPECT_LT(figures[front[k]][1], figures[front[k - 1]][1]);
}

TEST(Search, UnbeatenByHand) {
  EXPECT_EQ(unbeaten({{3, 1}, {1, 3}, {2, 2}, {2, 3}, {}, {3, 1}}), (std::vector<size_t>{1, 2, 0, 5}));
}

TEST(Surrogate, GoesThroughItsPointsAndKnowsLittleFarAway) {
  std::vector<Place> places;
  std::vector<double> values;
  for (const double u : {0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6}) places.push_back({u}), values.push_back(std::sin(6 * u));
  const Surrogate surrogate({{}}, places, values);
  for (size_t k = 0; k < places.size(); ++k) EXPECT_NEAR(surrogate.at(places[k]).mean, values[k], 0.02);
  EXPECT_NEAR(surrogate.at({0.35}).mean, std::sin(2.1), 0.03);
  EXPECT_GT(surrogate.at({1}).sd, 3 * surrogate.at({0.35}).sd);
}

}  // namespace
}  // namespace muster::sim::study
