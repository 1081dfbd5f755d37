#pragma once
// What the hazards of a run did to its people. docs/formats.md describes the datasets and keys.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::results {

/// What people may meet: one substance, of however many leaks.
struct HarmInfo {
  std::string name;       ///< "chlorine"
  std::string unit;       ///< of peaks: "ppm"
  std::string load_unit;  ///< "ppm^2.75 min"
  double exponent = 1;    ///< n of the load, the integral of value^n dt
};

/// One row a person and harm, [person * harms + harm].
struct PeopleDoses {
  std::vector<float> peak;
  std::vector<double> load;
  std::vector<float> seconds;  ///< [s] with any of it around
};

/// For somebody who comes to a square at a time and stays there, to the end of what was sampled; known at the run's
/// end.
struct StayTables {
  double until = 0;             ///< [s] of the last sample
  double square = 0;            ///< [m] side
  std::vector<double> x, y;     ///< [m] of each square
  std::vector<float> z;         ///< [m] of its floor
  std::vector<int16_t> storey;  ///< -1 none
  std::vector<double> arrival;  ///< [s] when he comes, ascending
  std::vector<float> tenable;   ///< [s] from then on, [arrival * squares + square]; NaN: to the end
  std::vector<float> load;      ///< [(arrival * harms + harm) * squares + square], as those of people
};

/// All of it, as the file has it; without doses before the run's end.
struct ExposureTables {
  std::vector<HarmInfo> harms;
  PeopleDoses doses;
  StayTables stays = {};
};

/// Somebody fell and lay.
struct FallenPerson {
  uint32_t person = 0;
  double time = 0;             ///< [s]
  double x = 0, y = 0, z = 0;  ///< [m]
  std::string storey, space;   ///< "" none
};

struct CriterionCount {
  std::string name;  ///< "AEGL-2 (chlorine)"
  int64_t people = 0;
};

/// How long a place could be used and how long it was.
struct ZoneTimes {
  std::string name, storey;    ///< storey: "" none
  std::optional<double> aset;  ///< [s] when the first of its squares that people used became untenable; absent: never
  std::string by = {};         ///< what did: "AEGL-2 (chlorine)"
  double rset = 0;             ///< [s] when the last of them was there
  bool left = true;            ///< nobody is there at the end; otherwise rset is the end
};

/// How long the people at a muster point or refuge were safe there.
struct HavenSafety {
  std::string name;
  int64_t people = 0;
  std::optional<double> aset = {};  ///< [s] when the first square on which they stand became untenable; absent: never
  std::string by = {};
};

struct Exposure {
  std::vector<CriterionCount> criteria;
  std::optional<double> expected_fatalities;  ///< sum of the probabilities; absent where no harm has a probit
  std::optional<double> expected_injuries;    ///< people beyond the criterion of injury, less the expected fatalities
  std::optional<double> expected_incapacitated = {};  ///< by the doses of gases and hot air: sum of the probabilities
  std::optional<double> aset;                         ///< [s] the least of the zones'
  std::optional<double> rset;                         ///< [s] until everybody was out; absent: not everybody
  std::vector<ZoneTimes> zones;                       ///< those that became untenable, least margin first
  std::vector<HavenSafety> muster_points;             ///< that people came to
  std::vector<FallenPerson> fallen = {};              ///< in order of time
  std::optional<int64_t> rescued = {};   ///< of the fallen, brought out by others; absent: nobody would fetch them
  std::optional<int64_t> informed = {};  ///< how many saw, smelt, felt or were told of a danger; absent: not asked
};

}  // namespace muster::results
