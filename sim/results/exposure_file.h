#pragma once
// What people met of the hazards, in results.h5.

#include "sim/results/exposure.h"
#include "sim/results/h5.h"

#include <vector>

namespace muster::results {

/// Creates /exposure, without rows; nothing where there is no harm. The caller holds h5::Lock.
void create_exposure(hid_t file, const std::vector<HarmInfo>& harms);

/// The columns of the group.
class ExposureColumns {
 public:
  ExposureColumns() = default;
  explicit ExposureColumns(hid_t file);
  void doses(const PeopleDoses& doses);  ///< once
  void stays(const StayTables& stays);   ///< once, where the file has them
  std::vector<h5::Appender*> all();

 private:
  std::vector<h5::Appender> columns_;  ///< peak, load, seconds, those of stays; empty without harms
};

/// Creates /exposure/stays, without values; nothing without arrivals.
void create_stays(hid_t file, const StayTables& stays);

/// Reads it; empty where the file has none.
ExposureTables read_exposure(hid_t file);

}  // namespace muster::results
