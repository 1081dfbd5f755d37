#pragma once
// What a case says that differs from the defaults of the case file's description.

#include <span>
#include <string>
#include <vector>

namespace muster::sim {

struct GivenInput {
  std::string key;       ///< `people[0].count`
  std::string value;     ///< in TOML's syntax, on one line
  std::string standard;  ///< the default, likewise; "" where there is none
};

/// Every key of a case with the overrides laid over it ("key=value"), in the order of names, but for those that say
/// what would hold without them. Keys that the description does not know, of other versions, have no default. Empty
/// where the text is no case.
std::vector<GivenInput> given_inputs(const std::string& case_text, std::span<const std::string> overrides);

}  // namespace muster::sim
