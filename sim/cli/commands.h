#pragma once
// The commands behind the command line. Each returns an exit status and throws InputError for bad input.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

enum ExitStatus { done = 0, internal_failure = 1, bad_input = 2, stopped_early = 3, outside_validity = 4 };

struct RunCommand {
  std::filesystem::path case_file;
  std::filesystem::path out;  ///< "": the case file's path with `.out` in place of `.toml`
  std::vector<std::string> set;
  std::optional<uint64_t> seed;
  std::optional<double> until;  ///< [s]
  size_t threads = 0;
  bool quiet = false;
  bool strict = false;
  bool report = true;                    ///< write report.html
  bool resume = false;                   ///< go on with a run that was cut short
  double checkpoint = 60;                ///< [s] of `RunOptions`
  std::filesystem::path shared_hazards;  ///< of `RunOptions`
  bool hazards_only = false;             ///< the hazards alone, and what somebody meets who stays at a place
};
int run_command(const RunCommand&);

/// `muster check`: validates a case and prints what would be simulated.
int check_command(const RunCommand&);

struct InspectCommand {
  std::filesystem::path file;  ///< a model, or a case file whose exits and patches are honoured
  std::optional<std::string> up;
  std::optional<double> unit_m;
  std::optional<double> cell_m;
  std::filesystem::path snapshot;  ///< "" none
};
int inspect_command(const InspectCommand&);

/// `muster view`: hands over to the program of the replay, which stands beside this one and understands the rest.
int view_command(const std::vector<std::string>& arguments);

struct ReportCommand {
  std::vector<std::filesystem::path> results;  ///< one: its report; several: their comparison
  std::string language = "en";
  bool card = false;  ///< the drill card in place of the report; one result
  std::filesystem::path out;
};
int report_command(const ReportCommand&);

struct ExportCommand {
  std::filesystem::path results;
  std::string to;
  std::string storey;        ///< PedPy: only this one; "" all on which people were
  std::vector<double> site;  ///< maps: EPSG number, easting, northing, and the y-axis's bearing, in place of the case's
  std::filesystem::path out;
};
int export_command(const ExportCommand&);

struct GenerateCommand {
  std::string kind;
  std::filesystem::path params;  ///< "" defaults
  std::filesystem::path out;
};
int generate_command(const GenerateCommand&);

struct VerifyCommand {
  std::vector<std::string> names;  ///< suites, numbers of their tests, checks; none: everything
  std::filesystem::path out = "verify.out";
  int seeds = 0;  ///< 0: as many as each check asks for
  size_t threads = 0;
  bool list = false;
  bool quiet = false;
};
/// `muster verify`: runs the suites and writes pages, plots and summary.json. Status 1 where a criterion is not met
/// that is not declared a known shortfall.
int verify_command(const VerifyCommand&);

struct StudyCommand {
  std::string verb;  ///< plan, run, resume, status, converge, compare, sensitivity, report
  std::filesystem::path study;
  std::vector<std::string> names;  ///< compare: two variants; none: all against the first
  std::filesystem::path out;       ///< "": the study file's path with `.out` in place of `.toml`
  std::filesystem::path report;    ///< "": report.html in that folder
  std::string language = "en";
  int jobs = 0;                   ///< runs at once; 0: as the study says
  std::string backend = "local";  ///< local or slurm
  bool dry_run = false;
  bool quiet = false;
  bool failed = false;         ///< runs that did not end well are made again
  int round = 0;               ///< slurm: arrays that came before
  std::filesystem::path list;  ///< work: the array's tasks
  size_t chunk = 0, chunk_size = 1;
};
/// `muster study`: many runs of variants of a case. Status 3 where runs are still missing.
int study_command(const StudyCommand&);

struct CalcCommand {
  std::string model;                   ///< "" lists the calculations
  std::vector<std::string> arguments;  ///< `--key value` or `--key=value`; none: the inputs are shown
  int draws = 1000;                    ///< for inputs given as ranges
  uint64_t seed = 1;
  bool json = false;
};
/// `muster calc`: one closed-form answer without a scene.
int calc_command(const CalcCommand&);

struct DataCommand {
  std::string what;  ///< people, substances, criteria, fuels, case-schema, case-reference or study-reference
  std::string name;  ///< "" all
  bool json = false;
};
int data_command(const DataCommand&);

}  // namespace muster::sim
