#pragma once
// A check: one scenario run and measured, with criteria whose values come from elsewhere than the code under test.

#include "sim/chart/plot.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace muster::sim::verify {

enum class Status { pass, fail, known_shortfall, not_applicable };
const char* name_of(Status);

/// What every value of a criterion must satisfy: low <= value <= high.
struct Limits {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool hold(double value) const { return value >= low && value <= high; }
};

/// Which of the seeds' values a criterion judges.
enum class Judge { every, median };

/// One sentence that a test asks for, and what was found.
struct Criterion {
  std::string what;                 ///< "time for 40 m"
  std::string unit;                 ///< "s"; "" none
  Limits limits;                    ///< what is asked for
  std::string source;               ///< where the limits come from: guideline, formula, publication
  std::vector<double> values = {};  ///< of the seeds, in their order
  Judge judge = Judge::every;
  bool report_only = false;    ///< the guideline asks for a figure and sets no limit
  std::string shortfall = {};  ///< declared: why it is not met. It must then fail, else the declaration is out of date

  double judged_low() const;   ///< the value that is compared with limits.low
  double judged_high() const;  ///< the value that is compared with limits.high
  bool met() const;
  Status status() const;
  std::string expected_text() const;
  std::string measured_text() const;  ///< with the range over the seeds
};

/// What a run of a check found.
struct Findings {
  std::vector<Criterion> criteria;
  std::vector<Plot> plots = {};
  std::vector<std::string> notes = {};  ///< sentences for the page
  std::vector<uint64_t> seeds = {};     ///< empty: nothing is drawn at random
  Status status() const;
};

/// How thoroughly to run.
struct Effort {
  int seeds = 0;       ///< 0: as many as the check asks for
  bool quick = false;  ///< as many seeds as fit into the program's own tests
  /// The seeds 1, 2, ...
  std::vector<uint64_t> list(int full, int for_tests) const;
};

struct Check {
  std::string name;    ///< snake_case, unique
  std::string title;   ///< "Walking speed in a corridor"
  std::string set_up;  ///< geometry, people, parameters: sentences for the page
  std::function<Findings(const Effort&)> run;
  bool slow = false;  ///< takes more than some seconds: left out of the program's own tests
};

/// All of them, in the order of the pages.
const std::vector<Check>& checks();

// One function a file of checks; each returns its own.
std::vector<Check> walking_checks();
std::vector<Check> stair_checks();
std::vector<Check> people_checks();
std::vector<Check> counterflow_checks();
std::vector<Check> door_checks();
std::vector<Check> congestion_checks();
std::vector<Check> route_checks();
std::vector<Check> choice_checks();
std::vector<Check> link_checks();
std::vector<Check> density_checks();
std::vector<Check> exposure_checks();
std::vector<Check> validation_checks();
std::vector<Check> gas_checks();
std::vector<Check> fire_checks();
std::vector<Check> vessel_checks();
std::vector<Check> flow_cube_checks();
std::vector<Check> flow_plume_checks();
std::vector<Check> flow_fire_checks();
std::vector<Check> flow_lng_checks();
std::vector<Check> flow_layer_checks();

}  // namespace muster::sim::verify
