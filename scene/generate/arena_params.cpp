#include "scene/generate/arena_plan.h"

#include <algorithm>
#include <cmath>

namespace muster::scene {

const std::vector<Parameter<ArenaParams>>& arena_parameters() {
  using P = ArenaParams;
  static const std::vector<Parameter<ArenaParams>> table = {
      {"seats", "", 500, 80000, &P::seats,
       "Seats wanted; whole rows round the field are built until there are so many."},
      {"field_length_m", "m", 20, 200, &P::field_length, "Length of the field between the stands."},
      {"field_width_m", "m", 20, 200, &P::field_width, "Width of the field between the stands."},
      {"corner_m", "m", 3, 20, &P::corner,
       "Width of the ways from the field to the outside beside each end of a stand."},
      {"row_depth_m", "m", 0.7, 1.2, &P::row_depth, "From row to row."},
      {"row_rise_m", "m", 0.32, 0.48, &P::row_rise,
       "Height of a row above the one before; aisles have two steps a row."},
      {"seat_width_m", "m", 0.45, 0.6, &P::seat_width, "Width of a seat."},
      {"block_seats", "", 6, 40, &P::block_seats, "Seats of a row between two aisles, about."},
      {"aisle_width_m", "m", 0.9, 3, &P::aisle_width, "Clear width of an aisle."},
      {"cross_aisle_m", "m", 1.2, 6, &P::cross_aisle, "Width of the way between the tiers."},
      {"vomitory_m", "m", 1.2, 6, &P::vomitory, "Clear width of a way from the cross-aisle through the upper tier."},
      {"concourse_m", "m", 3, 20, &P::concourse, "Depth of the concourse behind the stands."},
      {"stair_width_m", "m", 1.2, 6, &P::stair_width, "Clear width of a stair from the concourse to the ground."},
      {"forecourt_m", "m", 4, 60, &P::forecourt, "From the foot of the stairs to the fence."},
      {"gates_per_side", "", 1, 12, &P::gates_per_side, "Gates in each side of the fence."},
      {"gate_width_m", "m", 0.9, 12, &P::gate_width, "Clear width of a gate."},
      {"turnstiles", "", 0, 12, &P::turnstiles, "Turnstiles beside each gate."},
      {"turnstile_width_m", "m", 0.6, 1.2, &P::turnstile_width, "Clear width of a turnstile."},
  };
  return table;
}

namespace {

constexpr double post = 0.3;  // [m] between turnstiles

}  // namespace

ArenaPlan::ArenaPlan(const ArenaParams& params) : p(params) {
  for (int side = 0; side < 4; ++side) {
    StandPlan stand;
    stand.side = side;
    stand.length = (side % 2 == 0 ? p.field_length : p.field_width) - 2 * p.corner;
    const double inner = stand.length - 2 * side_wall;
    const int aisles =
        std::max(2, static_cast<int>(std::lround(inner / (p.block_seats * p.seat_width + p.aisle_width))));
    const double pitch = inner / aisles;
    for (int k = 0; k < aisles; ++k) stand.aisles.push_back(side_wall + (k + 0.5) * pitch);
    // Half as many vomitories as aisles, each midway between two of them.
    for (int k = 1; k < aisles; k += 2) stand.vomitory.push_back(side_wall + k * pitch);
    stands.push_back(std::move(stand));
  }
  // Rows until there are seats enough; the upper tier has the second half of them, where it is worth one.
  int lower = 0, upper = 0;
  for (const StandPlan& stand : stands) lower += places(stand, false), upper += places(stand, true);
  int rows = 1;
  constexpr int one_tier = 12;  // rows that one tier holds
  const auto seats = [&](int n) { return n <= one_tier ? n * lower : (n - n / 2) * lower + n / 2 * upper; };
  while (rows <= most_rows && lower > 0 && upper > 0 && seats(rows) < p.seats) ++rows;
  upper_rows = rows <= one_tier ? 0 : rows / 2;
  lower_rows = rows - upper_rows;
  lower_begin = front_wall;
  lower_end = lower_begin + lower_rows * p.row_depth;
  upper_begin = lower_end + p.cross_aisle;
  upper_end = upper_begin + upper_rows * p.row_depth;
  deck_begin = upper_end + rear_wall;
  deck_end = deck_begin + p.concourse + parapet;
  walk_z = first_row_z + lower_rows * p.row_rise;
  top_z = upper_rows > 0 ? row_z(true, upper_rows - 1) : walk_z;
  risers = std::max(2, static_cast<int>(std::ceil(walk_z / wished_riser - 1e-9)));
  const int landings = (risers - 1) / flight;
  stair_end = deck_end + (risers - 1) * going + landings * (landing - going);
  fence = stair_end + p.forecourt;
}

std::vector<Stretch> ArenaPlan::blocks(const StandPlan& stand, bool upper) const {
  std::vector<Stretch> gaps;
  for (const double s : stand.aisles) gaps.emplace_back(s - p.aisle_width / 2, s + p.aisle_width / 2);
  const double half = p.vomitory / 2 + vomitory_wall;
  if (upper)
    for (const double s : stand.vomitory) gaps.emplace_back(s - half, s + half);
  std::sort(gaps.begin(), gaps.end());
  std::vector<Stretch> blocks;
  double from = side_wall;
  for (const Stretch& gap : gaps) {
    blocks.emplace_back(from, gap.first);
    from = gap.second;
  }
  blocks.emplace_back(from, stand.length - side_wall);
  return blocks;
}

int ArenaPlan::places(const StandPlan& stand, bool upper) const {
  int count = 0;
  for (const auto& [from, to] : blocks(stand, upper))
    count += std::max(0, static_cast<int>(std::floor((to - from) / p.seat_width + 1e-9)));
  return count;
}

Box ArenaPlan::at(const StandPlan& stand, double s0, double s1, double t0, double t1, double z0, double z1) const {
  s0 += p.corner, s1 += p.corner;
  switch (stand.side) {
    case 0:
      return {{s0, -t1, z0}, {s1, -t0, z1}};
    case 1:
      return {{p.field_length + t0, s0, z0}, {p.field_length + t1, s1, z1}};
    case 2:
      return {{s0, p.field_width + t0, z0}, {s1, p.field_width + t1, z1}};
    default:
      return {{-t1, s0, z0}, {-t0, s1, z1}};
  }
}

int arena_seats(const ArenaParams& params) {
  const ArenaPlan plan(params);
  int seats = 0;
  for (const StandPlan& stand : plan.stands)
    seats += plan.lower_rows * plan.places(stand, false) + plan.upper_rows * plan.places(stand, true);
  return seats;
}

std::vector<Mistake> arena_mistakes(const ArenaParams& params) {
  std::vector<Mistake> mistakes = range_mistakes(params, arena_parameters());
  if (!mistakes.empty()) return mistakes;
  auto refuse = [&](const char* key, double value, const std::string& text) {
    mistakes.push_back({"", 0, key, fmt::format("{}", value), text});
  };
  const ArenaPlan plan(params);
  constexpr double least_block = 1.0;  // [m] two seats
  for (const StandPlan& stand : {plan.stands[0], plan.stands[1]}) {
    double narrowest = stand.length, before = 0;
    for (const bool upper : {false, true})
      for (const auto& [from, to] : plan.blocks(stand, upper)) narrowest = std::min(narrowest, to - from);
    for (const double s : stand.vomitory) before = std::max(before, params.stair_width / 2 + 0.5 - s);
    if (narrowest < least_block || before > 0)
      refuse(stand.side == 0 ? "field_length_m" : "field_width_m",
             stand.side == 0 ? params.field_length : params.field_width,
             "too small for two aisles, a vomitory and a stair beside one another with corner_m at both ends");
  }
  if (mistakes.empty() && plan.lower_rows + plan.upper_rows > ArenaPlan::most_rows)
    refuse("seats", params.seats,
           fmt::format("need more than {} rows: a larger field_length_m or field_width_m", ArenaPlan::most_rows));
  const double group = params.gate_width + params.turnstiles * (params.turnstile_width + post) + 2;
  const double side = std::min(params.field_length, params.field_width) + 2 * plan.fence;
  if (mistakes.empty() && group * params.gates_per_side > side)
    refuse("gates_per_side", params.gates_per_side,
           fmt::format("need {:.1f} m each of a fence of {:.1f} m: fewer or narrower ones", group, side));
  return mistakes;
}

}  // namespace muster::scene
