#include "models/plume/dense/exchange.h"

#include <algorithm>
#include <cmath>

namespace muster::plume::dense {
namespace {

using substance::gravity;

constexpr double karman = 0.41;
constexpr double entrainment = 1.5 * karman;
constexpr double shear = 0.02;          ///< of entrainment by a difference in speed, squared
constexpr double source_mixing = 0.05;  ///< of the vapour rising from a pool
/// Where a ground-level cloud of depth h feels stability: the height c z_mean = 0.6 * 0.46 h of van Ulden (1978).
constexpr double stability_height = 0.28;

double square(double x) { return x * x; }

/// Gradient function of Monin and Obukhov for heat and matter; 1 neutral.
double gradient(double zeta) { return zeta >= 0 ? 1 + 5 * zeta : 1 / std::sqrt(1 - 16 * zeta); }

/// 1 / (length of Monin and Obukhov at height z) as the layer's profile has it.
double inverse_length(const Layer& layer, double z, Variant variant) {
  if (variant == Variant::slab && layer.ermaks()) return layer.inverse_length(z);
  return layer.inverse_length() * stability_height;
}

/// v_x's part that the wind's shear makes, at half a standard deviation above the centre.
double along_shear(const Layer& layer, const Section& c) {
  const double deviation = (c.lofted ? 0.5 * c.depth : c.depth - c.centre) / std::sqrt(3.0);
  const double z = c.centre + 0.5 * deviation;
  return 0.6 * layer.friction_velocity() * z / (z + layer.roughness()) * layer.gradient(z) *
         std::max(0.0, 1 - z / layer.mixing_height()) / karman;
}

}  // namespace

double lateral_spreading(double t) { return 0.08 * std::pow((t + 10 * std::exp(-t / 10)) / 900, 0.2); }

double meander(double way, double averaging, double stability) {
  const double base = lateral_spreading(0), ratio = lateral_spreading(averaging) / base;
  const double sigma = 2 * base * stability / 0.0004 * (std::sqrt(1 + 0.0004 * std::max(0.0, way)) - 1);
  return std::max(0.0, ratio * ratio - 1) * sigma * sigma;
}

double lateral_stability(const Layer& layer) {
  const double r = std::sqrt(layer.friction_velocity() / std::max(1e-6, layer.speed(2)) / 0.086);
  const double s = 10 * r * layer.inverse_length();
  return s >= 0 ? 1 / (1 + s) : 1 - s;
}

Surroundings::Surroundings(const Mixture& m, const Layer& l, Variant v, double ground)
    : mixture(&m), layer(&l), variant(v), ground_temperature(ground) {
  lateral_speed = 0.08 * std::pow(10.0 / 900, 0.2) * lateral_stability(l);
  reference_speed = l.speed(4);
}

Exchange exchange(const Surroundings& around, const Section& c) {
  const Layer& layer = *around.layer;
  const double air_density = around.mixture->air_density();
  const double friction = layer.friction_velocity();
  Exchange e;
  e.air_speed = layer.mean(c.top);
  // Drag coefficient of the ground, speeds within the cloud.
  const double most = around.variant == Variant::slab ? 1e6 : 1;
  const double drag = std::min(most, friction / std::max(e.air_speed, 1e-6));
  const double dilution = air_density / c.density;
  const double difference = (e.air_speed - c.speed) * dilution;
  const double edge = 0.5 * c.spreading, end = 0.5 * c.stretching;
  // A puff's ends stir as its sides do, which Ermak leaves out.
  const double stirring = around.variant == Variant::slab ? 0 : square(end);
  const double shear2 = shear * (square(difference) + square(edge * dilution) + stirring * square(dilution));
  const double bottom2 = c.lofted ? square(friction) + shear2
                                  : square(drag * c.speed) + square(drag * edge) + square(drag) * stirring +
                                        source_mixing * c.injection * e.air_speed;
  const double bottom = std::sqrt(bottom2);
  double thermal = 0;
  if (!c.lofted && around.ground_temperature > c.temperature) {
    thermal = std::cbrt(0.14 * gravity * (around.ground_temperature - c.temperature) * drag * bottom * c.depth /
                        (0.5 * (around.ground_temperature + c.temperature)));
  }
  const double scale2 = std::max(bottom2 + shear2 + square(thermal), 1e-10);

  // Vertical: damped by the cloud's own and the air's stratification.
  const double excess = gravity * (c.density - air_density) / c.density;
  const double buoyancy = 0.025 * (around.variant == Variant::slab ? std::max(0.0, excess) : excess);
  const double stability = (inverse_length(layer, c.top, around.variant) * square(friction) + buoyancy) / scale2;
  const auto damped = [&](double z) {
    const double room = std::max(0.0, 1 - z / layer.mixing_height());
    return room / gradient(std::max(z * stability, -20.0));
  };
  // Ermak's opens where it is a hundredth of the depth above the ground.
  const bool underside = c.lofted && (around.variant != Variant::slab || c.top > 1.01 * c.depth);
  const double height_factor = around.reference_speed / std::max(layer.speed(c.top), 1e-6);
  e.upwards = height_factor * entrainment * std::sqrt(scale2) *
              (damped(c.top) + (underside ? damped(std::max(0.0, c.top - c.depth)) : 0.0));
  // Crosswind and along the wind.
  const double lateral =
      around.lateral_speed * e.air_speed / (1 + 0.5 * 0.0004 / around.lateral_speed * c.half_width / std::sqrt(3.0));
  e.sideways = std::sqrt(square(lateral) + shear * square(entrainment * difference));
  const double along =
      around.lateral_speed * e.air_speed / (1 + 0.5 * 0.0004 / around.lateral_speed * c.half_length / std::sqrt(3.0));
  e.along = std::sqrt(square(along) + square(along_shear(layer, c)));

  // Per metre of plume, or of a quarter of a puff.
  const double length = c.half_length > 0 ? c.half_length : 1;
  const double bed = c.half_width * length;
  // The sides; of a puff its front too, which Ermak leaves out.
  const double front = c.half_length > 0 && around.variant == Variant::muster ? c.half_width : 0;
  const double upright = c.depth * (length + front);
  if (!c.lofted) {
    const double exposed = bed + upright;
    e.drag = -c.density *
             (bed * (square(drag * c.speed) - square(friction)) - exposed * shear * std::abs(difference) * difference);
    const auto spreading_drag = [&](double v) {
      return -c.density * bed * (square(drag) + shear * square(dilution)) * std::abs(v) * v;
    };
    e.drag_side = spreading_drag(edge);
    e.drag_along = spreading_drag(end);
    e.warming = c.density * bed * drag * bottom * c.heat * (around.ground_temperature - c.temperature);
  } else {
    const double exposed = 2 * bed + upright;
    e.drag = c.density * exposed * shear * std::abs(difference) * difference;
    e.drag_up = -c.density * c.depth * length * shear * std::abs(c.sinking) * c.sinking;
  }
  return e;
}

}  // namespace muster::plume::dense
