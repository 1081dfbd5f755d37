// Hazard fields in results.h5 and hazards in the summary.
#include "sim/results/blast.h"
#include "sim/results/reader.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <cmath>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::results {
namespace {

RunInfo with_hazards(const scene::Floors& floors) {
  RunInfo info;
  info.record_every = 1;
  info.hazards.square = 1;
  info.hazards.every = 10;
  info.hazards.height = 1.6;
  info.hazards.x = {0.5, 1.5, 2.5};
  info.hazards.y = {0, 0, 4};
  info.hazards.z = {0, 0, 3};
  info.hazards.storey = {0, 0, 1};
  info.hazards.space = {-1, 2, -1};
  info.hazards.indoors = {0, 1, 0};
  info.hazards.square_of.assign(floors.size(), -1);
  info.hazards.square_of[0] = 2;
  info.hazards.hazards = {{"flange", "leak", "ammonia", 2}, {"vent", "leak", "chlorine", 2.75}};
  return info;
}

TEST(ResultsHazards, comeBackAsTheyWere) {
  const scene::Floors floors = sample::two_storeys();
  const RunInfo info = with_hazards(floors);
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  {
    ResultsWriter writer(path, info, floors);
    writer.hazards({0, {0, 0, 0, 0, 0, 0}});
    writer.hazards({10, {1e-3F, 2e-4F, 0, 0, 5e-6F, 1e-9F}});
    // What a reader sees while the run goes on.
    writer.flush();
    const HazardTables live = ResultsReader(path).hazards();
    EXPECT_EQ(live.frames.size(), 2u);
    EXPECT_TRUE(live.totals.peak.empty());
    writer.hazard_totals({{1, 2, 3, 4, 5, 6}, {10, 10, NAN, NAN, 10, 10}, {0, 1, 2, 3, 4, 5}});
    writer.finish({});
  }
  const HazardTables tables = ResultsReader(path).hazards();
  EXPECT_EQ(tables.grid.square, 1);
  EXPECT_EQ(tables.grid.every, 10);
  EXPECT_EQ(tables.grid.height, 1.6);
  EXPECT_EQ(tables.grid.x, info.hazards.x);
  EXPECT_EQ(tables.grid.z, info.hazards.z);
  EXPECT_EQ(tables.grid.space, info.hazards.space);
  EXPECT_EQ(tables.grid.indoors, info.hazards.indoors);
  EXPECT_EQ(tables.grid.square_of, info.hazards.square_of);
  ASSERT_EQ(tables.grid.hazards.size(), 2u);
  EXPECT_EQ(tables.grid.hazards[1].name, "vent");
  EXPECT_EQ(tables.grid.hazards[1].substance, "chlorine");
  EXPECT_EQ(tables.grid.hazards[1].exponent, 2.75);
  ASSERT_EQ(tables.frames.size(), 2u);
  EXPECT_EQ(tables.frames[1].time, 10);
  EXPECT_EQ(tables.frames[1].concentration, (std::vector<float>{1e-3F, 2e-4F, 0, 0, 5e-6F, 1e-9F}));
  EXPECT_EQ(tables.totals.peak, (std::vector<float>{1, 2, 3, 4, 5, 6}));
  EXPECT_TRUE(std::isnan(tables.totals.arrival[2]));
  EXPECT_EQ(tables.totals.toxic_load[5], 5);
}

TEST(ResultsHazards, fieldsAreReadByPlaceAndByTime) {
  const scene::Floors floors = sample::two_storeys();
  RunInfo info = with_hazards(floors);
  FieldGrid& grid = info.hazards.flow;
  for (int i = 0; i < 40; ++i) grid.x.push_back(i + 0.5);
  for (int j = 0; j < 35; ++j) grid.y.push_back(2 * j);
  for (int k = 0; k < 20; ++k) grid.z.push_back(0.5 * k);
  grid.fields = {{"gas_0", "flange [volume fraction]", "1"}, {"temperature", "temperature [K]", "K"}};
  grid.solid.assign(grid.size(), 0), grid.solid[7] = 1;
  const auto value = [](size_t t, size_t cell) { return static_cast<float>(100000 * t + cell); };
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  {
    ResultsWriter writer(path, info, floors);
    for (size_t t = 0; t < 3; ++t) {
      HazardFrame frame{10.0 * static_cast<double>(t), {0, 0, 0, 0, 0, 0}};
      for (size_t f = 0; f < 2 && t != 1; ++f)  // none are due at 10 s
        for (size_t c = 0; c < grid.size(); ++c) {
          if (c == 0) frame.fields.emplace_back();
          frame.fields[f].push_back(value(t, c) + static_cast<float>(f));
        }
      writer.hazards(std::move(frame));
    }
    writer.flush();
    EXPECT_EQ(ResultsReader(path).fields().time.size(), 2u) << "while the run goes on";
    writer.finish({});
  }
  const ResultsReader reader(path);
  const FieldTables tables = reader.fields();
  EXPECT_EQ(tables.time, (std::vector<double>{0, 20}));
  EXPECT_EQ(tables.grid.y, grid.y);
  EXPECT_EQ(tables.grid.solid, grid.solid);
  ASSERT_EQ(tables.grid.fields.size(), 2u);
  EXPECT_EQ(tables.grid.fields[1].units, "K");
  // A place over all times; a row of a plane at one time.
  EXPECT_EQ(reader.field("temperature", {0, 19, 34, 39}, {2, 1, 1, 1}),
            (std::vector<float>{value(0, 27999) + 1, value(2, 27999) + 1}));
  EXPECT_EQ(reader.field("gas_0", {1, 3, 4, 5}, {1, 1, 1, 2}),
            (std::vector<float>{value(2, (3 * 35 + 4) * 40 + 5), value(2, (3 * 35 + 4) * 40 + 6)}));
  EXPECT_THROW(reader.field("gas_0", {2, 0, 0, 0}, {1, 1, 1, 1}), ResultsError);
  EXPECT_THROW(reader.field("gas_9", {0, 0, 0, 0}, {1, 1, 1, 1}), ResultsError);
}

TEST(ResultsHazards, surfacesComeBackAsTheyWere) {
  const scene::Floors floors = sample::two_storeys();
  RunInfo info = with_hazards(floors);
  info.hazards.hazards.clear();
  info.hazards.fires = {{"pool", "pool_fire", "gasoline"}};
  info.hazards.surfaces = {"tank", "wall"};
  info.hazards.places = {{0, {1, 2, 3}, {0, 0, 1}, 4}, {1, {5, 6, 7}, {1, 0, 0}, 0.5F}};
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  HazardFrame frame{10, {}, {1, 2, 3}, {}, {700, 800}};
  {
    ResultsWriter writer(path, info, floors);
    writer.hazards(frame);
    writer.flush();
    EXPECT_EQ(ResultsReader(path).hazards().frames.size(), 1u);
    HazardTotals totals;
    totals.peak_flux = totals.peak_radiation = totals.dose = {1, 2, 3};
    totals.surface_peak = {900, 950}, totals.surface_dose = {8, 9};
    writer.hazard_totals(totals);
    writer.finish({});
  }
  const HazardTables tables = ResultsReader(path).hazards();
  EXPECT_EQ(tables.grid.surfaces, info.hazards.surfaces);
  ASSERT_EQ(tables.grid.places.size(), 2u);
  EXPECT_EQ(tables.grid.places[1].surface, 1);
  EXPECT_EQ(tables.grid.places[1].at, info.hazards.places[1].at);
  EXPECT_EQ(tables.grid.places[0].normal, info.hazards.places[0].normal);
  EXPECT_EQ(tables.grid.places[1].area, 0.5F);
  ASSERT_EQ(tables.frames.size(), 1u);
  EXPECT_EQ(tables.frames[0].flux, frame.flux);
  EXPECT_EQ(tables.frames[0].surface_flux, frame.surface_flux);
  EXPECT_EQ(tables.totals.surface_peak, (std::vector<float>{900, 950}));
  EXPECT_EQ(tables.totals.surface_dose, (std::vector<float>{8, 9}));
}

TEST(ResultsHazards, blastsComeBackAsTheyWere) {
  const scene::Floors floors = sample::two_storeys();
  RunInfo info = with_hazards(floors);
  info.hazards = {};
  const BlastTables written = {{"store"}, {"tank"}, {{0, {1, 2, 3}, {0, 0, 1}, 4}}, {9000}, {18500}, {NAN}};
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  { ResultsWriter(path, info, floors, {}, written).finish({}); }
  const BlastTables blasts = read_blasts(path);
  EXPECT_EQ(blasts.explosions, written.explosions);
  EXPECT_EQ(blasts.surfaces, written.surfaces);
  ASSERT_EQ(blasts.places.size(), 1u);
  EXPECT_EQ(blasts.places[0].at, written.places[0].at);
  EXPECT_EQ(blasts.reflected, written.reflected);
  EXPECT_TRUE(std::isnan(blasts.impulse[0]));
  const ResultsReader reader(path);
  EXPECT_TRUE(reader.hazards().grid.empty());
  EXPECT_EQ(read_blasts(path).surfaces, written.surfaces) << "beside a reader";
}

TEST(ResultsHazards, flamesSmokeAndAirComeBackAsTheyWere) {
  const scene::Floors floors = sample::two_storeys();
  RunInfo info = with_hazards(floors);
  info.hazards.fires = {{"pool", "pool_fire", "gasoline", 5, INFINITY, 50, 60}};
  info.hazards.flames = {{0, 5, {0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0}, {40000}}};
  info.hazards.smoke = true;
  info.hazards.volume = {{0, 1}, {0, 1}, {2}};
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  HazardFrame frame{10, {1, 2, 3, 4, 5, 6}, {700, 800, 900}};
  frame.radiation = frame.flux;
  frame.extinction = {0.1F, 0.2F, 0.3F}, frame.monoxide = {1e-4F, 0, 0};
  frame.volume = {{1, 2, 3, 4, 5, 6, 7, 8}, {9, 10, 11, 255}};
  ResultsWriter writer(path, info, floors);
  writer.hazards(frame);
  frame.time = 20, frame.volume.gas[0] = 99, frame.extinction[0] = 0.9F;
  writer.hazards(frame);
  writer.flush();
  const ResultsReader reader(path);  // while the run goes on
  const HazardTables tables = reader.hazards(), outline = reader.hazard_outline();
  EXPECT_EQ(tables.grid.fires[0].begins, 5);
  EXPECT_EQ(tables.grid.fires[0].ends, INFINITY);
  EXPECT_EQ(tables.grid.fires[0].foam_ends, 60);
  ASSERT_EQ(tables.grid.flames.size(), 1u);
  EXPECT_EQ(tables.grid.flames[0].corner, info.hazards.flames[0].corner);
  EXPECT_EQ(tables.grid.flames[0].emission, info.hazards.flames[0].emission);
  EXPECT_EQ(tables.grid.volume.x, info.hazards.volume.x);
  ASSERT_EQ(tables.frames.size(), 2u);
  EXPECT_EQ(tables.frames[1].extinction, frame.extinction);
  EXPECT_EQ(tables.frames[0].monoxide, frame.monoxide);
  EXPECT_EQ(reader.volume(0).gas, (std::vector<uint8_t>{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(reader.volume(1).gas[0], 99);
  EXPECT_EQ(reader.volume(1).smoke, frame.volume.smoke);
  EXPECT_TRUE(reader.volume(2).gas.empty());
  ASSERT_EQ(outline.frames.size(), 2u);
  EXPECT_TRUE(outline.frames[1].concentration.empty());
  const HazardFrame one = reader.hazard_frame(outline.grid, 1);
  EXPECT_EQ(one.time, 20);
  EXPECT_EQ(one.concentration, frame.concentration);
  EXPECT_EQ(one.flux, frame.flux);
  EXPECT_EQ(one.extinction, frame.extinction);
}

TEST(ResultsHazards, aSurfaceInTheSummaryHasItsPlaceAndMean) {
  Summary summary;
  summary.targets = {{"hut", 12500, 300}, {"tank", 48000, 900, true, {}, TargetUse::Surface{96, 9000, {60, 40, 2}}}};
  const auto json = nlohmann::json::parse(to_json(summary));
  EXPECT_EQ(json["targets"][1]["peak_kW_m2"], 48);
  EXPECT_EQ(json["targets"][1]["mean_kW_m2"], 9);
  EXPECT_EQ(json["targets"][1]["area_m2"], 96);
  EXPECT_EQ(json["targets"][1]["at"], nlohmann::json({60, 40, 2}));
  EXPECT_FALSE(json["targets"][0].contains("at"));
}

TEST(ResultsHazards, areAbsentWhereThereAreNone) {
  const scene::Floors floors = sample::two_storeys();
  RunInfo info;
  info.record_every = 1;
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  ResultsWriter(path, info, floors).finish({});
  EXPECT_TRUE(ResultsReader(path).hazards().grid.hazards.empty());
}

TEST(ResultsHazards, theSummaryNamesCriteriaAndDistances) {
  Summary summary;
  summary.hazards = {{"flange",
                      "leak",
                      {{"substance", "ammonia"}, {"mass_kg", 120.5}},
                      {{"AEGL-2 60 min", 1.6e-4, "1", 850, 12000}, {"LFL", 0.15, "1", {}, {}}}}};
  const auto json = nlohmann::json::parse(to_json(summary));
  ASSERT_EQ(json["hazards"].size(), 1u);
  const auto& hazard = json["hazards"][0];
  EXPECT_EQ(hazard["kind"], "leak");
  EXPECT_EQ(hazard["source"]["substance"], "ammonia");
  EXPECT_EQ(hazard["source"]["mass_kg"], 120.5);
  EXPECT_EQ(hazard["endpoints"][0]["max_distance_m"], 850);
  EXPECT_EQ(hazard["endpoints"][0]["area_m2"], 12000);
  EXPECT_FALSE(hazard["endpoints"][1].contains("max_distance_m"));
  EXPECT_NE(console_text(summary).find("Hazard flange (leak): AEGL-2 60 min to 850 m\n"), std::string::npos);
}

}  // namespace
}  // namespace muster::results
