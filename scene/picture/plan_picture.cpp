#include "scene/picture/plan_picture.h"

#include "base/round_number.h"
#include "scene/picture/canvas.h"
#include "scene/picture/layout.h"

#include <algorithm>
#include <cmath>

namespace muster::scene {

namespace {

constexpr Colour paper = {255, 255, 255}, ink = {38, 42, 50}, faint_ink = {105, 110, 120};
constexpr Colour outside = {232, 238, 228}, beyond = {214, 232, 210}, plain_floor = {229, 231, 234};
constexpr Colour stair = {250, 209, 150}, stair_line = {214, 158, 84}, ramp = {244, 228, 170};
constexpr Colour no_way = {247, 196, 190}, no_way_line = {214, 64, 56};
constexpr Colour door_colour = {22, 150, 78}, shut_colour = {170, 40, 40}, exit_colour = {18, 92, 190},
                 link_colour = {134, 62, 168};
// Light tints that neighbours by number can be told apart with.
constexpr std::array<Colour, 7> tints = {{{214, 226, 243},
                                          {240, 222, 226},
                                          {222, 238, 220},
                                          {243, 234, 210},
                                          {228, 220, 240},
                                          {212, 238, 238},
                                          {240, 228, 214}}};
constexpr double label_size = 9, title_size = 13, head_size = 17;  // [pixels]

/// Draws the plans of one picture, layer by layer.
class Painter {
 public:
  Painter(const Floors& floors, const Layout& layout)
      : floors_(floors),
        layout_(layout),
        canvas_(layout.width, layout.height, paper),
        has_exit_(cells_with_exit(floors)) {}

  Canvas paint(const std::string& title) {
    if (!title.empty()) canvas_.text({picture_margin, picture_margin + head_size}, title, head_size, ink);
    for (const Panel& panel : layout_.panels) {
      cells(panel);
      walls(panel);
      canvas_.text(panel.corner + Vec2(0, -10), panel.name, title_size, ink);
    }
    for (const Portal& portal : floors_.portals) door(portal);
    // What matters most gets its label first.
    for (const Exit& way_out : floors_.exits) exit(way_out);
    for (const Unreachable& place : floors_.unreachable) cross(place);
    for (const Link& path : floors_.links) link(path);
    space_names();
    foot();
    return std::move(canvas_);
  }

 private:
  const Panel& panel_at(double z) const { return layout_.panels[layout_.panel_at(z)]; }

  Colour colour_of(CellId id, int x, int y) const {
    const auto c = static_cast<size_t>(id);
    if (!has_exit_.empty() && !has_exit_[c]) return (x + y) % 8 < 3 ? no_way_line : no_way;
    switch (floors_.surface[c]) {
      case Surface::stair: {
        // A line a step, as far as the scale shows them apart.
        constexpr double riser = 0.17, line_share = 0.3, least_scale = 10;
        const double steps = floors_.z[c] / riser;
        return layout_.scale >= least_scale && steps - std::floor(steps) < line_share ? stair_line : stair;
      }
      case Surface::ramp:
        return ramp;
      case Surface::outside:
        return outside;
      case Surface::beyond_exit:
        return beyond;
      case Surface::level:
        break;
    }
    const int32_t space = floors_.space[c];
    return space < 0 ? plain_floor : tints[static_cast<size_t>(space) % tints.size()];
  }

  void cells(const Panel& panel) {
    const Vec2 size = (layout_.high - layout_.low) * layout_.scale;
    const auto x0 = static_cast<int>(panel.corner.x()), y0 = static_cast<int>(panel.corner.y());
    const int x1 = std::min(x0 + static_cast<int>(size.x()), canvas_.width()),
              y1 = std::min(y0 + static_cast<int>(size.y()), canvas_.height());
    for (int y = y0; y < y1; ++y) {
      for (int x = x0; x < x1; ++x) {
        const Vec2 in_panel = Vec2(x + 0.5, y + 0.5) - panel.corner;
        const int32_t column = floors_.grid.column(layout_.low.x() + in_panel.x() / layout_.scale,
                                                   layout_.high.y() - in_panel.y() / layout_.scale);
        if (column < 0) continue;
        const CellId cell = panel.cell_of[static_cast<size_t>(column)];
        if (cell != no_cell) canvas_.set(x, y, colour_of(cell, x, y));
      }
    }
  }

  /// Whether a point lies in what a plan shows.
  bool is_shown(const Vec2& at) const {
    return (at.array() >= layout_.low.array()).all() && (at.array() <= layout_.high.array()).all();
  }

