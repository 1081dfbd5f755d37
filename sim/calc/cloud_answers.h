#pragma once
// What calculations say of a cloud, whichever model made it.

#include "models/plume/atmosphere/atmosphere.h"
#include "models/plume/cloud.h"
#include "models/substance/substance.h"
#include "sim/calc/calculation.h"
#include "sim/case/shapes.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

/// What is asked.
struct CloudQuestions {
  double height = 1.5;                ///< [m] where distances are looked for
  std::optional<double> farthest;     ///< [m]
  std::vector<double> levels;         ///< [ppm] besides the substance's own criteria
  std::vector<Vec3> points;           ///< [m] downwind, to the left, up
  double exposure = 3600;             ///< [s] of steady clouds
  std::optional<double> air_changes;  ///< [1/h] of a building at each point
};

template <class T, class Access>
void add_question_keys(Table<T>& table, Access questions) {
  using Q = CloudQuestions;
  const auto in = [questions](auto member) {
    return [ questions, member ](T & t) -> auto& { return questions(t).*member; };
  };
  table.key("at_height_m", in(&Q::height), number(within(0, 1000), "m"), "where distances are looked for");
  table.key("farthest_m", in(&Q::farthest), number(within(10, 100000), "m"),
            "how far is looked; without it as far as the model holds");
  table.key("levels_ppm", in(&Q::levels), list_of(number(above(0, 1e6), "ppm")),
            "concentrations to find distances to, besides the substance's criteria");
  table.key("points", in(&Q::points), list_of(space_point()),
            "places to look at, `[[x, y, z], ...]` downwind, to the left, up");
  table.key("exposure_s", in(&Q::exposure), number(above(0, 604800), "s"),
            "at a point, of a cloud that goes on for ever");
  table.key("air_changes_per_h", in(&Q::air_changes), number(within(0, 100), "1/h"),
            "of a building at each point: what is inside");
}

/// Refuses what cannot enter the air in that state: below the freezing point, or drops above the boiling point; warns
/// of a gas below it, which is one only thinned with air. `pressure` [Pa] of the air, `temperature` [K] is
/// `temperature_C`.
void check_state(Answer& answer, const substance::Substance& substance, double temperature, double liquid_fraction,
                 double pressure, bool pool);

/// The weather as it was understood.
void add_weather_answers(Answer& answer, const plume::Atmosphere& air);

/// Distances to every criterion, flammable mass, the centre line, the points.
void add_cloud_answers(Answer& answer, const plume::Cloud& cloud, const substance::Substance& substance,
                       const plume::Atmosphere& air, const CloudQuestions& questions);

}  // namespace muster::sim
