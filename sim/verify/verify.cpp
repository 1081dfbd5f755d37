#include "sim/verify/verify.h"

#include "sim/results/frame.h"
#include "sim/results/version.h"
#include "sim/verify/measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace muster::sim::verify {

namespace {

using Json = nlohmann::ordered_json;

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw results::ResultsError(path.string() + ": cannot write");
}

Json value_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json criterion_json(const Criterion& c) {
  Json values = Json::array();
  for (const double v : c.values) values.push_back(value_or_null(v));
  Json j = {{"criterion", c.what}, {"unit", c.unit}, {"expected", c.expected_text()}};
  if (!c.report_only && std::isfinite(c.limits.low)) j["low"] = c.limits.low;
  if (!c.report_only && std::isfinite(c.limits.high)) j["high"] = c.limits.high;
  j["source"] = c.source;
  j["measured"] = {
      {"median", value_or_null(percentile(c.values, 50))}, {"p10", value_or_null(percentile(c.values, 10))},
      {"p90", value_or_null(percentile(c.values, 90))},    {"min", value_or_null(percentile(c.values, 0))},
      {"max", value_or_null(percentile(c.values, 100))},   {"values", values}};
  j["judged"] = c.report_only ? "reported" : c.judge == Judge::median ? "median" : "every seed";
  j["status"] = name_of(c.status());
  if (!c.shortfall.empty()) j["shortfall"] = c.shortfall;
  return j;
}

Json summary_json(const std::vector<Selection>& selection, const Results& results) {
  const results::Software software = results::software();
  Json tests = Json::array();
  std::map<std::string, int> count;
  for (const Selection& s : selection)
    for (const Test* test : s.tests) {
      const Status status = status_of(*test, results);
      ++count[name_of(status)];
      Json j = {{"suite", s.suite->name}, {"test", test->number}, {"title", test->title}, {"status", name_of(status)}};
      if (!test->reason.empty()) j["reason"] = test->reason;
      Json list = Json::array();
      for (const std::string& name : test->checks) {
        const Findings& f = results.at(name);
        Json criteria = Json::array();
        for (const Criterion& c : f.criteria) criteria.push_back(criterion_json(c));
        list.push_back({{"name", name}, {"status", name_of(f.status())}, {"seeds", f.seeds}, {"criteria", criteria}});
      }
      j["checks"] = list;
      tests.push_back(j);
    }
  Json counts = Json::object();
  for (const Status s : {Status::pass, Status::fail, Status::known_shortfall, Status::not_applicable})
    counts[name_of(s)] = count[name_of(s)];
  return {{"format", "muster verification"},
          {"version", 1},
          {"software", {{"version", software.version}}},
          {"counts", counts},
          {"tests", tests}};
}

std::string percent_free(std::string text) {  // a table's cell
  for (size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
  return text;
}

/// What a check did and found.
std::string section(const Check& check, const Findings& f) {
  std::string text;
  auto add = [&text]<class... T>(fmt::format_string<T...> format, T&&... values) {
    fmt::format_to(std::back_inserter(text), format, std::forward<T>(values)...);
  };
  add("{}\n\n| what | asked for | found | status | source |\n|---|---|---|---|---|\n", check.set_up);
  for (const Criterion& c : f.criteria)
    add("| {} | {} | {}{} | {} | {} |\n", percent_free(c.what), c.expected_text(), c.measured_text(),
        !c.report_only && c.judge == Judge::median && c.values.size() > 1 ? ", median judged" : "",
        c.report_only ? "reported" : name_of(c.status()), percent_free(c.source));
  for (const Criterion& c : f.criteria)
    if (!c.shortfall.empty()) add("\nKnown shortfall, {}: {}\n", c.what, c.shortfall);
  if (!f.seeds.empty())
    add("\nSeeds {} to {}; with several: median (smallest to largest).\n", f.seeds.front(), f.seeds.back());
  for (const std::string& note : f.notes) add("\n{}\n", note);
  for (const Plot& plot : f.plots) add("\n![{}]({}.svg)\n", plot.title, plot.name);
  return text + "\n";
}

std::string suite_page(const Selection& s, const Results& results) {
  std::string text =
      fmt::format("# {}\n\n{}\n\n| test | title | status |\n|---|---|---|\n", s.suite->title, s.suite->about);
  for (const Test* test : s.tests)
    text += fmt::format("| {} | {} | {}{} |\n", test->number, test->title, name_of(status_of(*test, results)),
                        test->reason.empty() ? "" : ": " + test->reason);
  text += "\n";
  std::map<std::string, std::string> shown;  // check -> number of the test that shows it
  for (const Test* test : s.tests) {
    if (test->checks.empty()) continue;
    text += fmt::format("## {} {}\n\n", test->number, test->title);
    for (const std::string& name : test->checks) {
      if (const auto before = shown.find(name); before != shown.end()) {
        text += fmt::format("The same runs as for {}.\n\n", before->second);
        continue;
      }
      shown[name] = test->number;
      text += section(check_named(name), results.at(name));
    }
  }
  return text;
}

}  // namespace

