#include "models/plume/gaussian/sigmas.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace muster::plume {
namespace {

constexpr std::array all = {Stability::a, Stability::b, Stability::c, Stability::d, Stability::e, Stability::f};

// GasDispersion.jl 27ac300, its tests, at x = 1.2 m.
struct Known {
  SigmaSet set;
  std::array<double, 6> y, z;
};
const Known known[] = {
    {SigmaSet::briggs_rural,
     {.2639841614254575, .19198848103669636, .13199208071272875, .09599424051834818, .07199568038876113,
      .04799712025917409},
     {.24, .144, .09598848207318536, .07193528734898633, .03598704466392099, .019193090487424527}},
    {SigmaSet::briggs_urban,
     {.38390787316433456, .38390787316433456, .26393666280048, .19195393658216728, .13196833140024, .13196833140024},
     {.2881727481910807, .2881727481910807, .24, .16796976816235135, .09591371646531512, .09591371646531512}},
    {SigmaSet::ccps_puff,
     {.21287234847910436, .16556738215041453, .11826241582172466, .07095744949303479, .047304966328689864,
      .023523465599668385},
     {.6879188103871441, .6054498545741843, .3869880921561032, .17041904657983328, .11258170198247626,
      .05588182287353654}},
    {SigmaSet::yellow_book,
     {.6170244776546403, .43445506897745934, .24613414407041376, .15096247150079659, .11551744100090941,
      .07661871086795012},
     {.3299295029728027, .2685541668129271, .2545468210566936, .2297247262425074, .1713537324266559, .135591567342651}},
    {SigmaSet::yellow_book_puff,
     {.30851223882732015, .21722753448872967, .12306707203520688, .07548123575039829, .057758720500454705,
      .03830935543397506},
     {.336, .276, .264, .240, .18, .144}},
    {SigmaSet::turner,
     {.5787971924, .3956483851, .2297723325, .1508249156, .1074227649, .0789474168},
     {.1063208949, .1605299063, .1322126337, .1085892935, .0952231347, .0659507673}}};

TEST(Sigmas, PublishedValuesNearTheSource) {
  for (const Known& k : known)
    for (const Stability s : all) {
      const Sigmas sigmas(k.set, s);
      EXPECT_NEAR(sigmas.y(1.2) / k.y[index(s)], 1, 1e-8) << static_cast<int>(k.set) << letter(s);
      EXPECT_NEAR(sigmas.z(1.2) / k.z[index(s)], 1, 1e-8) << static_cast<int>(k.set) << letter(s);
    }
  const double gifford[] = {.48870396813625905, .3288132138806368,  .20096244824229573,
                            .1309207626723034,  .09742134712173195, .0645858766834503};
  for (const Stability s : all) EXPECT_NEAR(Sigmas(SigmaSet::pasquill_gifford, s).y(1.2), gifford[index(s)], 1e-9);
  EXPECT_NEAR(Sigmas(SigmaSet::yellow_book, Stability::a).x(1.2), 0.156, 1e-12);
  EXPECT_NEAR(Sigmas(SigmaSet::ccps_puff, Stability::a).x(1.2), .21287234847910436, 1e-12);
}

TEST(Sigmas, PasquillAndGiffordsHeights) {
  const auto z = [](Stability s, double x) { return Sigmas(SigmaSet::pasquill_gifford, s).z(x); };
  EXPECT_NEAR(z(Stability::a, 275), 42.49832115580982, 1e-9);
  EXPECT_NEAR(z(Stability::a, 550), 128.0454080208172, 1e-9);
  EXPECT_NEAR(z(Stability::b, 300), 30.144226325216724, 1e-9);
  EXPECT_NEAR(z(Stability::c, 100), 7.44187785547111, 1e-9);
  EXPECT_NEAR(z(Stability::d, 2000), 50.15135417398994, 1e-9);
  EXPECT_NEAR(z(Stability::d, 15000), 169.67281358959912, 1e-9);
  EXPECT_NEAR(z(Stability::e, 30000), 127.31152395989899, 1e-9);
  EXPECT_NEAR(z(Stability::f, 10000), 46.38392157098271, 1e-9);
  EXPECT_NEAR(z(Stability::f, 75000), 87.38876819912205, 1e-9);
  EXPECT_EQ(z(Stability::a, 20000), 5000);
}

TEST(Sigmas, TurnersHeights) {
  const double at120[] = {16.8507262495, 12.7513437104, 8.7352020836, 5.4423567630, 4.1566405892, 2.6255473355};
  const double at520[] = {130.3205905733, 52.9324088164, 33.1727186545, 18.3360796662, 13.4361946241, 8.5723590977};
  const double far[] = {1.81134e10, 226360.164, 32301.1528, 1158.77736, 346.736851, 106.169556};
  for (const Stability s : all) {
    const Sigmas sigmas(SigmaSet::turner, s);
    EXPECT_NEAR(sigmas.z(120) / at120[index(s)], 1, 1e-8);
    EXPECT_NEAR(sigmas.z(520) / at520[index(s)], 1, 1e-8);
    EXPECT_NEAR(sigmas.z(1e6) / far[index(s)], 1, 1e-5);
  }
}

TEST(Sigmas, LongerAveragesAreWider) {
  const double ten = Sigmas(SigmaSet::briggs_rural, Stability::d).y(500);
  EXPECT_NEAR(Sigmas(SigmaSet::briggs_rural, Stability::d, 3600).y(500) / ten, std::pow(6, 0.2), 1e-12);
  EXPECT_NEAR(Sigmas(SigmaSet::briggs_rural, Stability::d, 1).y(500) / ten, std::pow(18.3 / 600, 0.2), 1e-12);
  EXPECT_NEAR(
      Sigmas(SigmaSet::briggs_rural, Stability::f, 1).y(500) / Sigmas(SigmaSet::briggs_rural, Stability::f).y(500),
      std::pow(4.6 / 600, 0.2), 1e-12);
  EXPECT_EQ(Sigmas(SigmaSet::briggs_rural, Stability::d, 3600).z(500),
            Sigmas(SigmaSet::briggs_rural, Stability::d).z(500));
  EXPECT_EQ(Sigmas(SigmaSet::ccps_puff, Stability::d, 3600).y(500), Sigmas(SigmaSet::ccps_puff, Stability::d).y(500));
}

TEST(Sigmas, VirtualDistancesGiveTheSizeBack) {
  for (const auto& [word, set] : sigma_sets())
    for (const Stability s : all) {
      const Sigmas sigmas(set, s);
      for (const double x : {30.0, 400.0, 3000.0}) {
        EXPECT_NEAR(sigmas.distance_of_y(sigmas.y(x)) / x, 1, 1e-9) << word << letter(s);
        EXPECT_NEAR(sigmas.distance_of_x(sigmas.x(x)) / x, 1, 1e-9) << word << letter(s);
        EXPECT_NEAR(sigmas.z(sigmas.distance_of_z(sigmas.z(x))) / sigmas.z(x), 1, 1e-9) << word << letter(s);
      }
      EXPECT_EQ(sigmas.distance_of_y(0), 0);
    }
}

TEST(Sigmas, GrowWithTheDistance) {
  for (const auto& [word, set] : sigma_sets())
    for (const Stability s : all) {
      const Sigmas sigmas(set, s);
      for (double x = 1; x < 1e4; x *= 1.1) {
        EXPECT_GT(sigmas.y(1.1 * x), sigmas.y(x)) << word << letter(s) << x;
        EXPECT_GE(sigmas.z(1.1 * x), sigmas.z(x) * 0.98)
            << word << letter(s) << x;  // Turner's pieces do not quite meet
      }
    }
}

}  // namespace
}  // namespace muster::plume
