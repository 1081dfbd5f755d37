#pragma once
// Gas that is heavier than air, as one layer on the ground: what a shallow-layer model carries with a steady wind.

#include "base/parallel.h"
#include "models/flow/layer/depth_wind.h"
#include "models/flow/step/sources.h"

#include <array>
#include <cstdint>
#include <vector>

namespace muster::flow {

/// The air around the layer, and what acts on it.
struct LayerSettings {
  double temperature = 288.15;                     ///< [K] of the air and of the ground
  double pressure = substance::standard_pressure;  ///< [Pa]
  double roughness = 0.03;                         ///< [m] of the ground
  double faster = 1;                               ///< times the velocity and the mixing of the stored wind
  double height = 0;                               ///< [m] that the layer can grow to; 0: that of the grid
  /// Speed of a front against the air before it over (g' h)^(1/2).
  double froude = 1;
  bool entrains = true, drags = true, warms = true, spreads = true, resists = true;  ///< off in tests only
};

/// Depth-averaged mass of air and gases, heat and momentum on the plan of a grid (Hankin and Britter 1999):
/// the depth h [m] is twice the mean height of the gas, so that the layer weighs on the ground and on what is beside it
/// as gas of that mean height does, whatever its profile. Where the wind's turbulence mixes faster than the weight of
/// the layer damps it, the mean height grows and the layer goes and spreads as a passive plume in the same wind does.
class DenseLayer {
 public:
  /// `closed` [grid.stored] as Closed has it. Aborts where a side is periodic.
  DenseLayer(Grid, const std::vector<uint8_t>& closed, const Sides&, const SteadyWind&, Mixture, const LayerSettings&);

  /// All it gives comes into the columns of its cells, at rest.
  void add(Source);
  /// The source that was added as the `index`-th gives nothing from `time` [s] on.
  void end(size_t index, double time);
  /// One step, not beyond `until` [s]; its length [s].
  double step(double until);

  double time() const { return time_; }
  int64_t steps() const { return steps_; }
  double cell_steps() const { return cell_steps_; }  ///< columns computed, all steps together
  const Plan& plan() const { return plan_; }
  double depth(size_t column) const;        ///< [m] 0: no layer
  Vec2 velocity(size_t column) const;       ///< [m/s]
  double temperature(size_t column) const;  ///< [K] mean over the depth
  double excess(size_t column) const;       ///< [kg/m2] mass above that of as much air
  double gas(size_t column, size_t gas) const { return content_[first_gas + gas][column]; }  ///< [kg/m2]
  /// Volume fraction at a height [m] above the bottom of the grid: exponential with the layer's mean height, with a
  /// foot of undiluted gas where there would be more than that. 0 below the column's floor.
  double volume_fraction(size_t column, double height, size_t gas) const;
  /// [kg] of a gas where its volume fraction lies between two.
  double mass_between(size_t gas, double lower, double upper) const;
  /// All of a gas that is there, as having burnt; where no other is, its air goes with it.
  void take_away(size_t gas);
  /// A layer as deep as `depth` [m] of gases alone at a temperature [K], with a velocity [m/s]: to set a start.
  void fill(size_t column, double depth, const std::vector<double>& shares, double temperature, const Vec2& velocity);

  /// [kg] of each gas: in the layer, given so far, gone through the sides.
  std::vector<double> masses() const;
  const std::vector<double>& given() const { return given_; }
  const std::vector<double>& gone() const { return gone_; }
  Vec2 momentum() const;  ///< [kg m/s]
  uint64_t hash() const;
  size_t bytes() const;

 private:
  enum : size_t { air, along_x, along_y, heat, first_gas };
  using Tables = std::vector<std::vector<double>>;
  struct Box {
    int from_x = 0, to_x = 0, from_y = 0, to_y = 0;
    bool empty() const { return to_x <= from_x; }
  };
  struct Face;
  struct Share {
    double moles = 0, share = 0,
           mixed = 1;  ///< [mol/kg] of gases; of volume; of moles over of volume, of the undiluted
  };

  Share share_of(size_t column) const;
  size_t contents() const { return content_.size(); }
  void look(size_t column);
  void look_at_all();
  void find_box();
  double longest_step(double until) const;
  void emit(double until);
  void cross(int axis, int i, int j);
  Face face_of(int axis, int i, int j) const;
  double sloped(const std::vector<double>&, size_t column, int axis, double side, bool even) const;
  bool even(size_t column, int axis, int i, int j) const;
  void advance(size_t column, int i, int j, double dt);
  void shed(size_t column, double most);
  void move(double dt);
  void spread(double dt);
  void exchange(size_t column, double dt);
  template <class What>
  void each(const What&);

  Grid grid_;
  Plan plan_;
  DepthWind winds_;
  Mixture mixture_;
  LayerSettings settings_;
  double air_density_;
  Tables content_;  ///< [air, momentum, momentum, heat above that of the air, gases] [kg/m2], [kg/m/s], [J/m2]
  /// Of each column, from its content: mass [kg/m2], depth and excess over mass, velocity, parts of the mass.
  std::vector<double> mass_, volume_, excess_, u_, v_, here_u_, here_v_, stir_, mix_x_, mix_y_;
  Tables part_;                                              ///< as `content_`, over the mass; of momentum nothing
  std::array<Tables, 2> flux_;                               ///< through the lower faces
  std::array<std::vector<double>, 2> push_low_, push_high_;  ///< of the momentum across them, to either side
  std::array<std::vector<double>, 2> share_;                 ///< [m/s] of a column that passes
  std::vector<Source> sources_;
  std::vector<double> given_, gone_;
  Box box_;
  double time_ = 0, cell_steps_ = 0;
  int64_t steps_ = 0;
};

/// Calls what(i, j) for the columns of the box.
template <class What>
void DenseLayer::each(const What& what) {
  if (box_.empty()) return;
  parallel_for(static_cast<size_t>(box_.to_y - box_.from_y), 4, [&](size_t begin, size_t end) {
    for (int j = box_.from_y + static_cast<int>(begin); j < box_.from_y + static_cast<int>(end); ++j)
      for (int i = box_.from_x; i < box_.to_x; ++i) what(i, j);
  });
}

}  // namespace muster::flow
