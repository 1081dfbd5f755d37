#include "sim/hazard/places.h"

#include "models/crowd/analysis/squares.h"
#include "models/crowd/people/places.h"

#include <algorithm>

namespace muster::sim {

namespace {

constexpr int32_t outdoors = -1;

/// The enclosure of each floor cell.
std::vector<int32_t> enclosures_of(const scene::Floors& floors, const HazardSettings& settings,
                                   std::span<const EnclosureSpec> specs, std::vector<Enclosure>& enclosures,
                                   std::vector<Mistake>& mistakes) {
  std::vector<int32_t> of(floors.size(), outdoors);
  for (size_t s = 0; s < floors.spaces.size(); ++s)
    enclosures.push_back({floors.spaces[s].name, settings.air_changes_per_h / 3600, Vec3::Zero()});
  for (size_t c = 0; c < floors.size(); ++c)
    if (floors.surface[c] != scene::Surface::outside && floors.surface[c] != scene::Surface::beyond_exit)
      of[c] = floors.space[c];
  std::vector<Warning> warnings;
  const crowd::Places places(floors);
  for (const EnclosureSpec& spec : specs) {
    crowd::Complaints complaints{mistakes, warnings, spec.origin, spec.name};
    const std::vector<scene::CellId> cells = places.all(spec.place, complaints);
    for (const scene::CellId c : cells) of[static_cast<size_t>(c)] = static_cast<int32_t>(enclosures.size());
    enclosures.push_back({spec.name, spec.air_changes_per_h / 3600, Vec3::Zero()});
  }
  return of;
}

/// Each takes its air in at the middle of its floor, at the height that people breathe at.
void place_intakes(const scene::Floors& floors, const std::vector<int32_t>& of, double height,
                   std::vector<Enclosure>& enclosures) {
  std::vector<double> cells(enclosures.size(), 0);
  for (size_t c = 0; c < floors.size(); ++c) {
    if (of[c] == outdoors) continue;
    const auto e = static_cast<size_t>(of[c]);
    const Vec2 at = floors.grid.centre(floors.column[c]);
    enclosures[e].intake += Vec3(at.x(), at.y(), floors.z[c]);
    ++cells[e];
  }
  for (size_t e = 0; e < enclosures.size(); ++e) {
    if (cells[e] > 0) enclosures[e].intake /= cells[e];
    enclosures[e].intake.z() += height;
  }
}

}  // namespace

HazardPlaces hazard_places(const scene::Floors& floors, const HazardSettings& settings,
                           std::span<const EnclosureSpec> enclosures, std::vector<Mistake>& mistakes) {
  HazardPlaces places;
  const std::vector<int32_t> of = enclosures_of(floors, settings, enclosures, places.enclosures, mistakes);
  place_intakes(floors, of, settings.height, places.enclosures);

  const crowd::Squares squares(floors, settings.square);
  results::HazardGrid& grid = places.grid;
  grid.square = squares.side();
  grid.every = settings.every;
  grid.height = settings.height;
  for (size_t s = 0; s < squares.size(); ++s) {
    const auto c = static_cast<size_t>(squares.middle(s));
    const Vec2 at = floors.grid.centre(floors.column[c]);
    grid.x.push_back(at.x());
    grid.y.push_back(at.y());
    grid.z.push_back(floors.z[c]);
    grid.storey.push_back(floors.storey[c]);
    grid.space.push_back(floors.space[c]);
    places.enclosure_of.push_back(of[c]);
    grid.indoors.push_back(of[c] == outdoors ? 0 : 1);
  }
  grid.square_of.resize(floors.size(), -1);
  for (size_t c = 0; c < floors.size(); ++c)
    if (const uint32_t s = squares.of(static_cast<scene::CellId>(c)); s != crowd::Squares::none)
      grid.square_of[c] = static_cast<int32_t>(s);
  return places;
}

}  // namespace muster::sim
