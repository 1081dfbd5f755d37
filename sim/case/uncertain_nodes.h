#pragma once
// Ranges in a document: where they stand, and draws put in their places.

#include "sim/case/description.h"
#include "sim/case/uncertain.h"

namespace muster::sim {

/// The numbers of a table that are given as a range `low..high` or a distribution, by their keys; the table holds their
/// medians then. `schema` describes the table, which stands there. Texts that are neither are reported, and left.
std::vector<Uncertain> take_uncertain(Node& table, const Json& schema, const Spot& at, Report& report);

/// The node of a key, e.g. `leak[0].hole_diameter_m`; null where there is none.
Node* node_at(Node& root, const std::string& key);

/// Puts the values of a draw, given by their cumulative probabilities, in their places.
void put_values(Node& root, const std::vector<Uncertain>& uncertain, const std::vector<double>& cumulative);

}  // namespace muster::sim
