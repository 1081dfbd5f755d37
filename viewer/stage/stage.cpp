#include "viewer/stage/stage.h"

#include "viewer/stage/building.h"

#include <algorithm>
#include <cmath>

namespace muster::viewer {

namespace {

constexpr const char* line_vertex = R"(#version 120
varying float height; varying vec4 colour;
void main() { height = gl_Vertex.z; colour = gl_Color; gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex; })";

const std::string line_fragment = std::string("#version 120\n") + cut_code + R"(
varying vec4 colour;
void main() { cut_away(); gl_FragColor = colour; })";

/// A stripe on the floor under each exit's line and an arrow outwards: green, red where it is closed.
osg::ref_ptr<osg::Geometry> make_exits(const scene::Floors& floors, osg::Uniform* cut) {
  osg::ref_ptr<osg::Geometry> geometry = make_geometry(GL_TRIANGLES);
  osg::ref_ptr<osg::Vec3Array> points = new osg::Vec3Array;
  osg::ref_ptr<osg::Vec4Array> colours = new osg::Vec4Array;
  for (const scene::Exit& exit : floors.exits) {
    const osg::Vec4 colour = exit.closed ? osg::Vec4(0.80f, 0.15f, 0.12f, 1) : osg::Vec4(0.05f, 0.55f, 0.25f, 1);
    const Vec2 out = exit.outward, along = (exit.b - exit.a).normalized(), middle = (exit.a + exit.b) / 2;
    using Corners = std::initializer_list<Vec2>;
    const auto add = [&](const Vec2& p) {
      points->push_back({static_cast<float>(p.x()), static_cast<float>(p.y()), static_cast<float>(exit.z) + 0.07f});
      colours->push_back(colour);
    };
    constexpr double thick = 0.12, shaft = 0.18, head = 0.5, from = 0.3, neck = 1.3, tip = 2.1;
    for (const Vec2& p : Corners{exit.a - thick * out, exit.b - thick * out, exit.b + thick * out}) add(p);
    for (const Vec2& p : Corners{exit.a - thick * out, exit.b + thick * out, exit.a + thick * out}) add(p);
    const auto at = [&](double ahead, double aside) -> Vec2 { return middle + ahead * out + aside * along; };
    for (const Vec2& p : Corners{at(from, -shaft), at(from, shaft), at(neck, shaft)}) add(p);
    for (const Vec2& p : Corners{at(from, -shaft), at(neck, shaft), at(neck, -shaft)}) add(p);
    for (const Vec2& p : Corners{at(neck, -head), at(neck, head), at(tip, 0)}) add(p);
  }
  set_geometry(*geometry, GL_TRIANGLES, points, colours);
  osg::StateSet& state = *geometry->getOrCreateStateSet();
  use_program(state, line_vertex, line_fragment.c_str());
  state.addUniform(cut);
  return geometry;
}

}  // namespace

Stage::Stage(Replay& replay, Overlay& overlay)
    : replay_(replay), overlay_(overlay), root_(new osg::Group), cut_uniform_(cut_uniform()), squares_(cut_uniform_) {
  const scene::Model model = replay.file().model();
  overhead_ = make_overhead(model, cut_uniform_);
  root_->addChild(make_building(model, replay.floors(), cut_uniform_));
  root_->addChild(overhead_);
  root_->addChild(make_exits(replay.floors(), cut_uniform_));
  root_->addChild(squares_.node());
  root_->addChild(people_.node());
}

/// Through eyes nothing is cut away; who is followed is seen wherever he goes.
Cut Stage::choose_cut(const Show& what) const {
  const size_t row = bodies_->row_of(what.person);
  const bool there = row < bodies_->size();
  if (there && what.from == Show::From::eyes) return {};
  if (there && what.from == Show::From::follow && replay_.floors().storeys.size() > 1) {
    const auto z = static_cast<double>(bodies_->z[row]);
    return {-1e9, z + 2.0};
  }
  return what.storey ? cut_at(replay_.floors(), *what.storey) : Cut{};
}

View Stage::choose_view(const Show& what, double aspect) {
  const size_t row = bodies_->row_of(what.person);
  if (row < bodies_->size()) {
    if (what.from == Show::From::eyes) return through_eyes(*bodies_, row);
    if (what.from == Show::From::follow) return follow(*bodies_, row);
  }
  if (!box_ || boxed_storey_ != what.storey) {
    box_ = bounds_of(replay_, cut_.low, cut_.high);
    boxed_storey_ = what.storey;
    bodies_ = &replay_.at(what.time);
  }
  View view = what.from == Show::From::plan ? overlook(*box_, 180, 90, aspect)
                                            : overlook(*box_, what.from_deg, what.elevation_deg, aspect);
  const Vec3 back = (view.eye - view.centre) / what.zoom;
  view.centre += what.shift;
  view.eye = view.centre + back;
  if (what.zoom != 1 || !what.shift.isZero()) {
    const double distance = back.norm();
    view.far = std::max(view.far, 4 * distance) + what.shift.norm();
    view.near = std::max(0.2, 0.02 * distance);
  }
  return view;
}

void Stage::show(const Show& what, double aspect, int height) {
  bodies_ = &replay_.at(what.time);
  cut_ = choose_cut(what);
  set_cut(*cut_uniform_, cut_);
  view_ = choose_view(what, aspect);
  const size_t nobody = bodies_->size(), row = bodies_->row_of(what.person);
  const bool inside = what.from == Show::From::eyes && row < nobody;
  overhead_->setNodeMask(inside ? ~0u : 0u);
  people_.show(*bodies_, people_colours(what.colour_by, replay_, *bodies_), cut_, view_, height, inside ? row : nobody,
               what.marks_person && !inside ? row : nobody);
  if (what.field >= 0)
    squares_.show(overlay_, static_cast<size_t>(what.field), bodies_->time);
  else
    squares_.hide();
}

void set_camera(osg::Camera& camera, const View& view, double aspect) {
  const auto vector = [](const Vec3& v) { return osg::Vec3d(v.x(), v.y(), v.z()); };
  camera.setComputeNearFarMode(osg::Camera::DO_NOT_COMPUTE_NEAR_FAR);
  camera.setProjectionMatrixAsPerspective(view.fov_deg, aspect, view.near, view.far);
  camera.setViewMatrixAsLookAt(vector(view.eye), vector(view.centre), vector(view.up));
}

}  // namespace muster::viewer
