#pragma once
// What is done to a model after it has been read or taken from the cache: the author's rules and storeys, then the
// doors and spaces that follow from what each element means.

#include "scene/authored.h"
#include "scene/model.h"

namespace muster::scene {

/// Gives elements the meaning of the last rule whose pattern covers their name, class or id. A rule that covers none
/// leaves a warning `rule_unused`.
void apply_rules(const std::vector<ModelSource::Rule>& rules, Model& model);

/// Replaces the model's storeys by the author's where there are any, and gives every element without a storey the one
/// at its height: the highest that begins at most 0.5 m above its foot (above its top, where it can be walked on).
void apply_storeys(std::vector<Storey> storeys, Model& model);

/// Makes a Door of every element that means door and has none yet, measured from its triangles; a Space likewise; drops
/// doors and spaces whose elements mean something else by now.
void derive_doors_and_spaces(Model& model);

/// Door measured in plan from the triangles of one element: nothing where it has none or no width.
/// The smallest box in plan around the head of the door (its top 2 cm, which a leaf that is drawn open does not reach)
/// gives the direction where it is thin, else the box around everything. Errors: a leaf as high as its frame and drawn
/// open makes the box square; its longer side is taken.
std::optional<Door> measure_door(const Model& model, const std::vector<Triangle>& triangles);

}  // namespace muster::scene
