#pragma once
// Cases drawn at random: rooms with doors, storeys with stairs, escalators and lifts, groups of all kinds, events.

#include "base/random.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace muster::test {

/// Draws the text of a case; the same number gives the same case.
class RandomCase {
 public:
  explicit RandomCase(uint64_t number) : number_(number) { draw_all(); }

  const std::string& text() const { return text_; }
  int people() const { return people_; }
  double last_event() const { return last_event_; }  ///< [s]; 0: none

 private:
  /// A whole number from `low` to `high`.
  int pick(int low, int high) {
    return low + static_cast<int>(random_bits(20261122, number_, draws_++, Draw::test) %
                                  static_cast<uint64_t>(high - low + 1));
  }
  double between(double low, double high) { return low + (high - low) * pick(0, 1000) / 1000; }
  bool chance(int percent) { return pick(1, 100) <= percent; }
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    text_ += fmt::format(format, std::forward<Args>(args)...);
  }

  static std::string box(double x0, double y0, double x1, double y1) {
    return fmt::format("(({0:.2f} {1:.2f}, {2:.2f} {1:.2f}, {2:.2f} {3:.2f}, {0:.2f} {3:.2f}, {0:.2f} {1:.2f}))", x0,
                       y0, x1, y1);
  }
  static std::string corners(double x0, double y0, double x1, double y1) {
    return fmt::format("[[{0:.2f}, {1:.2f}], [{2:.2f}, {1:.2f}], [{2:.2f}, {3:.2f}], [{0:.2f}, {3:.2f}]]", x0, y0, x1,
                       y1);
  }

  void draw_all() {
    add("seed = {}\n", pick(1, 1000000));
    draw_rooms();
    const int storeys = chance(40) ? pick(1, 2) : 0;
    if (storeys > 0) draw_storeys(storeys);
    const int groups = pick(1, 4);
    for (int g = 0; g < groups; ++g) draw_group(g, chance(50) ? pick(0, storeys) : 0);
    if (chance(25)) draw_ward();
    if (chance(20)) draw_inflow();
    draw_events();
    // Drawn last, so that what stands above is as it was before there were any.
    if (chance(15)) draw_steward();
    if (ward_ && chance(30)) draw_rescue_team();
    if (chance(10)) draw_refuge();
  }

  /// One who sends people to an exit from the middle of a room.
  void draw_steward() {
    const int i = pick(0, columns_ - 1), j = pick(0, rows_ - 1);
    ++people_;
    const double at_x = 0.5 * (x(i) + x(i + 1) - 0.2), at_y = 0.5 * (y(j) + y(j + 1) - 0.2);
    add("[[people]]\nname = \"steward\"\ncount = 1\npolygon = {}\nz_m = 0\n", corners(0, 0, x(columns_), y(rows_)));
    add("directs = {{ at = [{:.2f}, {:.2f}], z_m = 0, to = \"exit {}\", radius_m = {}, leaves_after_s = {} }}\n", at_x,
        at_y, pick(1, exits_), pick(2, 12), pick(5, 40));
  }

  /// Helpers who come in by an exit against the flow.
  void draw_rescue_team() {
    const int count = pick(1, 4);
    people_ += count;
    last_event_ = std::max(last_event_, 30.0);
    add("[[inflow]]\nname = \"rescue team\"\ncount = {}\nfrom_s = 5\nuntil_s = 30\nfrom = {{gate = \"exit {}\"}}\n"
        "helps = true\n",
        count, pick(1, exits_));
  }

  /// The room in the lower left corner, for those of a group of their own and whoever has no way out.
  void draw_refuge() {
    const int count = pick(2, 20);
    people_ += count;
    add("[[refuge]]\nname = \"refuge\"\npolygon = {}\nz_m = 0\ncapacity = {}\n", corners(0, 0, x(1) - 0.2, y(1) - 0.2),
        pick(1, 60));
    add("[[people]]\nname = \"to the refuge\"\ncount = {}\npolygon = {}\nz_m = 0\nrefuge = \"refuge\"\n", count,
        corners(0, 0, x(columns_), y(rows_)));
  }

  /// Rooms in rows and columns with walls of 0.2 m between them, most joined to the next by a door, exits outside.
  void draw_rooms() {
    columns_ = pick(1, 3), rows_ = pick(1, 3);
    const int columns = columns_, rows = rows_;
    x_ = {0}, y_ = {0};
    for (int i = 0; i < columns; ++i) x_.push_back(x_.back() + between(4, 12) + 0.2);
    for (int j = 0; j < rows; ++j) y_.push_back(y_.back() + between(4, 10) + 0.2);
    std::string wkt, doors;
    const auto polygon = [&](double x0, double y0, double x1, double y1) {
      wkt += (wkt.empty() ? "" : ", ") + box(x0, y0, x1, y1);
    };
    const auto door = [&](double x0, double y0, double x1, double y1) {
      doors += fmt::format("[[door]]\nname = \"door {}\"\nline = [[{:.2f}, {:.2f}], [{:.2f}, {:.2f}]]\nz_m = 0\n{}{}",
                           ++doors_, x0, y0, x1, y1, chance(8) ? "closed = true\n" : "",
                           chance(8) ? "max_flow_per_m_s = 0.8\n" : "");
      if (chance(6)) doors += fmt::format("one_way = \"{}\"\n", chance(50) ? "left" : "right");
    };
    for (int i = 0; i < columns; ++i)
      for (int j = 0; j < rows; ++j) {
        const double x0 = x(i), x1 = x(i + 1) - 0.2, y0 = y(j), y1 = y(j + 1) - 0.2;
        polygon(x0, y0, x1, y1);
        const double width = between(0.6, 1.8);
        if (i + 1 < columns && (chance(80) || rows == 1)) {
          const double at = between(y0 + 0.3, y1 - 0.3 - width);
          polygon(x1, at, x1 + 0.2, at + width);
          door(x1 + 0.1, at, x1 + 0.1, at + width);
        }
        if (j + 1 < rows && (chance(80) || columns == 1)) {
          const double at = between(x0 + 0.3, x1 - 0.3 - width);
          polygon(at, y1, at + width, y1 + 0.2);
          door(at, y1 + 0.1, at + width, y1 + 0.1);
        }
      }
    add("[model]\nwkt = \"MULTIPOLYGON ({})\"\n", wkt);
    storeys_at_ = text_.size();
    text_ += doors;
    for (int e = pick(1, 3); e > 0; --e) draw_exit();
  }

  /// None where it would overlap another.
  void draw_exit() {
    const bool west = chance(50);
    const double width = between(0.6, 2.4), wall = west ? 0 : x(columns_) - 0.2;
    const int j = pick(0, rows_ - 1);
    const double at = between(y(j) + 0.3, y(j + 1) - 0.5 - width);
    for (const Opening& o : openings_)
      if (o.west == west && at < o.to && at + width > o.from) return;
    openings_.push_back({west, at, at + width});
    add("[[exit]]\nname = \"exit {0}\"\nline = [[{1:.2f}, {2:.2f}], [{1:.2f}, {3:.2f}]]\nz_m = 0\n", ++exits_, wall, at,
        at + width);
    if (chance(10)) add("max_flow_per_m_s = {:.2f}\n", between(0.6, 1.5));
  }

  /// Halls of 14 m x 8 m above the first room, beside the plan, joined to it by links of their own.
  void draw_storeys(int count) {
    std::string levels = "[[model.storey]]\nname = \"S0\"\nz_m = 0\n";
    for (int s = 1; s <= count; ++s) levels += fmt::format("[[model.storey]]\nname = \"S{0}\"\nz_m = {1}\n", s, 4 * s);
    text_.insert(storeys_at_, levels);
    for (int s = 1; s <= count; ++s)
      add("[[strip]]\nname = \"floor {0}\"\npolygon = [[0, 0, {1}], [14, 0, {1}], [14, 8, {1}], [0, 8, {1}]]\n", s,
          4 * s);
    const double landing_x = between(1.5, x(1) - 1.7), landing_y = between(1.5, y(1) - 1.7);
    for (int s = 1; s <= count; ++s) {
      const bool escalator = chance(25);
      add("[[link]]\nname = \"way {0}\"\nkind = \"{1}\"\npath = [[{2:.2f}, 1.5, {3}], [{4:.2f}, {5:.2f}, {6}]]\n", s,
          escalator ? "escalator" : "stairs", between(9, 12), 4 * s, s == 1 ? landing_x : between(2, 6),
          s == 1 ? landing_y : 6.5, 4 * (s - 1));
      if (!escalator) add("width_m = {:.2f}\n", between(0.6, 1.8));
    }
    if (!chance(50)) return;
    lift_ = true;
    std::string stops;
    for (int s = 0; s <= count; ++s)
      stops += fmt::format("{}[{:.2f}, {:.2f}, {}]", s == 0 ? "" : ", ", s == 0 ? x(1) / 2 : 12.5,
                           s == 0 ? y(1) / 2 : 6.0, 4 * s);
    add("[[link]]\nname = \"lift\"\nkind = \"lift\"\nstops = [{}]\ncapacity = {}\n", stops, pick(2, 13));
    if (chance(20)) add("mode = \"fire_service\"\n");
  }

  void draw_group(int number, int storey) {
    const int count = pick(3, 60);
    people_ += count;
    add("[[people]]\nname = \"group {}\"\ncount = {}\n", number, count);
    if (storey > 0)
      add("polygon = {}\nz_m = {}\n", corners(0, 0, 14, 8), 4 * storey);
    else
      add("polygon = {}\nz_m = 0\n", corners(0, 0, x(columns_), y(rows_)));
    if (chance(15))
      add("exit = \"exit {}\"\n", pick(1, exits_));
    else if (chance(40))
      add("route = \"quickest\"\n{}", chance(30) ? "follow_others = 0.7\n" : "");
    if (chance(40)) add("premovement_s = {{distribution = \"uniform\", low = 0, high = {}}}\n", pick(1, 60));
    if (chance(40))
      add("group_size = {{distribution = \"uniform\", low = 1, high = {}}}\n{}", pick(2, 6),
          chance(25) ? "gather = false\n" : "");
    if (chance(40)) add("speed_m_s = {{distribution = \"uniform\", low = 0.4, high = {:.2f}}}\n", between(0.5, 2));
    if (chance(30)) add("radius_m = {{distribution = \"uniform\", low = 0.13, high = 0.25}}\n");
    if (lift_ && chance(40)) add("lifts = \"{}\"\n", chance(50) ? "if_needed" : "always_allowed");
    if (lift_ && chance(25)) add("stairs = false\n");
  }

  /// People who need help on the lowest floor, and helpers.
  void draw_ward() {
    static const char* const devices[] = {"wheelchair", "evac_chair", "stretcher", "bed"};
    ward_ = true;
    const int patients = pick(1, 4), helpers = pick(1, 5);
    people_ += patients + helpers;
    add("[[people]]\nname = \"patients\"\ncount = {}\npolygon = {}\nz_m = 0\nneeds_help = {{ device = \"{}\" }}\n",
        patients, corners(0, 0, x(1) - 0.2, y(1) - 0.2), devices[pick(0, 3)]);
    add("[[people]]\nname = \"staff\"\ncount = {}\npolygon = {}\nz_m = 0\nhelps = true\n", helpers,
        corners(0, 0, x(columns_), y(rows_)));
  }

  void draw_inflow() {
    const int count = pick(2, 30);
    people_ += count;
    last_event_ = 40;
    add("[[inflow]]\nname = \"late\"\ncount = {}\nuntil_s = 40\nfrom = {{polygon = {}, z_m = 0}}\n", count,
        corners(0, 0, x(1) - 0.2, y(1) - 0.2));
  }

  void draw_events() {
    const int events = pick(0, 4);
    for (int k = 0; k < events; ++k) {
      const double at = between(1, 90);
      last_event_ = std::max(last_event_, at);
      const std::string what =
          doors_ > 0 && chance(60) ? fmt::format("door {}", pick(1, doors_)) : fmt::format("exit {}", pick(1, exits_));
      add("[[event]]\nat_s = {:.1f}\n{} = \"{}\"\n", at, chance(65) ? "close" : "open", what);
    }
  }

  double x(int i) const { return x_[static_cast<size_t>(i)]; }
  double y(int j) const { return y_[static_cast<size_t>(j)]; }

  /// Of an exit in the west or the east [m].
  struct Opening {
    bool west;
    double from, to;
  };

  uint64_t number_, draws_ = 0;
  std::string text_;
  size_t storeys_at_ = 0;
  int columns_ = 1, rows_ = 1, doors_ = 0, exits_ = 0, people_ = 0;
  bool lift_ = false, ward_ = false;
  double last_event_ = 0;
  std::vector<Opening> openings_;
  std::vector<double> x_, y_;  // [m] where rooms begin, and where the last one ends, with its wall
};

}  // namespace muster::test
