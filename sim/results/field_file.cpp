#include "sim/results/field_file.h"

#include "sim/results/frame.h"
#include "sim/results/layout.h"

#include <algorithm>
#include <array>

namespace muster::results {

namespace {

/// Cells of a brick along z, y and x: 64 kB, so that a place over all times and a plane at one time are both read fast.
constexpr std::array<hsize_t, 3> brick = {16, 32, 32};

std::string path_of(const std::string& name) { return "hazards/flow/" + name; }

std::array<hsize_t, 4> extent_of(hid_t dataset, const std::string& name) {
  const h5::Space space(h5::check(H5Dget_space(dataset), name));
  std::array<hsize_t, 4> extent{};
  if (H5Sget_simple_extent_ndims(space) != 4) throw ResultsError("/hazards/flow/" + name + " has not 4 dimensions");
  h5::check(H5Sget_simple_extent_dims(space, extent.data(), nullptr), name);
  return extent;
}

}  // namespace

void create_fields(hid_t hazards, const FieldGrid& grid) {
  if (grid.fields.empty() || grid.size() == 0) return;
  const h5::Group group = h5::create_group(hazards, "flow");
  h5::write(group, "x", grid.x, "m");
  h5::write(group, "y", grid.y, "m");
  h5::write(group, "z", grid.z, "m");
  h5::write(group, "solid", grid.solid, "1");
  std::vector<std::string> names, shown;
  for (const FieldInfo& field : grid.fields) names.push_back(field.name), shown.push_back(field.shown);
  h5::write_texts(group, "field", names);
  h5::write_texts(group, "shown", shown);
  const std::array<hsize_t, 4> none = {0, grid.z.size(), grid.y.size(), grid.x.size()},
                               most = {H5S_UNLIMITED, none[1], none[2], none[3]};
  std::array<hsize_t, 4> chunk = {1, 0, 0, 0};
  for (size_t a = 0; a < 3; ++a) chunk[a + 1] = std::min(brick[a], none[a + 1]);
  const h5::Space space(h5::check(H5Screate_simple(4, none.data(), most.data()), "flow"));
  const h5::Properties packed(h5::check(H5Pcreate(H5P_DATASET_CREATE), "flow"));
  h5::check(H5Pset_chunk(packed, 4, chunk.data()), "flow");
  h5::check(H5Pset_shuffle(packed), "flow");
  h5::check(H5Pset_deflate(packed, 1), "flow");
  for (const FieldInfo& field : grid.fields) {
    const h5::Dataset made(h5::check(
        H5Dcreate2(group, field.name.c_str(), H5T_IEEE_F32LE, space, H5P_DEFAULT, packed, H5P_DEFAULT), field.name));
    h5::write_attribute(made, "units", field.units);
  }
  h5::create_growing(group, "time", H5T_IEEE_F64LE, layout::frame_chunk, false, "s");
}

FieldTables read_fields(hid_t file, bool live) {
  FieldTables tables;
  if (!h5::exists(file, "hazards") || !h5::exists(h5::open_group(file, "hazards"), "flow")) return tables;
  const h5::Group group = h5::open_group(file, "hazards/flow");
  FieldGrid& grid = tables.grid;
  grid.x = h5::read<double>(group, "x"), grid.y = h5::read<double>(group, "y"), grid.z = h5::read<double>(group, "z");
  grid.solid = h5::read<uint8_t>(group, "solid");
  const auto names = h5::read_texts(group, "field"), shown = h5::read_texts(group, "shown");
  if (shown.size() != names.size() || grid.solid.size() != grid.size())
    throw ResultsError("/hazards/flow: columns differ in length");
  const h5::Dataset time = h5::open_dataset(group, "time");
  if (live) h5::check(H5Drefresh(time), "dataset 'time' cannot be read again");
  size_t times = h5::rows(time, "time");
  for (size_t f = 0; f < names.size(); ++f) {
    const h5::Dataset field = h5::open_dataset(group, names[f]);
    if (live) h5::check(H5Drefresh(field), "dataset '" + names[f] + "' cannot be read again");
    const std::array<hsize_t, 4> extent = extent_of(field, names[f]);
    if (extent[1] != grid.z.size() || extent[2] != grid.y.size() || extent[3] != grid.x.size())
      throw ResultsError("/hazards/flow/" + names[f] + " is not of its cells");
    times = std::min<size_t>(times, extent[0]);
    grid.fields.push_back({names[f], shown[f], h5::read_text(field, "units")});
  }
  tables.time.resize(times);
  h5::read_rows(time, "time", h5::native<double>(), 0, times, 1, tables.time.data());
  return tables;
}

std::vector<float> read_field(hid_t file, const std::string& name, const std::array<size_t, 4>& first,
                              const std::array<size_t, 4>& count) {
  const h5::Dataset field = h5::open_dataset(file, path_of(name));
  const std::array<hsize_t, 4> extent = extent_of(field, name);
  std::array<hsize_t, 4> from{}, size{};
  for (size_t a = 0; a < 4; ++a) {
    from[a] = first[a], size[a] = count[a];
    if (count[a] == 0 || first[a] > extent[a] || count[a] > extent[a] - first[a])
      throw ResultsError("/hazards/flow/" + name + ": a block outside of it");
  }
  std::vector<float> values(count[0] * count[1] * count[2] * count[3]);
  const h5::Space in_file(h5::check(H5Dget_space(field), name)),
      in_memory(h5::check(H5Screate_simple(4, size.data(), nullptr), name));
  h5::check(H5Sselect_hyperslab(in_file, H5S_SELECT_SET, from.data(), nullptr, size.data(), nullptr), name);
  h5::check(H5Dread(field, H5T_NATIVE_FLOAT, in_memory, in_file, H5P_DEFAULT, values.data()), name);
  return values;
}

FieldColumns::FieldColumns(hid_t hazards) {
  if (!h5::exists(hazards, "flow")) return;
  const h5::Group group = h5::open_group(hazards, "flow");
  for (const std::string& name : h5::read_texts(group, "field")) {
    fields_.push_back(h5::open_dataset(group, name));
    size_ = extent_of(fields_.back(), name);
  }
  time_ = h5::open_dataset(group, "time");
}

void FieldColumns::frame(const HazardFrame& frame) {
  if (frame.fields.empty() || fields_.empty()) return;
  const std::array<hsize_t, 4> first = {size_[0], 0, 0, 0}, one = {1, size_[1], size_[2], size_[3]};
  ++size_[0];
  const h5::Space in_memory(h5::check(H5Screate_simple(4, one.data(), nullptr), "flow"));
  for (size_t f = 0; f < fields_.size(); ++f) {
    h5::check(H5Dset_extent(fields_[f], size_.data()), "flow");
    const h5::Space in_file(h5::check(H5Dget_space(fields_[f]), "flow"));
    h5::check(H5Sselect_hyperslab(in_file, H5S_SELECT_SET, first.data(), nullptr, one.data(), nullptr), "flow");
    h5::check(H5Dwrite(fields_[f], H5T_NATIVE_FLOAT, in_memory, in_file, H5P_DEFAULT, frame.fields[f].data()), "flow");
    h5::check(H5Dflush(fields_[f]), "flow");
  }
  // The time last: it says how many there are.
  h5::check(H5Dset_extent(time_, size_.data()), "flow");
  const h5::Space in_file(h5::check(H5Dget_space(time_), "flow")), scalar(h5::check(H5Screate(H5S_SCALAR), "flow"));
  h5::check(H5Sselect_elements(in_file, H5S_SELECT_SET, 1, first.data()), "flow");
  h5::check(H5Dwrite(time_, H5T_NATIVE_DOUBLE, scalar, in_file, H5P_DEFAULT, &frame.time), "flow");
  h5::check(H5Dflush(time_), "flow");
}

void FieldColumns::abandon() {
  for (h5::Dataset& field : fields_) field.release();
  time_.release();
}

}  // namespace muster::results
