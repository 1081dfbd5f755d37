#pragma once
// Places that a case names, as cells of the floors.

#include "base/error.h"
#include "models/crowd/people/people.h"
#include "scene/floors.h"

#include <string>
#include <vector>

namespace muster::crowd {

/// Collects mistakes and warnings of one entry of the case.
struct Complaints {
  std::vector<Mistake>& all;
  std::vector<Warning>& warnings;
  const scene::Origin& origin;
  std::string name;  ///< of the group or alarm, for warnings
  /// A mistake at `key` of the entry; "" the entry itself.
  void add(const std::string& key, const std::string& value, const std::string& text);
  /// A name that is not among `known`.
  void unknown(const std::string& key, const std::string& value, const std::string& what,
               const std::vector<std::string>& known);
};

/// Turns places into cells. Names that mean nothing are mistakes, with the nearest name.
class Places {
 public:
  explicit Places(const scene::Floors& floors) : floors_(floors) {}

  /// Cells where people may start, ascending: of named spaces and storeys those off the stairs that lead out, of a
  /// polygon all, of a place that names nothing all that lead out. `leads_out` [cells]. Warns of parts that do not.
  std::vector<scene::CellId> to_start(const Place& place, const std::vector<char>& leads_out,
                                      Complaints& complaints) const;
  /// All cells of a place short of what lies beyond exits, ascending; `points` are the cells they lie on.
  std::vector<scene::CellId> all(const Place& place, Complaints& complaints) const;
  /// Where people come in: as `all`, or the cells within 0.35 m of a line or door, or those of a strip 0.2 to 1.2 m
  /// inside an exit.
  std::vector<scene::CellId> of_source(const Source& source, Complaints& complaints) const;
  /// The cells at a point: those of all floors there, or of the one at `z`.
  std::vector<scene::CellId> at(const Vec2& point, const std::optional<double>& z) const;

 private:
  bool ordinary(scene::CellId c) const;
  bool beyond(scene::CellId c) const;
  std::vector<scene::CellId> in_polygon(const Place& place, Complaints& complaints) const;
  std::vector<scene::CellId> near_line(const Vec2& a, const Vec2& b, double low, double high, const Vec2& side,
                                       const std::optional<double>& z) const;
  std::vector<char> named_spaces(const Place& place, Complaints& complaints) const;
  std::vector<char> named_storeys(const Place& place, Complaints& complaints) const;
  void warn_of_missing_floor(const std::vector<Vec2>& polygon, const std::vector<scene::CellId>& cells,
                             Complaints& complaints) const;
  void complain_of_cut_off(const std::vector<char>& in_space, const std::vector<char>& in_storey,
                           const std::vector<scene::CellId>& cells, const Place& place, Complaints& complaints) const;
  template <class Keep>
  std::vector<scene::CellId> select(const Keep& keep) const {
    std::vector<scene::CellId> cells;
    for (size_t c = 0; c < floors_.size(); ++c)
      if (keep(static_cast<scene::CellId>(c))) cells.push_back(static_cast<scene::CellId>(c));
    return cells;
  }

  const scene::Floors& floors_;
};

}  // namespace muster::crowd
