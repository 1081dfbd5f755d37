// muster-view: what `muster view` starts. A program of its own, so that simulations need no graphics.

#include "base/error.h"
#include "viewer/replay/settings.h"
#include "viewer/window/choose.h"
#include "viewer/window/picture.h"
#include "viewer/window/window.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

namespace muster::viewer {
namespace {

struct Options {
  std::filesystem::path results, compare, snapshot, video, script;
  std::optional<double> at, from, to;
  double fps = 25, rate = 1, from_deg = 205, elevation_deg = 45, zoom = 1;
  std::string view = "overlook", colour = "speed", field = "none", storey, language = "en", size = "1280x720";
  std::optional<uint32_t> person;
  bool headless = false, stereo = false, night = false, no_clouds = false, no_contours = false, surfaces = false;
  std::vector<double> box;
  std::vector<std::string> given;  ///< names of the options on the command line
  double trails = 0;
};

void describe(CLI::App& app, Options& o) {
  const auto optional = [&](const std::string& name, auto& target, const std::string& text) {
    using Value = typename std::remove_reference_t<decltype(target)>::value_type;
    app.add_option_function<Value>(
        name, [&target](const Value& value) { target = value; }, text);
  };
  app.add_option("results", o.results, "results.h5 of a run, finished or not")->required();
  app.add_option("--compare", o.compare, "Another run, on the right and on the same clock");
  app.add_option("--snapshot", o.snapshot, "Write a picture (PNG); no display is needed");
  optional("--at", o.at, "Time of the picture, or to begin with [s]");
  app.add_option("--video", o.video, "Write a video (MP4); no display is needed, but ffmpeg");
  app.add_option("--script", o.script, "Shots, bookmarks, captions and notes (TOML) for --video and the window");
  optional("--from", o.from, "Begin of the video [s]");
  optional("--to", o.to, "End of the video [s]");
  app.add_option("--fps", o.fps, "Pictures a second of the video")
      ->check(CLI::Range(1.0, 120.0))
      ->capture_default_str();
  app.add_option("--rate", o.rate, "Seconds of the run a second of the video")
      ->check(CLI::Range(0.01, 1000.0))
      ->capture_default_str();
  app.add_flag("--headless", o.headless, "Never open a window");
  app.add_option("--view", o.view, "overlook, plan, follow or eyes")
      ->check(CLI::IsMember(std::vector<std::string>(view_names.begin(), view_names.end())))
      ->capture_default_str();
  app.add_option("--from-deg", o.from_deg, "overlook: where one stands, clockwise from +y")
      ->check(CLI::Range(-360.0, 360.0))
      ->capture_default_str();
  app.add_option("--elevation-deg", o.elevation_deg, "overlook: above the horizon")
      ->check(CLI::Range(3.0, 90.0))
      ->capture_default_str();
  app.add_option("--zoom", o.zoom, "overlook, plan: how many times nearer")
      ->check(CLI::Range(0.1, 200.0))
      ->capture_default_str();
  optional("--person", o.person, "Whom follow and eyes are of; marked in the other views");
  app.add_option("--storey", o.storey, "A storey's name; all: everything (default: the one most people are on)");
  app.add_option("--colour", o.colour, "People by speed, density, state, group, exit or premovement")
      ->check(CLI::IsMember(std::vector<std::string>(colour_by_names.begin(), colour_by_names.end())))
      ->capture_default_str();
  app.add_option("--field", o.field, "On the floors: none, gas[:leak], heat, smoke, peak_density, time_crowded, usage")
      ->capture_default_str();
  app.add_flag("--no-clouds", o.no_clouds, "Without gas and smoke in the air");
  app.add_flag("--no-contours", o.no_contours, "Without the lines of the field's levels");
  app.add_flag("--surfaces", o.surfaces, "A gas's levels (AEGL, LFL) as surfaces in the air");
  app.add_option("--box", o.box, "Only what lies in x,y,z,x,y,z: the lowest corner and the highest [m]")
      ->delimiter(',')
      ->expected(6);
  app.add_flag("--stereo", o.stereo, "Left and right eye side by side, for headsets");
  app.add_flag("--night", o.night, "Dark but for fires");
  app.add_option("--trails", o.trails, "People's ways of so many seconds")
      ->check(CLI::Range(0.0, 600.0))
      ->capture_default_str();
  app.add_option("--size", o.size, "Width x height in pixels")->capture_default_str();
  app.add_option("--lang", o.language, "en or zh")->check(CLI::IsMember({"en", "zh"}))->capture_default_str();
}

[[noreturn]] void refuse(const std::string& option, const std::string& value, const std::string& allowed) {
  throw InputError(Mistake{"", 0, "--" + option, value, allowed});
}

std::pair<int, int> size_of(const std::string& text) {
  int width = 0, height = 0;
  char after = 0;
  const bool two = std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &after) == 2;
  if (!two || width < 160 || height < 120 || width > 4096 || height > 4096 || width % 2 != 0 || height % 2 != 0)
    refuse("size", text, "must be WIDTHxHEIGHT, even numbers from 160x120 to 4096x4096");
  return {width, height};
}

double time_of(const char* option, double time, const Theatre& theatre) {
  constexpr double slack = 1e-6;
  if (!(time >= theatre.begin() - slack && time <= theatre.end() + slack))
    refuse(option, fmt::format("{:g}", time),
           fmt::format("must lie in the run, {:g} to {:g} s", theatre.begin(), theatre.end()));
  return time;
}

Choice choice_of(const Options& o) {
  Choice choice;
  choice.view = o.view, choice.colour = o.colour, choice.field = o.field;
  if (!o.storey.empty()) choice.storey = o.storey;
  choice.from_deg = o.from_deg, choice.elevation_deg = o.elevation_deg, choice.zoom = o.zoom;
  choice.trails = o.trails, choice.night = o.night, choice.clouds = !o.no_clouds, choice.contours = !o.no_contours;
  choice.surfaces = o.surfaces;
  if (!o.box.empty()) {
    choice.box.emplace();
    std::copy(o.box.begin(), o.box.end(), choice.box->begin());
    for (size_t k = 0; k < 3; ++k)
      if (!(o.box[k] < o.box[k + 3]))
        refuse("box", fmt::format("{}", fmt::join(o.box, ",")), "must be the lowest corner and then the highest");
  }
  choice.person = o.person;
  return choice;
}

Show show_of(const Options& o, Theatre& theatre) {
  Show show;
  show.storey = busiest_storey(theatre.first());
  show = chosen(show, choice_of(o), theatre, "--");
  show.time = o.at ? time_of("at", *o.at, theatre) : theatre.begin();
  return show;
}

/// The video of a script, whole.
void write_briefing(const Script& script, Painter& painter, const Show& base, Theatre& theatre, const Options& o,
                    const std::function<void(double)>& told) {
  if (script.shots.empty())
    throw InputError(Mistake{o.script.string(), 0, "shot", "", "a video needs one [[shot]] at least"});
  if (o.from || o.to) refuse("from", "", "the script says which times the video is of");
  check(script, base, theatre);
  const auto pictures = std::max<int64_t>(1, std::llround(script.lasts() * script.fps));
  const auto show = [&](int64_t k) { return scene_of(script, static_cast<double>(k) / script.fps, base, theatre); };
  write_video(painter, pictures, script.fps, show, o.video, told);
}

bool is_given(const Options& o, const char* option) {
  return std::find(o.given.begin(), o.given.end(), option) != o.given.end();
}

/// What the window remembers, where the command line does not say otherwise. A damaged file is told of and left out.
void remember(Options& o) {
  Settings settings;
  try {
    settings = read_settings(settings_path());
    if (settings.size) size_of(*settings.size);
  } catch (const InputError& error) {
    fmt::print(stderr, "not remembered: {}\n", error.what());
    return;
  }
  const auto take = [&](const char* option, auto& to, const auto& from) {
    if (from && !is_given(o, option)) to = *from;
  };
  const auto other = [](const std::optional<bool>& flag) { return flag ? std::optional(!*flag) : std::nullopt; };
  const Choice& c = settings.choice;
  take("colour", o.colour, c.colour), take("trails", o.trails, c.trails), take("night", o.night, c.night);
  take("no-clouds", o.no_clouds, other(c.clouds)), take("no-contours", o.no_contours, other(c.contours));
  take("surfaces", o.surfaces, c.surfaces), take("lang", o.language, settings.language);
  take("size", o.size, settings.size);
  const auto& colours = colour_by_names;
  if (std::find(colours.begin(), colours.end(), o.colour) == colours.end()) o.colour = "speed";
}

void keep(const Show& last, Theatre& theatre, const Options& o) {
  const std::filesystem::path path = settings_path();
  if (path.empty()) return;
  const auto even = [](int pixels) { return std::clamp(pixels / 2 * 2, 160, 4096); };
  try {
    write_settings(
        {choice_of(last, theatre), o.language, fmt::format("{}x{}", even(theatre.width()), even(theatre.height()))},
        path);
  } catch (const InputError& error) {
    fmt::print(stderr, "not remembered: {}\n", error.what());
  }
}

bool is_there(Replay& replay, const Show& show) {
  const Bodies& bodies = replay.at(show.time);
  return bodies.row_of(show.person) < bodies.size();
}

int view(Options o) {
  const bool window = o.snapshot.empty() && o.video.empty();
  if (window && !o.headless) remember(o);
  const auto [width, height] = size_of(o.size);
  if (o.headless && window)
    throw InputError(Mistake{"", 0, "--headless", "", "there is nothing to do without --snapshot or --video"});
  std::vector<std::filesystem::path> files = {o.results};
  if (!o.compare.empty()) files.push_back(o.compare);
  Theatre theatre(files, Words(o.language == "zh" ? Words::Language::chinese : Words::Language::english), o.stereo);
  Script script;
  if (!o.script.empty()) script = read_script(o.script);
  theatre.expect(texts_of(script));
  Show show = show_of(o, theatre);
  show.notes = script.notes;
  if (window) {
    keep(open_window(theatre, show, width, height, script.bookmarks), theatre, o);
    return 0;
  }
  Painter painter(theatre, width, height);
  if (!o.snapshot.empty() && (o.view == "follow" || o.view == "eyes") && !is_there(theatre.first(), show))
    refuse("person", std::to_string(show.person), fmt::format("is not there at {:g} s", show.time));
  if (!o.snapshot.empty()) write_png(painter.paint(show), o.snapshot);
  if (o.video.empty()) return 0;
  const bool tells = isatty(STDERR_FILENO) == 1;
  const auto told = [&](double part) {
    if (tells) fmt::print(stderr, "\r{:3.0f} %", 100 * part);
  };
  if (!o.script.empty()) {
    write_briefing(script, painter, show, theatre, o, told);
  } else {
    const Stretch stretch{time_of("from", o.from.value_or(theatre.begin()), theatre),
                          time_of("to", o.to.value_or(theatre.end()), theatre), o.fps, o.rate};
    if (stretch.to < stretch.from) refuse("to", fmt::format("{:g}", stretch.to), "must not lie before --from");
    write_video(painter, show, stretch, o.video, told);
  }
  if (tells) fmt::print(stderr, "\n");
  return 0;
}

}  // namespace
}  // namespace muster::viewer

int main(int argc, char** argv) {
  using namespace muster;
  viewer::Options options;
  CLI::App app{"Replays a run: window, pictures and videos", "muster view"};
  viewer::describe(app, options);
  try {
    app.parse(argc, argv);
    for (const CLI::Option* option : app.get_options())
      if (option->count() > 0) options.given.push_back(option->get_name(false, false).substr(2));
    return viewer::view(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const InputError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  } catch (const results::ResultsError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  } catch (const viewer::ViewError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "muster view: {}\n", error.what());
    return 1;
  }
}
