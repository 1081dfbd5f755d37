#include "scene/generate/arena.h"

#include "scene/generate/arena_plan.h"

#include <algorithm>

namespace muster::scene {

namespace {

constexpr double post = 0.3;          // [m] between turnstiles
constexpr double fence_height = 2.5;  // [m]
constexpr double fence_thickness = 0.2;
constexpr double outside = 10;    // [m] ground beyond the fence
constexpr double headroom = 2.2;  // [m] height of the volumes that name floors
constexpr double ground_thickness = 0.25;

/// Builds one stand.
struct Stand {
  Builder& builder;
  Model& model;
  const ArenaPlan& plan;
  const StandPlan& stand;

  void box(double s0, double s1, double t0, double t1, double z0, double z1) {
    builder.box(plan.at(stand, s0, s1, t0, t1, z0, z1));
  }
  /// A wall along the stand that leaves `gaps` free; these ascend.
  void wall(double t0, double t1, double z0, double z1, const std::vector<Stretch>& gaps) {
    double from = 0;
    for (const Stretch& gap : gaps) {
      box(from, gap.first, t0, t1, z0, z1);
      from = gap.second;
    }
    box(from, stand.length, t0, t1, z0, z1);
  }
  std::string name(const std::string& what) const { return fmt::format("{} {}", what, stand.letter()); }
  /// A volume of boxes that names the floors in it.
  void space(const std::string& title, const std::vector<Box>& boxes, int storey) {
    Space space;
    space.name = title;
    space.element = builder.element(Meaning::space, title, storey);
    space.storey = storey;
    for (const Box& b : boxes) builder.box(b);
    model.spaces.push_back(space);
  }
  static std::vector<Stretch> around(const std::vector<double>& middles, double width) {
    std::vector<Stretch> gaps;
    for (const double s : middles) gaps.emplace_back(s - width / 2, s + width / 2);
    return gaps;
  }

