// Pre-movement times and walking speeds follow the distributions that were asked for.
#include "sim/verify/check.h"
#include "sim/verify/measure.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

/// Room 8 m x 5 m with a 1 m exit in the middle of a short wall, ten people.
std::string room_of_ten(const std::string& premovement) {
  return fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "exit"
line = [[8, 2], [8, 3]]
[[people]]
name = "people"
count = 10
premovement_s = {}
)toml",
                     rectangle(0, 0, 8, 5), premovement);
}

/// When each of the ten first moved [s]: the beginning of the step in which it did; and the time it was given.
struct Starts {
  std::vector<double> moved, given;
  double out = 0;
};

Starts starts(const std::string& premovement, uint64_t seed) {
  Trial trial(room_of_ten(premovement), seed);
  Starts s;
  s.moved.assign(10, NAN);
  std::vector<crowd::Snapshot> first;
  trial.crowd().snapshot(first);
  trial.run(20000, [&](const Moment& m) {
    for (const crowd::Snapshot& p : m.now)
      if (std::isnan(s.moved[p.id]) && std::hypot(p.x - first[p.id].x, p.y - first[p.id].y) > 1e-4)
        s.moved[p.id] = m.time - m.step;
  });
  for (const crowd::Person& p : trial.start().people) s.given.push_back(static_cast<double>(p.premovement));
  s.out = static_cast<double>(trial.evacuated());
  return s;
}

Findings response_times(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(10, 3);
  const auto rows = for_seeds_all(f.seeds, [](uint64_t seed) {
    const Starts s = starts("{distribution = \"uniform\", low = 10, high = 100}", seed);
    double worst = 0, least = inf, most = 0;
    for (size_t i = 0; i < 10; ++i) {
      worst = std::max(worst, std::abs(s.moved[i] - s.given[i]));
      least = std::min(least, s.moved[i]), most = std::max(most, s.moved[i]);
    }
    return std::vector<double>{worst, least, most, s.out};
  });
  f.criteria = {{"largest difference of first movement and own time",
                 "s",
                 {0, 0.1},
                 "everybody starts at his time; two steps of 0.05 s",
                 column(rows, 0)},
                {"earliest start", "s", {10, 100}, "U(10, 100) s", column(rows, 1)},
                {"latest start", "s", {10, 100.05}, "U(10, 100) s, one step", column(rows, 2)},
                {"people out", "", {10, 10}, "all", column(rows, 3)}};
  return f;
}

/// Regularised lower incomplete gamma function P(a, x) by its series (Abramowitz and Stegun 6.5.29).
double gamma_distribution(double a, double x) {
  if (x <= 0) return 0;
  double term = 1 / a, sum = term;
  for (int n = 1; n < 2000 && term > 1e-15 * sum; ++n) sum += term *= x / (a + n);
  return std::min(1.0, sum * std::exp(-x + a * std::log(x) - std::lgamma(a)));
}

/// Times [s] at which 1000 people are to start, as the program says after its first step.
std::vector<double> thousand_starts(const std::string& premovement) {
  Trial trial(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "exit"
line = [[60, 28], [60, 32]]
[[people]]
name = "people"
count = 1000
premovement_s = {}
)toml",
                          rectangle(0, 0, 60, 60), premovement),
              1);
  trial.crowd().step();
  std::vector<double> times;
  for (const crowd::Outcome& o : trial.crowd().outcomes()) times.push_back(o.start_time);
  return times;
}

Findings response_distributions(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(20, 5);  // ten people a seed, pooled
  struct Asked {
    std::string title, toml;
    std::function<double(double)> expected;
  };
  const std::vector<Asked> all = {
      {"uniform, 10 to 100 s", "{distribution = \"uniform\", low = 10, high = 100}",
       [](double t) { return std::clamp((t - 10) / 90, 0.0, 1.0); }},
      {"gamma, shape 1.291, scale 103.901 s", "{distribution = \"gamma\", shape = 1.291, scale = 103.901}",
       [](double t) { return gamma_distribution(1.291, t / 103.901); }},
      {"log-normal, 4.586 and 0.967", "{distribution = \"lognormal\", mu = 4.586, sigma = 0.967}",
       [](double t) { return t <= 0 ? 0 : 0.5 * std::erfc(-(std::log(t) - 4.586) / 0.967 / std::sqrt(2.0)); }},
      {"Weibull, scale 139.285 s, shape 1.195", "{distribution = \"weibull\", shape = 1.195, scale = 139.285}",
       [](double t) { return t <= 0 ? 0 : 1 - std::exp(-std::pow(t / 139.285, 1.195)); }}};
  Plot plot{"response_distributions",
            "Start times: asked for (lines) and found (steps)",
            {"time [s]", 0, 500},
            {"share that has started", 0, 1}};
  for (const Asked& asked : all) {
    const auto rows = for_seeds_all(f.seeds, [&](uint64_t seed) { return starts(asked.toml, seed).moved; });
    std::vector<double> pooled;
    for (const auto& row : rows) pooled.insert(pooled.end(), row.begin(), row.end());
    f.criteria.push_back({"Kolmogorov-Smirnov distance, " + asked.title,
                          "",
                          {0, kolmogorov_smirnov_limit(pooled.size())},
                          fmt::format("5 % level of {} start times", pooled.size()),
                          {kolmogorov_smirnov(pooled, asked.expected)}});
    f.criteria.push_back({"the same of the times drawn for 1000 people, " + asked.title,
                          "",
                          {0, kolmogorov_smirnov_limit(1000)},
                          "5 % level of 1000 start times",
                          {kolmogorov_smirnov(thousand_starts(asked.toml), asked.expected)}});
    Series wanted{asked.title.substr(0, asked.title.find(',')), Series::Look::line, {}},
        found{"", Series::Look::steps, {}};
    for (double t = 0; t <= 500; t += 5) wanted.points.emplace_back(t, asked.expected(t));
    std::sort(pooled.begin(), pooled.end());
    for (size_t i = 0; i < pooled.size(); ++i)
      found.points.emplace_back(pooled[i], static_cast<double>(i + 1) / static_cast<double>(pooled.size()));
    plot.series.push_back(wanted), plot.series.push_back(found);
  }
  f.plots = {plot};
  return f;
}

