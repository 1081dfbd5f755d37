// From a leak to what enters the air: real cases, conservation, refusals.
#include "models/release/release.h"

#include "tests/unit/release/sample_substances.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::release {
namespace {

using std::numbers::pi;
using Source = Leak::Source;

const Ambient air{};

/// 1 t chlorine cylinder, 20 C, 25 mm hole in its wall below the liquid.
Leak chlorine_drum() {
  Leak leak;
  leak.temperature = 293.15;
  leak.tank = Shape::Kind::horizontal_cylinder;
  leak.tank_diameter = 0.76;
  leak.tank_length = 2.0;
  leak.mass = 1000;
  leak.hole_diameter = 0.025;
  return leak;
}

double into_air(const substance::SourceTerm& term) {
  double sum = term.instantaneous_mass;
  for (size_t i = 0; i + 1 < term.outflow.size(); ++i)
    sum += term.outflow[i].rate * (term.outflow[i + 1].time - term.outflow[i].time);
  return sum;
}

// Bernoulli: 0.62 A sqrt(2 * 1411 * (6.73 - 1.013) bar) = 12.2 kg/s; a ton lasts well over a minute.
TEST(Release, ChlorineDrum) {
  const substance::Substance chlorine = test::chlorine();
  const Saturation s(chlorine);
  const Release out = release(chlorine_drum(), chlorine, air);
  const double bernoulli =
      0.62 * pi * 0.025 * 0.025 / 4 * std::sqrt(2 * s.liquid_density(293.15) * (s.pressure(293.15) - 101325));
  EXPECT_NEAR(s.pressure(293.15), 6.73e5, 0.1e5);            // 6.73 bar, Chlorine Institute Pamphlet 72
  EXPECT_NEAR(out.first_rate, bernoulli, 0.02 * bernoulli);  // and the head of the liquid
  ASSERT_EQ(out.terms.size(), 1u);
  const substance::SourceTerm& jet = out.terms.front();
  EXPECT_EQ(jet.kind, substance::SourceTerm::Kind::jet);
  const substance::Outflow& first = jet.outflow.front();
  EXPECT_NEAR(first.temperature, chlorine.boiling_point, 0.2);
  EXPECT_NEAR(first.liquid_fraction, 1 - 0.17, 0.03);  // c_p (T - T_b) / h_fg = 0.176, less the jet's kinetic energy
  EXPECT_GT(first.speed, 20);
  EXPECT_LT(first.speed, 80);
  EXPECT_NEAR(into_air(jet), out.released, 1e-6 * out.released);
  EXPECT_GT(out.released, 950);
  const double last = jet.outflow.back().time;
  EXPECT_GT(last, 60);
  EXPECT_LT(last, 300);
}

// Ammonia at its vapour pressure of 20 C, 8.57 bar.
TEST(Release, AmmoniaCarriesDropsAndMomentum) {
  const substance::Substance ammonia = test::ammonia();
  Leak leak;
  leak.temperature = 293.15;
  leak.pressure = 10e5;  // held by a compressor
  leak.hole_diameter = 0.01;
  leak.duration = 100;
  const Release out = release(leak, ammonia, air);
  const Saturation s(ammonia);
  EXPECT_NEAR(s.pressure(293.15), 8.57e5, 0.03e5);
  const double bernoulli = 0.62 * pi * 1e-4 / 4 * std::sqrt(2 * s.liquid_density(293.15) * (10e5 - 101325));
  EXPECT_NEAR(out.first_rate, bernoulli, 1e-6 * bernoulli);
  EXPECT_NEAR(out.released, 100 * bernoulli, 1e-6 * 100 * bernoulli);
  EXPECT_NEAR(out.terms[0].outflow[0].temperature, 239.8, 0.2);
  // Equal speeds of liquid and vapour: the area follows from mass, speed and the mixture's density.
  const substance::Outflow& o = out.terms[0].outflow[0];
  const double density = 1 / (o.liquid_fraction / s.liquid_density(o.temperature) +
                              (1 - o.liquid_fraction) / ammonia.gas_density(o.temperature, 101325));
  EXPECT_NEAR(o.area * o.speed * density, o.rate, 0.02 * o.rate);
}

TEST(Release, LongHolesAndOtherModelsPassLess) {
  const substance::Substance ammonia = test::ammonia();
  Leak leak;
  leak.temperature = 293.15;
  leak.hole_diameter = 0.01;
  const double thin = release(leak, ammonia, air).first_rate;
  leak.wall_thickness = 0.05;
  const double thick = release(leak, ammonia, air).first_rate;
  leak.two_phase = TwoPhase::equilibrium;
  const double equilibrium = release(leak, ammonia, air).first_rate;
  leak.two_phase = TwoPhase::omega;
  const double omega = release(leak, ammonia, air).first_rate;
  EXPECT_LT(thick, 0.7 * thin);
  EXPECT_LT(equilibrium, 0.4 * thin);
  EXPECT_NEAR(omega, equilibrium, 0.1 * equilibrium);
}

TEST(Release, MassIsKeptThroughRainOutAndPool) {
  const substance::Substance propane = test::propane(), hexane = test::hexane();
  for (const auto rule : {RainOut::de_vaull_king, RainOut::ccps, RainOut::purple_book, RainOut::none})
    for (const double t : {240.0, 270.0, 293.15}) {
      Leak leak;
      leak.temperature = t;
      leak.pressure = 12e5;
      leak.mass = 2000;
      leak.hole_diameter = 0.03;
      leak.rain_out = rule;
      const Release out = release(leak, propane, air);
      double sum = 0;
      for (const substance::SourceTerm& term : out.terms) sum += into_air(term);
      const double left = out.pool ? out.pool->states.back().mass : 0;
      EXPECT_NEAR(out.released, 2000, 1e-6);
      EXPECT_NEAR(sum + left, out.released, 1e-3 * out.released) << t;
      EXPECT_NEAR(sum, out.airborne, 1e-6 * out.released) << t;
    }
}

TEST(Release, RainOutRules) {
  EXPECT_EQ(rained_share(RainOut::de_vaull_king, 0.145), 0);
  EXPECT_NEAR(rained_share(RainOut::de_vaull_king, 0.0725), 1 - std::pow(0.5, 1.8), 1e-12);
  EXPECT_NEAR(rained_share(RainOut::ccps, 0.1), 0.8, 1e-12);
  EXPECT_EQ(rained_share(RainOut::ccps, 0.25), 0);
  EXPECT_NEAR(rained_share(RainOut::purple_book, 0.1), 0.8, 1e-12);  // both branches
  EXPECT_NEAR(rained_share(RainOut::purple_book, 0.3), 1 - 0.212 / 0.26, 1e-12);
  for (const auto rule : {RainOut::de_vaull_king, RainOut::ccps, RainOut::purple_book, RainOut::none})
    EXPECT_EQ(rained_share(rule, 0), 1);
}

// A liquid that does not boil makes a pool only.
TEST(Release, AColdLiquidMakesAPool) {
  const substance::Substance hexane = test::hexane();
  Leak leak;
  leak.temperature = 293.15;
  leak.tank = Shape::Kind::vertical_cylinder;
  leak.tank_diameter = 3;
  leak.tank_length = 4;
  leak.hole_diameter = 0.05;
  leak.bund_area = 200;
  const Release out = release(leak, hexane, air);
  ASSERT_EQ(out.terms.size(), 1u);
  EXPECT_EQ(out.terms[0].kind, substance::SourceTerm::Kind::pool);
  for (const substance::Outflow& o : out.terms[0].outflow) EXPECT_LE(o.area, 200 * (1 + 1e-9));
  // Bernoulli by the head of 3.2 m of liquid.
  const Saturation s(hexane);
  EXPECT_NEAR(out.first_rate, 0.62 * pi * 0.05 * 0.05 / 4 * s.liquid_density(293.15) * std::sqrt(2 * 9.80665 * 3.2),
              0.01 * out.first_rate);
  EXPECT_NEAR(into_air(out.terms[0]) + out.terms[0].rained_out, out.released, 1e-3 * out.released);
}

TEST(Release, GasFromATankStopsAtTheAirsPressure) {
  const substance::Substance nitrogen = test::nitrogen();
  Leak leak;
  leak.temperature = 293.15;
  leak.pressure = 50e5;
  leak.tank_volume = 1;
  leak.hole_diameter = 0.01;
  const Release out = release(leak, nitrogen, air);
  ASSERT_TRUE(out.emptying.has_value());
  EXPECT_EQ(out.emptying->ending, Ending::empty);
  EXPECT_NEAR(out.emptying->states.back().pressure, 101325, 200);
  // 1 m3 at 50 bar and 293 K: 57.46 kg as an ideal gas; Peng and Robinson's compressibility lies 2 % below 1.
  EXPECT_NEAR(out.emptying->states.front().mass, 57.46 * 1.01, 0.01 * 57.46);
  EXPECT_NEAR(into_air(out.terms[0]), out.released, 1e-9 * out.released);
  EXPECT_GT(out.terms[0].outflow.front().speed, 400);
}

TEST(Release, TheVapourSpaceLeaksGas) {
  const substance::Substance propane = test::propane();
  Leak leak;
  leak.temperature = 293.15;
  leak.phase = Leak::Phase::gas;
  leak.tank_volume = 20;
  leak.hole_diameter = 0.02;
  const Release out = release(leak, propane, air);
  EXPECT_EQ(out.emptying->states.back().liquid_out, 0);
  EXPECT_LT(out.emptying->states.back().temperature, 290);
  EXPECT_EQ(out.terms[0].outflow[0].liquid_fraction, 0);
}

TEST(Release, APipesValveShutsAndItsContentFollows) {
  const substance::Substance propane = test::propane();
  Leak leak;
  leak.source = Source::pipe;
  leak.temperature = 293.15;
  leak.pipe_length = 100;
  leak.pipe_diameter = 0.1;
  leak.valve_shuts = 30;
  const Release out = release(leak, propane, air);
  const Saturation s(propane);
  const double content = pi * 0.01 / 4 * 100 * s.liquid_density(293.15);
  EXPECT_NEAR(out.released, out.first_rate * 30 + content, 1e-3 * out.released);
  // 100 m of 100 mm bore: f = 0.0164, 1000 diameters; homogeneous flow with friction passes a good third of a nozzle's.
  const double nozzle = pi * 0.01 / 4 * 6137;  // kg/s
  EXPECT_GT(out.first_rate, 0.3 * nozzle);
  EXPECT_LT(out.first_rate, 0.5 * nozzle);
  // Shut from the start, its content leaks.
  leak.valve_shuts = 0;
  const Release shut = release(leak, propane, air);
  EXPECT_NEAR(shut.released, content, 1e-6 * content);
  EXPECT_NEAR(shut.first_rate, out.first_rate, 0.2 * out.first_rate);
}

TEST(Release, ALongGasPipeEmpties) {
  substance::Substance methane = test::methane();
  Leak leak;
  leak.source = Source::pipe;
  leak.temperature = 288.15;
  leak.pressure = 60e5;
  leak.pipe_length = 10000;
  leak.pipe_diameter = 0.5;
  leak.valve_shuts = 0;
  const Release out = release(leak, methane, air);
  const Saturation s(methane);
  const double content = pi * 0.25 / 4 * 10000 * s.gas().density(288.15, 60e5);
  EXPECT_NEAR(out.released, content, 0.02 * content);
  const auto& flow = out.terms[0].outflow;
  EXPECT_LT(flow[flow.size() / 2].rate, 0.3 * flow.front().rate);
}

TEST(Release, AllAtOnce) {
  const substance::Substance propane = test::propane(), nitrogen = test::nitrogen();
  Leak leak;
  leak.source = Source::instantaneous;
  leak.mass = 5000;
  leak.temperature = 293.15;
  const Release flash = release(leak, propane, air);
  EXPECT_EQ(flash.terms[0].kind, substance::SourceTerm::Kind::instantaneous);
  EXPECT_NEAR(flash.terms[0].instantaneous_mass, 5000, 1e-9);  // flashes by 0.36: nothing falls
  EXPECT_NEAR(flash.terms[0].outflow[0].liquid_fraction, 1 - 2440.0 * 62.1 / 426350, 0.02);
  leak.pressure = 50e5;
  const Release gas = release(leak, nitrogen, air);
  EXPECT_NEAR(gas.terms[0].outflow[0].temperature, 293.15 / 1.4 * (1 + 0.4 * 1.01325 / 50), 0.5);
}

TEST(Release, ASeriesStaysAsGiven) {
  const substance::Substance chlorine = test::chlorine();
  Leak leak;
  leak.source = Source::series;
  leak.series = {{0, 2}, {10, 1}, {30, 0}};
  leak.duration = 100;
  const Release out = release(leak, chlorine, air);
  EXPECT_NEAR(out.released, 40, 1e-12);
  EXPECT_EQ(out.terms[0].outflow[1].rate, 1);
}

// Shorter than any step a model might have.
TEST(Release, AThousandthOfASecond) {
  const substance::Substance chlorine = test::chlorine();
  Leak leak = chlorine_drum();
  leak.duration = 1e-3;
  const Release out = release(leak, chlorine, air);
  EXPECT_NEAR(out.released, 1e-3 * out.first_rate, 1e-3 * out.released);
  EXPECT_NEAR(into_air(out.terms[0]), out.released, 1e-9);
  leak = {};
  leak.source = Source::spill;
  leak.mass = 1;
  leak.duration = 1e-3;
  EXPECT_NEAR(release(leak, test::hexane(), air).released, 1, 1e-12);
}

std::string refused(const Leak& leak, const substance::Substance& s) {
  std::string all;
  for (const Problem& problem : problems(leak, s, air)) all += problem.key + ": " + problem.text + "\n";
  return all;
}

TEST(Problems, AreFound) {
  const substance::Substance chlorine = test::chlorine(), methane = test::methane(), hexane = test::hexane();
  EXPECT_EQ(refused(chlorine_drum(), chlorine), "");
  const auto with = [](auto change) {
    Leak leak = chlorine_drum();
    change(leak);
    return leak;
  };
  using L = Leak;
  // A tonne of chlorine fills a ball of 1.1 m: without a tank a wider hole is no hole.
  Leak bare;
  bare.mass = 1000;
  bare.temperature = 293.15;
  bare.hole_diameter = 30;
  EXPECT_NE(refused(bare, chlorine).find("wider than a ball of the 1000 kg stored (1.1"), std::string::npos);
  bare.hole_diameter = 1.0;
  EXPECT_EQ(refused(bare, chlorine), "");
  EXPECT_NE(refused(with([](L& l) { l.hole_diameter = 0.8; }), chlorine).find("does not fit into a tank"),
            std::string::npos);
  EXPECT_NE(refused(with([](L& l) { l.hole_diameter.reset(); }), chlorine).find("hole_diameter_m: is required"),
            std::string::npos);
  EXPECT_NE(refused(with([](L& l) { l.hole_diameter = -1; }), chlorine).find("above 0"), std::string::npos);
  EXPECT_NE(refused(with([](L& l) { l.pressure = -1e5; }), chlorine).find("absolute pressure"), std::string::npos);
  EXPECT_NE(refused(with([](L& l) {
                      l.temperature = 500;
                      l.phase = L::Phase::liquid;
                    }),
                    chlorine)
                .find("critical temperature"),
            std::string::npos);
  EXPECT_NE(refused(with([](L& l) { l.temperature = 150; }), chlorine).find("is solid below"), std::string::npos);
  EXPECT_NE(refused(with([](L& l) { l.mass = 0; }), chlorine).find("nothing is stored"), std::string::npos);
  EXPECT_NE(refused(with([](L& l) { l.mass = 1; }), chlorine).find("no liquid"), std::string::npos);
  EXPECT_NE(refused(with([](L& l) { l.mass = 5000; }), chlorine).find("do not fit into"), std::string::npos);
  EXPECT_NE(refused(with([](L& l) { l.fill = 0; }), chlorine).find("no liquid"), std::string::npos);
  EXPECT_NE(refused(with([](L& l) { l.tank_length.reset(); }), chlorine).find("size is not known"), std::string::npos);
  EXPECT_NE(refused(with([](L& l) { l.hole_height = 1; }), chlorine).find("lies above the tank"), std::string::npos);
  EXPECT_NE(refused(with([](L& l) {
                      l.pressure = 2e5;
                      l.phase = L::Phase::liquid;
                    }),
                    chlorine)
                .find("vapour pressure"),
            std::string::npos);
  EXPECT_NE(refused(with([](L& l) { l.duration = 0; }), chlorine).find("duration_s"), std::string::npos);

  Leak leak;
  leak.hole_diameter = 0.01;
  EXPECT_NE(refused(leak, methane).find("pressure_bar: is required"), std::string::npos);
  leak.pressure = 1e5;
  EXPECT_NE(refused(leak, methane).find("no gas leaks"), std::string::npos);
  leak.pressure.reset();
  EXPECT_NE(refused(leak, hexane).find("nothing drives"), std::string::npos);
  leak.tank_volume = 10;
  leak.hole_height = 2.5;
  EXPECT_NE(refused(leak, hexane).find("below the hole"), std::string::npos);
  leak = {};
  leak.source = Source::spill;
  EXPECT_NE(refused(leak, hexane).find("mass_kg or rate_kg_s"), std::string::npos);
  leak.mass = 10;
  leak.temperature = 293.15;
  EXPECT_NE(refused(leak, chlorine).find("boils at"), std::string::npos);
  leak = {};
  leak.source = Source::series;
  leak.series = {{0, 1}, {0, 2}};
  EXPECT_NE(refused(leak, chlorine).find("entry 2"), std::string::npos);
  leak = {};
  leak.source = Source::relief_valve;
  leak.hole_diameter = 0.1;
  EXPECT_NE(refused(leak, chlorine).find("relief_pressure_bar"), std::string::npos);
  leak = {};
  leak.source = Source::pipe;
  leak.pipe_diameter = 0.1;
  leak.hole_diameter = 0.2;
  EXPECT_NE(refused(leak, chlorine).find("pipe_length_m"), std::string::npos);
  EXPECT_NE(refused(leak, chlorine).find("must not exceed the pipe"), std::string::npos);
}

TEST(Release, AReliefValveThatStaysShutSaysSo) {
  Leak leak;
  leak.source = Source::relief_valve;
  leak.tank_volume = 10;
  leak.hole_diameter = 0.03;
  leak.relief_pressure = 15e5;
  leak.temperature = 293.15;
  leak.heat_input = 1000;
  leak.duration = 600;
  const Release out = release(leak, test::chlorine(), Ambient{});
  EXPECT_EQ(out.released, 0);
  ASSERT_FALSE(out.warnings.empty());
  EXPECT_EQ(out.warnings.back().code, "release_nothing");
  // 6.7 bar of chlorine at 20 C.
  EXPECT_NE(out.warnings.back().text.find("reaches 6."), std::string::npos) << out.warnings.back().text;
  EXPECT_NE(out.warnings.back().text.find("open at 15 bar"), std::string::npos);
}

}  // namespace
}  // namespace muster::release
