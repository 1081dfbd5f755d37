#include "viewer/replay/script.h"

#include "viewer/replay/section.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::viewer {

namespace {

Shot read_shot(Section& section) {
  constexpr double ever = 1e7;  // [s]
  Shot shot;
  std::optional<double> rate, lasts;
  section.text("caption", into(shot.caption));
  section.text("bookmark", into(shot.bookmark));
  section.number("from_s", -ever, ever, into(shot.from));
  shot.to = shot.from;
  section.number("to_s", -ever, ever, into(shot.to));
  section.number("rate", 0.01, 1000, into(rate));
  section.number("lasts_s", 0.04, 3600, into(lasts));
  section.number("move_s", 0, 3600, into(shot.move));
  read_choice(section, shot.choice);
  if (!section.has("from_s")) section.wrong("", "from_s is missing");
  if (shot.to < shot.from) section.wrong("to_s", "must not lie before from_s");
  if (rate && lasts) section.wrong("rate", "rate and lasts_s say the same: give one of them");
  if (shot.to == shot.from && !lasts) section.wrong("", "a moment needs lasts_s, a stretch to_s");
  shot.lasts = lasts ? *lasts : (shot.to - shot.from) / rate.value_or(1);
  if (shot.move > shot.lasts) section.wrong("move_s", fmt::format("the shot lasts {:g} s only", shot.lasts));
  return shot;
}

}  // namespace

Choice merged(const Choice& above, const Choice& below) {
  Choice both = above;
  const auto fill = [](auto& to, const auto& from) {
    if (!to) to = from;
  };
  fill(both.view, below.view), fill(both.storey, below.storey), fill(both.colour, below.colour);
  fill(both.field, below.field), fill(both.from_deg, below.from_deg), fill(both.elevation_deg, below.elevation_deg);
  fill(both.zoom, below.zoom), fill(both.trails, below.trails), fill(both.shift, below.shift);
  fill(both.person, below.person), fill(both.night, below.night), fill(both.clouds, below.clouds);
  fill(both.contours, below.contours), fill(both.surfaces, below.surfaces), fill(both.box, below.box);
  return both;
}

double Script::lasts() const {
  double sum = 0;
  for (const Shot& shot : shots) sum += shot.lasts;
  return sum;
}

Script::Cue Script::cue(double at) const {
  MUSTER_CHECK(!shots.empty(), "no shots");
  Cue cue;
  double begun = 0;
  while (cue.shot + 1 < shots.size() && at >= begun + shots[cue.shot].lasts) begun += shots[cue.shot++].lasts;
  const Shot& shot = shots[cue.shot];
  const double part = std::clamp((at - begun) / shot.lasts, 0.0, 1.0);
  cue.time = shot.from + part * (shot.to - shot.from);
  const double t = shot.move > 0 && cue.shot > 0 ? std::clamp((at - begun) / shot.move, 0.0, 1.0) : 1;
  cue.moved = t * t * (3 - 2 * t);
  return cue;
}

Choice Script::choice(const Shot& shot) const {
  for (const Bookmark& bookmark : bookmarks)
    if (bookmark.name == shot.bookmark) return merged(shot.choice, bookmark.choice);
  return shot.choice;
}

Script read_script(const std::filesystem::path& path) {
  const std::string file = path.string();
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw InputError(Mistake{file, 0, "", "", "cannot be read"});
  Script script;
  std::vector<Mistake> mistakes;
  try {
    const toml::value root = toml::parse(stream, file);
    Section all(root, "", file, mistakes);
    all.text("title", into(script.title));
    all.number("fps", 1, 120, into(script.fps));
    all.tables("bookmark", [&](Section& section) {
      Bookmark& bookmark = script.bookmarks.emplace_back();
      section.text("name", into(bookmark.name));
      section.number("time_s", -1e7, 1e7, into(bookmark.time));
      read_choice(section, bookmark.choice);
      if (bookmark.name.empty()) section.wrong("", "a bookmark needs a name");
    });
    all.tables("shot", [&](Section& section) {
      script.shots.push_back(read_shot(section));
      const std::string& name = script.shots.back().bookmark;
      std::vector<std::string> names;
      for (const Bookmark& bookmark : script.bookmarks) names.push_back(bookmark.name);
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
        section.wrong("bookmark", fmt::format("there is no bookmark {}; {}", name, fmt::join(names, ", ")));
    });
    all.tables("note", [&](Section& section) {
      Note& note = script.notes.emplace_back();
      section.text("text", into(note.text));
      section.place("at", [&](std::array<double, 3> p) { note.at = {p[0], p[1], p[2]}; });
      section.number("from_s", -1e7, 1e7, into(note.from));
      section.number("to_s", -1e7, 1e7, into(note.to));
      if (note.text.empty() || !section.has("at")) section.wrong("", "a note needs text and at = [x, y, z]");
    });
  } catch (const toml::exception& error) {
    mistakes.push_back(mistake_of(error, file));
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return script;
}

void write_bookmarks(const std::vector<Bookmark>& bookmarks, const std::filesystem::path& path) {
  std::ostringstream out;
  for (const Bookmark& bookmark : bookmarks) {
    out << "[[bookmark]]\nname = " << quoted(bookmark.name) << "\n";
    if (bookmark.time) out << fmt::format("time_s = {:.10g}\n", *bookmark.time);
    write_choice(out, bookmark.choice);
    out << "\n";
  }
  write_text(out.str(), path);
}

}  // namespace muster::viewer