  void walls(const Panel& panel) {
    const double width = std::clamp(layout_.scale * 0.06, 1.0, 2.5);
    for (const Wall& wall : floors_.walls) {
      if (wall.z_high < panel.wall_low || wall.z_low > panel.wall_high || !is_shown(wall.a) || !is_shown(wall.b))
        continue;
      canvas_.line(layout_.pixel(panel, wall.a), layout_.pixel(panel, wall.b), width, ink);
    }
  }

  /// A green line from jamb to jamb with a tick across it; red where shut.
  void door(const Portal& portal) {
    const Panel& panel = panel_at(portal.z);
    const Vec2 a = layout_.pixel(panel, portal.a), b = layout_.pixel(panel, portal.b), along = b - a;
    if (!is_shown(portal.a) || !is_shown(portal.b)) return;
    const Colour colour = portal.closed ? shut_colour : door_colour;
    canvas_.line(a, b, 2.5, colour);
    if (along.norm() < 1e-6) return;
    const Vec2 tick = Vec2(-along.y(), along.x()).normalized() * 4.5;
    canvas_.line((a + b) / 2 - tick, (a + b) / 2 + tick, 2, colour);
  }

  /// An arrow outwards from the middle of the exit, with its name beside the tip.
  void exit(const Exit& way_out) {
    const Panel& panel = panel_at(way_out.z);
    const Colour colour = way_out.closed ? shut_colour : exit_colour;
    const Vec2 a = layout_.pixel(panel, way_out.a), b = layout_.pixel(panel, way_out.b);
    const Vec2 out(way_out.outward.x(), -way_out.outward.y()), side(-out.y(), out.x());
    const Vec2 foot = (a + b) / 2, tip = foot + out * 26;
    canvas_.line(a, b, 4, colour);
    canvas_.line(foot, tip - out * 6, 3, colour);
    canvas_.polygon({tip, tip - out * 11 + side * 6, tip - out * 11 - side * 6}, colour);
    const std::string label = way_out.closed ? way_out.name + " (closed)" : way_out.name;
    const double width = Canvas::text_width(label, label_size);
    Vec2 at = tip + out * 5;
    if (out.x() < -0.5)
      at.x() -= width;
    else if (std::abs(out.x()) <= 0.5)
      at.x() += 6;
    if (std::abs(out.x()) > 0.5)
      at.y() += label_size / 2;
    else if (out.y() > 0)
      at.y() += label_size;
    // Keep it within the picture.
    at.x() = std::clamp(at.x(), 2.0, std::max(2.0, layout_.width - width - 2));
    label_on_paper(at, label, colour);
  }

  /// A label on a patch of paper; left out where it would hide one that was written before.
  void label_on_paper(const Vec2& at, const std::string& text, Colour colour) {
    const Vec2 low = at - Vec2(2, label_size + 2),
               high = at + Vec2(Canvas::text_width(text, label_size) + 1, label_size * 0.4);
    for (const auto& [other_low, other_high] : labels_) {
      if ((low.array() < other_high.array()).all() && (high.array() > other_low.array()).all()) return;
    }
    labels_.emplace_back(low, high);
    for (int y = static_cast<int>(low.y()); y < static_cast<int>(high.y()); ++y) {
      for (int x = static_cast<int>(low.x()); x < static_cast<int>(high.x()); ++x) canvas_.blend(x, y, paper, 0.7);
    }
    canvas_.text(at, text, label_size, colour);
  }

  void link(const Link& path) {
    for (size_t i = 1; i < path.path.size(); ++i) {
      const Vec3 &from = path.path[i - 1], &to = path.path[i];
      const size_t first = layout_.panel_at(std::min(from.z(), to.z())),
                   last = layout_.panel_at(std::max(from.z(), to.z()));
      for (size_t p = first; p <= last; ++p) {
        const Vec2 a = layout_.pixel(layout_.panels[p], from.head<2>()),
                   b = layout_.pixel(layout_.panels[p], to.head<2>());
        constexpr double dash = 6;  // [pixels]
        const int pieces = std::max(1, static_cast<int>((b - a).norm() / dash));
        for (int k = 0; k < pieces; k += 2) {
          canvas_.line(a + (b - a) * k / pieces, a + (b - a) * std::min(k + 1, pieces) / pieces, 2.5, link_colour);
        }
      }
    }
    if (!path.path.empty()) {
      const Vec3& at = path.path.front();
      label_on_paper(layout_.pixel(panel_at(at.z()), at.head<2>()) + Vec2(6, -6), path.name, link_colour);
    }
  }

  /// Where a floor has no way out; its cells may have been dropped, so a cross with the reason's name.
  void cross(const Unreachable& place) {
    const Vec2 at = layout_.pixel(panel_at(place.at.z()), place.at.head<2>());
    for (const double side : {-1.0, 1.0})
      canvas_.line(at + Vec2(-5, -5 * side), at + Vec2(5, 5 * side), 2.5, no_way_line);
    constexpr double named_from = 4;  // [m2] smaller patches would only fill the plan with words
    if (place.area >= named_from) label_on_paper(at + Vec2(-5, 18), place.what, no_way_line);
  }

