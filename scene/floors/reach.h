#pragma once
// Seventh stage of "floors": what is connected to an exit, and what is not and by how much.

#include "scene/floors/cells.h"

#include <vector>

namespace muster::scene::stage {

/// The author's links with the cells at either end. An end without floor is a mistake that names the nearest floor.
std::vector<Link> make_links(const Authored& authored, const Cells& cells, std::vector<Mistake>& mistakes);

/// Which links count besides those that people use.
struct Relaxed {
  bool lifts = true;            ///< those that carry people; `Link::exit_stop` is set
  bool standing_lifts = false;  ///< those that do not, too
  bool against = false;         ///< one-way links from their last point to their first, too
};

/// Cells from which one gets to one of `starts` over neighbours and links.
std::vector<uint8_t> reachable(const Cells& cells, const std::vector<CellId>& starts, const std::vector<Link>& links,
                               const Relaxed& relaxed = {});

/// What is connected, and what would be if more links counted: the difference is the reason for what is not.
struct Connection {
  std::vector<uint8_t> kept, with_lifts, against;  ///< [cells] 0 or 1
};
Connection connect(const Cells& cells, const std::vector<CellId>& starts, const std::vector<Link>& links);

/// Spaces and storeys of which no part is kept, and other floors of at least 2 m2 on which a person can stand, with the
/// gap to the nearest kept floor and the reason where a link leads there in vain; largest first.
std::vector<Unreachable> explain(const Model& model, const Cells& cells, const std::vector<int32_t>& space,
                                 const std::vector<int16_t>& storey, const Connection& connection);

/// The kept cells only, with their links. `index` becomes the new id of each old cell.
Cells keep(const Cells& cells, const std::vector<uint8_t>& kept, std::vector<CellId>& index);

}  // namespace muster::scene::stage
