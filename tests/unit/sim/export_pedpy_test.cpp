#include "base/random.h"
#include "sim/export/csv.h"
#include "sim/export/pedpy.h"
#include "sim/results/h5.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/sim/export_geos.h"

#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

namespace h5 = results::h5;
namespace sample = results::sample;
using results::Frame;

struct Row {
  int64_t frame, id;
  double x, y, z;
};

/// What PedPy reads of a file.
struct Trajectory {
  std::vector<Row> rows;
  double fps = 0;
  std::string wkt;
};

Trajectory load(const std::filesystem::path& path) {
  const h5::Lock lock;
  const h5::File file = h5::open_file(path, H5F_ACC_RDONLY);
  const h5::Dataset dataset = h5::open_dataset(file, "trajectory");
  const h5::Type type(H5Tcreate(H5T_COMPOUND, sizeof(Row)));
  H5Tinsert(type, "frame", offsetof(Row, frame), H5T_NATIVE_INT64);
  H5Tinsert(type, "id", offsetof(Row, id), H5T_NATIVE_INT64);
  H5Tinsert(type, "x", offsetof(Row, x), H5T_NATIVE_DOUBLE);
  H5Tinsert(type, "y", offsetof(Row, y), H5T_NATIVE_DOUBLE);
  H5Tinsert(type, "z", offsetof(Row, z), H5T_NATIVE_DOUBLE);
  Trajectory trajectory;
  trajectory.rows.resize(h5::rows(dataset, "trajectory"));
  h5::read_rows(dataset, "trajectory", type, 0, trajectory.rows.size(), 1, trajectory.rows.data());
  trajectory.fps = h5::read_number<double>(dataset, "fps");
  trajectory.wkt = h5::read_text(file, "wkt_geometry");
  return trajectory;
}

/// Member names of /trajectory with their classes and sizes, and the kinds of the attributes PedPy reads.
std::map<std::string, std::string> layout(const std::filesystem::path& path) {
  const h5::Lock lock;
  const h5::File file = h5::open_file(path, H5F_ACC_RDONLY);
  const h5::Dataset dataset = h5::open_dataset(file, "trajectory");
  const h5::Type type(H5Dget_type(dataset));
  auto describe = [](hid_t id) {
    const bool text = H5Tget_class(id) == H5T_STRING;
    return fmt::format("class {} size {} text {} set {}", static_cast<int>(H5Tget_class(id)), H5Tget_size(id),
                       text ? H5Tis_variable_str(id) : 0, text ? static_cast<int>(H5Tget_cset(id)) : 0);
  };
  std::map<std::string, std::string> parts;
  for (int i = 0; i < H5Tget_nmembers(type); ++i) {
    char* name = H5Tget_member_name(type, static_cast<unsigned>(i));
    const h5::Type member(H5Tget_member_type(type, static_cast<unsigned>(i)));
    parts[name] = describe(member);
    H5free_memory(name);
  }
  const h5::Attribute fps(H5Aopen(dataset, "fps", H5P_DEFAULT)), wkt(H5Aopen(file, "wkt_geometry", H5P_DEFAULT));
  parts["@fps"] = describe(h5::Type(H5Aget_type(fps)));
  parts["@wkt_geometry"] = describe(h5::Type(H5Aget_type(wkt)));
  return parts;
}

void write_results(const std::filesystem::path& path, const scene::Floors& floors, std::vector<Frame> frames) {
  results::ResultsWriter writer(path, sample::info(), floors);
  for (Frame& frame : frames) writer.frame(std::move(frame));
  writer.finish(sample::summary());
}

void expect_all_inside(const Trajectory& trajectory) {
  const Polygon polygon(trajectory.wkt);
  ASSERT_TRUE(polygon.is_polygon());
  ASSERT_TRUE(polygon.is_valid());
  for (const Row& row : trajectory.rows)
    ASSERT_TRUE(polygon.contains(row.x, row.y)) << fmt::format("({:.6f}, {:.6f})", row.x, row.y);
}

