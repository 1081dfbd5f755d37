#pragma once
// The model that a run was made in: faces by what they mean, lit from above, with their edges.

#include "scene/floors.h"
#include "scene/model.h"

#include <Eigen/Geometry>
#include <osg/Group>

namespace muster::viewer {

/// Faces and edges of a model, without its ceilings and roofs, which hide people. Where the model is empty (a file of
/// an earlier build), floors and walls that people walked along stand in for it.
osg::ref_ptr<osg::Group> make_building(const scene::Model& model, const scene::Floors& floors);

/// Its ceilings and roofs.
osg::ref_ptr<osg::Group> make_overhead(const scene::Model& model);

}  // namespace muster::viewer
