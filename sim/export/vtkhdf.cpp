#include "sim/export/vtkhdf.h"

#include "sim/export/whole_file.h"
#include "sim/results/h5.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <span>
#include <string>

#include <fmt/format.h>

namespace muster::sim {

namespace {

namespace h5 = results::h5;

/// A field: one value a square.
struct Field {
  std::string name;
  std::function<float(size_t square)> value;
};

/// Squares of one kind, wherever they are.
struct Squares {
  double side = 0;  // [m]
  size_t count = 0;
  std::function<double(size_t)> x, y;  // [m] a place in each
  std::function<int(size_t)> storey;
  std::vector<Field> fields;
};

/// [squares] ParaView 5.11 cannot read images that are flat in any direction.
constexpr int64_t least_width = 2;

/// Columns and rows [low, high) of squares, counted from the corner of the floors' grid.
struct Extent {
  int64_t low[2] = {std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::max()};
  int64_t high[2] = {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::min()};

  size_t width(int axis) const { return static_cast<size_t>(high[axis] - low[axis]); }
};

void attribute(hid_t where, const char* name, hid_t type, const void* values, hsize_t count) {
  const h5::Space space(h5::check(H5Screate_simple(1, &count, nullptr), name));
  const h5::Attribute made(h5::check(H5Acreate2(where, name, type, space, H5P_DEFAULT, H5P_DEFAULT), name));
  h5::check(H5Awrite(made, type, values), name);
}

/// The kind of data, in ASCII of fixed length, as VTK's reader wants it.
void kind_attribute(hid_t where) {
  constexpr char kind[] = "ImageData";
  const h5::Type type(h5::check(H5Tcopy(H5T_C_S1), "a type"));
  h5::check(H5Tset_size(type, sizeof kind - 1), "a type");
  const h5::Space space(h5::check(H5Screate(H5S_SCALAR), "Type"));
  const h5::Attribute made(h5::check(H5Acreate2(where, "Type", type, space, H5P_DEFAULT, H5P_DEFAULT), "Type"));
  h5::check(H5Awrite(made, type, kind), "Type");
}

/// An image's points: how many in x, y, z, the first [m] and how far apart [m].
struct Points {
  std::array<size_t, 3> count;
  std::array<double, 3> origin, spacing;
};

void describe(hid_t root, const Points& points) {
  kind_attribute(root);
  const std::array<int, 2> version = {1, 0};
  attribute(root, "Version", H5T_NATIVE_INT, version.data(), version.size());
  std::array<int, 6> whole{};
  for (size_t a = 0; a < 3; ++a) whole[2 * a + 1] = static_cast<int>(points.count[a]) - 1;
  attribute(root, "WholeExtent", H5T_NATIVE_INT, whole.data(), whole.size());
  attribute(root, "Origin", H5T_NATIVE_DOUBLE, points.origin.data(), points.origin.size());
  attribute(root, "Spacing", H5T_NATIVE_DOUBLE, points.spacing.data(), points.spacing.size());
  const std::array<double, 9> direction = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  attribute(root, "Direction", H5T_NATIVE_DOUBLE, direction.data(), direction.size());
}

/// `values`: of every point, x fastest.
void write_values(hid_t where, const std::string& name, const Points& points, const std::vector<float>& values) {
  const std::array<hsize_t, 3> shape = {points.count[2], points.count[1], points.count[0]};
  const h5::Space space(h5::check(H5Screate_simple(3, shape.data(), nullptr), name));
  const h5::Properties packed(h5::check(H5Pcreate(H5P_DATASET_CREATE), name));
  h5::check(H5Pset_chunk(packed, 3, shape.data()), name);
  h5::check(H5Pset_deflate(packed, 1), name);
  const h5::Dataset made(
      h5::check(H5Dcreate2(where, name.c_str(), H5T_IEEE_F32LE, space, H5P_DEFAULT, packed, H5P_DEFAULT), name));
  h5::check(H5Dwrite(made, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), name);
}

class Images {
 public:
  Images(const scene::Floors& floors, const Squares& squares) : floors_(floors), squares_(squares) {}

