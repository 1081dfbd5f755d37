#include "sim/study/plan/study.h"

#include "base/digest.h"
#include "sim/case/sections.h"
#include "sim/case/shapes.h"
#include "sim/generate/params.h"
#include "sim/study/plan/plan.h"
#include "sim/study/statistics/quantile.h"

#include <cmath>
#include <set>

namespace muster::sim::study {

namespace {

/// Whatever TOML can say.
Type<Node> anything(const std::string& form) {
  Type<Node> type;
  type.schema = {{"x-form", form}};
  type.read = [](const Spot& spot, Node& value, Report& report) {
    if (spot.node.as<std::monostate>() == nullptr) {
      value = spot.node;
      return true;
    }
    report.refuse(spot, "dates and times are no values of a case");
    return false;
  };
  type.show = [](const Node&) -> Json { return nullptr; };
  return type;
}

Type<std::vector<Node>> values_list() {
  Type<std::vector<Node>> type = list_of(anything("value"), 2, 10000);
  type.schema["x-form"] = "list of 2 or more values";
  return type;
}

/// "key=value" texts; that they fit the case is seen with the variants.
Type<std::vector<std::string>> settings() {
  Type<std::vector<std::string>> type =
      with_rule(list_of(text(), 0, 100), [](const std::vector<std::string>& all) -> std::string {
        for (const std::string& each : all)
          if (const size_t at = each.find('='); at == 0 || at == std::string::npos)
            return fmt::format("`{}`: expected key=value, e.g. exit[0].closed=true", each);
        return "";
      });
  type.schema["x-form"] = "list of texts `key=value`";
  return type;
}

Type<std::string> whole_file() {
  Type<std::string> type = text();
  type.read = [read = type.read](const Spot& spot, std::string& value, Report& report) {
    std::string given;
    if (!read(spot, given, report)) return false;
    const std::filesystem::path path = (report.folder / given).lexically_normal();
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
      report.refuse(spot, fmt::format("no such file (looked for {})", path.string()));
      return false;
    }
    value = path.string();
    return true;
  };
  return type;
}

Table<Option> option_table() {
  Table<Option> table("One way in which the factor can be: several keys together.");
  table.key("name", &Option::name, text(), "its name in tables", Need::required);
  table.key("set", &Option::set, settings(), "what it changes in the case, as `muster run --set`; may be empty");
  table.key("frequency", &Option::frequency, number(above(0, 1e6), ""),
            "how often it is so, against the factor's other options; without it, all are as frequent");
  table.key("cost", &Option::cost, number(within(-1e12, 1e12), ""),
            "what it costs, for a measure of key `cost`: the sum over all factors");
  return table;
}

std::optional<double> number_of(const Node& node) {
  if (const auto* whole = node.as<int64_t>()) return static_cast<double>(*whole);
  if (const auto* x = node.as<double>()) return *x;
  return {};
}

/// The seed makes the runs of a variant different from one another: what varies it would make them all the same run.
bool sets_seed(const std::string& set) {
  const size_t end = set.find_last_not_of(" \t", std::min(set.find('='), set.size()) - 1);
  const size_t begin = set.find_first_not_of(" \t");
  return begin != std::string::npos && end != std::string::npos && set.substr(begin, end + 1 - begin) == "seed";
}

constexpr const char* no_seed = "is chosen by the study: run k of every variant has the seed `seed` + k - 1";

/// How many whole numbers there are from `low` to `high`.
double whole_numbers(const Factor& f) { return std::floor(*f.high) - std::ceil(*f.low) + 1; }

void check_whole(const Spot& spot, const Factor& f, Report& report) {
  if (f.low && f.high && *f.low < *f.high && whole_numbers(f) < 1)
    report.refuse_key(spot, "whole", "there is no whole number from `low` to `high`");
  if (!f.distribution) return;
  // Rounding must not lead out of the range.
  const Distribution& d = *f.distribution;
  const bool uniform = d.kind == Distribution::Kind::uniform;
  for (const double end : {uniform ? std::max(d.a, d.min) : d.min, uniform ? std::min(d.b, d.max) : d.max})
    if (std::abs(end) < 1e15 && end != std::round(end))
      report.refuse_key(spot, "whole", fmt::format("needs a distribution between whole numbers, not {:g}", end));
}

void check_factor(const Spot& spot, Factor& f, Report& report) {
  if (sets_seed(f.key)) report.refuse_key(spot, "key", no_seed);
  for (const Option& option : f.options)
    if (std::ranges::any_of(option.set, sets_seed))
      report.refuse_key(spot, "option", fmt::format("`{}`: the seed {}", option.name, no_seed));
  if (f.whole) check_whole(spot, f, report);
  if (f.low.has_value() != f.high.has_value())
    report.refuse_key(spot, f.low ? "low" : "high", "`low` and `high` go together");
  if (f.low && f.high && !(*f.low < *f.high)) report.refuse_key(spot, "low", "must be below `high`");
  if (f.whole && !f.values.empty()) report.refuse_key(spot, "whole", "applies only together with low or distribution");
  const bool one_key = !f.values.empty() || f.low || f.distribution;
  if (one_key && f.key.empty()) report.refuse_key(spot, "key", "is required: the key of the case that is varied");
  if (!f.options.empty() && !f.key.empty())
    report.refuse_key(spot, "key", "cannot be given beside `option`, whose `set` names the keys");
  if (!f.options.empty() && f.options.size() < 2) report.refuse_key(spot, "option", "needs two entries at least");
  const size_t frequent = static_cast<size_t>(
      std::count_if(f.options.begin(), f.options.end(), [](const Option& o) { return o.frequency.has_value(); }));
  if (frequent != 0 && frequent != f.options.size())
    report.refuse_key(spot, "option", "all or none of its entries need a `frequency`");
  for (const Node& value : f.values) {
    const std::string written = toml_text(value);
    const auto* word = value.as<std::string>();
    double cost = 0;
    if (f.cost_per_unit) {
      if (const auto x = number_of(value))
        cost = *f.cost_per_unit * *x;
      else
        report.refuse_key(spot, "cost_per_unit", "needs values that are numbers; give each `option` its cost");
    }
    f.options.push_back({word != nullptr ? *word : written, {f.key + "=" + written}, {}, cost, f.origin});
  }
}

Table<Factor> factor_table() {
  using F = Factor;
  const Range any = within(-1e12, 1e12);
  Table<F> table(
      "Something that is varied: a key of the case, a measure of a generated model, or several keys at once.");
  table.key("name", &F::name, text(), "its name in tables", Need::required);
  table.key("key", &F::key, text(),
            "the key of the case, e.g. `people[0].count`, `exit[1].closed`; an entry one beyond a list is added; "
            "`generate.KEY`: a parameter of `[generate]`");
  table.key("values", &F::values, values_list(),
            "the values that it takes, whatever the key takes: numbers, texts, lists");
  table.key("low", &F::low, number(any, ""), "least value, all between it and `high` being as probable");
  table.key("high", &F::high, number(any, ""), "greatest value");
  table.key("distribution", &F::distribution, distribution(any, any, ""),
            "its values' distribution, in place of `low` and `high`");
  table.key("whole", &F::whole, flag(), "values are rounded to whole numbers");
  table.key("levels", &F::levels, whole(2, 1000),
            "of a grid: values of a factor with `low` and `high`, evenly spaced from one to the other");
  table.key("cost_per_unit", &F::cost_per_unit, number(within(-1e12, 1e12), ""),
            "what its value costs a unit, for a measure of key `cost`");
  table.key("option", &F::options, named_list_of(option_table().type()), "");
  table.exactly_one({"values", "low", "distribution", "option"}).check(check_factor);
  return table;
}

Table<PlanSettings> plan_table() {
  using P = PlanSettings;
  Table<P> table("Which variants there are.");
  table.key("method", &P::method,
            choice<Method>({{"list", Method::list},
                            {"grid", Method::grid},
                            {"latin_hypercube", Method::latin_hypercube},
                            {"sobol", Method::sobol},
                            {"morris", Method::morris},
                            {"sobol_indices", Method::sobol_indices},
                            {"search", Method::search}}),
            "`list`: each `[[variant]]`; `grid`: every combination; `latin_hypercube`, `sobol`: points that fill the "
            "space of the factors; `morris`: screening, few runs; `sobol_indices`: Saltelli's plan, many runs; "
            "`search`: layouts that make the first measure better and better");
  table.key("points", &P::points, whole(2, 1000000),
            "of a hypercube or a Sobol sequence; a Sobol plan keeps its points when it gets more, best doubled");
  table.key("trajectories", &P::trajectories, whole(2, 10000), "of `morris`; each has one variant more than factors");
  table.key("rows", &P::rows, whole(8, 1000000),
            "of `sobol_indices`, best a power of two; each has two variants more than factors");
  return table;
}

Table<SearchSettings> search_table() {
  using S = SearchSettings;
  Table<S> table(
      "The search for the best layout, of `plan.method = \"search\"`. Each layout has `replicates.first` runs (10), "
      "all "
      "with the same seeds; the best ones and the case as it is are then run with other seeds, of which the answer "
      "is.");
  table.key(
      "method", &S::method,
      choice<SearchMethod>({{"surrogate", SearchMethod::surrogate},
                            {"subplex", SearchMethod::subplex},
                            {"direct", SearchMethod::direct}}),
      "`surrogate`: a Gaussian process through what is known says where most is to be gained, the best for few "
      "runs; `subplex` (NLopt's Sbplx, local, numbers only), `direct` (NLopt's DIRECT-L, global): one layout after "
      "the other");
  table.key("runs", &S::runs, whole(10, 10000000), "the budget: all runs, those that confirm included");
  table.key("batch", &S::batch, whole(1, 1000),
            "layouts that the surrogate proposes together; runs at once at the "
            "most: this times `replicates.first`");
  table.key("keep", &S::keep, whole(1, 100), "how many of the best layouts are run again");
  table.key("confirm", &S::confirm, whole(2, 100000),
            "runs of each of them, and of the case as it is, with other seeds");
  table.key("against", &S::against, text(0),
            "name of the measure that is traded off against the first one: layouts are then looked for along the whole "
            "curve of what cannot be bettered in both");
  table.key("cost_now", &S::cost_now, number(within(-1e12, 1e12), ""), "what the case as it is costs");
  return table;
}

Table<RiskPlace> risk_place_table() {
  using P = RiskPlace;
  Table<P> table("A place at which somebody is whatever happens: he does not leave.");
  table.key("name", &P::name, text(), "its name in tables", Need::required);
  table.key("at", &P::at, plan_point(), "where, `[x, y]`; there must be a floor", Need::required);
  table.key("z_m", &P::z, number(within(-1e6, 1e6), "m"), "height of the floor, where floors overlap");
  table.key("share", &P::share, number(above(0, 1), ""), "of the time that somebody is there; 1: day and night");
  return table;
}

Table<RiskSettings> risk_table() {
  using R = RiskSettings;
  Table<R> table(
      "Risk over how often things happen: of a plan `grid` whose factors have values or options. The frequencies of "
      "one "
      "factor's options are per year, those of all others (weather) are shares.");
  table.key("per_year", &R::per_year, text(), "name of the factor whose options' `frequency` is per year",
            Need::required);
  table.key("deaths", &R::deaths, text(), "where the expected deaths of a run stand in summary.json");
  table.key(
      "contours", &R::contours, flag(),
      "individual risk of who is at a place day and night and does not leave, over all squares of the floors, with "
      "contours of 1e-3 to 1e-8 a year; takes one run of the hazards alone for each combination");
  table.key("place", &R::places, named_list_of(risk_place_table().type()), "");
  return table;
}

Table<ReplicateSettings> replicates_table() {
  using R = ReplicateSettings;
  Table<R> table("How often each variant is run. Run k of every variant has the same seed.");
  table.key("criterion", &R::criterion,
            choice<Criterion>({{"interval", Criterion::interval},
                               {"fixed", Criterion::fixed},
                               {"curves", Criterion::curves},
                               {"imo", Criterion::imo},
                               {"wilks", Criterion::wilks}}),
            "when it has been enough: `interval`: the 95 % confidence interval of the first measure's mean is narrow; "
            "`fixed`: after `first` runs; `curves`: the mean evacuation curve has settled (ERD, EPC, SC); `imo`: 50 "
            "runs (MSC.1/Circ.1533); `wilks`: 59 runs, whose greatest value bounds 95 % of all with 95 % confidence. "
            "Without it `interval`, and `fixed` for the plans of sensitivity");
  table.key("first", &R::first, whole(1, 100000),
            "runs of each variant before the first look; without it 10, and 1 with `fixed`; one looks again whenever "
            "they have doubled");
  table.key("most", &R::most, whole(1, 1000000), "runs of a variant at the most");
  table.key("within", &R::within, number(above(0, 1), ""),
            "half the interval's width at which it is narrow, as a share of the mean");
  return table;
}

Table<Measure> measure_table() {
  using M = Measure;
  Table<M> table("A figure that variants are compared by; the first one decides.");
  table.key("name", &M::name, text(), "its name in tables", Need::required);
  table.key("key", &M::key, text(),
            "where it stands in summary.json, e.g. `time_to_evacuate_s.p95`, `exits[West].people` (by name or number), "
            "`exposure.expected_fatalities`; `cost`: what the factors cost",
            Need::required);
  table.key("unit", &M::unit, text(0), "its unit, for tables");
  table.key("more_is_better", &M::more_is_better, flag(), "otherwise less is better");
  return table;
}

Table<ListedVariant> variant_table() {
  using V = ListedVariant;
  Table<V> table("A variant of a plan `list`.");
  table.key("name", &V::name, text(), "its name in tables", Need::required);
  table.key("set", &V::set, settings(), "what it changes in the case, as `muster run --set`; may be empty");
  return table;
}

Table<GenerateSettings> generate_table() {
  using G = GenerateSettings;
  std::vector<std::pair<std::string, std::string>> kinds;
  for (const std::string& kind : generated_kinds()) kinds.emplace_back(kind, kind);
  Table<G> table("The model is made anew for each variant, by `muster generate`, in place of the case's.");
  table.key("kind", &G::kind, choice(kinds), "what is made", Need::required);
  table.key("parameters", &G::parameters, anything("table of numbers, as in a parameter file"),
            "what all variants have in common; the rest as by default");
  return table;
}

Table<RunSettings> run_table() {
  using R = RunSettings;
  Table<R> table("How runs are made on this machine.");
  table.key("jobs", &R::jobs, whole(0, 4096), "runs at once; 0: one for each processor");
  table.key("threads", &R::threads, whole(1, 1024), "of each run; results do not depend on it");
  table.key("timeout_s", &R::timeout_s, number(within(1, 1e7), "s"),
            "longest a run may take, by the clock on the wall");
  table.key(
      "share_hazards", &R::share_hazards,
      choice<Sharing>({{"exact", Sharing::exact}, {"across_seeds", Sharing::across_seeds}, {"never", Sharing::never}}),
      "runs whose hazards are the same read what a run without people has computed once: `exact`: where every "
      "result stays the same bit for bit; `across_seeds`: the gusts of `[flow]`, which are drawn, are those of "
      "the study's first seed in all runs too, so that differences between seeds are those of people alone and "
      "intervals do not hold the gusts; `never`: every run computes its own");
  return table;
}

Table<SlurmSettings> slurm_table() {
  using S = SlurmSettings;
  Table<S> table("How runs are made on a cluster (`--backend slurm`).");
  table.key("chunk", &S::chunk, whole(1, 100000), "runs one after the other in one element of the job array");
  table.key("at_once", &S::at_once, whole(0, 100000), "elements that run at once at the most; 0: no limit");
  table.key("minutes", &S::minutes, whole(1, 100000), "time limit of an element");
  table.key("partition", &S::partition, text(0), "partition; empty: the cluster's default");
  table.key("account", &S::account, text(0), "account that pays; empty: the user's default");
  return table;
}

void check_search(const Spot& spot, const Study& s, Report& report) {
  const auto refuse = [&](const Factor& f, const std::string& key, const std::string& text) {
    report.mistakes().push_back({f.origin.file, f.origin.line, f.origin.key + key, "", text});
  };
  for (const Factor& f : s.factors) {
    if (f.distribution) refuse(f, ".distribution", "a search chooses values: give `low` and `high`");
    for (const Option& option : f.options)
      if (option.frequency) refuse(f, ".option", "a search chooses options: they have no `frequency`");
    if (s.search.method == SearchMethod::subplex && f.discrete())
      refuse(f, "", "`subplex` takes factors with `low` and `high` only; `surrogate` takes all");
  }
  if (s.replicates.criterion && *s.replicates.criterion != Criterion::fixed)
    report.refuse_key(spot, "replicates", "a search runs each layout `first` times: leave `criterion` away");
  if (!s.search.against.empty() && s.against() == nullptr)
    report.refuse_key(spot, "search", "`against` must be the name of a [[measure]] but the first");
  const int least = 2 * static_cast<int>(s.factors.size()) + 2;
  if (s.layouts() < least)
    report.refuse_key(spot, "search",
                      fmt::format("`runs` must be at least {}: {} layouts of {} runs, and {} runs that "
                                  "confirm each of {}",
                                  s.search.runs + (least - s.layouts()) * s.first_runs(), least + 1, s.first_runs(),
                                  s.search.confirm, s.search.keep + 1));
}

void check_risk(const Spot& spot, const Study& s, Report& report) {
  if (s.plan.method != Method::grid) report.refuse_key(spot, "risk", "needs `plan.method` grid: every combination");
  const auto yearly = std::ranges::find(s.factors, s.risk->per_year, &Factor::name);
  if (yearly == s.factors.end())
    report.refuse_key(spot, "risk", fmt::format("`per_year`: there is no factor `{}`", s.risk->per_year));
  else if (std::ranges::any_of(yearly->options, [](const Option& o) { return !o.frequency; }) ||
           yearly->options.empty())
    report.refuse_key(spot, "risk", fmt::format("`per_year`: each option of `{}` needs a `frequency`", yearly->name));
  for (const Factor& f : s.factors)
    if (!f.discrete())
      report.mistakes().push_back(
          {f.origin.file, f.origin.line, f.origin.key, "", "with [risk] factors have values or options"});
}

/// Every option must be tried: Morris' trajectories go over four levels of the probability.
void check_morris(const Study& s, Report& report) {
  for (const Factor& f : s.factors) {
    std::vector<bool> tried(f.options.size(), false);
    if (f.discrete())
      for (const double level : morris_levels) tried[option_at(f, level)] = true;
    for (size_t k = 0; k < tried.size(); ++k)
      if (!tried[k])
        report.mistakes().push_back(
            {f.origin.file, f.origin.line, f.origin.key, f.options[k].name,
             "would never be tried by `morris`, whose four levels are probabilities of 1/8, 3/8, 5/8 and 7/8: leave "
             "`frequency` away, have four options at the most, or choose another plan.method"});
  }
}

/// What must hold between the parts.
void check_study(const Spot& spot, Study& s, Report& report) {
  const bool listed = s.plan.method == Method::list;
  if (listed && s.variants.empty())
    report.refuse_key(spot, "variant",
                      "a plan `list` needs [[variant]]; or choose another plan.method for the factors");
  if (!listed && !s.variants.empty()) report.refuse_key(spot, "variant", "applies only to a plan `list`");
  if (!listed && s.factors.empty()) report.refuse_key(spot, "factor", "this plan.method needs [[factor]]");
  if (listed && !s.factors.empty())
    report.refuse_key(spot, "factor", "a plan `list` has none; choose another plan.method");
  const size_t most = s.plan.method == Method::sobol_indices ? max_sobol_dimensions / 2 : max_sobol_dimensions;
  if ((s.plan.method == Method::sobol || s.plan.method == Method::sobol_indices) && s.factors.size() > most)
    report.refuse_key(spot, "factor", fmt::format("this plan.method takes {} factors at the most", most));
  for (const Factor& f : s.factors)
    if (f.key.starts_with("generate.") && !s.generate)
      report.mistakes().push_back({f.origin.file, f.origin.line, f.origin.key + ".key", f.key, "needs [generate]"});
  for (const ListedVariant& v : s.variants)
    if (std::ranges::any_of(v.set, sets_seed))
      report.mistakes().push_back(
          {v.origin.file, v.origin.line, v.origin.key + ".set", "", std::string("the seed ") + no_seed});
  if (s.plan.method == Method::morris) check_morris(s, report);
  const bool looks = s.criterion() == Criterion::interval || s.criterion() == Criterion::curves;
  if (s.plan.method == Method::sobol_indices && looks)
    report.refuse_key(spot, "replicates",
                      "`criterion` must be fixed, imo or wilks: indices need as many runs of every point");
  if (s.searches()) check_search(spot, s, report);
  if (s.risk) check_risk(spot, s, report);
  if (s.plan.method == Method::grid)
    for (const Factor& f : s.factors)
      if (f.distribution)
        report.mistakes().push_back({f.origin.file, f.origin.line, f.origin.key, "",
                                     "a grid takes factors with values, low and high, or options"});
  if (s.plan.method == Method::grid)
    for (const Factor& f : s.factors)
      if (f.whole && f.low && f.high && whole_numbers(f) >= 1 && f.levels > whole_numbers(f))
        report.mistakes().push_back(
            {f.origin.file, f.origin.line, f.origin.key + ".levels", std::to_string(f.levels),
             fmt::format("there are {:.0f} whole numbers from `low` to `high`", whole_numbers(f))});
}

Type<Study> describe() {
  using S = Study;
  Table<S> table("");
  table.key("case", &S::case_file, whole_file(), "case file, relative to this file", Need::required);
  table.key("title", &S::title, text(), "title of the study, for reports");
  table.key("seed", &S::seed, seed_number(),
            "run k of each variant has the seed `seed` + k - 1; also of the plan's draws");
  table.key("plan", &S::plan, plan_table().type(), "");
  table.key("search", &S::search, search_table().type(), "");
  table.key("risk", &S::risk, risk_table().type(), "");
  table.key("factor", &S::factors, named_list_of(factor_table().type()), "");
  table.key("variant", &S::variants, named_list_of(variant_table().type()), "");
  table.key("generate", &S::generate, generate_table().type(), "");
  table.key("replicates", &S::replicates, replicates_table().type(), "");
  table.key("measure", &S::measures, named_list_of(measure_table().type()), "");
  table.key("run", &S::run, run_table().type(), "");
  table.key("slurm", &S::slurm, slurm_table().type(), "");
  table.check(check_study);
  return table;
}

const Type<Study>& study_type() {
  static const Type<Study> type = describe();
  return type;
}

/// Where a study names none.
std::vector<Measure> usual_measures() {
  return {{"Everybody is out after", "time_to_evacuate_s.last", "s", false, {}},
          {"95 % are out after", "time_to_evacuate_s.p95", "s", false, {}},
          {"Still inside", "people.inside", "", false, {}},
          {"Highest density", "crowding.max_density_per_m2", "1/m²", false, {}},
          {"Person-seconds above 4 per m²", "crowding.person_seconds_above_4_per_m2", "s", false, {}},
          {"Incapacitated", "people.incapacitated", "", false, {}},
          {"Expected deaths", "exposure.expected_fatalities", "", false, {}},
          {"Margin", "exposure.margin_s", "s", true, {}}};
}

constexpr const char* introduction = R"(# The study file

A study runs variants of a case many times and says how sure the answer is: `muster study run STUDY.toml`. How to use it stands in
[studies.md](studies.md). It is a [TOML](https://toml.io) file; every mistake is reported at once, with its line, the key, the value and what
is allowed.

```toml
case = "evacuation.toml"                # relative to this file

[plan]
method = "grid"

[[factor]]
name = "entrance"
key = "exit[0].closed"
values = [false, true]
```
)";

}  // namespace