TEST(PedPy, WritesAFileAStorey) {
  const muster::test::TemporaryFolder folder;
  std::vector<Frame> frames;
  for (size_t k = 0; k < 5; ++k) frames.push_back(sample::walkers(k, 20));
  for (Frame& frame : frames) std::fill(frame.state.begin(), frame.state.end(), uint8_t{1});
  write_results(folder.path() / "results.h5", sample::two_storeys(), frames);
  const results::ResultsReader reader(folder.path() / "results.h5");
  std::vector<Warning> warnings;
  const auto files = export_pedpy(reader, folder.path() / "run.h5", &warnings);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0], folder.path() / "run-Ground_floor.h5");
  EXPECT_EQ(files[1], folder.path() / "run-Erster_Stock___Süd.h5");
  EXPECT_TRUE(warnings.empty()) << warnings[0].text;

  const Trajectory ground = load(files[0]), upper = load(files[1]);
  EXPECT_EQ(ground.fps, 2);
  EXPECT_EQ(ground.rows.size() + upper.rows.size(), 20u + 19 + 18 + 17 + 16);
  EXPECT_EQ(ground.wkt,
            "POLYGON ((12.000000 -5.000000, 12.000000 -4.000000, 10.000000 -4.000000, "
            "10.000000 -5.000000, 12.000000 -5.000000))");
  expect_all_inside(ground);
  expect_all_inside(upper);
  // Frame 3 holds people 3..19; the even ones are downstairs.
  size_t seen = 0;
  for (const Row& row : ground.rows) {
    EXPECT_EQ(row.id % 2, 0);
    EXPECT_EQ(row.z, 0);
    if (row.frame != 3) continue;
    ++seen;
    EXPECT_NEAR(row.x, 10.05 + 0.0137 * static_cast<double>((row.id + 3) % 139), 0.00051);
    EXPECT_NEAR(row.y, -4.95 + 0.0071 * static_cast<double>(row.id % 127), 0.00051);
  }
  EXPECT_EQ(seen, 8u);

  const auto one = export_pedpy(reader, folder.path() / "upper.h5", nullptr, "Erster Stock / Süd");
  EXPECT_EQ(one, (std::vector<std::filesystem::path>{folder.path() / "upper.h5"}));
  EXPECT_EQ(load(one[0]).rows.size(), upper.rows.size());
  EXPECT_EQ(load(one[0]).wkt, upper.wkt);
}

/// Positions all over random cells, many of them on sides and corners.
void check_random_floor(const scene::Grid& grid) {
  const muster::test::TemporaryFolder folder;
  using Levels = std::vector<std::pair<double, int>>;
  const scene::Floors floors = sample::floors_of(grid, [](int i, int j) {
    const auto id = static_cast<uint64_t>(j * 30 + i);
    return random_uniform(5, id, 0, Draw::test) < 0.68 ? Levels{{0.0, -1}} : Levels{};
  });
  std::vector<Frame> frames;
  size_t rows = 0;
  for (size_t k = 0; k < 4; ++k) {
    Frame frame;
    frame.time = 0.5 * static_cast<double>(k);
    for (size_t c = 0; c < floors.size(); ++c) {
      // Every tenth of a side in x and y, ends included.
      const double dx = static_cast<double>((c + k * 7) % 11), dy = static_cast<double>((c * 3 + k) % 11);
      const Vec2 centre = floors.centre(static_cast<scene::CellId>(c));
      frame.id.push_back(static_cast<uint32_t>(c));
      frame.x.push_back(static_cast<float>(centre.x() + 0.1 * grid.cell * (dx - 5)));
      frame.y.push_back(static_cast<float>(centre.y() + 0.1 * grid.cell * (dy - 5)));
      frame.z.push_back(0);
      frame.speed.push_back(1);
      frame.state.push_back(1);
      ++rows;
    }
    frames.push_back(frame);
  }
  write_results(folder.path() / "results.h5", floors, frames);
  const results::ResultsReader reader(folder.path() / "results.h5");
  std::vector<Warning> warnings;
  const auto files = export_pedpy(reader, folder.path() / "run.h5", &warnings);
  ASSERT_EQ(files.size(), 1u);
  const Trajectory trajectory = load(files[0]);
  expect_all_inside(trajectory);
  EXPECT_GT(trajectory.rows.size(), rows * 8 / 10) << "the largest piece holds most of the cells";
  for (const Row& row : trajectory.rows) {
    const Frame& frame = frames[static_cast<size_t>(row.frame)];
    ASSERT_NEAR(row.x, frame.x[static_cast<size_t>(row.id)], 0.0026);
    ASSERT_NEAR(row.y, frame.y[static_cast<size_t>(row.id)], 0.0026);
  }
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0].code, "pedpy_pieces");
}

TEST(PedPy, KeepsPositionsOffTheOutlineOfAnyFloor) {
  check_random_floor({-1.23, 40.07, 0.1, 30, 30});
  // Here the corners of cells are exact in binary, so that positions lie exactly on them.
  check_random_floor({-1.25, 40, 0.125, 30, 30});
}

