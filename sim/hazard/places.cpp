#include "sim/hazard/places.h"

#include "models/crowd/analysis/squares.h"
#include "models/crowd/people/places.h"

#include <algorithm>
#include <optional>

namespace muster::sim {

namespace {

constexpr int32_t outdoors = -1;

/// [m] from the storey of a cell to the next one above; where there is none, a room's usual 3 m.
double storey_height(const scene::Floors& floors, scene::CellId cell) {
  constexpr double usual = 3, lowest = 2, highest = 30;
  const int16_t storey = floors.storey[static_cast<size_t>(cell)];
  if (storey < 0) return usual;
  const double z = floors.storeys[static_cast<size_t>(storey)].z;
  double next = z + highest + 1;
  for (const scene::Storey& other : floors.storeys)
    if (other.z >= z + lowest) next = std::min(next, other.z);
  return next <= z + highest ? next - z : usual;
}

/// The enclosure of each floor cell.
std::vector<int32_t> enclosures_of(const scene::Floors& floors, const HazardSettings& settings,
                                   std::span<const EnclosureSpec> specs, std::vector<Enclosure>& enclosures,
                                   std::vector<std::optional<Vec3>>& given, std::vector<Mistake>& mistakes) {
  std::vector<int32_t> of(floors.size(), outdoors);
  for (size_t s = 0; s < floors.spaces.size(); ++s)
    enclosures.push_back({floors.spaces[s].name, settings.air_changes_per_h / 3600});
  for (size_t c = 0; c < floors.size(); ++c)
    if (floors.surface[c] != scene::Surface::outside && floors.surface[c] != scene::Surface::beyond_exit)
      of[c] = floors.space[c];
  for (size_t c = floors.size(); c-- > 0;)
    if (of[c] != outdoors)
      enclosures[static_cast<size_t>(of[c])].height = storey_height(floors, static_cast<int32_t>(c));
  std::vector<Warning> warnings;
  const crowd::Places places(floors);
  for (const EnclosureSpec& spec : specs) {
    crowd::Complaints complaints{mistakes, warnings, spec.origin, spec.name};
    const std::vector<scene::CellId> cells = places.all(spec.place, complaints);
    for (const scene::CellId c : cells) of[static_cast<size_t>(c)] = static_cast<int32_t>(enclosures.size());
    enclosures.push_back({spec.name, spec.air_changes_per_h / 3600});
    Enclosure& enclosure = enclosures.back();
    enclosure.height = spec.height.value_or(cells.empty() ? enclosure.height : storey_height(floors, cells.front()));
    enclosure.volume = spec.volume.value_or(0);
    given.resize(enclosures.size());
    given.back() = spec.intake;
  }
  return of;
}

/// Each takes its air in at the middle of its floor, at the height that people breathe at; its size.
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
    enclosures[e].middle = enclosures[e].intake.head<2>();
    enclosures[e].floor = cells[e] * floors.grid.cell * floors.grid.cell;
    if (!(enclosures[e].volume > 0)) enclosures[e].volume = enclosures[e].floor * enclosures[e].height;
  }
}

}  // namespace

HazardPlaces hazard_places(const scene::Floors& floors, const HazardSettings& settings,
                           std::span<const EnclosureSpec> enclosures, std::vector<Mistake>& mistakes) {
  HazardPlaces places;
  std::vector<std::optional<Vec3>> intakes;
  std::vector<int32_t> of = enclosures_of(floors, settings, enclosures, places.enclosures, intakes, mistakes);
  place_intakes(floors, of, settings.height, places.enclosures);
  for (size_t e = 0; e < intakes.size(); ++e)
    if (intakes[e]) places.enclosures[e].intake = *intakes[e];

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
  places.of_cell = std::move(of);
  return places;
}

}  // namespace muster::sim
