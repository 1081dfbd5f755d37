// Scripts of briefings, bookmarks, ways that people came.
#include "viewer/replay/script.h"

#include "base/error.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"
#include "viewer/replay/settings.h"
#include "viewer/replay/trails.h"
#include "viewer/replay/view.h"

#include <cstdlib>
#include <fstream>
#include <optional>

#include <gtest/gtest.h>

namespace muster::viewer {
namespace {

namespace sample = results::sample;

std::filesystem::path written(const test::TemporaryFolder& folder, const std::string& text) {
  const auto path = folder.path() / "briefing.toml";
  std::ofstream(path) << text;
  return path;
}

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

const char* const briefing = R"(
title = "Drill"
[[bookmark]]
name = "gate"
view = "plan"
zoom = 3
night = true
[[shot]]
caption = "The alarm"
from_s = 0
to_s = 20
rate = 4
[[shot]]
bookmark = "gate"
zoom = 5
from_s = 30
lasts_s = 4
move_s = 2
[[note]]
text = "Main gate"
at = [1, 2.5, 0]
)";

TEST(Script, TellsWhatIsShownWhen) {
  const test::TemporaryFolder folder;
  const Script script = read_script(written(folder, briefing));
  ASSERT_EQ(script.shots.size(), 2u);
  EXPECT_EQ(script.lasts(), 9);  // 20 s at four times, and 4 s
  EXPECT_EQ(script.cue(2).shot, 0u);
  EXPECT_EQ(script.cue(2).time, 8);
  EXPECT_EQ(script.cue(2).moved, 1) << "nothing comes before the first shot";
  EXPECT_EQ(script.cue(5).shot, 1u);
  EXPECT_EQ(script.cue(5).time, 30);
  EXPECT_EQ(script.cue(5).moved, 0);
  EXPECT_NEAR(script.cue(5.5).moved, 0.15625, 1e-12);  // t^2 (3 - 2 t) at 1/4
  EXPECT_EQ(script.cue(6).moved, 0.5);
  EXPECT_EQ(script.cue(7.5).moved, 1);
  EXPECT_EQ(script.cue(99).shot, 1u);
  const Choice choice = script.choice(script.shots[1]);
  EXPECT_EQ(choice.zoom, 5) << "the shot's own";
  EXPECT_EQ(choice.view, "plan") << "the bookmark's";
  EXPECT_EQ(choice.night, true);
  EXPECT_FALSE(choice.person);
  ASSERT_EQ(script.notes.size(), 1u);
  EXPECT_EQ(script.notes[0].at, Vec3(1, 2.5, 0));
}

TEST(Script, EveryMistakeIsToldAtOnce) {
  const test::TemporaryFolder folder;
  const auto path = written(folder, R"(
[[shot]]
captoin = "x"
from_s = 20
to_s = 10
[[shot]]
from_s = 1
bookmark = "nowhere"
lasts_s = "long"
[[note]]
text = "n"
)");
  try {
    read_script(path);
    FAIL() << "it was read";
  } catch (const InputError& error) {
    const std::string all = error.what();
    EXPECT_NE(all.find("briefing.toml:3: shot[0].captoin"), std::string::npos) << all;
    EXPECT_NE(all.find("caption?"), std::string::npos) << all;
    EXPECT_NE(all.find("to_s: must not lie before from_s"), std::string::npos) << all;
    EXPECT_NE(all.find("there is no bookmark nowhere"), std::string::npos) << all;
    EXPECT_NE(all.find("shot[1].lasts_s"), std::string::npos) << all;
    EXPECT_NE(all.find("note[0]"), std::string::npos) << all;
  }
  EXPECT_THROW(read_script(written(folder, "[[shot]\n")), InputError);
  EXPECT_THROW(read_script(folder.path() / "none.toml"), InputError);
}

TEST(Script, BookmarksComeBackAsTheyWere) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.views.toml";
  Bookmark bookmark{"1 \"gate\"", 12.5, {}};
  bookmark.choice.view = "follow", bookmark.choice.person = 7, bookmark.choice.shift = {{1, -2, 3}};
  bookmark.choice.from_deg = 205, bookmark.choice.clouds = false;
  write_bookmarks({bookmark, {"2", {}, {}}}, path);
  const Script script = read_script(path);
  ASSERT_EQ(script.bookmarks.size(), 2u);
  const Bookmark& read = script.bookmarks[0];
  EXPECT_EQ(read.name, bookmark.name);
  EXPECT_EQ(read.time, 12.5);
  EXPECT_EQ(read.choice.view, "follow");
  EXPECT_EQ(read.choice.person, 7u);
  EXPECT_EQ(read.choice.shift, bookmark.choice.shift);
  EXPECT_EQ(read.choice.clouds, false);
  EXPECT_FALSE(read.choice.zoom);
  EXPECT_FALSE(script.bookmarks[1].time);
}

