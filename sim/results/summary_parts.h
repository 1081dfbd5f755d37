#pragma once
// Parts that the summary is put together from: numbers as its JSON has them, and what it says of hazards.

#include "sim/results/summary.h"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace muster::results {

using Json = nlohmann::ordered_json;

/// Adds a key only where there is a value.
template <class T>
void put(Json& json, const char* key, const std::optional<T>& value) {
  if (value) json[key] = *value;
}

/// To 0.1 mm: models in single precision say 1.7999999523 m and mean 1.8 m.
inline double length(double metres) { return std::round(metres * 1e4) / 1e4 + 0.0; }  // + 0.0: no -0.0

/// To 1e-6 s, far below any time step: sums of steps say 78.30000000000001 s.
inline double seconds(double time) { return std::round(time * 1e6) / 1e6; }

inline void put_seconds(Json& json, const char* key, const std::optional<double>& time) {
  if (time) json[key] = seconds(*time);
}

/// "4 min 32.5 s"; seconds alone below two minutes.
std::string duration(double time);

Json fans_json(const std::vector<FanUse>&);
Json hazards_json(const std::vector<HazardUse>& hazards);
Json escalation_json(const Escalation& escalation);
Json detectors_json(const std::vector<DetectorUse>& detectors);
Json targets_json(const std::vector<TargetUse>& targets);
Json exposure_json(const Exposure& exposure);

/// Lines for a terminal, at most one of each.
void add_hazards(std::vector<std::string>& lines, const std::vector<HazardUse>& hazards);
void add_escalation(std::vector<std::string>& lines, const Escalation& escalation);
std::string exposure_line(const Exposure& exposure);

}  // namespace muster::results
