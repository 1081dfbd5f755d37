#include "models/crowd/together/settings.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace muster::crowd {

namespace {

/// Spaces whose name or long name a glob covers.
std::vector<int32_t> spaces_of(const scene::Floors& floors, const std::vector<std::string>& globs,
                               const PeopleGroup& group, const std::string& key, std::vector<Mistake>& mistakes) {
  std::vector<int32_t> found;
  std::vector<std::string> names;
  for (const scene::Space& s : floors.spaces) names.push_back(s.name);
  for (const std::string& glob : globs) {
    const size_t before = found.size();
    for (size_t i = 0; i < floors.spaces.size(); ++i)
      if (matches_glob(glob, floors.spaces[i].name) || matches_glob(glob, floors.spaces[i].long_name))
        found.push_back(static_cast<int32_t>(i));
    if (found.size() > before) continue;
    const std::string near = nearest_name(glob, names);
    mistakes.push_back({group.origin.file, group.origin.line, group.origin.key + "." + key, glob,
                        "no space of that name" + (near.empty() ? "" : fmt::format("; did you mean '{}'?", near))});
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

/// The exits that who directs sends people to, and the cell of the post.
void resolve_post(const scene::Floors& floors, const PeopleGroup& group, GroupBonds& g,
                  std::vector<Mistake>& mistakes) {
  const Post& post = *g.bonds.directs;
  const auto refuse = [&](const std::string& key, const std::string& value, std::string text) {
    mistakes.push_back(
        {group.origin.file, group.origin.line, group.origin.key + ".directs." + key, value, std::move(text)});
  };
  const auto hint = [](const std::string& name, const std::vector<std::string>& known) {
    const std::string near = nearest_name(name, known);
    return near.empty() ? std::string() : fmt::format("; did you mean '{}'?", near);
  };
  std::vector<std::string> names;
  for (const scene::Exit& e : floors.exits) names.push_back(e.name);
  for (const std::string& glob : post.to) {
    const size_t before = g.exits.size();
    for (size_t e = 0; e < names.size(); ++e)
      if (matches_glob(glob, names[e])) g.exits.push_back(static_cast<int32_t>(e));
    if (g.exits.size() == before) refuse("to", glob, "no exit of that name" + hint(glob, names));
  }
  std::sort(g.exits.begin(), g.exits.end());
  g.exits.erase(std::unique(g.exits.begin(), g.exits.end()), g.exits.end());
  Vec2 at = post.at.value_or(Vec2::Zero());
  std::optional<double> z = post.z;
  if (!post.at) {
    names.clear();
    for (const scene::Portal& p : floors.portals) names.push_back(p.name);
    const auto door = std::find_if(floors.portals.begin(), floors.portals.end(),
                                   [&](const scene::Portal& p) { return matches_glob(post.door, p.name); });
    if (door == floors.portals.end()) return refuse("door", post.door, "no door of that name" + hint(post.door, names));
    at = 0.5 * (door->a + door->b), z = door->z;
  }
  size_t floors_here = 0;
  for (size_t c = 0; c < floors.size(); ++c) {
    const auto cell = static_cast<scene::CellId>(c);
    const Vec2 off = floors.centre(cell) - at;
    if (off.cwiseAbs().maxCoeff() > 0.5 * floors.grid.cell + 1e-9) continue;
    if (z && std::abs(static_cast<double>(floors.z[c]) - *z) > 1) continue;
    g.post = cell;
    ++floors_here;
  }
  if (g.post == scene::no_cell)
    refuse(post.at ? "at" : "door", post.at ? fmt::format("[{}, {}]", at.x(), at.y()) : post.door,
           "no walkable floor lies there");
  else if (post.at && !z && floors_here > 4)
    refuse("z_m", "", "needed: floors lie above one another here");
}

}  // namespace

TogetherSettings resolve_bonds(const scene::Floors& floors, std::span<const PeopleGroup> groups) {
  TogetherSettings settings;
  std::vector<Mistake> mistakes;
  for (const PeopleGroup& group : groups) {
    GroupBonds& g = settings.groups.emplace_back();
    g.bonds = group.bonds;
    if (g.bonds.needs_help) g.refuges = spaces_of(floors, g.bonds.needs_help->to, group, "needs_help.to", mistakes);
    g.rooms = spaces_of(floors, g.bonds.sweeps, group, "sweeps", mistakes);
    if (g.bonds.directs) resolve_post(floors, group, g, mistakes);
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return settings;
}

}  // namespace muster::crowd
