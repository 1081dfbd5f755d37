#pragma once
// The calculations by field; each function stands in a file of its name.

#include "sim/calc/calculation.h"

#include <array>

namespace muster::sim {

using FieldCalculations = std::vector<Calculation> (*)();

std::vector<Calculation> leak_calculations();
std::vector<Calculation> release_calculations();
std::vector<Calculation> plume_calculations();
std::vector<Calculation> dense_calculations();
std::vector<Calculation> toxic_calculations();
std::vector<Calculation> fire_calculations();
std::vector<Calculation> tank_calculations();
std::vector<Calculation> smoke_calculations();
std::vector<Calculation> blast_calculations();
std::vector<Calculation> exposure_calculations();

/// Those that there are, in the order of their listing.
inline constexpr auto fields = std::to_array<FieldCalculations>({
    leak_calculations,
    release_calculations,
    plume_calculations,
    dense_calculations,
    toxic_calculations,
    fire_calculations,
    tank_calculations,
    smoke_calculations,
    blast_calculations,
    exposure_calculations,
});

}  // namespace muster::sim
