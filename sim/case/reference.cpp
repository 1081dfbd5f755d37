#include "sim/case/keys.h"
#include "sim/case/read.h"

namespace muster::sim {

std::string json_schema() {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "muster case file"}};
  schema.update(case_type().schema);
  return schema.dump(2) + "\n";
}

std::string reference_markdown() { return "\n"; }

}  // namespace muster::sim
