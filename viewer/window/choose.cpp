#include "viewer/window/choose.h"

#include "base/error.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::viewer {

namespace {

[[noreturn]] void refuse(const std::string& key, const std::string& value, const std::string& allowed) {
  throw InputError(Mistake{"", 0, key, value, allowed});
}

template <class Names>
size_t index_of(const Names& names, const std::string& name, const std::string& key, const std::string& what) {
  const auto at = static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  if (at == names.size()) refuse(key, name, fmt::format("{} {}", what, fmt::join(names, ", ")));
  return at;
}

}  // namespace

Show chosen(const Show& base, const Choice& choice, Theatre& theatre, const std::string& keys) {
  Show show = base;
  const auto take = [](auto& to, const auto& from) {
    if (from) to = *from;
  };
  Replay& replay = theatre.first();
  if (choice.view)
    show.from = static_cast<Aim::From>(index_of(view_names, *choice.view, keys + "view", "must be one of"));
  if (choice.colour)
    show.colour_by =
        static_cast<ColourBy>(index_of(colour_by_names, *choice.colour, keys + "colour", "must be one of"));
  if (choice.storey && *choice.storey != "all") {
    std::vector<std::string> storeys;
    for (const auto& storey : replay.floors().storeys) storeys.push_back(storey.name);
    show.storey = index_of(storeys, *choice.storey, keys + "storey", "there are all,");
  } else if (choice.storey) {
    show.storey.reset();
  }
  if (choice.field) {
    std::vector<std::string> fields;
    for (const auto& field : theatre.first_overlay().names()) fields.push_back(field.name);
    show.field = *choice.field == "none" ? -1 : theatre.first_overlay().find(*choice.field);
    if (show.field < 0 && *choice.field != "none")
      refuse(keys + "field", *choice.field,
             fields.empty() ? "this file has no fields" : fmt::format("this file has {}", fmt::join(fields, ", ")));
  }
  take(show.from_deg, choice.from_deg), take(show.elevation_deg, choice.elevation_deg);
  take(show.zoom, choice.zoom), take(show.trails, choice.trails);
  take(show.night, choice.night), take(show.clouds, choice.clouds), take(show.contours, choice.contours);
  take(show.surfaces, choice.surfaces);
  if (choice.box) {
    const auto& b = *choice.box;
    show.box = Bounds{{b[0], b[1], b[2]}, {b[3], b[4], b[5]}};
  }
  if (choice.shift) show.shift = {(*choice.shift)[0], (*choice.shift)[1], (*choice.shift)[2]};
  if (choice.person) {
    if (*choice.person >= replay.people().size())
      refuse(keys + "person", std::to_string(*choice.person),
             fmt::format("there are people 0 to {}", static_cast<int64_t>(replay.people().size()) - 1));
    show.person = *choice.person, show.marks_person = true;
  }
  if ((show.from == Aim::From::follow || show.from == Aim::From::eyes) && !show.marks_person)
    refuse(keys + "view", view_names[static_cast<size_t>(show.from)], keys + "person says whom");
  return show;
}

Choice choice_of(const Show& show, Theatre& theatre) {
  Choice choice;
  choice.view = view_names[static_cast<size_t>(show.from)];
  choice.storey = show.storey ? theatre.first().floors().storeys[*show.storey].name : "all";
  choice.colour = colour_by_names[static_cast<size_t>(show.colour_by)];
  choice.field = show.field >= 0 ? theatre.first_overlay().names()[static_cast<size_t>(show.field)].name : "none";
  choice.from_deg = std::remainder(show.from_deg, 360), choice.elevation_deg = show.elevation_deg;
  choice.zoom = show.zoom, choice.trails = show.trails;
  choice.shift = {show.shift.x(), show.shift.y(), show.shift.z()};
  if (show.marks_person) choice.person = show.person;
  choice.night = show.night, choice.clouds = show.clouds, choice.contours = show.contours;
  choice.surfaces = show.surfaces;
  if (show.box)
    choice.box = {show.box->low.x(),  show.box->low.y(),  show.box->low.z(),
                  show.box->high.x(), show.box->high.y(), show.box->high.z()};
  return choice;
}

Show scene_of(const Script& script, double at, const Show& base, Theatre& theatre) {
  const Script::Cue cue = script.cue(at);
  const auto shown = [&](size_t shot) {
    return chosen(base, script.choice(script.shots[shot]), theatre, fmt::format("shot[{}].", shot));
  };
  Show show = shown(cue.shot);
  show.time = cue.time;
  show.caption = script.shots[cue.shot].caption;
  show.notes = script.notes;
  if (cue.moved < 1) show.before = shown(cue.shot - 1), show.moved = cue.moved;
  return show;
}

std::string texts_of(const Script& script) {
  std::string all = script.title;
  for (const Shot& shot : script.shots) all += shot.caption;
  for (const Note& note : script.notes) all += note.text;
  for (const Bookmark& bookmark : script.bookmarks) all += bookmark.name;
  return all;
}

void check(const Script& script, const Show& base, Theatre& theatre) {
  for (size_t k = 0; k < script.shots.size(); ++k) {
    const Shot& shot = script.shots[k];
    const std::string keys = fmt::format("shot[{}].", k);
    chosen(base, script.choice(shot), theatre, keys);
    for (const auto& [key, time] : {std::pair("from_s", shot.from), std::pair("to_s", shot.to)})
      if (time < theatre.begin() - 1e-6 || time > theatre.end() + 1e-6)
        refuse(keys + key, fmt::format("{:g}", time),
               fmt::format("must lie in the run, {:g} to {:g} s", theatre.begin(), theatre.end()));
  }
}

}  // namespace muster::viewer
