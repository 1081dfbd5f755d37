#include "models/substance/criteria.h"

#include <fmt/format.h>

namespace muster::substance {

std::vector<Criterion> criteria_of(const Substance& s, const std::vector<double>& levels_ppm) {
  std::vector<Criterion> found;
  constexpr size_t hour = 2;  // of 10, 30, 60 min, 4 h, 8 h
  for (size_t level = 0; level < 3; ++level)
    if (s.toxic.aegl && s.toxic.aegl->level[level][hour])
      found.push_back({fmt::format("aegl_{}", level + 1), fmt::format("AEGL-{} (60 min)", level + 1),
                       *s.toxic.aegl->level[level][hour]});
  for (size_t level = 0; level < 3; ++level)
    if (s.toxic.erpg[level])
      found.push_back({fmt::format("erpg_{}", level + 1), fmt::format("ERPG-{}", level + 1), *s.toxic.erpg[level]});
  if (s.toxic.idlh) found.push_back({"idlh", "IDLH", *s.toxic.idlh});
  if (s.flammability && s.flammability->lower > 0) {
    found.push_back({"half_lower_flammability", "half the lower flammability limit", s.flammability->lower / 2});
    found.push_back({"lower_flammability", "the lower flammability limit", s.flammability->lower});
    found.push_back({"upper_flammability", "the upper flammability limit", s.flammability->upper});
  }
  for (const double ppm : levels_ppm)
    found.push_back({fmt::format("level_{:g}_ppm", ppm), fmt::format("{:g} ppm", ppm), 1e-6 * ppm});
  return found;
}

}  // namespace muster::substance
