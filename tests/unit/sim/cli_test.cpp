// The command line: exit statuses, what is refused, and that a refusal writes nothing.
#include "sim/cli/cli.h"

#include "base/digest.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

namespace fs = std::filesystem;

class Cli : public testing::Test {
 protected:
  fs::path write(const std::string& name, const std::string& text) const { return temporary_.write(name, text); }
  /// A case over a model of this folder.
  fs::path case_over(const std::string& model) const {
    return write(
        "case.toml",
        fmt::format("model.file = \"{}\"\n[[people]]\ncount = 5\n[[exit]]\nname = \"a\"\nline = [[0, 1], [0, 2]]\n",
                    model));
  }
  /// Runs the program; what it printed to the standard error output lands in `errors_`.
  int call(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "muster");
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    const int status = command_line(static_cast<int>(argv.size()), argv.data());
    output_ = testing::internal::GetCapturedStdout();
    errors_ = testing::internal::GetCapturedStderr();
    return status;
  }
  /// A run over a bad model must end with status 2, say `reason`, and leave no results behind.
  void expect_refused(const std::string& model, const std::string& reason) {
    const fs::path file = case_over(model);
    EXPECT_EQ(call({"run", file.string(), "--quiet"}), 2) << model;
    EXPECT_NE(errors_.find(reason), std::string::npos) << model << ": " << errors_;
    EXPECT_FALSE(fs::exists(folder_ / "case.out")) << model;
  }

  const test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
  std::string output_, errors_;
};

TEST_F(Cli, PrintsProfilesOfPeople) {
  EXPECT_EQ(call({"data", "people"}), 0);
  EXPECT_NE(output_.find("wheelchair"), std::string::npos);
  EXPECT_EQ(call({"data", "people", "imo_crew", "--json"}), 0);
  EXPECT_EQ(nlohmann::json::parse(output_)["mix"][0]["parts"].size(), 2u);
  EXPECT_EQ(call({"data", "people", "wheelchiar"}), 2);
  EXPECT_NE(errors_.find("did you mean `wheelchair`?"), std::string::npos) << errors_;
  EXPECT_EQ(call({"data", "case-schema", "--json"}), 2);
}

TEST_F(Cli, RefusesBadModelsAndWritesNothing) {
  write("empty.ifc", "");
  write("text.glb", "this is no binary glTF at all, whatever its name says");
  write("cut.ifc", "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC2X3'));\nENDSEC;\nDATA;\n#1=IFCPROJ");
  write("nan.obj", "v 0 0 0\nv 1 0 0\nv nan 1 0\nf 1 2 3\n");
  write("far.obj", "v 0 0 0\nv 1000000000 0 0\nv 0 1000000000 0\nf 1 2 3\n");
  write("two.wkt", "POLYGON ((0 0, 5 0, 5 5, 0 5, 0 0))\nPOLYGON ((5 0, 9 0, 9 5, 5 5, 5 0))");
  write("no_floor.obj", "v 0 0 0\nv 4 0 0\nv 4 0 3\nv 0 0 3\nf 1 2 3\nf 1 3 4\n");
  fs::create_directory(folder_ / "folder.ifc");
  expect_refused("empty.ifc", "empty");
  expect_refused("text.glb", "text.glb");
  expect_refused("cut.ifc", "cut.ifc");
  expect_refused("nan.obj", "nan.obj");
  expect_refused("far.obj", "far.obj");
  expect_refused("no_floor.obj", "floor");
  expect_refused("two.wkt", "first geometry");
  expect_refused("folder.ifc", "folder.ifc");
  expect_refused("missing.ifc", "missing.ifc");
}

TEST_F(Cli, RefusesBadUsage) {
  EXPECT_EQ(call({}), 2);
  EXPECT_EQ(call({"fly"}), 2);
  EXPECT_EQ(call({"run"}), 2);
  EXPECT_EQ(call({"run", (folder_ / "missing.toml").string()}), 2);
  EXPECT_EQ(call({"export", (folder_ / "missing.h5").string(), "--to", "pedpy", "-o", (folder_ / "x.h5").string()}), 2);
  EXPECT_EQ(call({"run", "x.toml", "--threads", "-1"}), 2);
  EXPECT_EQ(call({"generate", "castle", "-o", (folder_ / "x.glb").string()}), 2);
  EXPECT_EQ(call({"--help"}), 0);
}

