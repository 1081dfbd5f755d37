#include "sim/results/analysis_file.h"

#include "sim/results/frame.h"
#include "sim/results/layout.h"

#include <algorithm>

#include <fmt/format.h>

namespace muster::results {

namespace {

// Each table calls `see(name, units, where)` for its columns: `where` finds the value in a record.

template <class See>
void square_columns(const See& see) {
  see(
      "x", "m", [](auto& s) -> auto& { return s.x; });
  see(
      "y", "m", [](auto& s) -> auto& { return s.y; });
  see(
      "z", "m", [](auto& s) -> auto& { return s.z; });
  see(
      "storey", "1", [](auto& s) -> auto& { return s.storey; });
  see(
      "space", "1", [](auto& s) -> auto& { return s.space; });
  see(
      "stairs", "1", [](auto& s) -> auto& { return s.stairs; });
  see(
      "area", "m2", [](auto& s) -> auto& { return s.area; });
  see(
      "peak_density", "1/m2", [](auto& s) -> auto& { return s.peak_density; });
  see(
      "time_crowded", "s", [](auto& s) -> auto& { return s.crowded; });
  static constexpr std::array<const char*, 6> levels = {"time_level_A", "time_level_B", "time_level_C",
                                                        "time_level_D", "time_level_E", "time_level_F"};
  for (size_t l = 0; l < levels.size(); ++l)
    see(
        levels[l], "s", [l](auto& s) -> auto& { return s.level[l]; });
  see(
      "usage", "s", [](auto& s) -> auto& { return s.usage; });
  see(
      "mean_speed", "m/s", [](auto& s) -> auto& { return s.mean_speed; });
  see(
      "peak_crowd_pressure", "1/s2", [](auto& s) -> auto& { return s.peak_crowd_pressure; });
  see(
      "time_turbulent", "s", [](auto& s) -> auto& { return s.turbulent; });
  see(
      "peak_contact_pressure", "N/m", [](auto& s) -> auto& { return s.peak_contact_pressure; });
}

template <class See>
void area_columns(const See& see) {
  see(
      "measure", "1", [](auto& s) -> auto& { return s.measure; });
  see(
      "people", "1", [](auto& s) -> auto& { return s.people; });
  see(
      "density", "1/m2", [](auto& s) -> auto& { return s.density; });
  see(
      "voronoi_density", "1/m2", [](auto& s) -> auto& { return s.voronoi_density; });
  see(
      "speed", "m/s", [](auto& s) -> auto& { return s.speed; });
  see(
      "voronoi_speed", "m/s", [](auto& s) -> auto& { return s.voronoi_speed; });
  see(
      "time", "s", [](auto& s) -> auto& { return s.time; });
}

template <class See>
void line_columns(const See& see) {
  see(
      "person", "1", [](auto& s) -> auto& { return s.person; });
  see(
      "measure", "1", [](auto& s) -> auto& { return s.measure; });
  see(
      "direction", "1", [](auto& s) -> auto& { return s.direction; });
  see(
      "speed", "m/s", [](auto& s) -> auto& { return s.speed; });
  see(
      "time", "s", [](auto& s) -> auto& { return s.time; });
}

/// The type of what `of` finds in a Record.
template <class Record, class Of>
using ValueOf = std::remove_cvref_t<std::invoke_result_t<Of, Record&>>;

/// Types in the file: little-endian, whatever the machine.
template <class T>
hid_t stored() {
  if constexpr (std::is_same_v<T, double>)
    return H5T_IEEE_F64LE;
  else if constexpr (std::is_same_v<T, float>)
    return H5T_IEEE_F32LE;
  else if constexpr (std::is_same_v<T, uint8_t>)
    return H5T_STD_U8LE;
  else if constexpr (std::is_same_v<T, int8_t>)
    return H5T_STD_I8LE;
  else if constexpr (std::is_same_v<T, int16_t>)
    return H5T_STD_I16LE;
  else if constexpr (std::is_same_v<T, int32_t>)
    return H5T_STD_I32LE;
  else {
    static_assert(std::is_same_v<T, uint32_t>);
    return H5T_STD_U32LE;
  }
}

template <class Record>
auto creator(hid_t group) {
  return [group](const char* name, const char* units, auto of) {
    h5::create_growing(group, name, stored<ValueOf<Record, decltype(of)>>(), layout::analysis_chunk, true, units);
  };
}

template <class Record>
auto opener(hid_t group, std::vector<h5::Appender>& columns) {
  return [group, &columns](const char* name, const char*, auto of) {
    using T = ValueOf<Record, decltype(of)>;
    columns.emplace_back(group, name, h5::native<T>(), sizeof(T));
  };
}

template <class Record>
auto appender(const std::vector<Record>& records, std::vector<h5::Appender>& columns, size_t& k) {
  return [&records, &columns, &k](const char*, const char*, auto of) {
    std::vector<ValueOf<Record, decltype(of)>> values;
    values.reserve(records.size());
    for (const Record& record : records) values.push_back(of(record));
    columns[k++].append(values);
  };
}

/// Reads as many rows as every column has.
template <class Record, class Columns>
std::vector<Record> read_table(hid_t group, bool live, const Columns& columns) {
  size_t count = SIZE_MAX;
  columns([&](const char* name, const char*, auto) {
    const h5::Dataset dataset = h5::open_dataset(group, name);
    if (live) h5::check(H5Drefresh(dataset), std::string("dataset '") + name + "' cannot be read again");
    count = std::min(count, h5::rows(dataset, name));
  });
  std::vector<Record> records(count);
  columns([&](const char* name, const char*, auto of) {
    const auto values = h5::read<ValueOf<Record, decltype(of)>>(group, name);
    for (size_t i = 0; i < std::min(count, values.size()); ++i) of(records[i]) = values[i];
  });
  return records;
}

void write_measures(hid_t group, const std::vector<MeasureInfo>& measures) {
  std::vector<std::string> names;
  std::vector<uint8_t> kinds;
  std::vector<double> sizes, points;
  std::vector<float> heights;
  std::vector<uint32_t> offsets = {0};
  for (const MeasureInfo& m : measures) {
    names.push_back(m.name);
    kinds.push_back(static_cast<uint8_t>(m.kind));
    sizes.push_back(m.size);
    heights.push_back(m.z);
    for (const auto& p : m.outline) points.insert(points.end(), p.begin(), p.end());
    offsets.push_back(static_cast<uint32_t>(points.size() / 2));
  }
  h5::write_texts(group, "name", names);
  h5::write(group, "kind", kinds, "1");
  h5::write(group, "size", sizes, "m2 or m");
  h5::write(group, "z", heights, "m");
  h5::write(group, "offset", offsets, "1");
  h5::write(group, "outline", points, "m", 2);
}

std::vector<MeasureInfo> read_measures(hid_t group) {
  const auto names = h5::read_texts(group, "name");
  const auto kinds = h5::read<uint8_t>(group, "kind");
  const auto sizes = h5::read<double>(group, "size"), points = h5::read<double>(group, "outline", 2);
  const auto heights = h5::read<float>(group, "z");
  const auto offsets = h5::read<uint32_t>(group, "offset");
  const size_t n = names.size();
  if (kinds.size() != n || sizes.size() != n || heights.size() != n || offsets.size() != n + 1)
    throw ResultsError("/measures: columns differ in length");
  std::vector<MeasureInfo> measures;
  for (size_t i = 0; i < n; ++i) {
    MeasureInfo m{names[i], static_cast<MeasureInfo::Kind>(kinds[i]), sizes[i], {}, heights[i]};
    if (kinds[i] > 1 || offsets[i] > offsets[i + 1] || 2 * size_t{offsets[i + 1]} > points.size())
      throw ResultsError("/measures/offset points at nothing");
    for (size_t k = offsets[i]; k < offsets[i + 1]; ++k) m.outline.push_back({points[2 * k], points[2 * k + 1]});
    measures.push_back(std::move(m));
  }
  return measures;
}

}  // namespace

void create_analysis(hid_t file, const AnalysisInfo& info) {
  const h5::Group fields = h5::create_group(file, "fields");
  h5::write_attribute(fields, "square", info.square);
  h5::write_attribute(fields, "every_s", info.every);
  h5::write_attribute(fields, "crowded_per_m2", info.crowded);
  square_columns(creator<SquareRecord>(fields));
  const h5::Group measures = h5::create_group(file, "measures");
  write_measures(measures, info.measures);
  area_columns(creator<AreaRecord>(h5::create_group(measures, "areas")));
  line_columns(creator<LineRecord>(h5::create_group(measures, "lines")));
}

AnalysisTables read_analysis(hid_t file, bool live) {
  AnalysisTables tables;
  // Absent in files of earlier builds.
  if (!h5::exists(file, "fields") || !h5::exists(file, "measures")) return tables;
  const h5::Group fields = h5::open_group(file, "fields"), measures = h5::open_group(file, "measures");
  tables.info.square = h5::read_number<double>(fields, "square");
  tables.info.every = h5::read_number<double>(fields, "every_s");
  tables.info.crowded = h5::read_number<double>(fields, "crowded_per_m2");
  tables.info.measures = read_measures(measures);
  tables.squares = read_table<SquareRecord>(fields, live, [](const auto& see) { square_columns(see); });
  tables.areas =
      read_table<AreaRecord>(h5::open_group(measures, "areas"), live, [](const auto& see) { area_columns(see); });
  tables.lines =
      read_table<LineRecord>(h5::open_group(measures, "lines"), live, [](const auto& see) { line_columns(see); });
  for (const AreaRecord& a : tables.areas)
    if (a.measure >= tables.info.measures.size()) throw ResultsError("/measures/areas/measure points at nothing");
  for (const LineRecord& l : tables.lines)
    if (l.measure >= tables.info.measures.size()) throw ResultsError("/measures/lines/measure points at nothing");
  return tables;
}

AnalysisColumns::AnalysisColumns(hid_t file) {
  const h5::Group fields = h5::open_group(file, "fields"), areas = h5::open_group(file, "measures/areas"),
                  lines = h5::open_group(file, "measures/lines");
  square_columns(opener<SquareRecord>(fields, square_));
  area_columns(opener<AreaRecord>(areas, area_));
  line_columns(opener<LineRecord>(lines, line_));
}

void AnalysisColumns::squares(const std::vector<SquareRecord>& squares) {
  size_t k = 0;
  square_columns(results::appender(squares, square_, k));
}

void AnalysisColumns::areas(const std::vector<AreaRecord>& areas) {
  size_t k = 0;
  area_columns(results::appender(areas, area_, k));
}

void AnalysisColumns::lines(const std::vector<LineRecord>& lines) {
  size_t k = 0;
  line_columns(results::appender(lines, line_, k));
}

std::vector<h5::Appender*> AnalysisColumns::all() {
  std::vector<h5::Appender*> columns;
  for (std::vector<h5::Appender>* table : {&square_, &area_, &line_})
    for (h5::Appender& column : *table) columns.push_back(&column);
  return columns;
}

}  // namespace muster::results
