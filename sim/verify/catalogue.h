#pragma once
// The tests of the guidelines, each with the checks that stand for it, or why there is none.

#include "sim/verify/check.h"

#include <string>
#include <vector>

namespace muster::sim::verify {

struct Test {
  std::string number;               ///< "12a", "2.9"
  std::string title;                ///< as the guideline calls it
  std::vector<std::string> checks;  ///< names
  std::string reason = {};          ///< without checks: why it is not applicable (yet)
};

struct Suite {
  std::string name;   ///< "rimea"
  std::string title;  ///< "RiMEA 4.1.1"
  std::string about;  ///< a sentence or two
  std::vector<Test> tests;
  bool by_name_only = false;  ///< takes so long that it runs only where it is named
};

const std::vector<Suite>& suites();

/// What `muster verify` was asked to run: tests of suites, in the order of the catalogue.
struct Selection {
  const Suite* suite = nullptr;
  std::vector<const Test*> tests;
};

/// `words`: names of suites, each followed by numbers of its tests or names of checks (none: all of it); before any
/// suite, names of checks select all tests they serve. No words: everything but what is run by name only. Throws
/// InputError for unknown names.
std::vector<Selection> select(const std::vector<std::string>& words);

/// The check of this name; it must exist.
const Check& check_named(const std::string& name);

}  // namespace muster::sim::verify