TEST_F(Cli, RunsAndAccountsForEverybody) {
  write("plan.wkt", "POLYGON ((0 0, 12 0, 12 8, 0 8, 0 0))");
  const fs::path file = write("case.toml", R"(title = "room"
model.file = "plan.wkt"
[[exit]]
name = "door"
line = [[0, 3], [0, 4.2]]
[[people]]
count = 40
)");
  ASSERT_EQ(call({"run", file.string(), "--quiet", "--seed", "7"}), 0) << errors_;
  const auto summary = nlohmann::json::parse(read_file(folder_ / "case.out" / "summary.json"));
  EXPECT_EQ(summary.at("seed"), 7);
  EXPECT_EQ(summary.at("people").at("placed"), 40);
  EXPECT_EQ(summary.at("people").at("evacuated"), 40);
  EXPECT_EQ(summary.at("people").at("lost"), 0);
  EXPECT_EQ(summary.at("exits").at(0).at("people"), 40);
  EXPECT_TRUE(fs::exists(folder_ / "case.out" / "results.h5"));
  EXPECT_TRUE(fs::exists(folder_ / "case.out" / "log.txt"));
  // Not everybody can be out of a 12 m room within a second: they are inside, and a warning says so.
  ASSERT_EQ(call({"run", file.string(), "--quiet", "--until", "1"}), 0) << errors_;
  const auto cut = nlohmann::json::parse(read_file(folder_ / "case.out" / "summary.json"));
  EXPECT_EQ(cut.at("people").at("evacuated").get<int>() + cut.at("people").at("inside").get<int>(), 40);
  EXPECT_GT(cut.at("people").at("inside"), 0);
  EXPECT_EQ(cut.at("warnings").at(0).at("code"), "still_inside");
}

TEST_F(Cli, AClosedOnlyExitKeepsEverybodyInsideAndSaysSo) {
  write("plan.wkt", "POLYGON ((0 0, 12 0, 12 8, 0 8, 0 0))");
  const fs::path file = write("case.toml", R"(model.file = "plan.wkt"
[[exit]]
name = "door"
line = [[0, 3], [0, 4.2]]
closed = true
[[people]]
count = 12
)");
  ASSERT_EQ(call({"run", file.string(), "--quiet"}), 0) << errors_;
  const auto summary = nlohmann::json::parse(read_file(folder_ / "case.out" / "summary.json"));
  EXPECT_EQ(summary.at("people").at("inside"), 12);
  EXPECT_EQ(summary.at("people").at("without_route"), 12);
  EXPECT_FALSE(summary.contains("time_to_evacuate_s"));
}

TEST_F(Cli, ExitsWithoutANameAreCalledAsTheirDoorInTheModel) {
  const std::string model = (folder_ / "office.glb").string();
  ASSERT_EQ(call({"generate", "office", "-o", model}), 0) << errors_;
  const std::string start =
      "model.file = \"office.glb\"\nrun.until_s = 1\n[[exit]]\ndoor = \"main*\"\n[[exit]]\ndoor = "
      "\"Exit ?\"\n[[people]]\ncount = 3\n";
  const fs::path file = write("case.toml", start + "exit = \"Exit B\"\n");
  ASSERT_EQ(call({"run", file.string(), "--quiet"}), 0) << errors_;
  const auto summary = nlohmann::json::parse(read_file(folder_ / "case.out" / "summary.json"));
  std::vector<std::string> names;
  for (const auto& exit : summary.at("exits")) names.push_back(exit.at("name"));
  EXPECT_EQ(names, (std::vector<std::string>{"Main entrance", "Exit A", "Exit B"}));
  // Names of the model are known only once it has been read: the mistake is found all the same.
  write("case.toml", start + "exit = \"Exit D\"\n");
  EXPECT_EQ(call({"run", file.string(), "--quiet"}), 2);
  EXPECT_NE(errors_.find("people[0].exit"), std::string::npos) << errors_;
  EXPECT_NE(errors_.find("did you mean 'Exit "), std::string::npos) << errors_;
}

TEST_F(Cli, InspectAndCheckWriteNothing) {
  write("plan.wkt", "POLYGON ((0 0, 12 0, 12 8, 0 8, 0 0))");
  EXPECT_EQ(call({"inspect", (folder_ / "plan.wkt").string()}), 0) << errors_;
  EXPECT_NE(output_.find("96.0 m2"), std::string::npos) << output_;
  const fs::path file = case_over("plan.wkt");
  EXPECT_EQ(call({"check", file.string()}), 0) << errors_;
  EXPECT_NE(output_.find("people: 5"), std::string::npos) << output_;
  size_t files = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder_)) ++files;
  EXPECT_EQ(files, 2u);
}

}  // namespace
}  // namespace muster::sim
