#include "sim/case/analysis_keys.h"

#include "sim/case/shapes.h"

namespace muster::sim {

Table<crowd::AnalysisSettings> analysis_table() {
  using A = crowd::AnalysisSettings;
  Table<A> table("What is measured everywhere: densities, levels of service, speeds and crowd pressure.");
  table.key("square_m", &A::square, number(within(0.2, 5), "m"),
            "side of the squares of the fields, rounded to whole floor cells");
  table.key("every_s", &A::every, number(within(0.1, 60), "s"), "time between samples");
  table.key("crowded_per_m2", &A::crowded, number(above(0, 10), "1/m2"), "above this density a place is a hot spot");
  return table;
}

Table<crowd::MeasureSpec> measure_table() {
  using M = crowd::MeasureSpec;
  Table<M> table("A measurement: density and speed in an area, or the flow over a line.");
  table.key("name", &M::name, text(), "its name in results", Need::required);
  table.key("area", &M::area, plan_polygon(), "outline of an area, `[[x, y], ...]`");
  table.key("line", &M::line, plan_line(),
            "the two ends of a line, `[[x, y], [x, y]]`; forward is from its right to its left");
  table.key("z_m", &M::z, coordinate(), "height of the floor; needed where floors overlap there");
  table.key("every_s", &M::every, number(within(0.05, 3600), "s"), "time between samples of an area");
  table.key("cut_off_m", &M::cut_off, number(within(0.2, 5), "m"), "radius within which a person's Voronoi cell lies");
  table.exactly_one({"area", "line"}).only_with("every_s", {"area"}).only_with("cut_off_m", {"area"});
  return table;
}

}  // namespace muster::sim
