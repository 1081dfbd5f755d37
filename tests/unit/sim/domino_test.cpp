// Domino: fires heat tanks, tanks that catch fire heat the others. Fires here are points whose flux is known by hand.
#include "sim/hazard/domino.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

constexpr double power = 150e6;  // [W] that a fire radiates

TankInPlace tank(const std::string& name, Vec2 at) {
  TankInPlace t;
  t.spec.name = name, t.spec.contents = "oil", t.spec.at = at;
  t.spec.diameter = 10, t.spec.height = 10, t.spec.fill = 0.5;
  t.contents.density = 850, t.contents.heat = 2000, t.contents.molar_mass = 0.2;
  t.contents.boiling_point = 550, t.contents.vaporisation = 250e3;
  t.ground = {at.x(), at.y(), 0};
  return t;
}

/// A point 10 m above `at`; `hidden` tanks see nothing of it.
ShiningFire point(const std::string& name, Vec2 at, double begins, int hidden = -1) {
  ShiningFire fire;
  fire.name = name, fire.begins = begins;
  fire.shine = [at, hidden](size_t tank, std::span<const fire::Receptor> receptors, double) {
    std::vector<float> flux;
    for (const fire::Receptor& r : receptors) {
      const Vec3 to = Vec3(at.x(), at.y(), 10) - r.place.cast<double>();
      const double facing = std::max(0.0, to.normalized().dot(r.normal.cast<double>()));
      const bool dark = static_cast<int>(tank) == hidden;
      flux.push_back(dark ? 0.0F : static_cast<float>(facing * power / (4 * std::numbers::pi * to.squaredNorm())));
    }
    return flux;
  };
  return fire;
}

struct Farm {
  std::vector<TankInPlace> tanks;
  DominoSettings settings{4 * 3600.0};
  int hidden = -1;
  results::Escalation run() const {
    return domino(
        tanks, {point("first", {0, 0}, 60, hidden)},
        [&](size_t i, double time, double) { return point(tanks[i].spec.name, tanks[i].spec.at, time); }, settings);
  }
};

const results::TankEvent* event(const results::Escalation& e, const std::string& tank, const std::string& name) {
  for (const results::TankEvent& one : e.events)
    if (one.tank == tank && one.event == name) return &one;
  return nullptr;
}

TEST(Domino, aBlastOpensTanksAndIsToldOfVessels) {
  Farm farm{{tank("near", {22, 0}), tank("far", {400, 0}), tank("vessel", {0, 400})}};
  farm.tanks[2].spec.kind = fire::EquipmentKind::pressurised;
  farm.settings.blows = {{"cloud", 5, {23e3, 21.9e3, 17e3}}, {"second", 7, {50e3, 10e3, 15e3}}};
  farm.hidden = 1;
  const results::Escalation e = farm.run();
  EXPECT_EQ(e.tanks[0].burns_from, 5);
  EXPECT_NE(e.tanks[1].burns_from, 5) << "just below 22 kPa";
  const results::TankEvent* near = event(e, "near", "blast");
  ASSERT_NE(near, nullptr);
  EXPECT_EQ(near->outcome, "fails");
  EXPECT_EQ(near->by, std::vector<std::string>{"cloud"});
  EXPECT_EQ(near->time, 5);
  EXPECT_EQ(std::count_if(e.events.begin(), e.events.end(), [](const auto& one) { return one.event == "blast"; }), 2)
      << "what burns is not opened again";
  ASSERT_NE(event(e, "vessel", "blast"), nullptr);
  EXPECT_EQ(event(e, "vessel", "blast")->outcome, "told");
}

TEST(Domino, whatLiesIsLookedAtAroundItsAxis) {
  TankInPlace t = tank("a", {22, 0});
  t.spec.kind = fire::EquipmentKind::pressurised;
  t.spec.diameter = 2, t.spec.height = 0, t.spec.length = 8, t.spec.along = 90;
  const fire::VesselMake make = make_of(t, 293.15, 101325);
  EXPECT_NEAR(make.volume(), 8 * std::numbers::pi, 1e-9);
  const auto receptors = receptors_of(t, make);
  ASSERT_EQ(receptors.size(), 32u);
  // Half full: the level is at the axis, 1 m high; four stations 1 and 3 m from the middle, an eighth of a turn apart.
  for (size_t i = 0; i < 32; ++i) {
    const fire::Receptor& r = receptors[i];
    EXPECT_NEAR(r.place.x() - 22, -3 + 2 * static_cast<double>(i % 16 / 4), 1e-5);
    EXPECT_NEAR(std::hypot(r.place.y(), r.place.z() - 1), 1.05, 1e-5);
    EXPECT_NEAR((r.normal - Vec3f(0, r.place.y(), r.place.z() - 1) / 1.05F).norm(), 0, 1e-5);
    EXPECT_EQ(r.place.z() > 1, i < 16) << "above the liquid first";
  }
  EXPECT_NEAR(receptors[0].normal.z(), std::sin(std::numbers::pi / 8), 1e-5);
  EXPECT_NEAR(receptors[1].normal.z(), std::sin(3 * std::numbers::pi / 8), 1e-5);
}

