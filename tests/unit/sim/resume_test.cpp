// Runs with [flow] that are cut short: taken up again they end as if nothing had happened, or say why they cannot.
#include "base/digest.h"
#include "base/parallel.h"
#include "sim/cli/cli.h"
#include "sim/hazard/checkpoints.h"
#include "sim/results/h5.h"
#include "sim/run/output_folder.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/yard.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::sim {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Two courts and a gate between them that closes behind people. Carbon monoxide and smoke: people are slowed by it, a
/// detector shuts the valve, starts a fan and sounds the bell; the wind turns.
const std::string courts = R"toml(title = "courts"
[model]
wkt = "MULTIPOLYGON (((0 0, 12 0, 12 12, 0 12, 0 0)), ((12 4, 12.5 4, 12.5 8, 12 8, 12 4)), ((12.5 0, 24.5 0, 24.5 12, 12.5 12, 12.5 0)))"
[floors]
cell_m = 0.5
[[exit]]
name = "out"
line = [[24.5, 4], [24.5, 8]]
[weather]
wind_m_s = 2
wind_from_deg = 270
stability = "D"
wind_changes = [{ time_s = 6, wind_from_deg = 300, wind_m_s = 2.5 }]
[[door]]
name = "gate"
line = [[12.25, 4], [12.25, 8]]
self_closing = true
[[leak]]
name = "valve"
substance = "carbon_monoxide"
at = [9.5, 6]
begins_s = 2
source = "series"
temperature_C = 15
series = [[0, 0.2], [60, 0]]
[[fire]]
name = "cart"
kind = "design"
fuel = "seats"
at = [3, 3]
area_m2 = 2
peak_MW = 0.3
growth_kW_s2 = 0.047
heat_of_combustion_MJ_kg = 25
soot_yield = 0.1
carbon_monoxide_yield = 0.03
carbon_dioxide_yield = 1.5
[[detector]]
name = "nose"
kind = "gas"
at = [11, 6]
threshold_ppm = 500
delay_s = 2
shuts = "valve"
starts = "hood"
sounds = "bell"
[[alarm]]
name = "bell"
[[people]]
points = [[2, 6], [4, 9], [6, 2]]
[hazards]
every_s = 1
[flow]
cell_m = 1
margin_m = 6
height_m = 10
spin_up_s = 4
[[flow.fan]]
name = "hood"
kind = "extract"
from = [6, 6, 0]
to = [8, 8, 2]
volume_flow_m3_s = 5
[run]
until_s = 25
)toml";

std::vector<char*> pointers(std::vector<std::string>& arguments) {
  std::vector<char*> all;
  for (std::string& each : arguments) all.push_back(each.data());
  return all;
}

/// Every dataset of a results file, byte by byte, but for what says how long it took.
std::map<std::string, std::string> datasets(const fs::path& path) {
  namespace h5 = results::h5;
  const h5::Lock lock;
  const h5::File file = h5::open_file(path, H5F_ACC_RDONLY);
  std::vector<std::string> names;
  const auto visit = [](hid_t, const char* name, const H5O_info_t* info, void* all) {
    if (info->type == H5O_TYPE_DATASET) static_cast<std::vector<std::string>*>(all)->emplace_back(name);
    return herr_t{0};
  };
  h5::check(H5Ovisit(file, H5_INDEX_NAME, H5_ITER_NATIVE, visit, &names), "visit");
  std::map<std::string, std::string> all;
  for (const std::string& name : names) {
    const h5::Dataset dataset = h5::open_dataset(file, name);
    const h5::Type type(H5Dget_type(dataset));
    const h5::Space space(H5Dget_space(dataset));
    std::string& bytes = all[name];
    bytes.resize(H5Tget_size(type) * static_cast<size_t>(H5Sget_simple_extent_npoints(space)));
    if (!bytes.empty()) h5::check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()), name);
  }
  return all;
}

Json without_timing(const fs::path& path) {
  Json summary = Json::parse(read_file(path));
  summary.erase("timing"), summary.erase("threads");
  return summary;
}

/// A folder with the case, runs of it in this process and in children that are killed.
class Resume : public testing::Test {
 protected:
  void SetUp() override { temporary_.write("case.toml", courts); }

