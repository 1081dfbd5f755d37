#include "sim/calc/catalogue.h"

#include "sim/calc/fields.h"

namespace muster::sim {

std::vector<Calculation> calculations() {
  std::vector<Calculation> all;
  for (const auto field : fields)
    for (Calculation& one : field()) all.push_back(std::move(one));
  return all;
}

const substance::Substance& known_substance(const substance::Library& library, const std::string& key,
                                            const std::string& name) {
  const substance::Substance* found = library.find(name);
  if (found == nullptr) throw InputError({"", 0, key, name, "no substance of this name" + library.suggestion(name)});
  return *found;
}

}  // namespace muster::sim
