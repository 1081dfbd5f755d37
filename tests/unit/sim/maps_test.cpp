// Maps: longitude and latitude by hand, what a run puts on them, the two formats.
#include "sim/export/maps.h"

#include "sim/export/degrees.h"
#include "sim/export/features.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Zone 50 of UTM: central meridian 117 E, 500 km of false easting, scale 0.9996 along the meridian.
const scene::Site at_the_equator{32650, {500000, 0}, 0};

/// The WGS 84 ellipsoid's radii at the equator: a = 6378137 m across, a (1 - e^2) = 6335439.327 m along the meridian.
TEST(Maps, DegreesAreThoseOfTheProjection) {
  const Degrees degrees(at_the_equator);
  const auto deg = [](double metres, double radius) { return metres / 0.9996 / radius * 180 / M_PI; };
  EXPECT_NEAR((degrees.at({0, 0}) - Vec2(117, 0)).norm(), 0, 1e-9);
  EXPECT_NEAR(degrees.at({1000, 0}).x(), 117 + deg(1000, 6378137), 1e-9);
  EXPECT_NEAR(degrees.at({0, 1000}).y(), deg(1000, 6335439.327), 1e-9);
  // The y-axis points east where its bearing is 90 degrees: x points south then.
  const Degrees turned({32650, {500000, 0}, 90});
  EXPECT_NEAR(turned.at({0, 1000}).x(), 117 + deg(1000, 6378137), 1e-9);
  EXPECT_NEAR(turned.at({1000, 0}).y(), -deg(1000, 6335439.327), 1e-9);
}