TEST(Script, TheBoxAndTheSurfacesOfABookmarkComeBack) {
  const test::TemporaryFolder folder;
  Bookmark bookmark{"ward", 30, {}};
  bookmark.choice.box = {1.5, -2, 0, 20, 10, 3};
  bookmark.choice.surfaces = true;
  const auto path = folder.path() / "views.toml";
  write_bookmarks({bookmark}, path);
  const Choice read = read_script(path).bookmarks.at(0).choice;
  EXPECT_EQ(read.box, bookmark.choice.box);
  EXPECT_EQ(read.surfaces, true);
  EXPECT_EQ(merged({}, read).box, read.box);
  const auto turned = written(folder, "[[bookmark]]\nname = \"a\"\nbox_m = [0, 0, 3, 1, 1, 0]\n");
  EXPECT_THROW(read_script(turned), InputError) << "the lowest corner comes first";
}

TEST(Settings, HoldHowOneLooksAndNotAtWhat) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "not" / "yet" / "view.toml";
  EXPECT_FALSE(read_settings(path).language) << "there is no file";
  Settings settings;
  settings.choice.colour = "density", settings.choice.night = true, settings.choice.trails = 5;
  settings.choice.storey = "Floor 1", settings.choice.person = 3;
  settings.language = "zh", settings.size = "1600x900";
  write_settings(settings, path);
  const Settings read = read_settings(path);
  EXPECT_EQ(read.choice.colour, "density");
  EXPECT_EQ(read.choice.night, true);
  EXPECT_EQ(read.choice.trails, 5);
  EXPECT_FALSE(read.choice.storey || read.choice.person);
  EXPECT_EQ(read.language, "zh");
  EXPECT_EQ(read.size, "1600x900");
}

TEST(Settings, ADamagedFileIsToldOf) {
  const test::TemporaryFolder folder;
  for (const char* text : {"language = \"fr\"\n", "night = 3\n", "colour = [", "nite = true\n"})
    EXPECT_THROW(read_settings(written(folder, text)), InputError) << text;
}

TEST(Settings, LieWhereTheXdgSpecificationHasThem) {
  const std::optional<std::string> config = environment("XDG_CONFIG_HOME"), home = environment("HOME");
  setenv("XDG_CONFIG_HOME", "/a/b", 1);
  EXPECT_EQ(settings_path(), "/a/b/muster/view.toml");
  setenv("XDG_CONFIG_HOME", "not/absolute", 1);
  setenv("HOME", "/home/x", 1);
  EXPECT_EQ(settings_path(), "/home/x/.config/muster/view.toml");
  unsetenv("HOME");
  EXPECT_EQ(settings_path(), "");
  for (const auto& [name, value] : {std::pair("XDG_CONFIG_HOME", config), std::pair("HOME", home)})
    if (value)
      setenv(name, value->c_str(), 1);
    else
      unsetenv(name);
}

TEST(View, BetweenTwoViewsTheDistanceChangesEvenly) {
  View from, to;
  from.eye = {0, -100, 0}, from.centre = {0, 0, 0};
  to.eye = {10, -1, 0}, to.centre = {10, 0, 0}, to.fov_deg = 55;
  const View half = between(from, to, 0.5);
  EXPECT_NEAR((half.eye - half.centre).norm(), 10, 1e-9) << "the geometric mean";
  EXPECT_NEAR(half.centre.x(), 5, 1e-12);
  EXPECT_NEAR(half.fov_deg, 45, 1e-12);
  EXPECT_NEAR((between(from, to, 0).eye - from.eye).norm(), 0, 1e-9);
  EXPECT_NEAR((between(from, to, 1).eye - to.eye).norm(), 0, 1e-9);
}

results::Frame walkers(double time, float x) {
  results::Frame frame;
  frame.time = time;
  frame.id = {1, 2};
  frame.x = {x, 10 * x}, frame.y = {0, 0}, frame.z = {0, 0};
  frame.speed = {1, 1}, frame.state = {1, 1};
  return frame;
}

TEST(Trails, LeadFromWhereSomebodyWasToWhereHeIs) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  {
    results::ResultsWriter writer(path, sample::info(), sample::two_storeys());
    for (int k = 0; k <= 10; ++k) writer.frame(walkers(k, static_cast<float>(2 * k)));
  }
  Replay replay(path);
  Trails trails(replay);
  const auto& steps = trails.at(replay.at(6.5), 3, 1);
  // Frames 4, 5 and 6 lie in (3.5, 6.5]: from each of them on.
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_NEAR(steps[0].a.x(), 8, 1e-6);
  EXPECT_NEAR(steps[2].b.x(), 13, 1e-6);
  EXPECT_EQ(steps[2].part, 0);
  EXPECT_NEAR(steps[0].part, 0.5, 1e-9);
  EXPECT_EQ(trails.at(replay.at(6.5), 3, {}).size(), 3u) << "nobody walks 20 m in 1 s";
  EXPECT_TRUE(trails.at(replay.at(0), 3, {}).empty());
}

}  // namespace
}  // namespace muster::viewer
