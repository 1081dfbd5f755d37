#include "sim/export/xdmf.h"

#include "base/markup.h"
#include "scene/model.h"
#include "sim/export/whole_file.h"
#include "sim/results/h5.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include <fmt/format.h>

namespace muster::sim {

namespace {

namespace h5 = results::h5;

/// The two files while they are written: arrays go into the HDF5 file, what describes them into a text.
class Xdmf {
 public:
  Xdmf(const std::filesystem::path& arrays, std::string shown_name)
      : file_(h5::create_file(arrays, H5F_LIBVER_EARLIEST)), shown_(std::move(shown_name)) {}

  template <class T>
  void write(const std::string& name, const std::vector<T>& values, const std::string& units) {
    h5::write(file_, name, values, units);
  }
  h5::Appender grow(const std::string& name, hid_t type, size_t size, const std::string& units) {
    constexpr size_t chunk = 65536;  // rows
    h5::create_growing(file_, name, type, chunk, true, units);
    return {file_, name, type, size};
  }

  /// Values [first, first + count) of an array of `total`; `shape` as XDMF is to see them.
  template <class T>
  std::string item(const std::string& name, size_t first, size_t count, size_t total, const std::string& shape) const {
    constexpr const char* kind = std::is_floating_point_v<T> ? "Float" : sizeof(T) == 1 ? "UChar" : "UInt";
    std::string all =
        fmt::format(R"(<DataItem Format="HDF" NumberType="{}" Precision="{}" Dimensions="{}">{}:/{}</DataItem>)", kind,
                    sizeof(T), first == 0 && count == total ? shape : std::to_string(total), escaped(shown_), name);
    if (first == 0 && count == total) return all;
    return fmt::format(R"(<DataItem ItemType="HyperSlab" Dimensions="{}" Type="HyperSlab">)"
                       R"(<DataItem Dimensions="3 1" Format="XML">{} 1 {}</DataItem>{}</DataItem>)",
                       shape, first, count, all);
  }
  void add(const std::string& text) { text_ += text; }
  std::string text() const {
    return "<?xml version=\"1.0\"?>\n<Xdmf Version=\"2.0\"><Domain>\n" + text_ + "</Domain></Xdmf>\n";
  }

