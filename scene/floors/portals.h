#pragma once
// Fifth stage of "floors": doors become portals of exact width with floor under the leaf.

#include "scene/floors/cells.h"

#include <vector>

namespace muster::scene::stage {

/// The portals of a model's doors and of the author's, with unique names. Appends what cannot be honoured to
/// `mistakes`. `cells` tells the height of doors authored without one.
std::vector<Portal> make_portals(const Model& model, const Authored& authored, const Cells& cells,
                                 std::vector<Mistake>& mistakes);

/// Floor under each leaf where there is none between the floors on either side (spaces and slabs stop at walls).
std::vector<Extra> thresholds(const Cells& cells, const std::vector<Portal>& portals);

/// Makes the clear width between walls that of the portal: opens walls that run along the leaf, adds short jambs where
/// the opening is wider, narrows the portal where the model's opening is narrower.
void fit_to_walls(std::vector<Portal>& portals, std::vector<Wall>& walls);

/// Doors that the author wants wider than the walls beside them leave are mistakes. After `fit_to_walls`.
void check_widths(const Authored& authored, const std::vector<Portal>& portals, std::vector<Mistake>& mistakes);

/// Fills the cells under each leaf, the spaces on either side, and Floors::portal.
void find_leaf_cells(Floors& floors);

/// Indices of the portals that a door name (glob) or id means.
std::vector<size_t> portals_called(const std::string& name, const std::vector<Portal>& portals);

/// "unknown door; nearest: ..., ..." for a mistake.
std::string no_such_door(const std::string& name, const std::vector<Portal>& portals);

/// The height of the floor beside a line: the given one, or the only one there. Says in `problem` why there is none.
std::optional<double> height_at(const Cells& cells, const std::array<Vec2, 2>& line, std::optional<double> given,
                                std::string& problem);

/// A mistake in an entry of the case.
Mistake mistake_at(const Origin& origin, const std::string& key, const std::string& value, const std::string& text);

}  // namespace muster::scene::stage
