#pragma once
// Tables of a report about the hazards, what notices and fights them, and whom they reach; each "" where there is none.

#include "sim/report/figures.h"

#include <span>
#include <string>

namespace muster::sim {

std::string hazard_tables(const Figures& figures);  ///< sources, distances, targets, tanks
std::string fan_table(const Figures& figures);      ///< what fans moved and took out
std::string detector_table(const Figures& figures);
std::string exposure_tables(const Figures& figures);  ///< criteria, places, muster points, the fallen

/// What the case does against its hazards: foam, water on tanks, valves, ventilation, alarms; from its text, with what
/// the command line laid over it.
std::string action_table(const Figures& figures, const std::string& case_text, std::span<const std::string> overrides);

}  // namespace muster::sim