int Study::layouts() const { return (search.runs - (search.keep + 1) * search.confirm) / first_runs() - 1; }

const Measure* Study::against() const {
  for (size_t m = 1; m < measures.size(); ++m)
    if (measures[m].name == search.against) return &measures[m];
  return nullptr;
}

Criterion Study::criterion() const {
  if (searches()) return Criterion::fixed;
  const bool sensitivity = plan.method == Method::morris || plan.method == Method::sobol_indices;
  return replicates.criterion.value_or(sensitivity ? Criterion::fixed : Criterion::interval);
}

int Study::first_runs() const {
  switch (criterion()) {
    case Criterion::imo:
      return 50;  // MSC.1/Circ.1533: 50 simulations of a case at least
    case Criterion::wilks:
      return static_cast<int>(wilks_runs(1, 0.95, 0.95));
    case Criterion::fixed:
      return replicates.first.value_or(searches() ? 10 : 1);
    default:
      return replicates.first.value_or(10);
  }
}

Study read_study(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    throw InputError(Mistake{path.string(), 0, "", "", "no such file, expected a study file (TOML)"});
  if (std::filesystem::file_size(path, error) > max_case_bytes)
    throw InputError(Mistake{path.string(), 0, "", "", "is too large for a study file"});
  Report report(path.string(), path.parent_path());
  std::optional<Node> document = parse_document(read_file(path), path.string(), {}, report.mistakes());
  Study study;
  if (document) study_type().read({*document}, study, report);
  if (!report.mistakes().empty()) {
    std::stable_sort(report.mistakes().begin(), report.mistakes().end(),
                     [](const Mistake& a, const Mistake& b) { return a.line < b.line; });
    throw InputError(std::move(report.mistakes()));
  }
  study.path = path;
  if (study.measures.empty()) study.measures = usual_measures();
  return study;
}

std::string study_reference() { return introduction + sections_text(study_type().schema); }

}  // namespace muster::sim::study
