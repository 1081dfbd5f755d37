#include "sim/results/exposure_file.h"

#include "sim/results/frame.h"
#include "sim/results/layout.h"

namespace muster::results {

void create_exposure(hid_t file, const std::vector<HarmInfo>& harms) {
  if (harms.empty()) return;
  const h5::Group group = h5::create_group(file, "exposure");
  std::vector<std::string> names, units, load_units;
  std::vector<double> exponents;
  for (const HarmInfo& harm : harms) {
    names.push_back(harm.name);
    units.push_back(harm.unit);
    load_units.push_back(harm.load_unit);
    exponents.push_back(harm.exponent);
  }
  h5::write_texts(group, "name", names);
  h5::write_texts(group, "unit", units);
  h5::write_texts(group, "load_unit", load_units);
  h5::write(group, "exponent", exponents, "1");
  h5::create_growing(group, "peak", H5T_IEEE_F32LE, layout::analysis_chunk, true, "unit");
  h5::create_growing(group, "load", H5T_IEEE_F64LE, layout::analysis_chunk, true, "load_unit");
  h5::create_growing(group, "seconds", H5T_IEEE_F32LE, layout::analysis_chunk, true, "s");
}

void create_stays(hid_t file, const StayTables& stays) {
  if (stays.arrival.empty()) return;
  const h5::Group group = h5::create_group(h5::open_group(file, "exposure"), "stays");
  h5::write_attribute(group, "square", stays.square);
  h5::write(group, "x", stays.x, "m");
  h5::write(group, "y", stays.y, "m");
  h5::write(group, "z", stays.z, "m");
  h5::write(group, "storey", stays.storey, "1");
  h5::write(group, "arrival", stays.arrival, "s");
  h5::create_growing(group, "tenable", H5T_IEEE_F32LE, layout::analysis_chunk, true, "s");
  h5::create_growing(group, "load", H5T_IEEE_F32LE, layout::analysis_chunk, true, "load_unit");
  h5::create_growing(group, "until", H5T_IEEE_F64LE, 1, false, "s");
}

namespace {

StayTables read_stays(hid_t exposure, size_t harms) {
  if (!h5::exists(exposure, "stays")) return {};
  const h5::Group group = h5::open_group(exposure, "stays");
  StayTables stays;
  const auto until = h5::read<double>(group, "until");
  if (until.empty()) return {};
  stays.until = until.front();
  stays.square = h5::read_number<double>(group, "square");
  stays.x = h5::read<double>(group, "x"), stays.y = h5::read<double>(group, "y");
  stays.z = h5::read<float>(group, "z");
  stays.storey = h5::read<int16_t>(group, "storey");
  stays.arrival = h5::read<double>(group, "arrival");
  stays.tenable = h5::read<float>(group, "tenable");
  stays.load = h5::read<float>(group, "load");
  const size_t n = stays.x.size(), all = n * stays.arrival.size();
  if (stays.y.size() != n || stays.z.size() != n || stays.storey.size() != n || stays.tenable.size() != all ||
      stays.load.size() != harms * all)
    throw ResultsError("/exposure/stays: columns differ in length");
  return stays;
}

}  // namespace

ExposureColumns::ExposureColumns(hid_t file) {
  if (!h5::exists(file, "exposure")) return;
  const h5::Group group = h5::open_group(file, "exposure");
  columns_.emplace_back(group, "peak", h5::native<float>(), sizeof(float));
  columns_.emplace_back(group, "load", h5::native<double>(), sizeof(double));
  columns_.emplace_back(group, "seconds", h5::native<float>(), sizeof(float));
  if (!h5::exists(group, "stays")) return;
  columns_.emplace_back(group, "stays/tenable", h5::native<float>(), sizeof(float));
  columns_.emplace_back(group, "stays/load", h5::native<float>(), sizeof(float));
  columns_.emplace_back(group, "stays/until", h5::native<double>(), sizeof(double));
}

void ExposureColumns::stays(const StayTables& stays) {
  columns_.at(3).append(stays.tenable);
  columns_.at(4).append(stays.load);
  columns_.at(5).append(&stays.until, 1);
}

void ExposureColumns::doses(const PeopleDoses& doses) {
  if (columns_.empty()) return;  // explosions alone leave no dose
  columns_.at(0).append(doses.peak);
  columns_.at(1).append(doses.load);
  columns_.at(2).append(doses.seconds);
}

std::vector<h5::Appender*> ExposureColumns::all() {
  std::vector<h5::Appender*> all;
  for (h5::Appender& column : columns_) all.push_back(&column);
  return all;
}

ExposureTables read_exposure(hid_t file) {
  ExposureTables tables;
  if (!h5::exists(file, "exposure")) return tables;
  const h5::Group group = h5::open_group(file, "exposure");
  const auto names = h5::read_texts(group, "name"), units = h5::read_texts(group, "unit"),
             load_units = h5::read_texts(group, "load_unit");
  const auto exponents = h5::read<double>(group, "exponent");
  if (units.size() != names.size() || load_units.size() != names.size() || exponents.size() != names.size())
    throw ResultsError("/exposure: columns differ in length");
  for (size_t h = 0; h < names.size(); ++h) tables.harms.push_back({names[h], units[h], load_units[h], exponents[h]});
  tables.doses = {h5::read<float>(group, "peak"), h5::read<double>(group, "load"), h5::read<float>(group, "seconds")};
  if (tables.doses.load.size() != tables.doses.peak.size() || tables.doses.seconds.size() != tables.doses.peak.size())
    throw ResultsError("/exposure: columns differ in length");
  tables.stays = read_stays(group, names.size());
  return tables;
}

}  // namespace muster::results