TEST(Domino, aTankFailsWhenItsShellWouldByItself) {
  const Farm farm{{tank("a", {22, 0})}};
  const results::Escalation e = farm.run();
  ASSERT_TRUE(e.tanks[0].burns_from);
  // The same vessel under the same flux from 60 s on.
  const TankInPlace& t = farm.tanks[0];
  fire::Vessel alone(make_of(t, 293.15, 101325));
  const auto receptors = receptors_of(t, alone.make());
  ASSERT_EQ(receptors.size(), 32u);
  const std::vector<float> shine = point("", {0, 0}, 0).shine(0, receptors, 0);
  std::vector<double> flux(shine.begin(), shine.end());
  fire::Heating heating;
  alone.heat(heating, 60);
  heating.dry = std::span<const double>(flux).first(16);
  heating.wet = std::span<const double>(flux).subspan(16);
  while (!alone.failed()) alone.heat(heating, 7);
  EXPECT_NEAR(*e.tanks[0].burns_from, alone.events().back().time, 1.0);
  // By hand: the shell towards the fire, 16.95 m from it in plan, its dry half's middle 2.5 m lower.
  const double d2 = 16.95 * 16.95 + 2.5 * 2.5;
  EXPECT_NEAR(e.tanks[0].peak_flux, power / (4 * std::numbers::pi * d2) * 16.95 / std::sqrt(d2), 5);
  const results::TankEvent* failed = event(e, "a", "steel_538");
  ASSERT_NE(failed, nullptr);
  EXPECT_EQ(failed->outcome, "fails");
  EXPECT_EQ(failed->by, std::vector<std::string>{"first"});
}

TEST(Domino, waterOrAWallBreaksTheChain) {
  Farm farm{{tank("a", {22, 0}), tank("b", {44, 0})}};
  const results::Escalation bare = farm.run();
  ASSERT_TRUE(bare.tanks[0].burns_from && bare.tanks[1].burns_from);
  EXPECT_LT(*bare.tanks[0].burns_from, *bare.tanks[1].burns_from);
  EXPECT_EQ(event(bare, "b", "steel_538")->by.front(), "a") << "its neighbour, not the first fire";
  Farm cooled = farm;
  cooled.tanks[0].spec.water = 2, cooled.tanks[0].spec.water_from = 120;
  const results::Escalation wet = cooled.run();
  EXPECT_FALSE(wet.tanks[0].burns_from || wet.tanks[1].burns_from);
  EXPECT_LT(wet.tanks[0].shell_above, 430);
  Farm walled = farm;
  walled.hidden = 0;
  const results::Escalation dark = walled.run();
  EXPECT_FALSE(dark.tanks[0].burns_from);
  EXPECT_EQ(dark.tanks[0].peak_flux, 0);
  // Water that comes too late, and water that is shut off again.
  Farm late = farm;
  late.tanks[0].spec.water = 2, late.tanks[0].spec.water_from = *bare.tanks[0].burns_from + 1;
  EXPECT_NEAR(*late.run().tanks[0].burns_from, *bare.tanks[0].burns_from, 0.1);
  Farm off = cooled;
  off.tanks[0].spec.water_until = 3600;
  const auto then = off.run();
  ASSERT_TRUE(then.tanks[0].burns_from);
  EXPECT_GT(*then.tanks[0].burns_from, 3600);
}

TEST(Domino, tenTanksBurnOneAfterTheOther) {
  Farm farm;
  for (int i = 1; i <= 10; ++i) farm.tanks.push_back(tank(std::to_string(i), {22.0 * i, 0}));
  for (TankInPlace& t : farm.tanks) t.spec.fails_by = TankSpec::FailsBy::time_to_failure;
  const results::Escalation e = farm.run();
  double before = 60;
  for (const results::TankEnd& end : e.tanks) {
    ASSERT_TRUE(end.burns_from) << end.tank;
    EXPECT_GT(*end.burns_from, before);
    before = *end.burns_from;
  }
  for (size_t i = 1; i < e.events.size(); ++i) EXPECT_LE(e.events[i - 1].time, e.events[i].time);
  const results::Escalation again = farm.run();
  for (size_t i = 0; i < e.tanks.size(); ++i) EXPECT_EQ(e.tanks[i].burns_from, again.tanks[i].burns_from);
  // Half the step: the same to within what a neighbour's step leaves out.
  farm.settings.step = 5;
  EXPECT_NEAR(*farm.run().tanks[9].burns_from, *e.tanks[9].burns_from, 10 * 10.0);
}

TEST(Domino, endsWhenNothingBurns) {
  Farm farm{{tank("a", {22, 0})}};
  ShiningFire brief = point("first", {0, 0}, 60);
  brief.ends = 300;
  const results::Escalation e = domino(
      farm.tanks, {brief}, [](size_t, double, double) { return ShiningFire{}; }, farm.settings);
  EXPECT_FALSE(e.tanks[0].burns_from);
  EXPECT_GT(e.tanks[0].peak_flux, 30e3);
  EXPECT_GT(e.tanks[0].shell_above, 400) << "as it was when the fire went out";
}

}  // namespace
}  // namespace muster::sim
