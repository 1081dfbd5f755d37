// Fires on surfaces of the model: what a box gets on each side, which part is meant, what the summary says.
#include "sim/hazard/surfaces.h"

#include "models/fire/blast/blast.h"
#include "sim/hazard/blast_surfaces.h"
#include "tests/support/box.h"
#include "tests/support/yard.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using muster::test::add_box;
using muster::test::Evacuation;

const std::string yard = muster::test::yard(120, 80) + muster::test::weather(5) + "[hazards]\nsquare_m = 8\n";
const std::string pool = "[[fire]]\nname = 'pool'\nkind = 'pool'\nfuel = 'gasoline'\nat = [40, 40]\ndiameter_m = 10\n";
const std::string part = "[[target]]\nname = 'store'\npart = 'Store'\n";

/// A case in the yard with a store of 4 m x 4 m x 4 m, 15 m beside the pool's edge, downwind.
struct Stored {
  explicit Stored(const std::string& text, const std::string& more = "")
      : evacuation(yard + pool + text), model(evacuation.start.model) {
    add_box(model, "Store", {60, 38, 0.01F}, {64, 42, 4});
    if (!more.empty()) add_box(model, more, {58.5F, 10, 0.01F}, {59, 70, 30});
    hazards.reset(new Hazards(hazards_of(evacuation.the_case, evacuation.start.floors, &model)));
  }
  Evacuation evacuation;
  scene::Model model;
  std::unique_ptr<Hazards> hazards;
};

TEST(Surfaces, aBoxGetsOnEachSideWhatATargetThereGets) {
  Stored store(part);
  const results::HazardGrid grid = store.hazards->grid();
  ASSERT_EQ(grid.surfaces, std::vector<std::string>{"store"});
  const std::vector<float> flux = store.hazards->sample().surface_flux;
  ASSERT_EQ(flux.size(), grid.places.size());
  const BurningFire& fire = store.hazards->fires().all().front();
  double area = 0;
  int towards = 0, away = 0, above = 0;
  for (size_t i = 0; i < flux.size(); ++i) {
    const results::SurfacePlace& p = grid.places[i];
    area += static_cast<double>(p.area);
    const Vec3 n(p.normal[0], p.normal[1], p.normal[2]);
    const double open =
        fire::flux({&fire.phases[0].flame, 1}, Vec3(p.at[0], p.at[1], p.at[2]) + 0.02 * n, n, fire.phases[0].haze);
    if (n.x() < -0.9 || n.z() > 0.9) {
      ++(n.z() > 0.9 ? above : towards);
      EXPECT_NEAR(flux[i], open, (n.z() > 0.9 ? 0.01 : 0.005) * open);
    } else if (n.x() > 0.9 || n.z() < -0.9) {
      away += n.x() > 0.9 ? 1 : 0;
      EXPECT_EQ(flux[i], 0) << "turned away, or stands on the ground";
    }
  }
  EXPECT_NEAR(area, 4 * 3.99 * 4 + 2 * 16, 1e-3);
  EXPECT_GE(std::min({towards, away, above}), 32) << "no side of a triangle longer than 1 m";
}

TEST(Surfaces, aTargetAtTheSamePlaceSaysTheSame) {
  Stored store(part +
               "[[target]]\nname = 'p'\nat = [59.98, 40.25, 2.1]\nnormal = [-1, 0, 0]\n"
               "[[target]]\nname = 'behind'\nat = [64.02, 40.25, 2.1]\nnormal = [1, 0, 0]\n");
  const results::HazardGrid grid = store.hazards->grid();
  const results::HazardFrame frame = store.hazards->sample();
  size_t nearest = 0;
  const auto far = [&](size_t i) {
    return std::hypot(grid.places[i].at[0] - 60, grid.places[i].at[1] - 40.25, grid.places[i].at[2] - 2.1);
  };
  for (size_t i = 0; i < grid.places.size(); ++i)
    if (far(i) < far(nearest)) nearest = i;
  ASSERT_LT(far(nearest), 0.4);
  EXPECT_NEAR(frame.surface_flux[nearest], frame.target_flux[0], 0.03F * frame.target_flux[0]);
  EXPECT_GT(frame.target_flux[0], 2000);
  EXPECT_EQ(frame.target_flux[1], 0);
}

// Which way round its triangles are does not matter; finer pieces come to the same mean.
TEST(Surfaces, turnedTrianglesAndFinerPiecesSayTheSame) {
  Stored store(part), fine(part + "spacing_m = 0.4\n");
  scene::Model turned = store.model;
  for (scene::Triangle& t : turned.triangles) std::swap(t.vertex[1], t.vertex[2]);
  Hazards other = hazards_of(store.evacuation.the_case, store.evacuation.start.floors, &turned);
  const auto mean = [](Hazards& hazards) {
    hazards.sample();
    hazards.sample();
    const std::vector<results::TargetUse> uses = surface_uses(hazards.grid(), hazards.totals());
    EXPECT_EQ(uses.size(), 1u);
    return uses.front();
  };
  const results::TargetUse a = mean(*store.hazards), b = mean(other), c = mean(*fine.hazards);
  EXPECT_NEAR(b.surface->mean, a.surface->mean, 1e-3 * a.surface->mean);
  EXPECT_NEAR(c.surface->mean, a.surface->mean, 0.01 * a.surface->mean);
  EXPECT_NEAR(a.surface->area, 95.84, 1e-3);
  EXPECT_NEAR(a.surface->at[0], 60, 1e-6) << "highest on the side towards the fire";
  EXPECT_GT(a.peak, a.surface->mean);
  EXPECT_NEAR(a.dose, std::pow(a.peak / 1000, 4.0 / 3) * 10, 1e-3 * a.dose) << "10 s of the highest";
}

