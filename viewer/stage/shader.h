#pragma once
// Small pieces of OpenSceneGraph that all parts of the stage use.

#include "viewer/replay/colours.h"
#include "viewer/replay/flames.h"
#include "viewer/replay/view.h"

#include <string>

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

/// What all shaders of a scene share, set on its root: the heights shown, the smoke around the eye, day or night, and
/// the fires' light. Shaders are made without haze and lamps where there are none: software OpenGL works out both sides
/// of every branch.
class Surroundings {
 public:
  explicit Surroundings(osg::StateSet& root);
  void set_cut(const Cut& cut);
  /// `extinction` [1/m] of the smoke around the eye: what lies farther off fades into `colour`.
  void set_haze(double extinction, const Rgb& colour);
  void set_daylight(double share);
  void set_lamps(const std::vector<Lamp>& lamps);  ///< the four strongest shine
  static constexpr size_t most_lamps = 4;

 private:
  osg::StateSet& root_;
  osg::ref_ptr<osg::Uniform> cut_, box_, haze_, daylight_, lamps_, lamp_count_;
};

/// Leaves out, in a fragment shader, what lies beyond the heights or the box shown; vertex shaders give its `place`.
inline constexpr const char* cut_code =
    "#pragma import_defines (BOX)\n"
    "uniform vec2 cut; varying vec3 place;\n"
    "#ifdef BOX\n"
    "uniform vec4 box;\n"
    "void cut_away() {\n"
    "  if (place.z < cut.x || place.z > cut.y) discard;\n"
    "  if (place.x < box.x || place.x > box.y || place.y < box.z || place.y > box.w) discard;\n"
    "}\n"
    "#else\n"
    "void cut_away() { if (place.z < cut.x || place.z > cut.y) discard; }\n"
    "#endif\n";

/// Fades a colour into the smoke in front of it (Bouguer's law); of fragment shaders.
inline constexpr const char* haze_code =
    "#pragma import_defines (HAZE)\n"
    "uniform vec4 haze;\n"
    "#ifdef HAZE\n"
    "vec3 in_haze(vec3 c) { return mix(haze.rgb, c, exp(-haze.a / gl_FragCoord.w)); }\n"
    "#else\n"
    "vec3 in_haze(vec3 c) { return c; }\n"
    "#endif\n";

/// Of what has its own colour and takes no light: lines, squares, signs. What is cut away is left out; smoke fades it.
inline constexpr const char* plain_vertex = R"(#version 120
varying vec3 place; varying vec4 colour;
void main() { place = gl_Vertex.xyz; colour = gl_Color; gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex; })";
inline const std::string plain_fragment = std::string("#version 120\n") + cut_code + haze_code + R"(
varying vec4 colour;
void main() { cut_away(); gl_FragColor = vec4(in_haze(colour.rgb), colour.a); })";

/// The light at a place whose own brightness by day is `day`: what fires give is warm and falls off with the square of
/// the distance; 20 kW/m2 are as bright as can be shown. `facing`: share of it that a surface of normal n catches.
inline constexpr const char* light_code =
    "#pragma import_defines (LAMPS)\n"
    "uniform float daylight; uniform vec4 lamps[4]; uniform int lamp_count;\n"
    "#ifdef LAMPS\n"
    "vec3 lit(vec3 colour, float day, vec3 place, vec3 n, bool faces) {\n"
    "  float flux = 0.0;\n"
    "  for (int i = 0; i < 4; ++i) {\n"
    "    if (i >= lamp_count) break;\n"
    "    vec3 d = lamps[i].xyz - place; float r = max(length(d), 1.0);\n"
    "    flux += lamps[i].w / (12.566 * r * r) * (faces ? abs(dot(n, d)) / r : 0.6);\n"
    "  }\n"
    "  return colour * (day * daylight + (1.0 - exp(-flux / 20000.0)) * vec3(0.60, 0.34, 0.12));\n"
    "}\n"
    "#else\n"
    "vec3 lit(vec3 colour, float day, vec3 place, vec3 n, bool faces) { return colour * (day * daylight); }\n"
    "#endif\n";

}  // namespace muster::viewer
