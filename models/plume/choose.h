#pragma once
// Which model a leak gets, and why.

#include "models/plume/atmosphere/atmosphere.h"
#include "models/plume/cloud.h"
#include "models/plume/gaussian/sigmas.h"
#include "models/substance/outflow.h"
#include "models/substance/substance.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::plume {

enum class Model {
  automatic,       ///< by the criterion
  gaussian,        ///< passive: plume, puff, finite release, puff series
  jet,             ///< the integral jet, then Gaussian
  dense,           ///< conservation laws of a dense cloud
  britter_mcquaid  ///< correlations of dense clouds
};
/// Words of inputs.
const std::vector<std::pair<std::string, Model>>& models();

struct CloudSettings {
  Model model = Model::automatic;
  std::optional<SigmaSet> sigmas;  ///< empty: Briggs, rural or urban as the weather says; at once: `ccps_puff`
  double averaging = 600;          ///< [s] in which plumes wander across the wind
  int puffs = 360;                 ///< of a series in wind that changes
  double initial_width = 0;        ///< [m] of a Gaussian source without an area
  double initial_depth = 0;        ///< [m]
  /// Of a Gaussian source that is a stack: it rises (Briggs) and its wake draws it down; speed and density are the
  /// outflow's.
  std::optional<double> stack_diameter;  ///< [m]
};

/// How much heavier than air a leak is where its own momentum has gone.
struct Heaviness {
  double source_density = 0;  ///< [kg/m3] drops included
  double air_density = 0;     ///< [kg/m3]
  double criterion = 0;       ///< Britter and McQuaid's: (g' Q / (u^3 D))^(1/3), or sqrt(g' V) / (u V^(1/3))
  double limit = 0.15;        ///< from which the cloud behaves as dense: 0.15; at once 0.20
  double jet_length = 0;      ///< [m] of the jet before it; 0: none
  double wind = 0;            ///< u [m/s] at 10 m
  bool dense() const { return criterion >= limit; }
};
/// Of the largest rate of `source`.
Heaviness heaviness(const substance::Substance&, const substance::SourceTerm& source, const Atmosphere&);

struct Chosen {
  std::unique_ptr<Cloud> cloud;
  Heaviness heaviness;
  std::vector<std::string> notes;  ///< which model, and why
  std::vector<Warning> warnings;   ///< of the choice, of the weather and of the cloud
};
/// `weather.problem()` must be "". Throws InputError where nothing leaks or the model asked for has no answer.
Chosen cloud_of(const substance::Substance&, const substance::SourceTerm& source, const Weather& weather,
                const CloudSettings& settings);

}  // namespace muster::plume
