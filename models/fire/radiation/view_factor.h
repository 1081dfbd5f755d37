#pragma once
// How much of a receptor's field of view a flat polygon fills, exactly.

#include "models/fire/flame/flame.h"

namespace muster::fire {

/// Lambert's contour integral: the vector f = 1/(2 pi) sum of gamma_i (r_i x r_i+1) / |r_i x r_i+1| over the edges of
/// the face, r_i its corners seen from `place`, gamma_i the angle between them. n . f is the view factor from a small
/// surface of normal n that has the whole face before it. Zero for a face that shows its back.
Vec3 view_vector(const Face& face, const Vec3& place);

/// View factor from a small surface of `normal` (of length 1) to a face, the part behind its plane cut off.
double view_factor(const Face& face, const Vec3& place, const Vec3& normal);

/// The same of a whole flame, emissions apart.
double view_factor(const Flame& flame, const Vec3& place, const Vec3& normal);
/// The largest over all normals: |sum of the faces' vectors|.
double greatest_view_factor(const Flame& flame, const Vec3& place);

/// Whether a place lies within the flame (or below it within its foot).
bool within(const Flame& flame, const Vec3& place);

}  // namespace muster::fire
