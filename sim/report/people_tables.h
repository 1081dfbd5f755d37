#pragma once
// Tables of a report about the people and the building; each "" where the summary has nothing of it.

#include "sim/report/figures.h"

#include <string>
#include <string_view>

namespace muster::sim {

/// `list`: "/exits", or "/doors", of which those that nobody passed are left out.
std::string gate_table(const Figures& figures, const std::string& list, std::string_view name);
std::string haven_tables(const Figures& figures);   ///< muster points and refuges
std::string closure_table(const Figures& figures);  ///< doors and exits that shut or opened, and whose way that changed
std::string lift_table(const Figures& figures);
std::string help_table(const Figures& figures);  ///< people who need help to leave
std::string held_table(const Figures& figures);  ///< who is still inside and why
std::string measurement_tables(const Figures& figures);

}  // namespace muster::sim
