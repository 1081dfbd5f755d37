#include "sim/case/walking_keys.h"

#include "sim/case/shapes.h"

#include <algorithm>

namespace muster::sim {

namespace {

using crowd::ModelChoice;

Table<crowd::AnticipationSettings> anticipation_table() {
  using A = crowd::AnticipationSettings;
  Table<A> table("Constants of the anticipation velocity model (Xu, Chraibi, Seyfried 2021).");
  table.key("time_gap_s", &A::time_gap, number(above(0, 5), "s"), "time gap that people keep to those ahead");
  table.key("repulsion", &A::repulsion, number(within(0, 20), ""), "strength of the sidestep");
  table.key("repulsion_range_m", &A::repulsion_range, number(within(0.02, 0.2), "m"), "its range");
  table.key("anticipation_s", &A::anticipation, number(within(0, 5), "s"), "how far ahead people think");
  table.key("reaction_s", &A::reaction, number(within(0.05, 2), "s"), "time in which the heading follows");
  return table;
}

Table<crowd::SocialForceSettings> social_force_table() {
  using S = crowd::SocialForceSettings;
  Table<S> table(
      "Constants of the social force model (Helbing, Farkas, Vicsek 2000), made for bodies of 0.25 to 0.35 m "
      "(`people.radius_m`).");
  table.key("strength_N", &S::strength, number(within(0, 10000), "N"), "repulsion at contact");
  table.key("range_m", &S::range, number(within(0.02, 0.2), "m"), "its range");
  table.key("stiffness_kg_s2", &S::stiffness, number(within(1e4, 1e6), "kg/s2"), "of a body that is pressed");
  table.key("friction_kg_m_s", &S::friction, number(within(0, 1e6), "kg/(m s)"), "between bodies that touch");
  table.key("mass_kg", &S::mass, number(within(20, 200), "kg"), "of everybody");
  table.key("relaxation_s", &S::relaxation, number(within(0.1, 2), "s"), "time in which the free speed is taken up");
  return table;
}

Table<crowd::ReciprocalSettings> reciprocal_table() {
  using R = crowd::ReciprocalSettings;
  Table<R> table("Constants of reciprocal collision avoidance (van den Berg, Guy, Lin, Manocha 2011).");
  table.key("horizon_s", &R::horizon, number(within(0.1, 5), "s"), "collisions with people that are farther away wait");
  table.key("wall_horizon_s", &R::wall_horizon, number(within(0.05, 1), "s"), "the same for walls");
  return table;
}

/// Constants of one model beside another are refused: they would do nothing.
void refuse_constants_of_others(const Spot& spot, const crowd::WalkingSettings& walking, Report& report) {
  struct Owned {
    const char* key;
    std::vector<ModelChoice> models;
    const char* names;
  };
  using M = ModelChoice;
  const char* const free_speed = "collision_free_speed";
  const char* const speed_models = "collision_free_speed or anticipation_velocity";
  const std::vector<Owned> owned = {
      {"time_gap_s", {M::collision_free_speed}, free_speed},
      {"shuffle_time_s", {M::collision_free_speed}, free_speed},
      {"shuffle", {M::collision_free_speed}, free_speed},
      {"repulsion", {M::collision_free_speed}, free_speed},
      {"repulsion_range_m", {M::collision_free_speed}, free_speed},
      {"wall_repulsion", {M::collision_free_speed, M::anticipation_velocity}, speed_models},
      {"wall_range_m", {M::collision_free_speed, M::anticipation_velocity}, speed_models},
      {"anticipation_velocity", {M::anticipation_velocity}, "anticipation_velocity"},
      {"social_force", {M::social_force}, "social_force"},
      {"reciprocal_avoidance", {M::reciprocal_avoidance}, "reciprocal_avoidance"}};
  for (const Owned& o : owned)
    if (spot.node.find(o.key) != nullptr && std::count(o.models.begin(), o.models.end(), walking.model) == 0)
      report.refuse_key(spot, o.key, fmt::format("applies only where model is {}", o.names));
}

}  // namespace

Table<crowd::WalkingSettings> walking_table() {
  using W = crowd::WalkingSettings;
  using M = ModelChoice;
  Table<W> table("The walking model. The constants on this level belong to `collision_free_speed`, but for the noise.");
  table.key("model", &W::model,
            choice<M>({{"collision_free_speed", M::collision_free_speed},
                       {"anticipation_velocity", M::anticipation_velocity},
                       {"social_force", M::social_force},
                       {"reciprocal_avoidance", M::reciprocal_avoidance}}),
            "how people walk among others");
  table.key("time_gap_s", &W::time_gap, number(above(0, 5), "s"), "time gap that people keep to those ahead");
  table.key("shuffle_time_s", &W::shuffle_time, number(within(0.05, 2), "s"),
            "with less room to those ahead than their free walk takes in this time people shuffle: the time gap grows");
  table.key("shuffle", &W::shuffle, number(within(0, 0.9), ""),
            "by which fraction shuffling makes them slower, growing from 0 at that room to this at contact");
  table.key("repulsion", &W::repulsion, number(within(0, 20), ""), "strength of the repulsion between people");
  table.key("repulsion_range_m", &W::repulsion_range, number(within(0.02, 0.2), "m"), "its range");
  table.key("wall_repulsion", &W::wall_repulsion, number(within(0, 20), ""),
            "strength of the repulsion from walls; of `anticipation_velocity`, too");
  table.key("wall_range_m", &W::wall_range, number(within(0.005, 0.1), "m"),
            "its range; without it 0.008, of `anticipation_velocity` 0.02");
  table.key("heading_noise_rad", &W::heading_noise, number(within(0, 0.3), "rad"),
            "standard deviation of the direction's noise");
  table.key("noise_hold_s", &W::noise_hold, number(above(0, 10), "s"), "how long a draw of the noise is held");
  table.key("anticipation_velocity", &W::anticipation_velocity, anticipation_table().type(), "");
  table.key("social_force", &W::social_force, social_force_table().type(), "");
  table.key("reciprocal_avoidance", &W::reciprocal_avoidance, reciprocal_table().type(), "");
  table.check([](const Spot& spot, W& walking, Report& report) { refuse_constants_of_others(spot, walking, report); });
  return table;
}

}  // namespace muster::sim
