#include "models/crowd/together/settings.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>
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

}  // namespace

TogetherSettings resolve_bonds(const scene::Floors& floors, std::span<const PeopleGroup> groups) {
  TogetherSettings settings;
  std::vector<Mistake> mistakes;
  for (const PeopleGroup& group : groups) {
    GroupBonds& g = settings.groups.emplace_back();
    g.bonds = group.bonds;
    if (g.bonds.needs_help) g.refuges = spaces_of(floors, g.bonds.needs_help->to, group, "needs_help.to", mistakes);
    g.rooms = spaces_of(floors, g.bonds.sweeps, group, "sweeps", mistakes);
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return settings;
}

}  // namespace muster::crowd
