#pragma once
// What hazards make of people who walk: some are slower, some fall and lie where they fell.

#include "models/crowd/people/people.h"
#include "models/crowd/walking/rows.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace muster::crowd {

/// Somebody fell.
struct Fall {
  AgentId id = 0;
  double time = 0;             ///< [s]
  double x = 0, y = 0, z = 0;  ///< [m] x and y as rows have them
  scene::CellId cell = scene::no_cell;
};

/// Who is slowed and who has fallen. Slowing changes the row's free speed, so that stairs, links, companies and waiting
/// times follow it. Nothing is stored or looked at before the first call.
class Hindrance {
 public:
  static constexpr uint32_t nowhere = 0xffffffffu;

  explicit Hindrance(std::span<const Person> people);

  /// Somebody walks at `factor`, in (0, 1], of his own free speed until told otherwise; while he is on no floor
  /// (`row` nowhere) nothing changes, and he is to be told again. Different people may be told from different threads
  /// after `begin`.
  void slow(AgentId id, float factor, Rows& rows, uint32_t row) {
    if (applied_[id] == factor || row == nowhere) return;
    applied_[id] = factor;
    rows.free_speed[row] = clear_[id] * factor;
  }
  /// Makes room for everybody; before the first `slow` or `expect`.
  void begin();
  bool begun() const { return !applied_.empty(); }
  /// [m/s] free speed in clear air.
  float clear_speed(AgentId id) const { return clear_[id]; }

  /// Who is going to fall, and when [s]; takes the place of what was said before, but for those who have fallen. Who is
  /// on no floor then falls where he comes out, if that is said again.
  void expect(std::vector<std::pair<AgentId, double>> falls) { expected_ = std::move(falls); }
  bool has_fallen(AgentId id) const { return !fallen_.empty() && fallen_[id] != 0; }
  const std::vector<std::pair<AgentId, double>>& expected() const { return expected_; }
  /// Others have put down somebody whom they had lifted.
  void lay(AgentId id) { fallen_[id] = lies; }
  /// Others carry somebody who lay, at a `speed` [m/s] in clear air: he lies no more, and does not fall again.
  void lift(AgentId id, float speed, Rows& rows, uint32_t row) {
    fallen_[id] = lifted;
    clear_[id] = speed;
    rows.free_speed[row] = speed * applied_[id];
  }
  const std::vector<Fall>& falls() const { return falls_; }
  /// Before the walk of a step: those whose time comes before `now` + `step` fall, if `may_fall(id)`, and `note(id)` is
  /// called; whoever has fallen lies, whatever others wanted of him, until he is lifted.
  template <class May, class Note>
  void step(Rows& rows, std::span<const uint32_t> row_of, double now, double step, const May& may_fall,
            const Note& note) {
    for (const auto& [id, when] : expected_)
      if (when < now + step && fallen_[id] == 0 && row_of[id] != nowhere && upright(rows.state[row_of[id]]) &&
          may_fall(id)) {
        lie_down(rows, row_of[id], std::max(now, when));
        note(id);
      }
    for (const Fall& f : falls_)
      if (row_of[f.id] != nowhere && fallen_[f.id] == lies) rows.state[row_of[f.id]] = State::fallen;
  }

 private:
  static bool upright(State s) { return s < State::fallen && s != State::carried; }
  void lie_down(Rows& rows, uint32_t row, double when);

  std::vector<float> clear_;    ///< [ids] [m/s]
  std::vector<float> applied_;  ///< [ids] factor in the row; empty until `begin`
  std::vector<std::pair<AgentId, double>> expected_;
  static constexpr char lies = 1, lifted = 2;
  std::vector<char> fallen_;  ///< [ids] 0: never
  std::vector<Fall> falls_;
};

}  // namespace muster::crowd
