#pragma once
// What a study came to, from its records alone: the same records give the same bytes.

#include "sim/study/answer/table.h"
#include "sim/study/engine/progress.h"
#include "sim/study/statistics/paired.h"

namespace muster::sim::study {

/// A row a variant: its factors, runs planned, ok and failed, and of each measure n, mean, half the 95 % interval,
/// standard deviation, least, greatest, Wilks' 95/95 bound (from 59 runs on) and the value that is higher than 95 % of
/// the runs. Where n is less than planned, mean and half are those of the runs that have the figure, and say nothing of
/// the variant.
Table variants_table(const Progress& progress);

/// A row a run: variant, seed, status, measures.
Table runs_table(const Progress& progress);

/// Every run that ended otherwise than ok, with what it said.
Table failures_table(const Progress& progress, const Store& store);

/// Each variant but the first against the first, of each measure: paired differences over the common
/// seeds, p after Holm over the variants, a verdict. Of plans `list` and `grid` with up to 200 variants.
Table comparison_table(const Progress& progress);

/// Two variants by name, of every measure. Throws InputError for a name that there is not.
Table comparison_of(const Progress& progress, const std::string& first, const std::string& second);

/// In what share of a variant's runs somebody is still inside at the end, somebody is incapacitated, or places became
/// untenable before people had left (RSET above ASET), with Wilson's 95 % interval: none of ten may be a quarter.
Table shares_table(const Progress& progress);

/// How sure the first measure is, how many runs it would take, and how far the evacuation curve has settled.
Table convergence_table(const Progress& progress);

/// Exits by variant: people and last one's time, means with intervals.
Table exits_table(const Progress& progress);

/// When which share of the people placed was out, by variant: mean and 5th and 95th percentile over the runs. Runs in
/// which so many never came out are counted as `left_out` and later than all others: there is no mean then.
Table curves_table(const Progress& progress);

/// What share of the people placed was out at 51 times, by variant: mean and 5th and 95th percentile over the runs.
Table leaving_table(const Progress& progress);

/// Mean of each measure over the variants in which a factor is so, whatever the others are: by its options, or by
/// thirds of its range. Of plans that vary all factors together.
Table effects_table(const Progress& progress);

/// Which factors the measures hang on: indices of Sobol, Morris' effects or regression, as the plan allows.
Table sensitivity_table(const Progress& progress);

/// Of a search: every layout in the order in which it was looked at, with its means over the search's seeds, the best
/// so far, and whether none beats it in both figures of a trade-off.
Table search_table(const Progress& progress);

/// Of a search: the case as it is and the layouts that were run again, over the other seeds alone, with their
/// differences to the case as it is. Those seeds chose nothing, so that no luck of the search is in these figures.
Table best_table(const Progress& progress);

/// Of a search with `against`: the layouts that none beats in both figures, means and intervals of both over the seeds
/// that confirm where they were run again, else over those of the search.
Table tradeoff_table(const Progress& progress);

/// With `[risk]`: expected deaths a year of all people, and of each group of people the probability a year that one of
/// them dies; with the frequency of what has no figure, which the sums lack.
Table risk_table(const Progress& progress);
/// With `[risk]`: [1/year] of each variant, the yearly frequency of one factor's option times the shares of the
/// others'.
std::vector<double> frequencies(const Progress& progress);
/// With `[risk]`: how often a year at least so many die.
Table fn_table(const Progress& progress);
/// With `[risk]`: each variant with its frequency a year, its expected deaths, and their product.
Table happenings_table(const Progress& progress);

/// Of a grid in which a factor's options set the direction of the wind: share of each, and the first measure's mean
/// with it, variants weighted by how often they are so.
Table weather_table(const Progress& progress);

/// Variants that tables by variant show: of a search those that were run again, else all.
std::vector<size_t> shown_variants(const Progress& progress);

/// summary.json of a study; docs/studies.md describes it. Ends with a line break.
std::string summary_text(const Progress& progress, const Store& store);

/// Writes summary.json and tables/*.csv into the study's folder; returns the tables.
std::vector<Table> write_answer(const Progress& progress, const Store& store);

}  // namespace muster::sim::study