 private:
  h5::File file_;
  std::string shown_, text_;
};

std::string attribute(const std::string& name, const char* centre, const std::string& item) {
  return fmt::format(R"(<Attribute Name="{}" AttributeType="Scalar" Center="{}">{}</Attribute>)", escaped(name), centre,
                     item);
}

std::string series(const char* name, const std::string& grids) {
  return fmt::format("<Grid Name=\"{}\" GridType=\"Collection\" CollectionType=\"Temporal\">\n{}</Grid>\n", name,
                     grids);
}

std::string timed(const char* name, double time, const std::string& content) {
  return fmt::format("<Grid Name=\"{}\"><Time Value=\"{}\"/>{}</Grid>\n", name, time, content);
}

void add_people(Xdmf& out, const results::ResultsReader& reader) {
  if (reader.frames() == 0) return;
  h5::Appender x = out.grow("people_x", H5T_NATIVE_FLOAT, 4, "m"), y = out.grow("people_y", H5T_NATIVE_FLOAT, 4, "m"),
               z = out.grow("people_z", H5T_NATIVE_FLOAT, 4, "m"),
               speed = out.grow("people_speed", H5T_NATIVE_FLOAT, 4, "m/s"),
               id = out.grow("people_id", H5T_NATIVE_UINT32, 4, "1"),
               state = out.grow("people_state", H5T_NATIVE_UINT8, 1, "1");
  std::vector<size_t> offset = {0};
  for (size_t k = 0; k < reader.frames(); ++k) {
    results::Frame frame = reader.frame(k);
    if (frame.id.empty()) {
      const scene::Floors& floors = reader.floors();
      const Vec2 corner(floors.grid.x0, floors.grid.y0);
      frame.id = {UINT32_MAX}, frame.state = {255}, frame.speed = {0};
      frame.x = {static_cast<float>(corner.x())}, frame.y = {static_cast<float>(corner.y())}, frame.z = {0};
    }
    x.append(frame.x), y.append(frame.y), z.append(frame.z);
    speed.append(frame.speed), id.append(frame.id), state.append(frame.state);
    offset.push_back(offset.back() + frame.id.size());
  }
  for (h5::Appender* each : {&x, &y, &z, &speed, &id, &state}) each->flush();
  std::string grids;
  for (size_t k = 0; k + 1 < offset.size(); ++k) {
    const size_t first = offset[k], count = offset[k + 1] - first, total = offset.back();
    const auto floats = [&](const char* name) {
      return out.item<float>(name, first, count, total, std::to_string(count));
    };
    std::string content = fmt::format(R"(<Topology TopologyType="Polyvertex" NumberOfElements="{}"/>)", count);
    content +=
        "<Geometry GeometryType=\"X_Y_Z\">" + floats("people_x") + floats("people_y") + floats("people_z") +
        "</Geometry>" + attribute("speed", "Node", floats("people_speed")) +
        attribute("id", "Node", out.item<uint32_t>("people_id", first, count, total, std::to_string(count))) +
        attribute("state", "Node", out.item<uint8_t>("people_state", first, count, total, std::to_string(count)));
    grids += timed("people", reader.times()[k], content);
  }
  out.add(series("people", grids));
}

/// Squares of the floors as quadrilaterals of their own corners; returns what describes them.
template <class Squares>
std::string add_squares(Xdmf& out, const std::string& name, const Squares& centres, double side) {
  std::vector<float> corners;
  std::vector<uint32_t> quads;
  for (const auto& [x, y, z] : centres)
    for (const auto& [dx, dy] : {std::pair(-0.5, -0.5), {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}}) {
      quads.push_back(static_cast<uint32_t>(quads.size()));
      for (const double v : {x + dx * side, y + dy * side, z}) corners.push_back(static_cast<float>(v));
    }
  out.write(name + "_corners", corners, "m");
  out.write(name + "_quads", quads, "1");
  return fmt::format(
      R"(<Topology TopologyType="Quadrilateral" NumberOfElements="{0}">{1}</Topology><Geometry GeometryType="XYZ">{2}</Geometry>)",
      centres.size(),
      out.item<uint32_t>(name + "_quads", 0, quads.size(), quads.size(), fmt::format("{} 4", centres.size())),
      out.item<float>(name + "_corners", 0, corners.size(), corners.size(), fmt::format("{} 3", quads.size())));
}

using Centres = std::vector<std::array<double, 3>>;

/// Middle of the square that holds a place: squares begin at the corner of the floors' grid.
std::array<double, 3> centre(const scene::Grid& grid, double side, double x, double y, float z) {
  const auto middle = [&](double at, double corner) {
    return corner + (std::floor((at - corner) / side) + 0.5) * side;
  };
  return {middle(x, grid.x0), middle(y, grid.y0), static_cast<double>(z)};
}

void add_hazards(Xdmf& out, const results::HazardTables& tables, const scene::Grid& floors) {
  const results::HazardGrid& grid = tables.grid;
  const size_t squares = grid.x.size(), frames = tables.frames.size();
  if (squares == 0) return;
  Centres centres;
  for (size_t s = 0; s < squares; ++s) centres.push_back(centre(floors, grid.square, grid.x[s], grid.y[s], grid.z[s]));
  const std::string shape = add_squares(out, "hazards", centres, grid.square);

  // One array for each field, one frame after the other.
  std::vector<std::string> contents(frames, shape);
  const auto in_time = [&](const std::string& array, const std::string& shown, const char* units, size_t part,
                           std::vector<float> results::HazardFrame::*values) {
    std::vector<float> all;
    for (const results::HazardFrame& frame : tables.frames) {
      const std::vector<float>& of = frame.*values;
      if (of.size() < (part + 1) * squares) return;
      const auto begin = of.begin() + static_cast<std::ptrdiff_t>(part * squares);
      all.insert(all.end(), begin, begin + static_cast<std::ptrdiff_t>(squares));
    }
    if (all.empty()) return;
    out.write(array, all, units);
    for (size_t k = 0; k < frames; ++k)
      contents[k] +=
          attribute(shown, "Cell", out.item<float>(array, k * squares, squares, all.size(), std::to_string(squares)));
  };
  for (size_t h = 0; h < grid.hazards.size(); ++h)
    in_time(fmt::format("concentration_{}", h), grid.hazards[h].name + " [volume fraction]", "1", h,
            &results::HazardFrame::concentration);
  for (size_t f = 0; f < grid.fires.size(); ++f)
    in_time(fmt::format("flux_{}", f), grid.fires[f].name + " [W/m2]", "W/m2", f, &results::HazardFrame::flux);
  in_time("extinction", "extinction [1/m]", "1/m", 0, &results::HazardFrame::extinction);
  in_time("monoxide", "carbon monoxide [volume fraction]", "1", 0, &results::HazardFrame::monoxide);
  std::string grids;
  for (size_t k = 0; k < frames; ++k) grids += timed("hazards", tables.frames[k].time, contents[k]);
  if (frames > 0) out.add(series("hazards", grids));

  std::string peaks = shape;
  const auto at_end = [&](const std::string& array, const std::string& shown, const char* units, size_t part,
                          const std::vector<float>& values) {
    if (values.size() < (part + 1) * squares) return;
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(part * squares);
    out.write(array, std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(squares)), units);
    peaks += attribute(shown, "Cell", out.item<float>(array, 0, squares, squares, std::to_string(squares)));
  };
  for (size_t h = 0; h < grid.hazards.size(); ++h)
    at_end(fmt::format("peak_concentration_{}", h), grid.hazards[h].name + ", highest [volume fraction]", "1", h,
           tables.totals.peak);
  at_end("peak_radiation", "highest radiation [W/m2]", "W/m2", 0, tables.totals.peak_radiation);
  at_end("dose", "radiant dose [(kW/m2)^(4/3) s]", "(kW/m2)^(4/3) s", 0, tables.totals.dose);
  if (peaks != shape) out.add("<Grid Name=\"peaks\">" + peaks + "</Grid>\n");
}

void add_crowding(Xdmf& out, const results::AnalysisTables& tables, const scene::Grid& floors) {
  const std::vector<results::SquareRecord>& squares = tables.squares;
  if (squares.empty()) return;
  Centres centres;
  for (const results::SquareRecord& s : squares) centres.push_back(centre(floors, tables.info.square, s.x, s.y, s.z));
  std::string content = add_squares(out, "crowding", centres, tables.info.square);
  const auto field = [&](const std::string& array, const char* shown, const char* units, const auto& of) {
    std::vector<float> values;
    for (const results::SquareRecord& s : squares) values.push_back(of(s));
    out.write(array, values, units);
    content += attribute(shown, "Cell",
                         out.item<float>(array, 0, values.size(), values.size(), std::to_string(values.size())));
  };
  field("peak_density", "peak density [1/m2]", "1/m2", [](const auto& s) { return s.peak_density; });
  field("crowded", "time crowded [s]", "s", [](const auto& s) { return s.crowded; });
  field("level_e_f", "time at levels E and F [s]", "s", [](const auto& s) { return s.level[4] + s.level[5]; });
  field("usage", "usage [person s]", "s", [](const auto& s) { return s.usage; });
  out.add("<Grid Name=\"crowding\">" + content + "</Grid>\n");
}

/// Of an even grid, its first edge and the distance of edges [m].
std::pair<double, double> edges_of(const std::vector<double>& centres) {
  const double apart =
      centres.size() > 1 ? (centres.back() - centres.front()) / static_cast<double>(centres.size() - 1) : 1;
  return {centres.front() - apart / 2, apart};
}

/// The fields of a large-eddy simulation stay where they are: the results file, named as from beside the text.
void add_fields(Xdmf& out, const results::ResultsReader& reader, const std::filesystem::path& folder) {
  const results::FieldTables tables = reader.fields();
  const results::FieldGrid& grid = tables.grid;
  if (tables.time.empty()) return;
  const std::string file = escaped(std::filesystem::proximate(reader.path(), folder).string());
  const size_t nx = grid.x.size(), ny = grid.y.size(), nz = grid.z.size();
  const auto [x, dx] = edges_of(grid.x);
  const auto [y, dy] = edges_of(grid.y);
  const auto [z, dz] = edges_of(grid.z);
  const std::string cells = fmt::format("{} {} {}", nz, ny, nx);
  const std::string mesh = fmt::format(
      R"(<Topology TopologyType="3DCoRectMesh" Dimensions="{} {} {}"/><Geometry GeometryType="ORIGIN_DXDYDZ">)"
      R"(<DataItem Dimensions="3" Format="XML" NumberType="Float" Precision="8">{} {} {}</DataItem>)"
      R"(<DataItem Dimensions="3" Format="XML" NumberType="Float" Precision="8">{} {} {}</DataItem></Geometry>)",
      nz + 1, ny + 1, nx + 1, z, y, x, dz, dy, dx);
  const std::string solid =
      fmt::format(R"(<Attribute Name="solid" AttributeType="Scalar" Center="Cell"><DataItem Format="HDF" )"
                  R"(NumberType="UChar" Precision="1" Dimensions="{}">{}:/hazards/flow/solid</DataItem></Attribute>)",
                  cells, file);
  std::string grids;
  for (size_t t = 0; t < tables.time.size(); ++t) {
    std::string content = mesh + solid;
    for (const results::FieldInfo& field : grid.fields)
      content += fmt::format(
          R"(<Attribute Name="{}" AttributeType="Scalar" Center="Cell"><DataItem ItemType="HyperSlab" Dimensions="{}" )"
          R"(Type="HyperSlab"><DataItem Dimensions="3 4" Format="XML">{} 0 0 0 1 1 1 1 1 {}</DataItem><DataItem )"
          R"(Format="HDF" NumberType="Float" Precision="4" Dimensions="{} {}">{}:/hazards/flow/{}</DataItem>)"
          R"(</DataItem></Attribute>)",
          escaped(field.shown), cells, t, cells, tables.time.size(), cells, file, field.name);
    grids += timed("flow", tables.time[t], content);
  }
  out.add(series("flow", grids));
}

void add_model(Xdmf& out, const scene::Model& model) {
  if (model.triangles.empty()) return;
  std::vector<float> vertices;
  std::vector<uint32_t> corners;
  std::vector<uint8_t> meaning;
  for (const auto& v : model.vertices)
    for (int axis = 0; axis < 3; ++axis) vertices.push_back(static_cast<float>(v[axis]));
  for (size_t t = 0; t < model.triangles.size(); ++t) {
    for (const auto corner : model.triangles[t].vertex) corners.push_back(corner);
    meaning.push_back(static_cast<uint8_t>(model.elements[model.triangles[t].element].meaning));
  }
  out.write("model_vertices", vertices, "m");
  out.write("model_triangles", corners, "1");
  out.write("model_meaning", meaning, "1");
  const size_t n = meaning.size();
  out.add(fmt::format(
      "<Grid Name=\"model\"><Topology TopologyType=\"Triangle\" NumberOfElements=\"{}\">{}</Topology><Geometry "
      "GeometryType=\"XYZ\">{}</Geometry>{}</Grid>\n",
      n, out.item<uint32_t>("model_triangles", 0, 3 * n, 3 * n, fmt::format("{} 3", n)),
      out.item<float>("model_vertices", 0, vertices.size(), vertices.size(), fmt::format("{} 3", vertices.size() / 3)),
      attribute("meaning", "Cell", out.item<uint8_t>("model_meaning", 0, n, n, std::to_string(n)))));
}

}  // namespace

std::vector<std::filesystem::path> export_xdmf(const results::ResultsReader& reader,
                                               const std::filesystem::path& path) {
  const std::filesystem::path arrays = std::filesystem::path(path).replace_extension(".xdmf.h5");
  WholeFile whole(arrays);
  std::string text;
  {
    const h5::Lock lock;
    Xdmf out(whole.temporary(), arrays.filename().string());
    add_people(out, reader);
    add_hazards(out, reader.hazards(), reader.floors().grid);
    add_crowding(out, reader.analysis(), reader.floors().grid);
    add_fields(out, reader, path.parent_path().empty() ? "." : path.parent_path());
    add_model(out, reader.model());
    text = out.text();
  }
  whole.keep();
  write_whole(path, text);
  return {path, arrays};
}

}  // namespace muster::sim
