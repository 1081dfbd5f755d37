#include "viewer/stage/stage.h"

#include "viewer/stage/building.h"

#include <algorithm>
#include <cmath>

namespace muster::viewer {

namespace {

/// A stripe on the floor under each exit's line and an arrow outwards: green, red where it is closed.
osg::ref_ptr<osg::Geometry> make_exits(const scene::Floors& floors) {
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
  use_program(state, plain_vertex, plain_fragment.c_str());
  return geometry;
}

}  // namespace

Stage::Stage(Replay& replay, const Samples& samples, Overlay& overlay)
    : replay_(replay),
      samples_(samples),
      overlay_(overlay),
      clouds_(samples),
      trails_(replay),
      root_(new osg::Group),
      surroundings_(*root_->getOrCreateStateSet()) {
  const scene::Model model = replay.file().model();
  overhead_ = make_overhead(model);
  root_->addChild(make_building(model, replay.floors()));
  root_->addChild(overhead_);
  root_->addChild(make_exits(replay.floors()));
  for (osg::Node* node : {static_cast<osg::Node*>(squares_.node()), static_cast<osg::Node*>(contours_.node()),
                          static_cast<osg::Node*>(ways_.node()), static_cast<osg::Node*>(people_.node()),
                          static_cast<osg::Node*>(flames_.node()), static_cast<osg::Node*>(cloud_puffs_.node()),
                          static_cast<osg::Node*>(surfaces_.node())})
    root_->addChild(node);
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
  Cut cut = what.storey ? cut_at(replay_.floors(), *what.storey) : Cut{};
  cut.box = what.box;
  return cut;
}

View Stage::choose_view(const Aim& what, double aspect) {
  const size_t row = bodies_->row_of(what.person);
  if (row < bodies_->size()) {
    if (what.from == Show::From::eyes) return through_eyes(*bodies_, row);
    if (what.from == Show::From::follow) return follow(*bodies_, row);
  }
  auto box = boxes_.find(what.storey);
  if (box == boxes_.end()) {
    const double time = bodies_->time;
    const Cut cut = what.storey ? cut_at(replay_.floors(), *what.storey) : Cut{};
    box = boxes_.emplace(what.storey, bounds_of(replay_, cut.low, cut.high)).first;
    bodies_ = &replay_.at(time);
  }
  View view = what.from == Show::From::plan ? overlook(box->second, 180, 90, aspect)
                                            : overlook(box->second, what.from_deg, what.elevation_deg, aspect);
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
  surroundings_.set_cut(cut_);
  view_ = choose_view(what, aspect);
  if (what.before && what.moved < 1) view_ = between(choose_view(*what.before, aspect), view_, what.moved);
  const size_t nobody = bodies_->size(), row = bodies_->row_of(what.person);
  const bool inside = what.from == Show::From::eyes && row < nobody;
  overhead_->setNodeMask(inside ? ~0u : 0u);
  extinction_ = inside ? clouds_.extinction({bodies_->x[row], bodies_->y[row], bodies_->z[row]}, bodies_->time) : 0;
  show_hazards(what, height);
  const std::vector<Rgb> colours = people_colours(what.colour_by, replay_, *bodies_);
  people_.show(*bodies_, colours, cut_, view_, height, inside ? row : nobody,
               what.marks_person && !inside ? row : nobody);
  std::vector<Line> lines;
  if (what.trails > 0)
    for (const Footstep& step : trails_.at(*bodies_, what.trails, std::nullopt))
      if (cut_.shows(step.b))
        lines.push_back(
            {step.a, step.b, colours[bodies_->row_of(step.person)], static_cast<float>(1 - 0.8 * step.part)});
  ways_.show(lines, height / 2);
}

/// Field, contours, flames, clouds, and the light and air that they leave.
void Stage::show_hazards(const Show& what, int height) {
  constexpr Rgb day = {0.90f, 0.93f, 0.96f}, dark = {0.10f, 0.12f, 0.17f}, smoke = {0.34f, 0.33f, 0.32f};
  constexpr double light_at_night = 0.30;
  const double time = bodies_->time;
  const bool has_field = what.field >= 0;
  const auto field = has_field ? static_cast<size_t>(what.field) : 0;
  if (has_field)
    squares_.show(overlay_, field, time);
  else
    squares_.hide();
  std::vector<Line> lines;
  if (has_field && what.contours) {
    const auto contours = overlay_.contours(field, time);
    for (size_t k = 0; k < contours.size(); ++k)
      for (const Piece& piece : contours[k]) lines.push_back({piece.a, piece.b, overlay_.levels(field)[k].colour});
  }
  contours_.show(lines, height);
  const std::vector<BurningFlame> burning = flames_at(samples_.grid(), time);
  std::vector<Lamp> lamps;
  for (const BurningFlame& flame : burning) lamps.push_back(lamp_of(flame));
  flames_.show(burning, time);
  surroundings_.set_lamps(lamps);
  surroundings_.set_daylight(what.night ? light_at_night : 1);
  surroundings_.set_haze(extinction_, smoke);
  // All that is behind the smoke one stands in is at least some 200 m off.
  const double clear = transmission(extinction_, 200);
  const Rgb& sky = what.night ? dark : day;
  for (size_t c = 0; c < 3; ++c) background_[c] = static_cast<float>(smoke[c] + clear * (sky[c] - smoke[c]));
  std::optional<size_t> gas;
  double low = 1e-6;  // 1 ppm, where no bar says otherwise
  if (has_field && overlay_.names()[field].kind == FieldName::Kind::gas)
    gas = overlay_.names()[field].hazard, low = 1e-6 * overlay_.legend(field).low;
  // Who stands in smoke sees that only: the air between him and what lies beyond has it already.
  static const std::vector<Puff> none;
  cloud_puffs_.show(what.clouds && extinction_ < 0.02 ? clouds_.puffs(time, gas, low) : none, view_, cut_.box);
  std::vector<Surface> surfaces;
  if (gas && what.surfaces)
    for (const Level& level : overlay_.levels(field))
      surfaces.push_back({clouds_.surface(time, *gas, 1e-6 * level.value), level.colour});
  surfaces_.show(surfaces, view_);
}

void set_camera(osg::Camera& camera, const View& view, double aspect) {
  const auto vector = [](const Vec3& v) { return osg::Vec3d(v.x(), v.y(), v.z()); };
  camera.setComputeNearFarMode(osg::Camera::DO_NOT_COMPUTE_NEAR_FAR);
  camera.setProjectionMatrixAsPerspective(view.fov_deg, aspect, view.near, view.far);
  camera.setViewMatrixAsLookAt(vector(view.eye), vector(view.centre), vector(view.up));
}

}  // namespace muster::viewer
