#include "viewer/stage/shader.h"

#include <algorithm>

namespace muster::viewer {

void use_program(osg::StateSet& state, const char* vertex, const char* fragment) {
  osg::ref_ptr<osg::Program> program = new osg::Program;
  program->addShader(new osg::Shader(osg::Shader::VERTEX, vertex));
  program->addShader(new osg::Shader(osg::Shader::FRAGMENT, fragment));
  state.setAttributeAndModes(program);
}

osg::ref_ptr<osg::Geometry> make_geometry(GLenum primitive) {
  osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
  geometry->setUseDisplayList(false);
  geometry->setUseVertexBufferObjects(true);
  geometry->setDataVariance(osg::Object::DYNAMIC);
  geometry->setCullingActive(false);
  geometry->addPrimitiveSet(new osg::DrawArrays(primitive, 0, 0));
  set_geometry(*geometry, primitive, new osg::Vec3Array, new osg::Vec4Array);
  return geometry;
}

void set_geometry(osg::Geometry& geometry, GLenum primitive, osg::Vec3Array* points, osg::Vec4Array* colours) {
  const auto count = static_cast<GLsizei>(points->size());
  geometry.setVertexArray(points);
  geometry.setColorArray(colours, osg::Array::BIND_PER_VERTEX);
  geometry.setPrimitiveSet(0, new osg::DrawArrays(primitive, 0, count));
  geometry.dirtyBound();
}

namespace {

void define(osg::StateSet& state, const char* name, bool is) {
  if (is)
    state.setDefine(name);
  else
    state.removeDefine(name);
}

}  // namespace

Surroundings::Surroundings(osg::StateSet& root)
    : root_(root),
      cut_(new osg::Uniform("cut", osg::Vec2(-1e9f, 1e9f))),
      box_(new osg::Uniform("box", osg::Vec4(-1e9f, 1e9f, -1e9f, 1e9f))),
      haze_(new osg::Uniform("haze", osg::Vec4(0, 0, 0, 0))),
      daylight_(new osg::Uniform("daylight", 1.0f)),
      lamps_(new osg::Uniform(osg::Uniform::FLOAT_VEC4, "lamps", most_lamps)),
      lamp_count_(new osg::Uniform("lamp_count", 0)) {
  for (const auto& uniform : {cut_, box_, haze_, daylight_, lamps_, lamp_count_}) root.addUniform(uniform);
  set_lamps({});
}

void Surroundings::set_cut(const Cut& cut) {
  const Bounds all{Vec3::Constant(-1e9), Vec3::Constant(1e9)};
  const Bounds& box = cut.box ? *cut.box : all;
  cut_->set(osg::Vec2(osg::Vec2d(std::max(cut.low, box.low.z()), std::min(cut.high, box.high.z()))));
  box_->set(osg::Vec4(osg::Vec4d(box.low.x(), box.high.x(), box.low.y(), box.high.y())));
  define(root_, "BOX", cut.box.has_value());
}

void Surroundings::set_haze(double extinction, const Rgb& colour) {
  haze_->set(with_alpha(colour, static_cast<float>(extinction)));
  define(root_, "HAZE", extinction > 0);
}

void Surroundings::set_daylight(double share) { daylight_->set(static_cast<float>(share)); }

void Surroundings::set_lamps(const std::vector<Lamp>& lamps) {
  std::vector<Lamp> strongest = lamps;
  std::sort(strongest.begin(), strongest.end(), [](const Lamp& a, const Lamp& b) { return a.power > b.power; });
  strongest.resize(std::min<size_t>(strongest.size(), most_lamps));
  lamp_count_->set(static_cast<int>(strongest.size()));
  define(root_, "LAMPS", !strongest.empty());
  strongest.resize(most_lamps);
  for (size_t i = 0; i < most_lamps; ++i) {
    const auto at = strongest[i].at.cast<float>();
    lamps_->setElement(static_cast<unsigned>(i),
                       osg::Vec4(at.x(), at.y(), at.z(), static_cast<float>(strongest[i].power)));
  }
}

}  // namespace muster::viewer
