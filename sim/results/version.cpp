#include "sim/results/version.h"

#include "sim/results/commit.h"  // made by commit.cmake at each build

namespace muster::results {

Software software() { return {"muster", MUSTER_VERSION, MUSTER_COMMIT, MUSTER_BUILD}; }

}  // namespace muster::results