  /// `muster run case.toml --quiet` and more; its status.
  int run(const std::string& out, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = command(out, std::move(more));
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    const int status = command_line(static_cast<int>(arguments.size()), pointers(arguments).data());
    said_ = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
    return status;
  }
  /// The same in another process, which keeps its state often and is killed when one comes after so many bytes of its
  /// journal. Whether it was.
  bool killed(const std::string& out, uint64_t bytes, std::vector<std::string> more = {}) {
    more.insert(more.end(), often.begin(), often.end());
    const std::vector<std::string> arguments = command(out, std::move(more));
    std::string text;
    for (const std::string& each : arguments) text += each + "\n";
    const pid_t child = fork();
    if (child == 0) {
      setenv("MUSTER_TEST_COMMAND", text.c_str(), 1);
      std::vector<std::string> again = {"unit_sim", "--gtest_filter=ResumeChild.DISABLED_Runs",
                                        "--gtest_also_run_disabled_tests"};
      std::vector<char*> all = pointers(again);
      all.push_back(nullptr);
      const int nowhere = open("/dev/null", O_WRONLY);
      dup2(nowhere, STDOUT_FILENO), dup2(nowhere, STDERR_FILENO);
      execv("/proc/self/exe", all.data());
      _exit(99);
    }
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0) {
      if (before_state(out) >= bytes) kill(child, SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }
  std::vector<std::string> command(const std::string& out, std::vector<std::string> more) const {
    std::vector<std::string> all = {"muster",  "run",   (folder_ / "case.toml").string(),
                                    "--quiet", "--out", (folder_ / out).string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  /// Bytes of the journal that come before the state; 0: there is none.
  uint64_t before_state(const std::string& out) const {
    uint64_t bytes = 0;
    std::ifstream file(folder_ / out / state_name, std::ios::binary);
    file.seekg(16);  // after its name and the number of records
    return file.read(reinterpret_cast<char*>(&bytes), sizeof bytes) ? bytes : 0;
  }
  void copy(const std::string& from, const std::string& to) const {
    fs::copy(folder_ / from, folder_ / to, fs::copy_options::recursive);
  }
  /// Changes one byte.
  void spoil(const fs::path& file, uint64_t at) const {
    std::string bytes = read_file(folder_ / file);
    bytes.at(at) = static_cast<char>(bytes.at(at) ^ 1);
    std::ofstream(folder_ / file, std::ios::binary) << bytes;
  }
  void expect_same(const std::string& a, const std::string& b) const {
    const auto one = datasets(folder_ / a / results_name), two = datasets(folder_ / b / results_name);
    ASSERT_GT(one.size(), 50U);
    ASSERT_EQ(one.size(), two.size());
    for (const auto& [name, bytes] : one) EXPECT_TRUE(name == "summary" || two.at(name) == bytes) << name;
    EXPECT_EQ(without_timing(folder_ / a / summary_name), without_timing(folder_ / b / summary_name));
    EXPECT_FALSE(fs::exists(folder_ / b / journal_name));
    EXPECT_FALSE(fs::exists(folder_ / b / state_name));
  }

  const std::vector<std::string> often = {"--checkpoint", "0.02"};
  const test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
  std::string said_;
};

/// What killed() starts.
TEST(ResumeChild, DISABLED_Runs) {
  const char* text = std::getenv("MUSTER_TEST_COMMAND");
  if (text == nullptr) GTEST_SKIP() << "started by other tests";
  std::vector<std::string> arguments;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) arguments.push_back(line);
  _exit(command_line(static_cast<int>(arguments.size()), pointers(arguments).data()));
}

TEST_F(Resume, OfARunThatWasKilledHasTheSameBits) {
  ASSERT_EQ(run("whole"), 0) << said_;
  const Json summary = without_timing(folder_ / "whole" / summary_name);
  ASSERT_GT(summary.at("people").at("evacuated"), 0) << "somebody went through the gate";
  ASSERT_TRUE(summary.at("detectors").at(0).contains("noticed_s")) << summary.at("detectors");
  ASSERT_EQ(run("kept", often), 0) << said_;
  expect_same("whole", "kept");

  ASSERT_TRUE(killed("cut", 40000));
  ASSERT_TRUE(killed("cut", 80000, {"--resume", "--threads", "1"})) << "and cut short again";
  copy("cut", "other");
  ASSERT_EQ(run("cut", {"--resume", "--threads", "2"}), 0) << said_;
  expect_same("whole", "cut");
  ASSERT_EQ(run("other", {"--resume", "--threads", "1"}), 0) << said_;
  expect_same("whole", "other");
}

TEST_F(Resume, IsRefusedWhereItWouldNotBeTheSameRun) {
  ASSERT_TRUE(killed("cut", 30000)) << "it came to its end";
  const auto listed = [&] {
    std::map<std::string, std::string> all;
    for (const auto& each : fs::directory_iterator(folder_ / "cut"))
      all[each.path().filename().string()] = sha256_of_file(each.path());
    return all;
  };
  const auto before = listed();
  ASSERT_EQ(run("cut", {"--resume", "--seed", "7"}), 2);
  EXPECT_NE(said_.find("is of a run with another --set, --seed or --until"), std::string::npos) << said_;
  temporary_.write("case.toml", courts + "# changed\n");
  ASSERT_EQ(run("cut", {"--resume"}), 2);
  EXPECT_NE(said_.find("is of a run with another case"), std::string::npos) << said_;
  temporary_.write("case.toml", courts);
  ASSERT_EQ(run("nothing", {"--resume"}), 2);
  EXPECT_NE(said_.find("there is nothing to go on from"), std::string::npos) << said_;
  EXPECT_FALSE(fs::exists(folder_ / "nothing"));
  ASSERT_EQ(run("cut", {"--resume", "--set", "flow.tier=\"steady\""}), 2);
  EXPECT_EQ(listed(), before) << "nothing was touched";

  // Damage is seen beforehand, wherever it is; what stands behind the state is not needed.
  const uint64_t state = fs::file_size(folder_ / "cut" / state_name);
  const auto spoilt = [&](const char* name, uint64_t at) {
    fs::remove_all(folder_ / "spoilt");
    copy("cut", "spoilt");
    spoil(fs::path("spoilt") / name, at);
    return run("spoilt", {"--resume"});
  };
  for (const uint64_t at : {uint64_t{0}, uint64_t{12}, state / 2, state - 1}) {
    EXPECT_EQ(spoilt(state_name, at), 2) << at;
    EXPECT_NE(said_.find("is damaged"), std::string::npos) << said_;
  }
  for (const uint64_t at : {uint64_t{3}, uint64_t{30}, uint64_t{2000}}) {
    EXPECT_EQ(spoilt(journal_name, at), 2) << at;
    EXPECT_NE(said_.find(at == 3 ? "is no journal" : "is damaged"), std::string::npos) << said_;
  }
  fs::remove_all(folder_ / "spoilt");
  copy("cut", "spoilt");
  fs::resize_file(folder_ / "spoilt" / journal_name, 2500);
  EXPECT_EQ(run("spoilt", {"--resume"}), 2) << said_;
  EXPECT_NE(said_.find("is damaged: record"), std::string::npos) << said_;
}

TEST_F(Resume, StartsAnewWhereNoStateWasKept) {
  ASSERT_EQ(run("whole"), 0) << said_;
  ASSERT_TRUE(killed("cut", 30000)) << "it came to its end";
  std::ofstream(folder_ / "cut" / journal_name, std::ios::app | std::ios::binary) << "a record that is cut";
  copy("cut", "tail"), copy("cut", "without"), copy("cut", "anew");
  ASSERT_EQ(run("tail", {"--resume"}), 0) << said_;
  expect_same("whole", "tail");
  fs::remove(folder_ / "without" / state_name);
  ASSERT_EQ(run("without", {"--resume"}), 0) << said_;
  EXPECT_NE(said_.find("it starts anew"), std::string::npos) << said_;
  expect_same("whole", "without");
  ASSERT_EQ(run("anew"), 0) << said_;
  EXPECT_NE(said_.find("--resume goes on with it"), std::string::npos) << said_;
  expect_same("whole", "anew");
}

TEST_F(Resume, CannotBeKeptOnAFullDiskWhichIsTold) {
  ASSERT_EQ(run("whole"), 0) << said_;
  for (const std::string& name : {std::string(journal_name), std::string(state_name) + ".part"}) {
    fs::create_directory(folder_ / "full");
    fs::create_symlink("/dev/full", folder_ / "full" / name);
    EXPECT_EQ(run("full", often), 0) << said_;
    EXPECT_NE(said_.find("No space left on device"), std::string::npos) << said_;
    EXPECT_FALSE(fs::exists(folder_ / "full" / state_name));
    fs::remove(folder_ / "full" / name);
    expect_same("whole", "full");
    fs::remove_all(folder_ / "full");
  }
}

TEST_F(Resume, IsOfRunsWithFlow) {
  std::string text = courts;
  text.erase(text.find("[flow]"), text.find("[run]") - text.find("[flow]"));
  text.erase(text.find("starts = \"hood\"\n"), 16);
  temporary_.write("case.toml", text);
  ASSERT_EQ(run("cut", {"--resume"}), 2);
  EXPECT_NE(said_.find("only runs with [flow]"), std::string::npos) << said_;
}

/// A yard in which a cloud of methane is lit.
std::string yard_lit() {
  return test::yard(40, 30) + test::weather(2) + R"([[leak]]
name = "valve"
substance = "methane"
at = [12, 15]
source = "series"
temperature_C = -100
series = [[0, 2], [40, 0]]
[hazards]
every_s = 5
[[flash_fire]]
name = "spark"
leak = "valve"
at_s = 17.3
[flow]
cell_m = 1
margin_m = 6
height_m = 10
spin_up_s = 5
)";
}

TEST(ResumeHazards, OfACloudThatIsLit) {
  const test::TemporaryFolder folder;
  std::vector<std::string> lines;
  const Keeping keeping{
      folder.path(), 0.05, {{"case", "lit"}}, [&](const std::string& line) { lines.push_back(line); }};
  std::vector<results::HazardFrame> whole;
  const auto same = [&](const results::HazardFrame& frame, size_t k) {
    EXPECT_EQ(frame.concentration, whole.at(k).concentration) << k;
    EXPECT_EQ(frame.fields, whole.at(k).fields) << k;
  };
  test::Place one(yard_lit());
  for (int k = 0; k < 8; ++k) whole.push_back(one.hazards.sample());
  ASSERT_GT(*std::max_element(whole[3].concentration.begin(), whole[3].concentration.end()), 0);
  for (const size_t cut : {3, 6}) {
    {
      test::Place first(yard_lit());
      first.hazards.keep(std::make_unique<Checkpoints>(keeping));
      for (size_t k = 0; k < cut; ++k) same(first.hazards.sample(), k);
    }
    test::Place second(yard_lit());
    second.hazards.keep(Checkpoints::left_behind(keeping));
    for (size_t k = 0; k < whole.size(); ++k) same(second.hazards.sample(), k);
    const auto mass = [](const test::Place& place) {
      const auto& uses = place.hazards.uses();
      return test::source_of(
          *std::find_if(uses.begin(), uses.end(), [](const auto& u) { return u.kind == "flash_fire"; }),
          "flammable_mass_kg");
    };
    EXPECT_EQ(mass(one), mass(second));
    EXPECT_EQ(one.hazards.warnings().size(), second.hazards.warnings().size());
    second.hazards.finish();
    EXPECT_TRUE(fs::is_empty(folder.path()));
  }
}

// The identity is the same by mistake; what is asked of the air is not.
TEST(ResumeHazards, IsRefusedWhereTheRunAsksForSomethingElse) {
  const test::TemporaryFolder folder;
  const Keeping keeping{folder.path(), 0.05, {}, [](const std::string&) {}};
  {
    test::Place first(yard_lit());
    first.hazards.keep(std::make_unique<Checkpoints>(keeping));
    for (int k = 0; k < 8; ++k) first.hazards.sample();
  }
  std::string other = yard_lit();
  other.replace(other.find("at_s = 17.3"), 11, "at_s = 17.2");
  test::Place second(other);
  second.hazards.keep(Checkpoints::left_behind(keeping));
  for (int k = 0; k < 4; ++k) second.hazards.sample();  // 0 to 15 s
  EXPECT_THROW(second.hazards.sample(), ResumeError);
}

TEST(AirRecord, ComesBackWithTheSameBits) {
  AirRecord record;
  record.change = AirRecord::Change::burnt;
  record.time = 1.0 / 3, record.clock = 7, record.asked = 0xfedcba9876543210, record.flammable = -0.0;
  record.warnings = {{"code", "text with \n and 中", ""}};
  for (uint32_t c = 0; c < 300000; ++c)
    record.cells.push_back(3 * c), record.held.push_back(0.001F * static_cast<float>(c));
  record.held[5] = std::numeric_limits<float>::denorm_min();
  record.warm = {4}, record.kelvin = {std::numeric_limits<double>::quiet_NaN()};
  record.fields = {{}, {1, 2, 3}};
  const std::string bytes = packed(record);
  EXPECT_EQ(packed(unpacked(bytes)), bytes);
  const AirRecord again = unpacked(bytes);
  EXPECT_EQ(again.cells, record.cells);
  EXPECT_EQ(again.held, record.held);
  EXPECT_TRUE(std::isnan(again.kelvin.at(0)));
  EXPECT_EQ(again.fields, record.fields);
  EXPECT_EQ(again.warnings.at(0).text, record.warnings[0].text);
  EXPECT_THROW(unpacked(bytes.substr(0, bytes.size() - 1)), ResumeError);
  EXPECT_THROW(unpacked(bytes + "x"), ResumeError);
  EXPECT_THROW(unpacked(""), ResumeError);
}

}  // namespace
}  // namespace muster::sim