std::string mistake_of(const scene::Site& site) {
  try {
    Degrees(site).at({0, 0});
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Maps, SitesThatAreNoneAreRefused) {
  EXPECT_NE(mistake_of({4326, {117, 0}, 0}).find("must be a projected system in metres"), std::string::npos);
  EXPECT_NE(mistake_of({2263, {0, 0}, 0}).find("must be a projected system in metres"), std::string::npos);  // feet
  EXPECT_NE(mistake_of({9, {0, 0}, 0}).find("is not in the EPSG register"), std::string::npos);
  EXPECT_NE(mistake_of({32650, {1e9, 0}, 0}).find("lies beyond what EPSG:32650 covers"), std::string::npos);
}

TEST(Maps, TracksAreSimplifiedWithinTheirDistance) {
  const Ring straight = {{0, 0}, {1, 0.1}, {2, -0.1}, {3, 0}};
  EXPECT_EQ(simplified(straight, 0.2), (Ring{{0, 0}, {3, 0}}));
  const Ring corner = {{0, 0}, {1, 0}, {2, 0}, {2, 1}, {2, 2}};
  EXPECT_EQ(simplified(corner, 0.2), (Ring{{0, 0}, {2, 0}, {2, 2}}));
  const Ring there_and_back = {{0, 0}, {5, 0}, {0, 0}};
  EXPECT_EQ(simplified(there_and_back, 0.2).size(), 3u);
}

/// Two storeys, four frames in which three people walk and one of them leaves, a muster point, a fire whose 4 kW/m2 is
/// reached in two of four squares.
class MapsOfARun : public testing::Test {
 protected:
  MapsOfARun() {
    results::RunInfo info = results::sample::info();
    info.site = at_the_equator;
    info.muster_points = {{"Yard", {0, 2}}};  // columns 0 and 1 of the lower storey
    results::HazardGrid& grid = info.hazards;
    grid.square = 0.5;
    grid.x = {10.25, 10.75, 11.25, 11.75}, grid.y = {-4.75, -4.75, -4.75, -4.75};
    grid.z.assign(4, 0), grid.storey.assign(4, 0), grid.space.assign(4, -1), grid.indoors.assign(4, 0);
    grid.square_of.assign(400, -1);
    grid.fires = {{"T1", "tank_fire", "diesel"}};
    std::vector<results::PersonRecord> people(3);
    people[1].exit = 0, people[1].exit_time = 1.5f;
    results::Summary summary = results::sample::summary();
    results::HazardUse& fire = summary.hazards.emplace_back();
    fire.name = "T1", fire.kind = "tank_fire";
    results::HazardEndpoint& reach = fire.endpoints.emplace_back();
    reach.criterion = "4 kW/m2", reach.value = 4, reach.unit = "kW/m2", reach.max_distance = 30;
    results::ResultsWriter writer(file, info, results::sample::two_storeys());
    for (size_t k = 0; k < 4; ++k) writer.frame(results::sample::walkers(k, 3));
    writer.people(people);
    results::HazardTotals totals;
    totals.peak_flux = {5000, 4000, 3999, 0};
    totals.peak_radiation = totals.peak_flux, totals.dose.assign(4, 0);
    writer.hazard_totals(totals);
    writer.finish(summary);
  }
  test::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "results.h5";
};

TEST_F(MapsOfARun, HoldWhatPlannersLookFor) {
  const results::ResultsReader reader(file);
  EXPECT_EQ(reader.info().site->epsg, 32650);
  EXPECT_EQ(reader.info().site->origin, Vec2(500000, 0));
  const std::vector<Feature> features = features_of(reader);
  const auto one = [&](const std::string& name) {
    const auto found = std::find_if(features.begin(), features.end(), [&](const Feature& f) { return f.name == name; });
    return found == features.end() ? Feature{} : *found;
  };
  EXPECT_EQ(one("Ground floor").kind, "building");
  EXPECT_EQ(one("Main").line, (Ring{{11, -5}, {11, -4.1}}));
  EXPECT_EQ(one("Main").about["people"], 1);
  EXPECT_EQ(one("Main").about["last_s"], 1.5);
  const Feature way = one("Way to Main");
  ASSERT_GE(way.line.size(), 2u);
  EXPECT_NEAR(way.line[0].x(), 10.0637, 1e-3);  // of person 1, where he was first
  EXPECT_EQ(way.about["person"], 1);
  const Feature yard = one("Yard");
  ASSERT_EQ(yard.areas.size(), 1u);
  EXPECT_EQ(yard.areas[0][0].size(), 4u);  // a rectangle of two cells of 0.1 m
  EXPECT_NEAR((yard.areas[0][0][2] - yard.areas[0][0][0]).norm(), std::hypot(0.2, 0.1), 1e-9);
  const Feature heat = one("T1: 4 kW/m2");
  EXPECT_EQ(heat.kind, "fire");
  EXPECT_EQ(heat.about["max_distance_m"], 30);
  ASSERT_EQ(heat.areas.size(), 1u);
  EXPECT_NEAR((heat.areas[0][0][2] - heat.areas[0][0][0]).norm(), std::hypot(1, 0.5), 1e-9);
}

TEST_F(MapsOfARun, AreGeoJsonInDegreesAnticlockwise) {
  export_geojson(results::ResultsReader(file), at_the_equator, folder.path() / "map.geojson");
  const auto json = nlohmann::json::parse(text_of(folder.path() / "map.geojson"));
  EXPECT_EQ(json["type"], "FeatureCollection");
  bool seen = false;
  for (const auto& feature : json["features"]) {
    if (feature["properties"]["kind"] != "muster_point") continue;
    seen = true;
    EXPECT_EQ(feature["geometry"]["type"], "MultiPolygon");
    const auto& ring = feature["geometry"]["coordinates"][0][0];
    ASSERT_EQ(ring.size(), 5u);
    EXPECT_EQ(ring[0], ring[4]);
    double twice = 0;
    for (size_t k = 0; k < 4; ++k)
      twice += (ring[k][0].get<double>() - 117) * ring[k + 1][1].get<double>() -
               (ring[k + 1][0].get<double>() - 117) * ring[k][1].get<double>();
    EXPECT_GT(twice, 0);
    // Its west side lies at x = 10 m.
    double west = 180;
    for (const auto& p : ring) west = std::min(west, p[0].get<double>());
    EXPECT_NEAR(west, 117 + 10 / 0.9996 / 6378137 * 180 / M_PI, 1e-8);
  }
  EXPECT_TRUE(seen);
}

TEST_F(MapsOfARun, AreKmlWithAFolderForEachKind) {
  export_kml(results::ResultsReader(file), at_the_equator, folder.path() / "map.kml");
  const std::string kml = text_of(folder.path() / "map.kml");
  for (const char* kind : {"building", "exit", "fire", "muster_point", "way"})
    EXPECT_NE(kml.find(fmt::format("<Folder><name>{}</name>", kind)), std::string::npos) << kind;
  EXPECT_NE(kml.find("<Data name=\"last_s\"><value>1.5</value></Data>"), std::string::npos);
}

}  // namespace
}  // namespace muster::sim