/// Speeds [m/s] over 38 m of people who walk alone, each in a lane of 2 m.
std::vector<double> lone_speeds(int count, const std::string& group, uint64_t seed) {
  std::string points;
  for (int i = 0; i < count; ++i) points += fmt::format("{}[1, {}]", i == 0 ? "" : ", ", 1 + 2 * i);
  Trial trial(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "end"
line = {}
[[people]]
name = "people"
points = [{}]
{}
)toml",
                          rectangle(0, 0, 40, 2 * count), line(40, 0, 40, 2 * count), points, group),
              seed);
  std::vector<double> from(static_cast<size_t>(count), NAN), speeds;
  trial.run(300, [&](const Moment& m) {
    for (const crowd::Snapshot& p : m.now) {
      const crowd::Snapshot* was = m.earlier(p);
      if (was != nullptr && was->x < 2 && p.x >= 2) from[p.id] = m.time - (p.x - 2) / (p.x - was->x) * m.step;
      if (was != nullptr && was->x < 39.5 && p.x >= 39.5)
        speeds.push_back(37.5 / (m.time - (p.x - 39.5) / (p.x - was->x) * m.step - from[p.id]));
    }
  });
  return speeds;
}

Findings walking_speeds(const Effort& effort) {
  // Males of 30 to 50 years: U(0.97, 1.62) m/s on the flat (IMO MSC.1/Circ.1533, table 3.4).
  Findings f;
  f.seeds = effort.list(10, 3);
  const std::string group = "who = \"imo_male_30_50\"";
  const auto rows = for_seeds_all(f.seeds, [&](uint64_t seed) { return lone_speeds(50, group, seed); });
  std::vector<double> least, most, distance;
  Series found{"found, first seed", Series::Look::steps, {}};
  for (const auto& speeds : rows) {
    least.push_back(percentile(speeds, 0)), most.push_back(percentile(speeds, 100));
    distance.push_back(kolmogorov_smirnov(speeds, [](double v) { return std::clamp((v - 0.97) / 0.65, 0.0, 1.0); }));
  }
  f.criteria = {{"slowest of 50", "m/s", {0.97 * 0.99, 1.62}, "IMO table 3.4, 0.97 m/s less 1 % of sway", least},
                {"fastest of 50", "m/s", {0.97, 1.62 * 1.001}, "IMO table 3.4, 1.62 m/s", most},
                {"Kolmogorov-Smirnov distance",
                 "",
                 {0, kolmogorov_smirnov_limit(50)},
                 "5 % level of 50 speeds; median of the seeds",
                 distance,
                 Judge::median}};
  std::vector<double> sorted = rows.front();
  std::sort(sorted.begin(), sorted.end());
  for (size_t i = 0; i < sorted.size(); ++i) found.points.emplace_back(sorted[i], (static_cast<double>(i) + 1) / 50);
  f.plots = {{"walking_speeds",
              "Walking speeds of 50 males of 30 to 50 years",
              {"speed [m/s]", 0.8, 1.8},
              {"share", 0, 1},
              {{"table 3.4", Series::Look::line, {{0.8, 0}, {0.97, 0}, {1.62, 1}, {1.8, 1}}}, found}}};
  return f;
}

Findings speed_distribution(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(10, 3);
  const std::string group = "speed_m_s = {distribution = \"normal\", mean = 1.2, sd = 0.2}";
  const auto rows = for_seeds_all(f.seeds, [&](uint64_t seed) {
    const std::vector<double> speeds = lone_speeds(100, group, seed);
    const double distance =
        kolmogorov_smirnov(speeds, [](double v) { return 0.5 * std::erfc(-(v - 1.2) / 0.2 / std::sqrt(2.0)); });
    return std::vector<double>{mean(speeds), deviation(speeds), distance};
  });
  f.criteria = {{"mean of 100 speeds", "m/s", {1.15, 1.25}, "N(1.2, 0.2) m/s, within 0.05 m/s", column(rows, 0)},
                {"standard deviation", "m/s", {0.15, 0.25}, "N(1.2, 0.2) m/s, within 0.05 m/s", column(rows, 1)},
                {"Kolmogorov-Smirnov distance",
                 "",
                 {0, kolmogorov_smirnov_limit(100)},
                 "5 % level of 100 speeds; median of the seeds",
                 column(rows, 2),
                 Judge::median}};
  return f;
}

}  // namespace

std::vector<Check> people_checks() {
  return {
      {"response_times", "Everybody starts at his own time",
       "Room 8 m x 5 m, 1 m exit in the middle of a short wall, 10 people, response U(10, 100) s.", response_times},
      {"response_distributions", "Response times follow their distribution",
       "The same room; first movements of the ten people of every seed, pooled, for the four distributions of "
       "NIST TN 1822, test 1.1.",
       response_distributions},
      {"walking_speeds", "Walking speeds follow the table",
       "50 males of 30 to 50 years (IMO table 3.4: U(0.97, 1.62) m/s), each alone in a lane 2 m wide; measured over "
       "37.5 m.",
       walking_speeds},
      {"speed_distribution", "Walking speeds follow a normal distribution",
       "100 people, N(1.2, 0.2) m/s, each alone in a lane 2 m wide; measured over 37.5 m.", speed_distribution}};
}

}  // namespace muster::sim::verify
