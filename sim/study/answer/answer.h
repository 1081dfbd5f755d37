#pragma once
// What a study came to, from its records alone: the same records give the same bytes.

#include "sim/study/answer/table.h"
#include "sim/study/engine/progress.h"
#include "sim/study/statistics/paired.h"

namespace muster::sim::study {

/// A row a variant: its factors, runs planned, ok and failed, and of each measure n, mean, half the 95 % interval,
/// standard deviation, least, greatest and Wilks' 95/95 bound (from 59 runs on).
Table variants_table(const Progress& progress);

/// A row a run: variant, seed, status, measures.
Table runs_table(const Progress& progress);

/// Every run that ended otherwise than ok, with what it said.
Table failures_table(const Progress& progress, const Store& store);

/// Each variant but the first against the first, of each measure that both have: paired differences over the common
/// seeds, p after Holm over the variants, a verdict. Of plans `list` and `grid` with up to 200 variants.
Table comparison_table(const Progress& progress);

/// Two variants by name, of every measure. Throws InputError for a name that there is not.
Table comparison_of(const Progress& progress, const std::string& first, const std::string& second);

/// How sure the first measure is, how many runs it would take, and how far the evacuation curve has settled.
Table convergence_table(const Progress& progress);

/// Exits by variant: people and last one's time, means with intervals.
Table exits_table(const Progress& progress);

/// When which share of the people was out, by variant: mean and 5th and 95th percentile over the runs. Runs of another
/// number of people out than the variant's first are left out and counted.
Table curves_table(const Progress& progress);

/// Which factors the measures hang on: indices of Sobol, Morris' effects or regression, as the plan allows.
Table sensitivity_table(const Progress& progress);

/// summary.json of a study; docs/studies.md describes it. Ends with a line break.
std::string summary_text(const Progress& progress, const Store& store);

/// Writes summary.json and tables/*.csv into the study's folder; returns the tables.
std::vector<Table> write_answer(const Progress& progress, const Store& store);

}  // namespace muster::sim::study
