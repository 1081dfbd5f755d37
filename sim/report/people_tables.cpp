#include "sim/report/people_tables.h"

#include "sim/report/html.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace muster::sim {

namespace {

using Row = std::vector<std::string>;

/// A row for each entry of a list of the summary; empty ones are left out.
template <class Make>
std::vector<Row> rows_of(const Figures& figures, const std::string& list, const Make& row) {
  std::vector<Row> rows;
  for (size_t i = 0; i < figures.count(list); ++i) {
    Row made = row(fmt::format("{}/{}", list, i));
    if (!made.empty()) rows.push_back(std::move(made));
  }
  return rows;
}

/// The heading and the table; "" without rows.
std::string section(const Figures& f, const std::string& heading, const std::vector<std::string_view>& names,
                    const std::vector<Row>& rows) {
  std::vector<std::string> heads;
  for (const std::string_view name : names) heads.push_back(f.say(name));
  return rows.empty() ? "" : heading + filled_table(heads, rows);
}

}  // namespace

std::string gate_table(const Figures& f, const std::string& list, std::string_view name) {
  constexpr size_t most = 30;  // a page; large buildings have hundreds of doors
  std::vector<std::pair<double, std::string>> used;
  for (size_t i = 0; i < f.count(list); ++i) {
    const std::string gate = fmt::format("{}/{}", list, i);
    const double people = f.number(gate + "/people");
    if (people > 0 || list != "/doors") used.emplace_back(people, gate);
  }
  const size_t all = used.size();
  // In the summary's order, those that fewest used left out.
  std::vector<size_t> order(all);
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::greater(), [&](size_t i) { return used[i].first; });
  order.resize(std::min(most, all));
  std::ranges::sort(order);
  std::vector<Row> rows;
  for (const size_t i : order) {
    const std::string& gate = used[i].second;
    rows.push_back({f.text(gate + "/name"), f.value(gate + "/width_m", "{:.2f}", " m"), f.value(gate + "/people"),
                    f.time(gate + "/first_s"), f.time(gate + "/last_s"),
                    f.value(gate + "/mean_flow_per_s", "{:.2f}", " /s"),
                    f.value(gate + "/peak_flow_per_s", "{:.2f}", " /s")});
  }
  std::string out =
      section(f, f.heading(name), {"Name", "Width", "People", "First", "Last", "Mean flow", "Peak flow"}, rows);
  if (all > rows.size())
    out +=
        fmt::format("<p class=\"small\">{}: {} / {}. {}</p>\n", escaped(f.say("The most used of all that were used")),
                    rows.size(), all, escaped(f.say("summary.json has all of them.")));
  if (list == "/exits" && f.count("/muster_points") > 0)
    out += "<p class=\"small\">" + escaped(f.say("Who reaches a muster point is counted there, not at an exit.")) +
           "</p>\n";
  return out;
}

std::string haven_tables(const Figures& f) {
  // Arrivals in refuges are not timed, muster points have room for all.
  const auto haven = [&](const std::string& at) -> Row {
    return {f.text(at + "/name"), f.value(at + "/people"), f.value(at + "/capacity"), f.time(at + "/first_s"),
            f.time(at + "/last_s")};
  };
  const std::vector<std::string_view> names = {"Name", "People", "Capacity", "First", "Last"};
  return section(f, f.heading("Muster points"), names, rows_of(f, "/muster_points", haven)) +
         section(f, f.heading("Refuges"), names, rows_of(f, "/refuges", haven));
}

std::string closure_table(const Figures& f) {
  const std::vector<Row> rows = rows_of(f, "/events", [&](const std::string& event) -> Row {
    return {f.time(event + "/at_s"), f.told_at(event + "/what"), f.value(event + "/affected"),
            f.value(event + "/rerouted"), f.value(event + "/waiting")};
  });
  return section(f, f.heading("What shut or opened"),
                 {"Time", "Event", "People whose way it changed", "found another way", "had none then"}, rows);
}

