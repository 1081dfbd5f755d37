#pragma once
// Small pieces of OpenSceneGraph that all parts of the stage use.

#include "viewer/replay/colours.h"
#include "viewer/replay/view.h"

#include <osg/Geode>
#include <osg/Geometry>
#include <osg/Program>
#include <osg/Shader>
#include <osg/Uniform>

namespace muster::viewer {

inline osg::Vec4 with_alpha(const Rgb& c, float alpha) { return {c[0], c[1], c[2], alpha}; }

/// A program of the two shaders (GLSL 1.20, which every OpenGL 2 has), used by the given state.
void use_program(osg::StateSet& state, const char* vertex, const char* fragment);

/// A geometry that keeps its values in buffers of the graphics processor; coloured by vertex.
osg::ref_ptr<osg::Geometry> make_geometry(GLenum primitive);

/// Replaces what a geometry of make_geometry draws.
void set_geometry(osg::Geometry& geometry, GLenum primitive, osg::Vec3Array* points, osg::Vec4Array* colours);

/// The uniform `cut`: heights [m] that are shown.
osg::ref_ptr<osg::Uniform> cut_uniform();
void set_cut(osg::Uniform& uniform, const Cut& cut);

/// Declares `cut` in a fragment shader and leaves out what lies beyond it; `height` is a varying.
inline constexpr const char* cut_code =
    "uniform vec2 cut; varying float height;\n"
    "void cut_away() { if (height < cut.x || height > cut.y) discard; }\n";

}  // namespace muster::viewer
