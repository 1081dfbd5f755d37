#include "viewer/replay/script.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>

#include <fmt/format.h>
#include <toml.hpp>

namespace muster::viewer {

namespace {

/// One table of the file: takes its keys, and in the end tells those that nobody took.
class Section {
 public:
  Section(const toml::value& value, std::string name, const std::string& file, std::vector<Mistake>& mistakes)
      : value_(value), name_(std::move(name)), file_(file), mistakes_(mistakes) {}
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;
  ~Section() {
    if (!value_.is_table()) return;
    for (const auto& [key, value] : value_.as_table()) {
      if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
      const std::string nearest = nearest_name(key, known_);
      wrong(key, "there is no such key" + (nearest.empty() ? "" : "; " + nearest + "?"));
    }
  }

  void wrong(const std::string& key, const std::string& text) {
    const toml::value& where = has(key) ? value_.at(key) : value_;
    mistakes_.push_back({file_, static_cast<int>(where.location().line()), name_ + key, "", text});
  }
  bool has(const std::string& key) const { return value_.is_table() && value_.contains(key); }

  void number(const std::string& key, double low, double high, const std::function<void(double)>& take) {
    known_.push_back(key);
    if (!has(key)) return;
    const toml::value& v = value_.at(key);
    const double number = v.is_integer()    ? static_cast<double>(v.as_integer())
                          : v.is_floating() ? v.as_floating()
                                            : NAN;
    if (number >= low && number <= high)
      take(number);
    else
      wrong(key, fmt::format("must be a number in [{:g}, {:g}]", low, high));
  }
  void text(const std::string& key, const std::function<void(std::string)>& take) {
    known_.push_back(key);
    if (!has(key)) return;
    if (value_.at(key).is_string())
      take(value_.at(key).as_string().str);
    else
      wrong(key, "must be a text");
  }
  void flag(const std::string& key, std::optional<bool>& to) {
    known_.push_back(key);
    if (!has(key)) return;
    if (value_.at(key).is_boolean())
      to = value_.at(key).as_boolean();
    else
      wrong(key, "must be true or false");
  }
  void place(const std::string& key, const std::function<void(std::array<double, 3>)>& take) {
    known_.push_back(key);
    if (!has(key)) return;
    std::array<double, 3> p{};
    const toml::value& v = value_.at(key);
    bool good = v.is_array() && v.as_array().size() == 3;
    for (size_t k = 0; good && k < 3; ++k) {
      const toml::value& c = v.as_array()[k];
      good = c.is_integer() || c.is_floating();
      if (good) p[k] = c.is_integer() ? static_cast<double>(c.as_integer()) : c.as_floating();
    }
    if (good)
      take(p);
    else
      wrong(key, "must be [x, y, z] in metres");
  }
  /// Calls `read(section)` for each table of a list.
  void tables(const std::string& key, const std::function<void(Section&)>& read) {
    known_.push_back(key);
    if (!has(key)) return;
    const toml::value& list = value_.at(key);
    if (!list.is_array()) return wrong(key, fmt::format("must be written [[{}]]", key));
    for (size_t i = 0; i < list.as_array().size(); ++i) {
      Section section(list.as_array()[i], fmt::format("{}[{}].", key, i), file_, mistakes_);
      read(section);
    }
  }

 private:
  const toml::value& value_;
  std::string name_;
  const std::string& file_;
  std::vector<Mistake>& mistakes_;
  std::vector<std::string> known_;
};

template <class To>
auto into(To& to) {
  return [&to](auto value) { to = std::move(value); };
}

void read_choice(Section& section, Choice& choice) {
  section.text("view", into(choice.view));
  section.text("storey", into(choice.storey));
  section.text("colour", into(choice.colour));
  section.text("field", into(choice.field));
  section.number("from_deg", -360, 360, into(choice.from_deg));
  section.number("elevation_deg", 3, 90, into(choice.elevation_deg));
  section.number("zoom", 0.1, 200, into(choice.zoom));
  section.number("trails_s", 0, 600, into(choice.trails));
  section.place("shift_m", into(choice.shift));
  section.number("person", 0, 4e9, [&](double n) { choice.person = static_cast<uint32_t>(n); });
  section.flag("night", choice.night);
  section.flag("clouds", choice.clouds);
  section.flag("contours", choice.contours);
}

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
  fill(both.contours, below.contours);
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
    std::string text = error.what();
    if (const auto end = text.find('\n'); end != std::string::npos) text.resize(end);
    mistakes.push_back({file, static_cast<int>(error.location().line()), "", "", text});
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return script;
}

void write_bookmarks(const std::vector<Bookmark>& bookmarks, const std::filesystem::path& path) {
  std::ostringstream out;
  const auto quoted = [](const std::string& text) {
    std::string safe;
    for (const char c : text) {
      if (c == '"' || c == '\\') safe += '\\';
      safe += c == '\n' ? ' ' : c;
    }
    return '"' + safe + '"';
  };
  for (const Bookmark& bookmark : bookmarks) {
    const Choice& c = bookmark.choice;
    out << "[[bookmark]]\nname = " << quoted(bookmark.name) << "\n";
    const auto number = [&](const char* key, const auto& value) {
      if (value) out << key << " = " << fmt::format("{:.10g}", static_cast<double>(*value)) << "\n";
    };
    const auto text = [&](const char* key, const std::optional<std::string>& value) {
      if (value) out << key << " = " << quoted(*value) << "\n";
    };
    const auto flag = [&](const char* key, const std::optional<bool>& value) {
      if (value) out << key << " = " << (*value ? "true" : "false") << "\n";
    };
    number("time_s", bookmark.time);
    text("view", c.view), text("storey", c.storey), text("colour", c.colour), text("field", c.field);
    number("from_deg", c.from_deg), number("elevation_deg", c.elevation_deg), number("zoom", c.zoom);
    number("trails_s", c.trails);
    if (c.person) out << "person = " << *c.person << "\n";
    if (c.shift)
      out << fmt::format("shift_m = [{:.6f}, {:.6f}, {:.6f}]\n", (*c.shift)[0], (*c.shift)[1], (*c.shift)[2]);
    flag("night", c.night), flag("clouds", c.clouds), flag("contours", c.contours);
    out << "\n";
  }
  const std::filesystem::path begun = path.string() + ".part";
  std::ofstream file(begun, std::ios::binary);
  file << out.str();
  file.close();
  std::error_code failed;
  if (file) std::filesystem::rename(begun, path, failed);
  if (!file || failed) throw InputError(Mistake{path.string(), 0, "", "", "cannot be written"});
}

}  // namespace muster::viewer