  void tier(bool upper);
  void aisles(bool upper);
  void ways();
  void walls();
  void stairs();
};

/// Rows, and the blocks as spaces. Seats fold up and are not drawn: nobody steps over a row, for it is too high.
void Stand::tier(bool upper) {
  const ArenaParams& p = plan.p;
  const std::string tag = fmt::format("{}{}", stand.letter(), upper ? 2 : 1);
  const std::vector<Stretch> blocks = plan.blocks(stand, upper);
  builder.element(Meaning::floor, "Rows " + tag, 1);
  for (int row = 0; row < plan.rows(upper); ++row) {
    const double t = plan.row_t(upper, row), z = plan.row_z(upper, row);
    for (const auto& [from, to] : blocks) box(from, to, t, t + p.row_depth, z - p.row_rise - 0.2, z);
  }
  if (!upper) {  // before the cross-aisle
    builder.element(Meaning::railing, "Guard " + tag, 1);
    const double t = plan.lower_end, z = plan.row_z(false, plan.lower_rows - 1);
    for (const auto& [from, to] : blocks) box(from, to, t - ArenaPlan::parapet, t, z, plan.walk_z + ArenaPlan::guard);
  }
  for (size_t b = 0; b < blocks.size(); ++b) {
    std::vector<Box> volume;
    for (int row = 0; row < plan.rows(upper); ++row) {
      const double t = plan.row_t(upper, row), z = plan.row_z(upper, row);
      volume.push_back(plan.at(stand, blocks[b].first, blocks[b].second, t, t + p.row_depth, z, z + headroom));
    }
    space(fmt::format("Block {}.{:02}", tag, b + 1), volume, 1);
  }
}

/// Two steps a row: one level with it, one half a rise above.
void Stand::aisles(bool upper) {
  const ArenaParams& p = plan.p;
  for (size_t a = 0; a < stand.aisles.size(); ++a) {
    builder.element(Meaning::stair, fmt::format("Aisle {}{}.{}", stand.letter(), upper ? 2 : 1, a + 1), 1);
    const double from = stand.aisles[a] - p.aisle_width / 2, to = from + p.aisle_width;
    for (int row = 0; row < plan.rows(upper); ++row) {
      const double t = plan.row_t(upper, row), z = plan.row_z(upper, row), foot = z - p.row_rise - 0.2;
      box(from, to, t, t + p.row_depth / 2, foot, z);
      if (upper && row + 1 == plan.rows(true))
        box(from, to, t + p.row_depth / 2, t + p.row_depth, foot, z);  // nothing to climb to behind the last row
      else
        box(from, to, t + p.row_depth / 2, t + p.row_depth, foot, z + p.row_rise / 2);
    }
  }
}

/// Cross-aisle, vomitories and concourse: one level.
void Stand::ways() {
  const double z = plan.walk_z, inner = ArenaPlan::side_wall, end = stand.length - inner;
  builder.element(Meaning::floor, name("Ways"), 1);
  box(inner, end, plan.lower_end, plan.upper_begin, z - ArenaPlan::slab, z);
  for (const auto& [from, to] : around(stand.vomitory, plan.p.vomitory))
    box(from, to, plan.upper_begin, plan.deck_begin, z - ArenaPlan::slab, z);
  box(inner, end, plan.deck_begin, plan.deck_end, z - ArenaPlan::slab, z);
  space(name("Cross-aisle"), {plan.at(stand, inner, end, plan.lower_end, plan.upper_begin, z, z + headroom)}, 1);
  const auto ways = around(stand.vomitory, plan.p.vomitory);
  for (size_t v = 0; v < ways.size(); ++v)
    space(fmt::format("Vomitory {}{}", stand.letter(), v + 1),
          {plan.at(stand, ways[v].first, ways[v].second, plan.upper_begin, plan.deck_begin, z, z + headroom)}, 1);
  space(name("Concourse"), {plan.at(stand, inner, end, plan.deck_begin, plan.deck_end, z, z + headroom)}, 1);
}

void Stand::walls() {
  const ArenaParams& p = plan.p;
  const double z = plan.walk_z, top = plan.top_z + ArenaPlan::guard, below = z - ArenaPlan::slab;
  builder.element(Meaning::wall, name("Front wall"), 0);
  box(0, stand.length, 0, ArenaPlan::front_wall, 0, ArenaPlan::first_row_z + ArenaPlan::guard);
  builder.element(Meaning::wall, name("End walls"), 0);
  for (const double s : {0.0, stand.length - ArenaPlan::side_wall})
    box(s, s + ArenaPlan::side_wall, 0, plan.deck_end, 0, top + 1);
  const auto ways = around(stand.vomitory, p.vomitory);
  builder.element(Meaning::wall, name("Rear wall"), 1);
  wall(plan.upper_end, plan.deck_begin, below, top + 1, ways);
  if (plan.upper_rows > 0) {
    builder.element(Meaning::wall, name("Vomitory walls"), 1);
    for (const auto& [from, to] : ways)
      for (const double s : {from - ArenaPlan::vomitory_wall, to})
        box(s, s + ArenaPlan::vomitory_wall, plan.upper_begin, plan.upper_end, below, top);
    // Between cross-aisle and first row of the upper tier.
    builder.element(Meaning::railing, name("Upper railing"), 1);
    std::vector<Stretch> gaps = around(stand.aisles, p.aisle_width);
    gaps.insert(gaps.end(), ways.begin(), ways.end());
    std::sort(gaps.begin(), gaps.end());
    wall(plan.upper_begin - ArenaPlan::parapet, plan.upper_begin, z, z + ArenaPlan::guard, gaps);
  }
  // Round the concourse, closed below it.
  builder.element(Meaning::wall, name("Outer wall"), 0);
  const auto stair_gaps = around(stand.vomitory, p.stair_width);
  wall(plan.deck_end - ArenaPlan::parapet, plan.deck_end, below, z + ArenaPlan::guard, stair_gaps);
  box(0, stand.length, plan.deck_end - ArenaPlan::parapet, plan.deck_end, 0, below);
}

/// Straight flights from the concourse to the ground between walls, a landing every 16 risers.
void Stand::stairs() {
  const double riser = plan.walk_z / plan.risers;
  const auto shafts = around(stand.vomitory, plan.p.stair_width);
  for (size_t k = 0; k < shafts.size(); ++k) {
    const auto [from, to] = shafts[k];
    const std::string title = fmt::format("Stair {}{}", stand.letter(), k + 1);
    for (const bool landings : {false, true}) {
      builder.element(landings ? Meaning::floor : Meaning::stair, title + (landings ? " landings" : ""), 0);
      double t = plan.deck_end;
      for (int step = 1; step < plan.risers; ++step) {
        const bool landing = step % ArenaPlan::flight == 0;
        const double depth = landing ? ArenaPlan::landing : ArenaPlan::going;
        if (landing == landings) box(from, to, t, t + depth, -ground_thickness, plan.walk_z - step * riser);
        t += depth;
      }
    }
    builder.element(Meaning::wall, title + " walls", 0);
    constexpr double thick = 0.15;
    for (const double s : {from - thick, to})
      box(s, s + thick, plan.deck_end, plan.stair_end, -ground_thickness, plan.walk_z + ArenaPlan::guard);
  }
}

/// Field, ways at the corners, forecourt and the land outside: one slab with holes for stands and stairs.
void build_ground(Builder& builder, const ArenaPlan& plan) {
  const ArenaParams& p = plan.p;
  std::vector<Box> holes;
  for (const StandPlan& stand : plan.stands) {
    holes.push_back(plan.at(stand, 0, stand.length, 0, plan.deck_end, 0, 1));
    for (const auto& [from, to] : Stand::around(stand.vomitory, p.stair_width))
      holes.push_back(plan.at(stand, from, to, plan.deck_end, plan.stair_end, 0, 1));
  }
  const double edge = plan.fence + fence_thickness + outside;
  std::vector<double> x = {-edge, p.field_length + edge}, y = {-edge, p.field_width + edge};
  for (const Box& hole : holes) {
    x.insert(x.end(), {hole.low.x(), hole.high.x()});
    y.insert(y.end(), {hole.low.y(), hole.high.y()});
  }
  for (std::vector<double>* cuts : {&x, &y}) {
    std::sort(cuts->begin(), cuts->end());
    cuts->erase(std::unique(cuts->begin(), cuts->end(), [](double a, double b) { return b - a < 1e-6; }), cuts->end());
  }
  builder.element(Meaning::terrain, "Ground", 0);
  builder.slab(x, y, -ground_thickness, 0, [&](size_t i, size_t j) {
    const double mx = (x[i] + x[i + 1]) / 2, my = (y[j] + y[j + 1]) / 2;
    return std::any_of(holes.begin(), holes.end(), [&](const Box& h) {
      return mx > h.low.x() && mx < h.high.x() && my > h.low.y() && my < h.high.y();
    });
  });
  builder.space("Field", 0, {{0, 0, 0}, {p.field_length, p.field_width, headroom}});
}

/// The fence with gates and, beside each, its turnstiles.
void build_fence(Builder& builder, const ArenaPlan& plan) {
  const ArenaParams& p = plan.p;
  const double f = plan.fence, outer = f + fence_thickness;
  const double group = p.gate_width + p.turnstiles * (p.turnstile_width + post);
  for (int side = 0; side < 4; ++side) {
    const bool along_x = side % 2 == 0;
    const double length = along_x ? p.field_length : p.field_width, across = along_x ? p.field_width : p.field_length;
    const bool far_side = side == 1 || side == 2;
    WallRun run;
    run.axis = along_x ? 0 : 1;
    run.from = along_x ? -outer : -f;  // the corners belong to the sides along x
    run.to = length + (along_x ? outer : f);
    run.near_face = far_side ? across + f : -outer;
    run.far_face = run.near_face + fence_thickness;
    run.foot = 0, run.top = fence_height;
    std::vector<std::pair<std::string, Opening>> doors;
    for (int g = 0; g < p.gates_per_side; ++g) {
      double at = -f + (length + 2 * f) * (g + 0.5) / p.gates_per_side - group / 2;
      const std::string tag = fmt::format("{}{}", "SENW"[side], g + 1);
      doors.emplace_back("Gate " + tag, Opening{at, at + p.gate_width, 0, fence_height});
      at += p.gate_width + post;
      for (int k = 0; k < p.turnstiles; ++k) {
        doors.emplace_back(fmt::format("Turnstile {}.{}", tag, k + 1),
                           Opening{at, at + p.turnstile_width, 0, fence_height});
        at += p.turnstile_width + post;
      }
    }
    std::vector<Opening> openings;
    for (const auto& [title, opening] : doors) openings.push_back(opening);
    builder.element(Meaning::wall, fmt::format("Fence {}", "SENW"[side]), 0);
    builder.wall(run, openings);
    for (const auto& [title, opening] : doors) builder.door(title, 0, run, opening);
  }
}

}  // namespace

Model arena(const ArenaParams& params) {
  const std::vector<Mistake> mistakes = arena_mistakes(params);
  MUSTER_CHECK(mistakes.empty(), "{}", mistakes.front().str());
  const ArenaPlan plan(params);
  Model model;
  model.source = "arena";
  model.format = "generated";
  model.storeys = {{"Ground", 0}, {"Bowl", ArenaPlan::first_row_z}};
  Builder builder(model);
  build_ground(builder, plan);
  for (const StandPlan& each : plan.stands) {
    Stand stand{builder, model, plan, each};
    for (const bool upper : {false, true}) {
      if (plan.rows(upper) == 0) continue;
      stand.tier(upper);
      stand.aisles(upper);
    }
    stand.ways();
    stand.walls();
    stand.stairs();
  }
  build_fence(builder, plan);
  return model;
}

}  // namespace muster::scene
