#include "sim/case/shapes.h"

#include <algorithm>
#include <cmath>

namespace muster::sim {

namespace {

/// [m] UTM northings reach 10^7 m.
constexpr double max_coordinate = 1e7;
/// Bounds the pairwise test for crossings.
constexpr size_t max_corners = 5000;
/// [m] shorter lines and smaller steps are slips of the pen.
constexpr double min_length = 0.1;

template <int N>
Type<Eigen::Matrix<double, N, 1>> point() {
  using Point = Eigen::Matrix<double, N, 1>;
  const Type<double> entry = coordinate();
  const std::string form = N == 2 ? "[x, y]" : "[x, y, z]";
  Type<Point> type;
  Json item = entry.schema;
  item.erase("x-unit");
  type.schema = {{"type", "array"}, {"items", item}, {"minItems", N}, {"maxItems", N}, {"x-unit", "m"}};
  type.read = [entry, form](const Spot& spot, Point& value, Report& report) {
    const auto* list = spot.node.as<Node::List>();
    if (list == nullptr) {
      report.expected(spot, "a point " + form);
      return false;
    }
    if (list->size() != N) {
      report.refuse(spot, fmt::format("expected a point {}, found {} numbers", form, list->size()));
      return false;
    }
    bool good = true;
    Point read = Point::Zero();
    for (size_t i = 0; i < list->size(); ++i) {
      double x = 0;
      good = entry.read(spot.entry(i), x, report) && good;
      read[static_cast<Eigen::Index>(i)] = x;
    }
    if (good) value = read;
    return good;
  };
  type.show = [](const Point& p) { return Json(std::vector<double>(p.data(), p.data() + N)); };
  return type;
}

/// Do the closed segments a-b and c-d have a point in common?
bool touch(const Vec2& a, const Vec2& b, const Vec2& c, const Vec2& d) {
  const auto side = [](const Vec2& p, const Vec2& q, const Vec2& r) {
    const double s = cross(q - p, r - p);
    return (s > 0) - (s < 0);
  };
  const auto between = [](const Vec2& p, const Vec2& q, const Vec2& r) {  // r on the line through p and q
    return (r.array() >= p.array().min(q.array())).all() && (r.array() <= p.array().max(q.array())).all();
  };
  const int s1 = side(a, b, c), s2 = side(a, b, d), s3 = side(c, d, a), s4 = side(c, d, b);
  if (s1 * s2 < 0 && s3 * s4 < 0) return true;
  return (s1 == 0 && between(a, b, c)) || (s2 == 0 && between(a, b, d)) || (s3 == 0 && between(c, d, a)) ||
         (s4 == 0 && between(c, d, b));
}

/// "" or why the points are no simple polygon in plan.
template <class Point>
std::string polygon_problem(const std::vector<Point>& points) {
  const size_t n = points.size();
  if (n < 3) return fmt::format("needs at least 3 different points, has {}", n);
  std::vector<Vec2> plan;
  plan.reserve(n);
  for (const Point& p : points) plan.emplace_back(p.x(), p.y());
  for (size_t i = 0; i < n; ++i)
    if (plan[i] == plan[(i + 1) % n]) return fmt::format("points {} and {} are the same in plan", i, (i + 1) % n);
  double area = 0;
  for (size_t i = 0; i < n; ++i) area += 0.5 * cross(plan[i] - plan[0], plan[(i + 1) % n] - plan[0]);
  if (!(std::abs(area) > 1e-6)) return fmt::format("encloses no area ({:.2g} m2)", std::abs(area));
  for (size_t i = 0; i < n; ++i)
    for (size_t j = i + 2; j < n; ++j)
      if ((j + 1) % n != i && touch(plan[i], plan[i + 1], plan[j], plan[(j + 1) % n]))
        return fmt::format("crosses itself: the edges that start at points {} and {} meet", i, j);
  return "";
}

template <class Point>
Type<std::vector<Point>> polygon(Type<Point> corner) {
  Type<std::vector<Point>> ring = list_of(std::move(corner), 3, max_corners);
  ring.read = [read = ring.read](const Spot& spot, std::vector<Point>& value, Report& report) {
    if (!read(spot, value, report)) return false;
    if (value.front() == value.back()) value.pop_back();
    return true;
  };
  return with_rule(ring, polygon_problem<Point>);
}

/// A kind of distribution: its word, its parameters, their ranges.
struct Kind {
  Distribution::Kind kind;
  const char* word;
  const char* a;
  const char* b;
  Range a_range, b_range;
  const char* doc;
};

std::vector<Kind> kinds(const Range& limits) {
  const double span = limits.high - limits.low;
  using K = Distribution::Kind;
  return {
      {K::constant, "constant", "value", "", limits, limits, "The same for everybody."},
      {K::uniform, "uniform", "low", "high", limits, limits, "Equally likely between low and high."},
      {K::normal, "normal", "mean", "sd", limits, above(0, span), "Normal distribution."},
      // Logarithms: e^20 is beyond every quantity of a case.
      {K::lognormal, "lognormal", "mu", "sigma", within(-20, 20), above(0, 10),
       "The logarithm of the value is normal with mean mu and standard deviation sigma."},
      {K::gamma, "gamma", "shape", "scale", above(0, 1000), above(0, span), "Gamma distribution, mean shape * scale."},
      {K::weibull, "weibull", "shape", "scale", above(0, 1000), above(0, span), "Weibull distribution."},
  };
}

bool has_tails(Distribution::Kind kind) {
  return kind != Distribution::Kind::constant && kind != Distribution::Kind::uniform;
}

Type<Distribution> table_of(const Kind& kind, const Range& limits, const Range& cut, const std::string& unit) {
  const Range& ends = has_tails(kind.kind) ? cut : limits;
  Table<Distribution> table(kind.doc, {kind.kind, 0, 0, ends.low, ends.high});
  table.fixed("distribution", kind.word, "The kind.", Need::required);
  const bool plain = kind.kind == Distribution::Kind::lognormal;
  const bool shaped = kind.kind == Distribution::Kind::gamma || kind.kind == Distribution::Kind::weibull;
  table.key(kind.a, &Distribution::a, number(kind.a_range, plain || shaped ? "" : unit), "", Need::required);
  if (*kind.b != '\0') table.key(kind.b, &Distribution::b, number(kind.b_range, plain ? "" : unit), "", Need::required);
  table.key("min", &Distribution::min, number(limits, unit), "Lowest value drawn.");
  table.key("max", &Distribution::max, number(limits, unit), "Highest value drawn.");
  return table;
}

std::string distribution_problem(const Distribution& d) {
  if (d.kind == Distribution::Kind::normal && d.min <= d.max && (d.a < d.min || d.a > d.max))
    return fmt::format("mean must lie between min and max, here [{}, {}]", d.min, d.max);
  return d.problem();
}

}  // namespace

Type<double> coordinate() { return number(within(-max_coordinate, max_coordinate), "m"); }

Type<Vec2> plan_point() { return point<2>(); }

Type<Vec3> space_point() { return point<3>(); }

Type<std::array<Vec2, 2>> plan_line() {
  const Type<std::vector<Vec2>> ends = list_of(plan_point(), 2, 2);
  Type<std::array<Vec2, 2>> type;
  type.schema = ends.schema;
  type.read = [ends](const Spot& spot, std::array<Vec2, 2>& value, Report& report) {
    std::vector<Vec2> read;
    if (!ends.read(spot, read, report)) return false;
    value = {read[0], read[1]};
    return true;
  };
  type.show = [](const std::array<Vec2, 2>&) { return Json(); };
  return with_rule(type, [](const std::array<Vec2, 2>& line) {
    const double length = (line[1] - line[0]).norm();
    return length >= min_length ? "" : fmt::format("is {:.3g} m long, must be at least {} m", length, min_length);
  });
}

Type<std::vector<Vec2>> plan_polygon() { return polygon(plan_point()); }

Type<std::vector<Vec3>> space_polygon() { return polygon(point<3>()); }

Type<std::vector<Vec3>> space_path() {
  return with_rule(list_of(point<3>(), 2), [](const std::vector<Vec3>& path) -> std::string {
    for (size_t i = 1; i < path.size(); ++i)
      if ((path[i] - path[i - 1]).norm() < min_length)
        return fmt::format("points {} and {} must be at least {} m apart", i - 1, i, min_length);
    return "";
  });
}

Type<Distribution> distribution(Range limits, Range cut, const std::string& unit) {
  const Type<double> plain = number(limits, unit);
  Json alternatives = Json::array({plain.schema});
  std::vector<std::pair<std::string, Type<Distribution>>> tables;
  std::vector<std::string> words;
  for (const Kind& kind : kinds(limits)) {
    tables.emplace_back(kind.word, with_rule(table_of(kind, limits, cut, unit), distribution_problem));
    words.emplace_back(kind.word);
    alternatives.push_back(tables.back().second.schema);
  }
  Type<Distribution> type;
  type.schema = {{"anyOf", alternatives}, {"x-unit", unit}};
  type.read = [plain, tables, words](const Spot& spot, Distribution& value, Report& report) {
    if (spot.node.as<int64_t>() || spot.node.as<double>()) {
      double x = 0;
      if (!plain.read(spot, x, report)) return false;
      value = Distribution::constant(x);
      return true;
    }
    if (!spot.node.as<Node::Table>()) {
      report.expected(spot, "a number or a table {distribution = ...}");
      return false;
    }
    const Node* named = spot.node.find("distribution");
    if (named == nullptr) {
      report.refuse_key(spot, "distribution", fmt::format("is required: one of {}", fmt::join(words, ", ")));
      return false;
    }
    for (const auto& [word, table] : tables)
      if (named->as<std::string>() && *named->as<std::string>() == word) return table.read(spot, value, report);
    refuse_word({*named, &spot, "distribution"}, words, report);
    return false;
  };
  type.show = [limits](const Distribution& d) -> Json {
    if (d.kind == Distribution::Kind::constant) return d.a;
    Json shown = Json::object();
    for (const Kind& kind : kinds(limits))
      if (kind.kind == d.kind) shown = {{"distribution", kind.word}, {kind.a, d.a}, {kind.b, d.b}};
    if (limits.contains(d.min)) shown["min"] = d.min;
    if (limits.contains(d.max)) shown["max"] = d.max;
    return shown;
  };
  return type;
}

}  // namespace muster::sim
