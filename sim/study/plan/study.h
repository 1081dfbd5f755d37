#pragma once
// A study: which variants of a case are run, how often, and what is asked of them. Read from a STUDY.toml.

#include "base/distribution.h"
#include "scene/authored.h"
#include "sim/case/overlay.h"
#include "sim/study/search/layouts.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim::study {

/// One of several ways in which a factor can be.
struct Option {
  std::string name;                 ///< in tables
  std::vector<std::string> set;     ///< "key=value", as `muster run --set`
  std::optional<double> frequency;  ///< how often it is so, against the other options
  double cost = 0;                  ///< in whatever unit all costs of the study have
  scene::Origin origin;
};

/// Something that is varied.
struct Factor {
  std::string name;
  std::string key;  ///< of the case, e.g. `door[0].width_m`; or `generate.KEY`; "" with options
  std::vector<Node> values;
  std::optional<double> low, high;
  bool whole = false;                        ///< rounded to whole numbers
  std::optional<Distribution> distribution;  ///< in place of values and of low and high
  int levels = 3;                            ///< of a grid, where it is continuous
  std::optional<double> cost_per_unit;       ///< of its value
  std::vector<Option> options;               ///< made of `values`, too
  scene::Origin origin;

  bool discrete() const { return !options.empty(); }
};

enum class Method { list, grid, latin_hypercube, sobol, morris, sobol_indices, search };

struct PlanSettings {
  Method method = Method::list;
  int points = 64;        ///< of a hypercube or a Sobol sequence
  int trajectories = 20;  ///< Morris
  int rows = 512;         ///< of indices of Sobol
};

/// Of a plan `search`: the layout of which the first measure is best.
struct SearchSettings {
  SearchMethod method = SearchMethod::surrogate;
  int runs = 1000;                 ///< of all layouts together, those that confirm included
  int batch = 4;                   ///< layouts looked at together
  int keep = 5;                    ///< of the best ones are run again with other seeds
  int confirm = 30;                ///< runs of each of them, and of the case as it is
  std::string against;             ///< the measure that is traded off; "" none
  std::optional<double> cost_now;  ///< of the case as it is
};

/// Where somebody is for a share of the time, whatever happens.
struct RiskPlace {
  std::string name;
  Vec2 at = Vec2::Zero();   ///< [m]
  std::optional<double> z;  ///< [m] of the floor there, where floors overlap
  double share = 1;         ///< of the time
  scene::Origin origin;
};

/// What is asked of how often things happen.
struct RiskSettings {
  std::string per_year;                                 ///< the factor whose options have frequencies a year
  std::string deaths = "exposure.expected_fatalities";  ///< in summary.json
  bool contours = false;                                ///< risk over the floors for who stays
  std::vector<RiskPlace> places;
};

/// When enough runs of a variant have been made.
enum class Criterion { interval, fixed, curves, imo, wilks };

struct ReplicateSettings {
  std::optional<Criterion> criterion;  ///< empty: `interval`, `fixed` for plans of sensitivity
  std::optional<int> first;            ///< runs of each variant before the first look
  int most = 160;                      ///< runs of a variant at the most
  double within = 0.02;                ///< half the interval's width, as a share of the mean
};

/// A figure that runs are judged by.
struct Measure {
  std::string name;
  std::string key;  ///< in summary.json, e.g. `time_to_evacuate_s.last`, `exits[West].people`; `cost`: of the factors
  std::string unit;
  bool more_is_better = false;
  scene::Origin origin;

  /// Whether it does not hang on the seed.
  bool certain() const { return key == "cost"; }
};

/// Variants named one by one.
struct ListedVariant {
  std::string name;
  std::vector<std::string> set;
  scene::Origin origin;
};

struct GenerateSettings {
  std::string kind;
  Node parameters = {};  ///< a table of numbers
};

/// Which runs may read the hazards that one has computed.
enum class Sharing { exact, across_seeds, never };

struct RunSettings {
  int jobs = 0;              ///< runs at once; 0: one for each processor
  int threads = 1;           ///< of each run
  double timeout_s = 36000;  ///< [s] of wall-clock time
  Sharing share_hazards = Sharing::exact;
};

struct SlurmSettings {
  int chunk = 10;    ///< runs one after the other in an element of the array
  int at_once = 0;   ///< elements that run at once; 0: as many as there is room for
  int minutes = 60;  ///< limit of an element
  std::string partition, account;
};

struct Study {
  std::filesystem::path path;  ///< as given
  std::string case_file;       ///< path, resolved
  std::string title;
  uint64_t seed = 1;
  PlanSettings plan;
  SearchSettings search;
  std::optional<RiskSettings> risk;
  std::vector<Factor> factors;
  std::vector<ListedVariant> variants;
  std::optional<GenerateSettings> generate;
  ReplicateSettings replicates;
  std::vector<Measure> measures;  ///< at least one; the first decides
  RunSettings run;
  SlurmSettings slurm;

  Criterion criterion() const;
  int first_runs() const;
  /// Whether it asks for the risk of who stays at a place.
  bool stays() const { return risk && (risk->contours || !risk->places.empty()); }
  bool searches() const { return plan.method == Method::search; }
  /// How many layouts a search looks at: what its budget leaves beside the case as it is and the runs that confirm.
  int layouts() const;
  /// The measure that the search trades off; null where there is none.
  const Measure* against() const;
};

/// Throws InputError with all mistakes of the file at once.
Study read_study(const std::filesystem::path& path);

/// docs/study-file.md. Ends with a line break.
std::string study_reference();

}  // namespace muster::sim::study
