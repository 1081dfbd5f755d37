#pragma once
// Bodies longer than wide: beds, stretchers, wheelchairs. The person's row is a disc at the front; the rear is dragged.

#include "models/crowd/people/people.h"
#include "models/crowd/together/world.h"

#include <cstdint>
#include <span>
#include <vector>

namespace muster::crowd {

/// A body of length l and width 2 r is a disc of radius r in front, one at the rear whose centre follows at
/// L = l - 2 r like a trailer (tractrix: x_rear = x_front + L unit(x_rear - x_front)), and between them one that fills
/// the gap. Others meet all of them: rear and middle are rows with State::trailing and the person's id. Discs of one
/// body never overlap: the rear ones shrink until they do not, or they would push one another. The rear is moved by
/// Ground::move, so that walls hold it; where it hangs, the front is held back to the length L, and where a wall comes
/// between the two, the front waits until the rear has come round it. What hangs for 10 s is heaved round the corner.
/// In a standstill with the way behind, front and rear change places; who does so on and on, across an opening that is
/// narrower than he is long, is heaved into line as well.
class LongBodies {
 public:
  static constexpr float least_length = 0.05f;  ///< [m] L below which a disc is long enough

  explicit LongBodies(std::span<const Person> people);

  bool empty() const { return bodies_.empty(); }
  /// Appends the trailing rows of everybody, behind the way that each will take.
  void place(World& world);
  /// A trailing row is now here.
  void found(AgentId id, uint32_t row, const Rows& rows);
  /// After everybody has walked: drags the rear of all, takes away that of people who are gone, brings back that of
  /// those who are on the floor again.
  void drag(World& world);

 private:
  struct Long {
    AgentId id;
    float radius, length;  // r and L [m]
    uint32_t rear = nowhere, middle = nowhere;
    double still_since = 0;            // [s]
    float still_x = 0, still_y = 0;    // where the front was then
    double free_at = 0;                // [s] when the rear last did not hang
    bool waits = false;                // the front, for the rear to come round a wall
    int turns = 0;                     // changes of ends about one place,
    float turned_x = 0, turned_y = 0;  // which is this
  };
  void add_parts(World& world, Long& body, float dx, float dy);
  void shape(Rows& rows, const Long& body, uint32_t front) const;
  void follow(World& world, Long& body, uint32_t front);
  void heave_what_hangs(World& world, Long& body, uint32_t front, bool hangs);
  void heave(World& world, Long& body, uint32_t front);
  void change_ends(World& world, Long& body, uint32_t front);
  void turn_round(World& world, Long& body, uint32_t front);

  std::vector<Long> bodies_;      // by id
  std::vector<int32_t> body_of_;  // [ids] -1: none; empty where there are no bodies
};

}  // namespace muster::crowd