std::string lift_table(const Figures& f) {
  const std::vector<Row> rows = rows_of(f, "/lifts", [&](const std::string& lift) -> Row {
    return {f.text(lift + "/name"),        f.value(lift + "/trips"),     f.value(lift + "/people"),
            f.time(lift + "/mean_wait_s"), f.time(lift + "/max_wait_s"), f.value(lift + "/waiting")};
  });
  return section(f, f.heading("Lifts"),
                 {"Name", "Rides with people", "People", "Mean wait", "Longest wait", "Still waiting at the end"},
                 rows);
}

std::string help_table(const Figures& f) {
  if (!f.has("/assistance")) return "";
  const std::string help = "/assistance";
  return section(f, f.heading("People who need help"),
                 {"People", "Out or in a refuge", "Nobody with them at the end", "Helpers there after (mean)",
                  "Brought to safety after (mean)"},
                 {{f.value(help + "/needed"), f.value(help + "/helped"), f.value(help + "/waiting"),
                   f.time(help + "/mean_fetch_s"), f.time(help + "/mean_total_s")}});
}

std::string held_table(const Figures& f) {
  const std::vector<Row> rows = rows_of(f, "/held", [&](const std::string& held) -> Row {
    const std::string link = f.text(held + "/link");
    return {f.value(held + "/people"),
            f.told_at(held + "/text"),
            f.text(held + "/storey"),
            link.empty() ? f.text(held + "/space") : link,
            fmt::format("({}, {}, {})", f.value(held + "/x", "{:.1f}"), f.value(held + "/y", "{:.1f}"),
                        f.value(held + "/z", "{:.1f}")),
            f.time(held + "/since_s")};
  });
  return section(f, f.heading("Who is still inside"), {"People", "Why", "Storey", "Place", "(x, y, z) [m]", "Since"},
                 rows);
}

std::string measurement_tables(const Figures& f) {
  const auto is = [&](const std::string& measure, std::string_view kind) {
    return f.at(measure + "/kind").get<std::string>() == kind;
  };
  const std::vector<Row> lines = rows_of(f, "/measures", [&](const std::string& at) -> Row {
    if (!is(at, "line")) return {};
    return {f.text(at + "/name"),
            f.value(at + "/length_m", "{:.2f}", " m"),
            f.value(at + "/forward"),
            f.value(at + "/backward"),
            f.time(at + "/first_s"),
            f.time(at + "/last_s"),
            f.value(at + "/mean_flow_per_s", "{:.2f}", " /s"),
            f.value(at + "/specific_flow_per_m_s", "{:.2f}", " /(m s)"),
            f.value(at + "/mean_speed_m_s", "{:.2f}", " m/s")};
  });
  const std::vector<Row> areas = rows_of(f, "/measures", [&](const std::string& at) -> Row {
    if (!is(at, "area")) return {};
    return {f.text(at + "/name"),
            f.value(at + "/area_m2", "{:.1f}", " m²"),
            f.value(at + "/mean_density_per_m2", "{:.2f}", " /m²"),
            f.value(at + "/max_density_per_m2", "{:.2f}", " /m²"),
            f.value(at + "/mean_voronoi_density_per_m2", "{:.2f}", " /m²"),
            f.value(at + "/max_voronoi_density_per_m2", "{:.2f}", " /m²"),
            f.value(at + "/mean_speed_m_s", "{:.2f}", " m/s")};
  });
  if (lines.empty() && areas.empty()) return "";
  return f.heading("Measurements") +
         section(f, f.part("Lines"),
                 {"Name", "Length", "Forward", "Backward", "First", "Last", "Mean flow", "Specific flow", "Mean speed"},
                 lines) +
         section(f, f.part("Areas"),
                 {"Name", "Area", "Mean density", "Highest density", "Mean density (Voronoi)",
                  "Highest density (Voronoi)", "Mean speed"},
                 areas);
}

}  // namespace muster::sim
