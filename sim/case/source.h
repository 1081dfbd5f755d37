#pragma once
// A value and where it comes from.

#include <string>

namespace muster::sim {

/// How far a value has been compared with its source.
enum class Status { checked, recalled, assumed };

template <class V>
struct Sourced {
  V value{};
  std::string source;  ///< name of a source of the file; "" in case files
  Status status = Status::assumed;
};

struct DataSource {
  std::string name, text;
};

}  // namespace muster::sim