  /// Where the squares of each storey lie.
  std::map<int, Extent> extents() const {
    std::map<int, Extent> of;
    for (size_t s = 0; s < squares_.count; ++s) {
      Extent& extent = of[squares_.storey(s)];
      for (int axis = 0; axis < 2; ++axis) {
        const int64_t at = place(s, axis);
        extent.low[axis] = std::min(extent.low[axis], at);
        extent.high[axis] = std::max({extent.high[axis], at + 1, extent.low[axis] + least_width});
      }
    }
    return of;
  }

  void write(const std::filesystem::path& path, int storey, const Extent& extent) const {
    WholeFile whole(path);
    {
      const h5::Lock lock;
      const h5::File file = h5::create_file(whole.temporary(), H5F_LIBVER_EARLIEST);
      const h5::Group root = h5::create_group(file, "VTKHDF");
      const Points points = points_of(storey, extent);
      describe(root, points);
      const h5::Group data = h5::create_group(root, "PointData");
      for (const Field& field : squares_.fields)
        write_values(data, field.name, points, values_of(field, storey, extent));
    }
    whole.keep();
  }

 private:
  int64_t place(size_t square, int axis) const {
    const double at = axis == 0 ? squares_.x(square) - floors_.grid.x0 : squares_.y(square) - floors_.grid.y0;
    return static_cast<int64_t>(std::floor(at / squares_.side));
  }

  /// [m] of a storey; of floors on none, the lowest of them.
  double height_of(int storey) const {
    if (storey >= 0) return floors_.storeys[static_cast<size_t>(storey)].z;
    float lowest = std::numeric_limits<float>::infinity();
    for (size_t c = 0; c < floors_.size(); ++c)
      if (floors_.storey[c] == storey) lowest = std::min(lowest, floors_.z[c]);
    return static_cast<double>(lowest);
  }

  Points points_of(int storey, const Extent& extent) const {
    const auto middle = [&](double corner, int axis) {
      return corner + (static_cast<double>(extent.low[axis]) + 0.5) * squares_.side;
    };
    return {{extent.width(0), extent.width(1), 2},
            {middle(floors_.grid.x0, 0), middle(floors_.grid.y0, 1), height_of(storey)},
            {squares_.side, squares_.side, squares_.side}};
  }

  /// Two equal layers.
  std::vector<float> values_of(const Field& field, int storey, const Extent& extent) const {
    std::vector<float> values(extent.width(0) * extent.width(1), std::numeric_limits<float>::quiet_NaN());
    for (size_t s = 0; s < squares_.count; ++s) {
      if (squares_.storey(s) != storey) continue;
      const auto column = static_cast<size_t>(place(s, 0) - extent.low[0]);
      const auto row = static_cast<size_t>(place(s, 1) - extent.low[1]);
      float& at = values[row * extent.width(0) + column];
      at = std::fmax(at, field.value(s));  // NaN gives way
    }
    std::vector<float> both = values;
    both.insert(both.end(), values.begin(), values.end());
    return both;
  }

