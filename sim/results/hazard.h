#pragma once
// What a run says of its hazards over the floors. docs/formats.md describes the datasets.

#include <array>
#include <cstdint>
#include <limits>
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
  /// [s] when it burns; from `foam` on less and less until `foam_ends`. NaN: not known, or no foam.
  double begins = std::numeric_limits<double>::quiet_NaN(), ends = std::numeric_limits<double>::quiet_NaN();
  double foam = std::numeric_limits<double>::quiet_NaN(), foam_ends = std::numeric_limits<double>::quiet_NaN();
};

/// The surface of a flame from a time on, until the next shape of the same fire: flat faces.
struct FlameShape {
  uint32_t fire = 0;
  double from = 0;              ///< [s]
  std::vector<float> corner;    ///< [m] x, y, z of four corners a face; three: the last one twice
  std::vector<float> emission;  ///< [W/m2] of each face
};

/// The air over the floors where gas and smoke are sampled to be looked at: every (x, y, z); of a sample, that of node
/// (i, j, k) is the value number (k * y.size() + j) * x.size() + i.
struct VolumeGrid {
  std::vector<float> x, y, z;  ///< [m] ascending; empty: nothing is sampled
  size_t size() const { return x.size() * y.size() * z.size(); }
};

/// What a volume holds at one time, coarsely, in one byte a value: see volume_code().
struct VolumeSample {
  std::vector<uint8_t> gas;    ///< [hazards * nodes], of a volume fraction of 1
  std::vector<uint8_t> smoke;  ///< [nodes], of an extinction of 100 1/m; empty: no fire smokes
};
inline constexpr double densest_gas = 1, densest_smoke = 100;

/// c = 255 + 40 log10(value / top), rounded, from 1 (10^-6.35 of the top) to 255; 0 below. Steps of 6 %.
uint8_t volume_code(double value, double top);
double volume_value(uint8_t code, double top);

/// One quantity of the air that a large-eddy simulation stores.
struct FieldInfo {
  std::string name;   ///< of its dataset: `gas_0`, `temperature`, `smoke`
  std::string shown;  ///< "Pipe [volume fraction]"
  std::string units;
};

/// The cells of that air: every (x, y, z); of a field, that of cell (i, j, k) is the value number
/// (k * y.size() + j) * x.size() + i.
struct FieldGrid {
  std::vector<double> x, y, z;  ///< [m] middles of the cells, ascending; empty: nothing is stored
  std::vector<FieldInfo> fields;
  std::vector<uint8_t> solid;  ///< [cells] 1: no air; fields are 0 there
  size_t size() const { return x.size() * y.size() * z.size(); }
};

/// Cells, quantities and times of what a file stores.
struct FieldTables {
  FieldGrid grid;
  std::vector<double> time;  ///< [s]
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
  std::vector<FlameShape> flames;     ///< of every fire by time, one fire after the other
  VolumeGrid volume;
  bool fire_gases = false;  ///< and what else fires give to air that is computed: HazardFrame::dioxide and so on
  FieldGrid flow;

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
  /// Of fires whose smoke is carried through the geometry, in each square: carbon dioxide and hydrogen cyanide, the
  /// share of the oxygen of air that is left [volume fractions, -], temperature of the air [K]; empty: none.
  std::vector<float> dioxide = {}, cyanide = {}, oxygen = {}, air_temperature = {};
  /// [HazardGrid::flow.fields][cells], rounded to what they mean; empty: none are due, or HazardTables.
  std::vector<std::vector<float>> fields = {};
  VolumeSample volume = {};  ///< ResultsReader::volume() reads it, HazardTables leave it empty
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
