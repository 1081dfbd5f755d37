// Smoke slows people, gases stop them.
#include "sim/verify/check.h"
#include "sim/verify/measure.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

/// 100 m x 2 m with an exit 1 m wide at its end; one person of `speed` [m/s] starts at its other end. `air`: of all of
/// it; "" clear. `law` of reactions.
std::string corridor(double speed, const std::string& air, const std::string& law) {
  return fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "end"
line = {}
[[people]]
name = "walker"
points = [[-5, 1]]
speed_m_s = {}
[reactions]
smoke_law = "{}"
falls = "never"
{}
)toml",
                     wkt({{-10, 0}, {110, 0}, {110, 2}, {-10, 2}}), line(110, 0.5, 110, 1.5), speed, law,
                     air.empty() ? "" : "[[air]]\nname = \"smoke\"\n" + air);
}

/// [s] from x = 0 to x = 100.
double time_for_100_m(double speed, double extinction, const std::string& law) {
  Trial trial(corridor(speed, extinction > 0 ? fmt::format("extinction_per_m = {}\n", extinction) : "", law), 1);
  Line from({0, 2}, {0, 0}), to({100, 2}, {100, 0});
  trial.run(4000, [&](const Moment& m) { from.look(m), to.look(m); });
  return from.times().empty() || to.times().empty() ? NAN : to.times().front() - from.times().front();
}

/// Fraction of the speed by the published formulas, worked out here.
double lund(double k) { return std::max(0.1, 1 - 0.057 / 0.706 * k); }
double fridolf(double k) { return (3 / k) / (3 / k + 2); }

Findings smoke_in_a_corridor(const Effort&) {
  Findings f;
  const double clear = time_for_100_m(1.25, 0, "nist");
  const auto judge = [&](const std::string& law, double factor, const std::string& source) {
    const double time = time_for_100_m(1.25, 1, law);
    f.criteria.push_back(
        {"time for 100 m, " + law, "s", {80 / factor * 0.999, 80 / factor * 1.001}, source + ", within 0.1 %", {time}});
    f.criteria.push_back(
        {"of the clear time, " + law, "", {1 / factor * 0.999, 1 / factor * 1.001}, source, {time / clear}});
  };
  judge("nist", 0.5, "max(0.3 m/s, 1.25 m/s (1 - 0.5)) = 0.625 m/s: 160 s (NIST 2.5)");
  judge("lund", lund(1), "Frantzich and Nilsson, FDS+Evac: 1 - 0.057 / 0.706 = 0.919");
  judge("fridolf_2019", fridolf(1), "Fridolf 2019: V = 3 m, 3 / 5 = 0.6");
  return f;
}

Findings smoke_and_speed(const Effort&) {
  Findings f;
  for (const double speed : {0.6, 1.0, 1.4}) {
    const double clear = time_for_100_m(speed, 0, "lund");
    for (const double k : {0.5, 1.0, 3.0, 7.5, 10.0}) {
      const double expected = 1 / lund(k);
      f.criteria.push_back({fmt::format("t_smoke / t_clear, K = {} /m, {} m/s, lund", k, speed),
                            "",
                            {expected * 0.998, expected * 1.002},
                            "1 / max(0.1, 1 - 0.0807 K), FDS+Evac; ISO 20414 test 18 allows 8 %",
                            {time_for_100_m(speed, k, "lund") / clear}});
    }
  }
  for (const double k : {0.5, 3.0, 10.0}) {
    const double expected = 1 / fridolf(k);
    f.criteria.push_back({fmt::format("t_smoke / t_clear, K = {} /m, 1 m/s, fridolf_2019", k),
                          "",
                          {expected * 0.998, expected * 1.002},
                          "(V + 2 m) / V with V = 3 / K",
                          {time_for_100_m(1, k, "fridolf_2019") / time_for_100_m(1, 0, "fridolf_2019")}});
  }
  return f;
}

/// What a room's air holds, in the units of the case.
struct Mixture {
  double co2, co, o2;  ///< [%]
};

/// [s] until a FED of 1, by hand: Purser as FDS has it, light work.
double by_hand(const Mixture& m) {
  const double co = 2.764e-5 * std::pow(1e4 * m.co, 1.036);
  const double breathing = m.co2 > 0 ? std::exp(0.1903 * m.co2 + 2.0004) / 7.1 : 1;
  const double hypoxia = m.o2 < 20 ? 1 / std::exp(8.13 - 0.54 * (20.9 - m.o2)) : 0;
  return 60 / (co * breathing + hypoxia);
}

/// [s] when one still person of a room of 10 m x 10 m falls, and the time step [s].
std::pair<double, double> falls_at(const Mixture& m) {
  Trial trial(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "door"
line = {}
[[people]]
name = "still"
points = [[5, 5]]
premovement_s = 90000
[[air]]
name = "room"
co_ppm = {}
co2_percent = {}
o2_percent = {}
[run]
step_s = 0.1
until_s = 90000
)toml",
                          rectangle(0, 0, 10, 10), line(10, 4.5, 10, 5.5), 1e4 * m.co, m.co2, m.o2),
              1);
  const double expected = by_hand(m);
  trial.run(expected + 60);
  const auto& falls = trial.crowd().falls();
  return {falls.empty() ? NAN : falls.front().time, trial.step()};
}

void judge_fall(Findings& f, const Mixture& m) {
  const auto [time, step] = falls_at(m);
  const double expected = by_hand(m);
  f.criteria.push_back({fmt::format("falls at FED 1: {} % CO2, {} % CO, {} % O2", m.co2, m.co, m.o2),
                        "s",
                        {expected - step, expected + step},
                        fmt::format("{:.2f} s by hand (Purser as FDS has it, light work), within one step", expected),
                        {time}});
}

Findings incapacitation(const Effort&) {
  Findings f;
  judge_fall(f, {2, 0.5, 18});
  return f;
}

Findings incapacitation_by_mixtures(const Effort&) {
  Findings f;
  for (const Mixture& m : {Mixture{2, 0.1, 15}, {0, 0, 12}, {0, 0.1, 21}, {3.43, 0.1, 21}}) judge_fall(f, m);
  return f;
}

}  // namespace

std::vector<Check> exposure_checks() {
  return {
      {"smoke_in_a_corridor", "Speed of one person in smoke",
       "Corridor 2 m wide; one person of 1.25 m/s, timed over 100 m in smoke of 1 /m, by each law of walking in "
       "smoke, and in clear air.",
       smoke_in_a_corridor},
      {"smoke_and_speed", "Visibility and speed",
       "The same with people of 0.6, 1 and 1.4 m/s in smoke of 0.5 to 10 /m; an exit 1 m wide at the end.",
       smoke_and_speed},
      {"incapacitation", "Incapacitation of a still person",
       "Room of 10 m x 10 m with 5000 ppm CO, 2 % CO2 and 18 % O2; one person who stays. The doses are added up once "
       "a second, the steps of the run are 0.1 s.",
       incapacitation},
      {"incapacitation_by_mixtures", "Incapacitation by four mixtures",
       "The same with the four mixtures of the test: CO2, CO, O2 in %.", incapacitation_by_mixtures}};
}

}  // namespace muster::sim::verify