  const scene::Floors& floors_;
  const Squares& squares_;
};

Squares crowding_of(const results::AnalysisTables& tables) {
  const std::vector<results::SquareRecord>& all = tables.squares;
  return {tables.info.square,
          all.size(),
          [&all](size_t s) { return all[s].x; },
          [&all](size_t s) { return all[s].y; },
          [&all](size_t s) { return static_cast<int>(all[s].storey); },
          {{"peak_density", [&all](size_t s) { return all[s].peak_density; }},
           {"crowded_s", [&all](size_t s) { return all[s].crowded; }},
           {"level_E_F_s", [&all](size_t s) { return all[s].level[4] + all[s].level[5]; }},
           {"usage_person_s", [&all](size_t s) { return all[s].usage; }}}};
}

Squares hazards_of(const results::HazardTables& tables) {
  const results::HazardGrid& grid = tables.grid;
  Squares squares{grid.square,
                  grid.x.size(),
                  [&grid](size_t s) { return grid.x[s]; },
                  [&grid](size_t s) { return grid.y[s]; },
                  [&grid](size_t s) { return static_cast<int>(grid.storey[s]); },
                  {}};
  const auto offer = [&](const std::string& name, const std::vector<float>& values, size_t part) {
    if (values.size() < (part + 1) * grid.x.size()) return;
    squares.fields.push_back({name, [&values, begin = part * grid.x.size()](size_t s) { return values[begin + s]; }});
  };
  for (size_t h = 0; h < grid.hazards.size(); ++h)
    offer(fmt::format("peak_concentration_{}", grid.hazards[h].name), tables.totals.peak, h);
  offer("peak_radiation_W_m2", tables.totals.peak_radiation, 0);
  offer("dose_TDU", tables.totals.dose, 0);
  // HDF5 would take a slash for a group.
  for (Field& field : squares.fields) std::ranges::replace(field.name, '/', '_');
  return squares;
}

/// The air that a large-eddy simulation stored, a file for each time.
std::vector<std::filesystem::path> write_air(const results::ResultsReader& reader, const std::filesystem::path& path) {
  const results::FieldTables tables = reader.fields();
  const results::FieldGrid& grid = tables.grid;
  std::vector<std::filesystem::path> files;
  if (tables.time.empty()) return files;
  const auto apart = [](const std::vector<double>& of) { return of.size() > 1 ? of[1] - of[0] : 1; };
  const Points points = {{grid.x.size(), grid.y.size(), grid.z.size()},
                         {grid.x.front(), grid.y.front(), grid.z.front()},
                         {apart(grid.x), apart(grid.y), apart(grid.z)}};
  for (size_t t = 0; t < tables.time.size(); ++t) {
    files.push_back(path.parent_path() / fmt::format("{}-flow-{:04}.hdf", path.stem().string(), t));
    std::vector<std::vector<float>> values;
    for (const results::FieldInfo& field : grid.fields) {
      values.push_back(reader.field(field.name, {t, 0, 0, 0}, {1, grid.z.size(), grid.y.size(), grid.x.size()}));
      for (size_t c = 0; c < grid.size(); ++c)
        if (grid.solid[c] != 0) values.back()[c] = std::numeric_limits<float>::quiet_NaN();
    }
    WholeFile whole(files.back());
    {
      const h5::Lock lock;
      const h5::File file = h5::create_file(whole.temporary(), H5F_LIBVER_EARLIEST);
      const h5::Group root = h5::create_group(file, "VTKHDF");
      describe(root, points);
      const h5::Group data = h5::create_group(root, "PointData");
      for (size_t f = 0; f < values.size(); ++f) write_values(data, grid.fields[f].name, points, values[f]);
    }
    whole.keep();
  }
  return files;
}

}  // namespace

std::vector<std::filesystem::path> export_vtkhdf(const results::ResultsReader& reader,
                                                 const std::filesystem::path& path) {
  const results::AnalysisTables analysis = reader.analysis();
  const results::HazardTables hazards = reader.hazards();
  std::vector<std::filesystem::path> files;
  for (const auto& [kind, squares] :
       {std::pair("crowding", crowding_of(analysis)), std::pair("hazards", hazards_of(hazards))}) {
    if (squares.fields.empty()) continue;
    const Images images(reader.floors(), squares);
    for (const auto& [storey, extent] : images.extents()) {
      files.push_back(path.parent_path() / fmt::format("{}-{}-{}.hdf", path.stem().string(), kind, storey + 1));
      images.write(files.back(), storey, extent);
    }
  }
  const std::vector<std::filesystem::path> air = write_air(reader, path);
  files.insert(files.end(), air.begin(), air.end());
  if (files.empty())
    throw results::ResultsError(reader.path().string() + ": has no fields over its floors (no run wrote them)");
  return files;
}

}  // namespace muster::sim
