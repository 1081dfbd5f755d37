#pragma once
// What tanks hold, by name.

#include "models/fire/escalation/contents.h"
#include "sim/data/fuel_data.h"

#include <string>

namespace muster::sim {

/// The contents of that name at `temperature` [K]: a substance of the library that is liquid, else a fuel. Throws
/// InputError that names the nearest for the key `key`.
inline fire::Contents known_contents(const fire::FuelLibrary& fuels, const substance::Library& library,
                                     const std::string& key, const std::string& name, double temperature) {
  const substance::Substance* s = library.find(name);
  if (s == nullptr) return fire::contents_of(known_fuel(fuels, library, key, name, temperature));
  if (s->liquid_density_boiling <= 0 && s->liquid_density_25 <= 0)
    throw InputError({"", 0, key, name, "has no properties of its liquid"});
  return fire::contents_of(*s, temperature);
}

}  // namespace muster::sim
