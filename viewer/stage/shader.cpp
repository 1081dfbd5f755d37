#include "viewer/stage/shader.h"

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

osg::ref_ptr<osg::Uniform> cut_uniform() { return new osg::Uniform("cut", osg::Vec2(-1e9f, 1e9f)); }

void set_cut(osg::Uniform& uniform, const Cut& cut) {
  uniform.set(osg::Vec2(static_cast<float>(cut.low), static_cast<float>(cut.high)));
}

}  // namespace muster::viewer