  /// Names of rooms where they fit; of long ones at least the last word.
  void space_names() {
    struct Room {
      Vec2 low = Vec2::Constant(1e30), high = Vec2::Constant(-1e30);
      size_t panel = 0;
    };
    std::vector<Room> rooms(floors_.spaces.size());
    for (size_t p = 0; p < layout_.panels.size(); ++p) {
      for (const CellId cell : layout_.panels[p].cell_of) {
        const int32_t space = cell == no_cell ? -1 : floors_.space[static_cast<size_t>(cell)];
        if (space < 0 || floors_.surface[static_cast<size_t>(cell)] == Surface::stair) continue;
        Room& room = rooms[static_cast<size_t>(space)];
        // A room that spans storeys is named on the lowest.
        if (room.low.x() > room.high.x()) room.panel = p;
        if (room.panel != p) continue;
        room.low = room.low.cwiseMin(floors_.centre(cell));
        room.high = room.high.cwiseMax(floors_.centre(cell));
      }
    }
    for (const Unreachable& place : floors_.unreachable) {
      if (place.space >= 0) rooms[static_cast<size_t>(place.space)] = Room{};  // named in red already
    }
    for (size_t s = 0; s < rooms.size(); ++s) {
      const Room& room = rooms[s];
      const Vec2 size = (room.high - room.low) * layout_.scale;
      if (room.low.x() > room.high.x() || size.y() < label_size * 1.5) continue;
      std::string name = floors_.spaces[s].name;
      if (Canvas::text_width(name, label_size) > size.x() - 4) name = name.substr(name.find_last_of(' ') + 1);
      const double width = Canvas::text_width(name, label_size);
      if (width > size.x() - 4) continue;
      const Vec2 middle = layout_.pixel(layout_.panels[room.panel], (room.low + room.high) / 2);
      label_on_paper(middle + Vec2(-width / 2, label_size / 2), name, faint_ink);
    }
  }

  /// Scale bar, axes and what the colours mean.
  void foot() {
    const double y = layout_.height - picture_foot / 2.0;
    double x = picture_margin;
    const double metres = round_number_below(180 / layout_.scale);
    const double length = metres * layout_.scale;
    canvas_.line({x, y}, {x + length, y}, 2, ink);
    for (const double end : {x, x + length}) canvas_.line({end, y - 5}, {end, y + 5}, 2, ink);
    canvas_.text({x + 4, y - 7}, fmt::format("{:g} m", metres), label_size, ink);
    x += length + 30;

    for (const Vec2& direction : {Vec2(1, 0), Vec2(0, -1)}) {
      const Vec2 from(x, y + 10), tip = from + direction * 22, side(-direction.y(), direction.x());
      canvas_.line(from, tip - direction * 4, 1.5, ink);
      canvas_.polygon({tip, tip - direction * 7 + side * 3.5, tip - direction * 7 - side * 3.5}, ink);
    }
    canvas_.text({x + 25, y + 14}, "x", label_size, ink);
    canvas_.text({x - 2.5, y - 16}, "y", label_size, ink);
    x += 56;

    const std::pair<const char*, Colour> keys[] = {
        {"room", tints[0]}, {"stairs", stair}, {"ramp", ramp}, {"outside", outside}, {"no way out", no_way_line}};
    for (const auto& [name, colour] : keys) {
      canvas_.polygon({{x, y - 6}, {x + 16, y - 6}, {x + 16, y + 6}, {x, y + 6}}, colour);
      canvas_.text({x + 21, y + label_size / 2}, name, label_size, ink);
      x += 21 + Canvas::text_width(name, label_size) + 14;
    }
    const std::pair<const char*, Colour> lines[] = {
        {"wall", ink}, {"door", door_colour}, {"closed", shut_colour}, {"exit", exit_colour}, {"link", link_colour}};
    for (const auto& [name, colour] : lines) {
      canvas_.line({x, y}, {x + 16, y}, 3, colour);
      canvas_.text({x + 21, y + label_size / 2}, name, label_size, ink);
      x += 21 + Canvas::text_width(name, label_size) + 14;
    }
  }

  const Floors& floors_;
  const Layout& layout_;
  Canvas canvas_;
  std::vector<uint8_t> has_exit_;
  std::vector<std::pair<Vec2, Vec2>> labels_;  ///< [pixels] corners of the labels so far
};

}  // namespace

void plan_picture(const Floors& floors, const std::filesystem::path& path, const PictureOptions& options) {
  const Layout layout = make_layout(floors, options);
  Painter(floors, layout).paint(options.title).write_png(path);
}

}  // namespace muster::scene