TEST(Surfaces, aWallInBetweenHidesThem) {
  Stored open(part), shaded(part, "Wall");
  const std::vector<float> bare = open.hazards->sample().surface_flux, behind = shaded.hazards->sample().surface_flux;
  const results::HazardGrid grid = open.hazards->grid();
  for (size_t i = 0; i < bare.size(); ++i) {
    EXPECT_GT(bare[i], grid.places[i].normal[0] < -0.9F ? 1500 : -1);
    EXPECT_EQ(behind[i], 0);
  }
}

TEST(Surfaces, mistakesNameTheNearestParts) {
  const auto refused = [](const std::string& text) -> std::string {
    try {
      const Stored one(text, "wall: Pump house");
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(refused("[[target]]\nname = 't'\npart = 'Stor'\n")
                .find("target[0].part = 'Stor': no part of the model of this name has a surface; nearest: Store"),
            std::string::npos);
  const std::string all = refused("[[target]]\nname = 't'\npart = 'reactor 7'\n");
  EXPECT_NE(all.find("Pump house"), std::string::npos) << all;
  EXPECT_NE(all.find("Store"), std::string::npos) << all;
  EXPECT_NE(refused("[[target]]\nname = 't'\npart = '*'\nspacing_m = 0.05\n").find("makes more than 50000 places"),
            std::string::npos);
  EXPECT_NE(refused("[[target]]\nname = 't'\npart = 'Store'\nat = [1, 1, 1]\n").find("target[0]"), std::string::npos);
  EXPECT_NE(refused("[[target]]\nname = 't'\npart = 'Store'\nnormal = [1, 0, 0]\n").find("normal"), std::string::npos);
  EXPECT_NE(refused("[[target]]\nname = 't'\n").find("target[0]"), std::string::npos);
  EXPECT_EQ(refused("[[target]]\nname = 't'\npart = 'st*'\nspacing_m = 2\n"), "");
  EXPECT_EQ(refused("[[target]]\nname = 't'\npart = 'Pump house'\nspacing_m = 5\n"), "") << "without its meaning";
}

/// What 10 kg of TNT at (40, 40) on the ground do to the store.
results::BlastTables blasted(const std::string& law, const std::string& more = "") {
  Evacuation evacuation(muster::test::yard(120, 80) + "[[explosion]]\nname = 'x'\nat_s = 1\nat = [40, 40]\n" + law +
                        part);
  scene::Model model = evacuation.start.model;
  add_box(model, "Store", {60, 38, 0.01F}, {64, 42, 4});
  if (!more.empty()) add_box(model, more, {58.5F, 10, 0.01F}, {59, 70, 30});
  return hazards_of(evacuation.the_case, evacuation.start.floors, &model).blasts();
}

TEST(Surfaces, anExplosionAloneBlowsOnThem) {
  const results::BlastTables open = blasted("law = 'tnt'\ntnt_kg = 10\n"),
                             hidden = blasted("law = 'tnt'\ntnt_kg = 10\n", "Wall");
  ASSERT_EQ(open.surfaces, std::vector<std::string>{"store"});
  ASSERT_FALSE(open.places.empty());
  int towards = 0, away = 0;
  for (size_t i = 0; i < open.places.size(); ++i) {
    const results::SurfacePlace& p = open.places[i];
    const double r = std::hypot(p.at[0] - 40, p.at[1] - 40, p.at[2] - 0.0);
    EXPECT_NEAR(open.overpressure[i], fire::tnt(10, r), 1e-3 * fire::tnt(10, r));
    EXPECT_NEAR(open.impulse[i], fire::tnt_impulse(10, r), 1e-3 * fire::tnt_impulse(10, r));
    EXPECT_EQ(hidden.overpressure[i], open.overpressure[i]) << "the wave goes round the wall";
    EXPECT_EQ(hidden.reflected[i], open.overpressure[i]);
    const bool faces = p.normal[0] < -0.9F;
    const bool leeward = p.normal[0] > 0.9F;
    (faces ? towards : away) += faces || leeward ? 1 : 0;
    if (leeward) {
      EXPECT_EQ(open.reflected[i], open.overpressure[i]);
    }
    if (!faces) continue;
    const double ps = static_cast<double>(open.overpressure[i]), p0 = 101325;
    EXPECT_NEAR(open.reflected[i], 2 * ps * (7 * p0 + 4 * ps) / (7 * p0 + ps), 1);
  }
  EXPECT_GE(std::min(towards, away), 16);
  // 20.05 m off 10 kg are 9.306 m/kg^(1/3): ln P = 7.5938 - 3.0523 x 2.2307 + 0.40977 x 4.9760 + 0.0261 x 11.100 -
  // 0.01267 x 24.760 = 2.8000: 16.44 kPa, reflected 35.1 kPa.
  std::vector<results::TargetUse> uses;
  add_blasts(uses, open);
  ASSERT_EQ(uses.size(), 1u);
  EXPECT_NEAR(*uses[0].overpressure, 16.4e3, 200);
  EXPECT_NEAR(*std::max_element(open.reflected.begin(), open.reflected.end()), 35.1e3, 300);
  EXPECT_FALSE(uses[0].heated);
}

TEST(Surfaces, aLawWithoutImpulseTellsNone) {
  const results::BlastTables blasts = blasted("law = 'tno'\nclass = 7\nenergy_MJ = 100\n");
  ASSERT_FALSE(blasts.empty());
  EXPECT_TRUE(std::isnan(blasts.impulse.front()));
  EXPECT_GT(blasts.overpressure.front(), 100);
}

}  // namespace
}  // namespace muster::sim
