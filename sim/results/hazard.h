#pragma once
// What a run says of its hazards over the floors. docs/formats.md describes the datasets.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace muster::results {

/// One hazard of the case.
struct HazardInfo {
  std::string name;
  std::string kind;       ///< `leak`
  std::string substance;  ///< its id
  double exponent = 1;    ///< n of the toxic load, the integral of C^n dt
};

/// One fire of the case.
struct FireInfo {
  std::string name;
  std::string kind;  ///< `tank_fire`, ...
  std::string fuel;  ///< its id
};

/// A place whose radiation is recorded.
struct TargetInfo {
  std::string name;
  std::array<double, 3> at = {}, normal = {};  ///< [m]; of length 1, or zero: what faces the fire
};

/// Surfaces of the model whose radiation is recorded: the middles of triangles that they are cut into.
struct SurfacePlace {
  int32_t surface = 0;                        ///< index into HazardGrid::surfaces
  std::array<float, 3> at = {}, normal = {};  ///< [m]; of length 1, as the model's triangle is turned
  float area = 0;                             ///< [m2]
};

/// Where hazards are sampled, known before the run starts: squares of the floors that people walk on.
struct HazardGrid {
  double square = 0;               ///< [m] side; 0 in files without hazards
  double every = 0;                ///< [s] between samples
  double height = 0;               ///< [m] above the floor: what people breathe
  std::vector<double> x, y;        ///< [m] of each square
  std::vector<float> z;            ///< [m] of its floor
  std::vector<int16_t> storey;     ///< -1 none
  std::vector<int32_t> space;      ///< -1 none
  std::vector<uint8_t> indoors;    ///< 1: gas comes in by the air change only
  std::vector<int32_t> square_of;  ///< of each floor cell; -1 none
  std::vector<HazardInfo> hazards;
  std::vector<FireInfo> fires;
  std::vector<TargetInfo> targets;
  std::vector<std::string> surfaces;  ///< names of the targets that are parts of the model
  std::vector<SurfacePlace> places;   ///< on these, one surface after the other
  double receptor = 1.5;              ///< [m] above the floor: where fires are felt
  bool smoke = false;                 ///< fires give off smoke, which is sampled too

  bool empty() const { return hazards.empty() && fires.empty(); }
};

/// One sample; `concentration[h * squares + s]` [volume fraction] of hazard h in square s, `flux[f * squares + s]`
/// [W/m2] of fire f on what faces it, `target_flux[f * targets + t]`.
struct HazardFrame {
  double time = 0;  ///< [s]
  std::vector<float> concentration;
  std::vector<float> flux = {}, target_flux = {};
  std::vector<float> surface_flux =
      {};  ///< [W/m2] of all fires on each place of the surfaces, on the side that gets more
  /// [W/m2] of all fires in each square on what faces most of it; in the file where there is more than one.
  std::vector<float> radiation = {};
  /// Of the smoke of fires in each square: extinction of light [1/m], carbon monoxide [volume fraction]; empty: none.
  std::vector<float> extinction = {}, monoxide = {};
};

/// At the run's end, [h * squares + s] as above; those of fires of all of them together.
struct HazardTotals {
  std::vector<float> peak;                                  ///< [volume fraction]
  std::vector<float> arrival;                               ///< [s] first sample of 1 ppm and more; NaN never
  std::vector<float> toxic_load;                            ///< [ppm^n min]
  std::vector<float> peak_flux = {};                        ///< [W/m2] of each fire, [f * squares + s]
  std::vector<float> peak_radiation = {}, dose = {};        ///< [W/m2], [(kW/m2)^(4/3) s] of each square
  std::vector<float> target_peak = {}, target_dose = {};    ///< the same of each target
  std::vector<float> surface_peak = {}, surface_dose = {};  ///< and of each place of the surfaces
};

/// All of it, as the file has it.
struct HazardTables {
  HazardGrid grid;
  std::vector<HazardFrame> frames;
  HazardTotals totals;  ///< empty until the run's end
};

}  // namespace muster::results
