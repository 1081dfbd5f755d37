#include "sim/results/given_smoke_file.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace muster::results {

void write_given_smoke(hid_t file, const GivenSmoke& smoke) {
  if (smoke.zones.empty()) return;
  std::vector<std::string> names;
  std::vector<uint32_t> offset = {0};
  std::vector<double> time, extinction;
  for (const GivenSmoke::Zone& zone : smoke.zones) {
    names.push_back(zone.name);
    for (const auto& [t, k] : zone.extinction) time.push_back(t), extinction.push_back(k);
    offset.push_back(static_cast<uint32_t>(time.size()));
  }
  const h5::Group group = h5::create_group(file, "air");
  h5::write_texts(group, "name", names);
  h5::write(group, "offset", offset, "1");
  h5::write(group, "time", time, "s");
  h5::write(group, "extinction", extinction, "1/m");
  h5::write(group, "zone", smoke.zone_of, "1");
}

GivenSmoke read_given_smoke(hid_t file, size_t cells) {
  GivenSmoke smoke;
  if (!h5::exists(file, "air")) return smoke;
  const h5::Group group = h5::open_group(file, "air");
  const auto names = h5::read_texts(group, "name");
  const auto offset = h5::read<uint32_t>(group, "offset");
  const auto time = h5::read<double>(group, "time"), extinction = h5::read<double>(group, "extinction");
  smoke.zone_of = h5::read<int32_t>(group, "zone");
  const auto finite = [](double v) { return std::isfinite(v); };
  bool sound = offset.size() == names.size() + 1 && offset.front() == 0 && offset.back() == time.size() &&
               extinction.size() == time.size() && std::ranges::all_of(time, finite) &&
               std::ranges::all_of(extinction, finite) && smoke.zone_of.size() == cells &&
               std::ranges::adjacent_find(offset, std::greater_equal<>()) == offset.end();
  for (const int32_t zone : smoke.zone_of) sound &= zone >= -1 && zone < static_cast<int32_t>(names.size());
  if (!sound) throw ResultsError("/air makes no sense");
  for (size_t z = 0; z < names.size(); ++z) {
    smoke.zones.push_back({names[z], {}});
    for (size_t i = offset[z]; i < offset[z + 1]; ++i)
      smoke.zones.back().extinction.emplace_back(time[i], extinction[i]);
  }
  return smoke;
}

}  // namespace muster::results
