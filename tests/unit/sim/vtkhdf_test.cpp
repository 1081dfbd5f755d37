// VTKHDF: images hold the squares of the run at their places.
#include "sim/export/vtkhdf.h"

#include "sim/results/h5.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

namespace sample = results::sample;
namespace h5 = results::h5;

template <class T, size_t n>
std::array<T, n> attribute(hid_t where, const char* name) {
  const h5::Attribute found(H5Aopen(where, name, H5P_DEFAULT));
  std::array<T, n> values{};
  EXPECT_GE(H5Aread(found, h5::native<T>(), values.data()), 0) << name;
  return values;
}

TEST(Vtkhdf, SquaresStandWhereTheyWere) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  {
    results::RunInfo info = sample::info();
    info.analysis.square = 0.4;  // the floors begin at (10, -5)
    results::ResultsWriter writer(path, info, sample::two_storeys());
    writer.people(std::vector<results::PersonRecord>(1));
    writer.frame(sample::walkers(0, 1));
    results::SquareRecord low, high, above;
    low.x = 10.6, low.y = -4.9, low.storey = 0, low.peak_density = 2;      // column 1, row 0
    high.x = 11.5, high.y = -4.3, high.storey = 0, high.peak_density = 3;  // column 3, row 1
    above.x = 10.1, above.y = -4.9, above.z = 3, above.storey = 1, above.peak_density = 5;
    above.level = {0, 0, 0, 0, 7, 8};
    writer.squares({low, high, above});
    writer.finish(sample::summary());
  }
  const auto files = export_vtkhdf(results::ResultsReader(path), folder.path() / "seen.hdf");
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].filename(), "seen-crowding-1.hdf");
  EXPECT_EQ(files[1].filename(), "seen-crowding-2.hdf");
  const h5::Lock lock;
  const h5::File file = h5::open_file(files[0], H5F_ACC_RDONLY);
  const h5::Group root = h5::open_group(file, "VTKHDF");
  EXPECT_EQ(h5::read_text(root, "Type"), "ImageData");
  EXPECT_EQ((attribute<int32_t, 2>(root, "Version")), (std::array<int32_t, 2>{1, 0}));
  EXPECT_EQ((attribute<int32_t, 6>(root, "WholeExtent")), (std::array<int32_t, 6>{0, 2, 0, 1, 0, 1}));
  const auto origin = attribute<double, 3>(root, "Origin");
  EXPECT_NEAR(origin[0], 10.6, 1e-9);
  EXPECT_NEAR(origin[1], -4.8, 1e-9);
  EXPECT_EQ(origin[2], 0);
  const h5::Dataset density = h5::open_dataset(root, "PointData/peak_density");
  const h5::Space space(H5Dget_space(density));
  std::array<hsize_t, 3> shape{};
  ASSERT_EQ(H5Sget_simple_extent_ndims(space), 3);
  H5Sget_simple_extent_dims(space, shape.data(), nullptr);
  EXPECT_EQ(shape, (std::array<hsize_t, 3>{2, 2, 3}));  // z, y, x
  std::array<float, 12> values{};
  H5Dread(density, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  EXPECT_EQ(values[0], 2);
  EXPECT_EQ(values[5], 3);
  EXPECT_EQ(values[11], 3) << "the layers are equal";
  for (const size_t none : {1u, 2u, 3u, 4u}) EXPECT_TRUE(std::isnan(values[none])) << none;
  const h5::File second = h5::open_file(files[1], H5F_ACC_RDONLY);
  EXPECT_EQ((attribute<double, 3>(h5::open_group(second, "VTKHDF"), "Origin"))[2], 3);
  std::array<float, 8> crowded{};  // an image is two wide at least
  H5Dread(h5::open_dataset(second, "VTKHDF/PointData/level_E_F_s"), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT,
          crowded.data());
  EXPECT_EQ(crowded[0], 15);
  EXPECT_EQ(crowded[4], 15);
  EXPECT_TRUE(std::isnan(crowded[1]));
}

TEST(Vtkhdf, AirHasAFileForEachTime) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  {
    results::RunInfo info = sample::info();
    const scene::Floors floors = sample::two_storeys();
    info.hazards.hazards = {{"flange", "leak", "ammonia", 2}};
    info.hazards.square = 1, info.hazards.every = 10;
    info.hazards.square_of.assign(floors.size(), -1);
    info.hazards.flow = {{1, 3, 5}, {0, 1}, {0.5, 1.5}, {{"gas_0", "flange [volume fraction]", "1"}}, {}};
    info.hazards.flow.solid.assign(12, 0);
    info.hazards.flow.solid[4] = 1;
    results::ResultsWriter writer(path, info, floors);
    for (const double time : {0.0, 10.0}) {
      results::HazardFrame frame{time, {}};
      frame.fields = {std::vector<float>(12, 0.25F)};
      frame.fields[0][11] = static_cast<float>(time);
      writer.hazards(std::move(frame));
    }
    writer.finish(sample::summary());
  }
  const auto files = export_vtkhdf(results::ResultsReader(path), folder.path() / "seen.hdf");
  ASSERT_GE(files.size(), 2u);
  EXPECT_EQ(files.back().filename(), "seen-flow-0001.hdf");
  const h5::Lock lock;
  const h5::File file = h5::open_file(files.back(), H5F_ACC_RDONLY);
  const h5::Group root = h5::open_group(file, "VTKHDF");
  EXPECT_EQ((attribute<int32_t, 6>(root, "WholeExtent")), (std::array<int32_t, 6>{0, 2, 0, 1, 0, 1}));
  EXPECT_EQ((attribute<double, 3>(root, "Origin")), (std::array<double, 3>{1, 0, 0.5}));
  EXPECT_EQ((attribute<double, 3>(root, "Spacing")), (std::array<double, 3>{2, 1, 1}));
  std::array<float, 12> values{};
  H5Dread(h5::open_dataset(root, "PointData/gas_0"), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  EXPECT_EQ(values[0], 0.25F);
  EXPECT_TRUE(std::isnan(values[4])) << "solid";
  EXPECT_EQ(values[11], 10);
}

TEST(Vtkhdf, WithoutFieldsItIsRefused) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  {
    results::ResultsWriter writer(path, sample::info(), sample::two_storeys());
    writer.people({});
    writer.finish(sample::summary());
  }
  EXPECT_THROW(export_vtkhdf(results::ResultsReader(path), folder.path() / "seen.hdf"), results::ResultsError);
}

}  // namespace
}  // namespace muster::sim
