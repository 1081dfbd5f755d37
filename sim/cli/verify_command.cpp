// `muster verify`.
#include "base/error.h"
#include "base/parallel.h"
#include "sim/cli/commands.h"
#include "sim/verify/verify.h"

#include <cstdio>

#include <fmt/format.h>

namespace muster::sim {

namespace {

int list(const std::vector<verify::Selection>& selection) {
  for (const verify::Selection& s : selection) {
    fmt::print("{} ({})\n", s.suite->name, s.suite->title);
    for (const verify::Test* test : s.tests) {
      std::string by;
      for (const std::string& name : test->checks) by += (by.empty() ? "" : ", ") + name;
      fmt::print("  {:11} {:55} {}\n", test->number, test->title, by.empty() ? "- " + test->reason : by);
    }
  }
  return done;
}

}  // namespace

int verify_command(const VerifyCommand& command) {
  const std::vector<verify::Selection> selection = verify::select(command.names);
  if (command.list && command.names.empty()) {
    std::vector<std::string> all;
    for (const verify::Suite& suite : verify::suites()) all.push_back(suite.name);
    return list(verify::select(all));
  }
  if (command.list) return list(selection);
  // Before minutes of computing.
  std::error_code error;
  std::filesystem::create_directories(command.out, error);
  if (error) throw InputError({"", 0, "--out", command.out.string(), "cannot be made: " + error.message()});
  const ThreadLimit limit(command.threads);
  verify::Effort effort;
  effort.seeds = command.seeds;
  const verify::Results results = verify::run_checks(selection, effort, [&](const verify::Check& check) {
    if (command.quiet) return;
    fmt::print(stderr, "{}: {}\n", check.name, check.title);
    std::fflush(stderr);
  });
  verify::write_pages(selection, results, command.out);
  fmt::print("{}pages in {}\n", verify::table(selection, results), command.out.string());
  for (const verify::Selection& s : selection)
    for (const verify::Test* test : s.tests)
      if (verify::status_of(*test, results) == verify::Status::fail) return internal_failure;
  return done;
}

}  // namespace muster::sim
