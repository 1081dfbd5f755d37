#pragma once
// Which program this is: goes into every file that a run writes.

#include <string>

namespace muster::results {

struct Software {
  std::string name = "muster";
  std::string version;  ///< of the project, e.g. "0.1.0"
  std::string commit;   ///< 40 hexadecimal digits of the source's revision; "unknown" outside a checkout
  std::string build;    ///< compiler, build type and target processor, e.g. "GNU 12.2.0 Release native"
};

/// This program.
Software software();

}  // namespace muster::results