TEST(PedPy, TellsWhatItLeavesOut) {
  const muster::test::TemporaryFolder folder;
  const scene::Floors floors = sample::two_storeys();
  Frame first{
      0, {0, 1, 2, 3}, {10.5f, 9.93f, 10.5f, 7}, {-4.5f, -4.5f, -4.5f, 7}, {0, 0, 1.5f, 0}, {1, 1, 1, 1}, {1, 1, 2, 1}};
  Frame last{0.7, {0}, {10.5f}, {-4.5f}, {0}, {1}, {1}};  // not at a multiple of 0.5 s
  write_results(folder.path() / "results.h5", floors, {first, last});
  const results::ResultsReader reader(folder.path() / "results.h5");
  std::vector<Warning> warnings;
  const auto files = export_pedpy(reader, folder.path() / "run.h5", &warnings);
  EXPECT_EQ(files, (std::vector<std::filesystem::path>{folder.path() / "run.h5"})) << "all were on one storey";
  const Trajectory trajectory = load(files[0]);
  expect_all_inside(trajectory);
  ASSERT_EQ(trajectory.rows.size(), 2u);
  EXPECT_NEAR(trajectory.rows[1].x, 10.002, 1e-9) << "7 cm beside the cells";
  std::set<std::string> codes;
  for (const Warning& warning : warnings) codes.insert(warning.code);
  EXPECT_EQ(codes, (std::set<std::string>{"pedpy_links", "pedpy_off_floor", "pedpy_moved", "pedpy_frames"}));
}

TEST(PedPy, RefusesWhatIsNotThere) {
  const muster::test::TemporaryFolder folder;
  write_results(folder.path() / "results.h5", sample::two_storeys(), {{0, {0}, {10.5f}, {-4.5f}, {0}, {1}, {1}}});
  const results::ResultsReader reader(folder.path() / "results.h5");
  EXPECT_THROW(export_pedpy(reader, folder.path() / "run.h5", nullptr, "Ground flor"), InputError);
  EXPECT_THROW(export_pedpy(reader, folder.path() / "run.h5", nullptr, "Erster Stock / Süd"), results::ResultsError);
  EXPECT_THROW(export_pedpy(reader, folder.path() / "no" / "run.h5"), results::ResultsError);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "nothing is left behind";

  write_results(folder.path() / "nobody.h5", sample::two_storeys(), {});
  EXPECT_THROW(export_pedpy(results::ResultsReader(folder.path() / "nobody.h5"), folder.path() / "run.h5"),
               results::ResultsError);
}

TEST(PedPy, HasTheLayoutOfTheArchive) {
  constexpr const char* name = "data/validation/crowd/hdf5_layout_sample/00_01a.h5";
  MUSTER_NEEDS_SHARED(name);
  const std::filesystem::path archive = shared_file(name);
  const muster::test::TemporaryFolder folder;
  write_results(folder.path() / "results.h5", sample::two_storeys(), {{0, {0}, {10.5f}, {-4.5f}, {0}, {1}, {1}}});
  const auto files = export_pedpy(results::ResultsReader(folder.path() / "results.h5"), folder.path() / "run.h5");
  EXPECT_EQ(layout(files.at(0)), layout(archive));
}

TEST(Csv, WritesALineAPersonAndFrame) {
  const muster::test::TemporaryFolder folder;
  write_results(folder.path() / "results.h5", sample::two_storeys(),
                {{0, {7, 3}, {10.5f, 11}, {-4.5f, -4.25f}, {0, 3}, {1.25f, 0}, {1, 0}},
                 {0.5, {3}, {11}, {-4.25f}, {3}, {0}, {4}}});
  const auto files = export_csv(results::ResultsReader(folder.path() / "results.h5"), folder.path() / "run.csv");
  ASSERT_EQ(files.size(), 1u);
  std::ifstream file(files[0]);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(text,
            "frame,time,id,x,y,z,speed,state\n"
            "0,0,7,10.500,-4.500,0.000,1.250,walking\n"
            "0,0,3,11.000,-4.250,3.000,0.000,waiting\n"
            "1,0.5,3,11.000,-4.250,3.000,0.000,without_route\n");
  EXPECT_THROW(export_csv(results::ResultsReader(folder.path() / "results.h5"), folder.path() / "no" / "run.csv"),
               results::ResultsError);
}

}  // namespace
}  // namespace muster::sim
