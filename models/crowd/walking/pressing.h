#pragma once
// Contact pressure: the load that people who are held up put on those whom they touch (README.md here, equations
// 21-23).

#include "models/crowd/routes/routes.h"
#include "models/crowd/walking/rows.h"
#include "models/crowd/walking/touch.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace muster::crowd {

/// The state of one moment; nothing is carried on from sample to sample.
class Pressing {
 public:
  /// Largest gap [m] at which two bodies touch: clothes, and what creeping leaves (2 v_c dt).
  static constexpr float touching = 0.03f;
  /// Drive [kg/s] of somebody who wants to walk faster: m / tau of Helbing, Farkas, Vicsek 2000 (80 kg, 0.5 s).
  static constexpr float drive = 160;

  explicit Pressing(size_t people) : pressure_(people, 0) {}

  /// Finds who presses on whom. `largest_radius` [m] of anybody; `drift` [m] since the rows were sorted.
  void sample(const Rows& rows, const Strips& strips, const Ground& ground, const Routes& routes, float largest_radius,
              float drift);
  /// [ids, N/m] sum of the contact forces on a body by its circumference.
  std::span<const float> pressure() const { return pressure_; }

 private:
  struct Held {
    float distance;  // [m] still to go
    uint32_t row;
    Vec drive;  // [N]
  };
  /// Who wants to walk and is held up, the farthest from the destination first.
  void find_held(const Rows& rows, const Routes& routes);
  /// Everybody hands its load on to whom it touches ahead. Whether some came to who had handed on already.
  bool hand_on(const Rows& rows, const Strips& strips, const Ground& ground, float largest_radius, float drift);

  std::vector<float> pressure_;
  std::vector<Held> held_;
  std::vector<Vec> received_;                   // [rows, N]
  std::vector<std::pair<uint32_t, Vec>> late_;  // rows and what reached them after they had handed on [N]
  std::vector<float> force_;                    // [rows, N]
  std::vector<char> handed_on_;                 // [rows]
};

}  // namespace muster::crowd
