#pragma once
// The keys of a case that say what is measured: `analysis` and `measure`.

#include "models/crowd/analysis/settings.h"
#include "sim/case/description.h"

namespace muster::sim {

Table<crowd::AnalysisSettings> analysis_table();
Table<crowd::MeasureSpec> measure_table();

}  // namespace muster::sim