Results run_checks(const std::vector<Selection>& selection, const Effort& effort,
                   const std::function<void(const Check&)>& before) {
  Results results;
  for (const Selection& s : selection)
    for (const Test* test : s.tests)
      for (const std::string& name : test->checks) {
        if (results.contains(name)) continue;
        const Check& check = check_named(name);
        before(check);
        results[name] = check.run(effort);
      }
  return results;
}

Status status_of(const Test& test, const Results& results) {
  if (test.checks.empty()) return Status::not_applicable;
  Status worst = Status::pass;
  for (const std::string& name : test.checks) {
    const Status s = results.at(name).status();
    if (s == Status::fail) return s;
    if (s == Status::known_shortfall) worst = s;
  }
  return worst;
}

std::string table(const std::vector<Selection>& selection, const Results& results) {
  std::string text;
  std::map<std::string, int> count;
  for (const Selection& s : selection) {
    fmt::format_to(std::back_inserter(text), "{}\n", s.suite->title);
    for (const Test* test : s.tests) {
      const Status status = status_of(*test, results);
      ++count[name_of(status)];
      fmt::format_to(std::back_inserter(text), "  {:11} {:55} {}{}\n", test->number, test->title, name_of(status),
                     test->reason.empty() ? "" : ": " + test->reason);
      if (status == Status::pass) continue;
      for (const std::string& name : test->checks)
        for (const Criterion& c : results.at(name).criteria)
          if (c.status() != Status::pass)
            fmt::format_to(std::back_inserter(text), "    {} {}: asked for {}, found {}\n", name, c.what,
                           c.expected_text(), c.measured_text());
    }
  }
  return text + fmt::format("{} pass, {} fail, {} known shortfalls, {} not applicable\n", count["pass"], count["fail"],
                            count["known shortfall"], count["not applicable"]);
}

void write_pages(const std::vector<Selection>& selection, const Results& results, const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw results::ResultsError(fmt::format("{}: {}", folder.string(), error.message()));
  std::string index =
      "# Verification and validation\n\nWritten by `muster verify`.\n\n"
      "| suite | pass | fail | known shortfall | not applicable |\n|---|---|---|---|---|\n";
  for (const Selection& s : selection) {
    std::map<Status, int> count;
    for (const Test* test : s.tests) ++count[status_of(*test, results)];
    index += fmt::format("| [{}]({}.md) | {} | {} | {} | {} |\n", s.suite->title, s.suite->name, count[Status::pass],
                         count[Status::fail], count[Status::known_shortfall], count[Status::not_applicable]);
    write(folder / (s.suite->name + ".md"), suite_page(s, results));
  }
  for (const Suite& suite : suites())
    if (suite.by_name_only &&
        std::none_of(selection.begin(), selection.end(), [&](const Selection& s) { return s.suite == &suite; }))
      index += fmt::format("\nNot run here, as it takes long: {}, `muster verify {}`.\n", suite.title, suite.name);
  write(folder / "README.md", index);
  for (const auto& [name, findings] : results)
    for (const Plot& plot : findings.plots) write(folder / (plot.name + ".svg"), svg(plot));
  write(folder / "summary.json", summary_json(selection, results).dump(1) + "\n");
}

}  // namespace muster::sim::verify
