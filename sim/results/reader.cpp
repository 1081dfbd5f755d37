#include "sim/results/reader.h"

#include "base/error.h"
#include "sim/results/analysis_file.h"
#include "sim/results/exposure_file.h"
#include "sim/results/given_smoke_file.h"
#include "sim/results/h5.h"
#include "sim/results/hazard_file.h"
#include "sim/results/layout.h"
#include "sim/results/model_file.h"
#include "sim/results/scene_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <new>

#include <fmt/format.h>

namespace muster::results {

namespace {

/// What the first bytes of an HDF5 file say (File Format Specification 3.0, II.A, superblock version 2 and 3).
struct Superblock {
  bool hdf5 = false;
  bool writing = false;         ///< opened for writing and not closed in order
  bool shared_writing = false;  ///< the same, for one writer and many readers
  uint64_t end = 0;             ///< size that the file should have; 0 unknown
};

Superblock read_superblock(const std::filesystem::path& path) {
  std::array<unsigned char, 48> bytes{};
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  static constexpr std::array<unsigned char, 8> signature = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  Superblock block;
  block.hdf5 = file.gcount() >= 8 && std::equal(signature.begin(), signature.end(), bytes.begin());
  const bool has_flags = block.hdf5 && file.gcount() == 48 && bytes[8] >= 2 && bytes[9] == 8;
  if (!has_flags) return block;
  block.writing = (bytes[11] & 1) != 0;
  block.shared_writing = (bytes[11] & 4) != 0;
  for (size_t i = 0; i < 8; ++i) block.end |= uint64_t{bytes[28 + i]} << (8 * i);
  return block;
}

/// Opens the file whatever state it is in; `live` says that it may still grow.
h5::File open_results(const std::filesystem::path& path, bool& live) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) throw ResultsError("there is no such file");
  if (std::filesystem::is_directory(path, error)) throw ResultsError("is a folder, not a results file");
  if (!std::ifstream(path, std::ios::binary)) throw ResultsError("cannot be read (permission?)");
  const Superblock block = read_superblock(path);
  if (!block.hdf5) throw ResultsError("is not a results file (not HDF5)");
  live = block.shared_writing;
  if (block.writing && !block.shared_writing)
    throw ResultsError("is just being created, or its run ended before anything was recorded");
  const uint64_t size = std::filesystem::file_size(path, error);
  if (!live && block.end > size)
    throw ResultsError(fmt::format("is cut short: {} of {} bytes are there", size, block.end));
  return h5::open_file(path, H5F_ACC_RDONLY | (live ? H5F_ACC_SWMR_READ : 0u));
}

/// None in files of earlier builds.
std::vector<MusterPoint> read_muster_points(hid_t file) {
  std::vector<MusterPoint> points;
  if (!h5::exists(file, "muster_points")) return points;
  const h5::Group group = h5::open_group(file, "muster_points");
  const std::vector<std::string> names = h5::read_texts(group, "name");
  const auto offset = h5::read<uint32_t>(group, "offset"), cells = h5::read<uint32_t>(group, "cell");
  if (offset.size() != names.size() + 1 || offset.back() > cells.size() ||
      !std::is_sorted(offset.begin(), offset.end()))
    throw ResultsError("/muster_points makes no sense");
  for (size_t k = 0; k < names.size(); ++k)
    points.push_back({names[k], {cells.begin() + offset[k], cells.begin() + offset[k + 1]}});
  return points;
}

RunInfo read_info(hid_t file, Software& program) {
  const h5::Group meta = h5::open_group(file, "meta");
  RunInfo info;
  info.title = h5::read_text(meta, "title");
  info.case_path = h5::read_text(meta, "case_path");
  info.case_text = h5::read_text_dataset(meta, "case");
  // Absent in files of the first builds.
  if (h5::exists(meta, "overrides")) info.overrides = h5::read_texts(meta, "overrides");
  info.seed = h5::read_number<uint64_t>(meta, "seed");
  info.threads = h5::read_number<uint32_t>(meta, "threads");
  info.step = h5::read_number<double>(meta, "step_s");
  info.until = h5::read_number<double>(meta, "until_s");
  info.record_every = h5::read_number<double>(meta, "record_every_s");
  if (!(info.record_every > 0)) throw ResultsError("/meta: record_every_s is not positive");
  program.name = h5::read_text(meta, "software");
  program.version = h5::read_text(meta, "software_version");
  program.commit = h5::read_text(meta, "software_commit");
  program.build = h5::read_text(meta, "software_build");
  const h5::Group inputs = h5::open_group(meta, "inputs");
  const auto paths = h5::read_texts(inputs, "path"), digests = h5::read_texts(inputs, "sha256");
  for (size_t i = 0; i < std::min(paths.size(), digests.size()); ++i) info.inputs.push_back({paths[i], digests[i]});
  info.groups = h5::read_texts(file, "people/group_name");
  if (h5::exists(meta, "site")) {
    const h5::Group site = h5::open_group(meta, "site");
    info.site = scene::Site{h5::read_number<int>(site, "epsg"),
                            {h5::read_number<double>(site, "easting_m"), h5::read_number<double>(site, "northing_m")},
                            h5::read_number<double>(site, "y_axis_bearing_deg")};
  }
  info.muster_points = read_muster_points(file);
  return info;
}

void check_format(hid_t file) {
  if (!h5::exists(file, "meta") || H5Aexists_by_name(file, "meta", "format", H5P_DEFAULT) <= 0)
    throw ResultsError("is an HDF5 file of something else (no /meta with a format)");
  const h5::Group meta = h5::open_group(file, "meta");
  const std::string format = h5::read_text(meta, "format");
  if (format != layout::format)
    throw ResultsError(fmt::format("is of the format '{}', not '{}'", format, layout::format));
  const auto version = h5::read_number<int64_t>(meta, "version");
  if (version > layout::version || version < 1)
    throw ResultsError(
        fmt::format("has version {} of the results format; this program reads up to version {}: use a newer one",
                    version, layout::version));
}

/// A dataset that may grow.
struct Column {
  std::string name;
  h5::Dataset dataset;

  Column() = default;
  Column(hid_t file, std::string path) : name(std::move(path)), dataset(h5::open_dataset(file, name)) {}
  size_t rows() const { return h5::rows(dataset, name); }
  void refresh() const { h5::check(H5Drefresh(dataset), "dataset '" + name + "' cannot be read again"); }
  template <class T>
  std::vector<T> read(size_t first, size_t count) const {
    std::vector<T> values(count);
    h5::read_rows(dataset, name, h5::native<T>(), first, count, 1, values.data());
    return values;
  }
};

}  // namespace

class ResultsReader::Impl {
 public:
  Impl(const std::filesystem::path& path, Part part);

  /// Calls `read()` with the library locked; adds the file's name to what it throws.
  template <class Read>
  auto guarded(const Read& read) const {
    const h5::Lock lock;
    try {
      return read();
    } catch (const ResultsError& error) {
      throw ResultsError(fmt::format("{}: {}", path.string(), error.what()));
    } catch (const std::bad_alloc&) {
      throw ResultsError(path.string() + ": is damaged, or too large for this machine's memory");
    } catch (const std::length_error&) {
      throw ResultsError(path.string() + ": is damaged");
    }
  }

  bool refresh();
  Frame frame(size_t index) const;
  std::vector<Crossing> crossings() const;
  std::vector<Arrival> arrivals() const;
  std::vector<Event> events() const;
  std::vector<PersonRecord> people() const;
  AnalysisTables analysis() const { return read_analysis(file_, live_); }
  VolumeSample volume(size_t sample) const { return read_volume(file_, sample, live_); }
  FieldTables fields() const { return read_fields(file_, live_); }
  std::vector<float> field(const std::string& name, const std::array<size_t, 4>& first,
                           const std::array<size_t, 4>& count) const {
    return read_field(file_, name, first, count);
  }
  HazardTables hazards() const { return read_hazards(file_, live_); }
  HazardTables hazard_outline() const { return read_hazard_outline(file_, live_); }
  HazardFrame hazard_frame(const HazardGrid& grid, size_t index) const { return read_hazard_frame(file_, grid, index); }
  ExposureTables exposure() const { return read_exposure(file_); }
  scene::Model model() const { return read_model(file_); }
  GivenSmoke given_smoke() const { return read_given_smoke(file_, floors.size()); }
  std::string summary_json() const;

  std::filesystem::path path;
  int64_t version = layout::version;
  RunInfo info;
  Software program;
  scene::Floors floors;
  std::vector<double> times;
  std::vector<uint64_t> offsets = {0};  ///< one more than times

 private:
  void load_times();
  std::vector<float> metres(const Column& column, size_t axis, size_t first, size_t count) const;
  /// Rows that all the columns have.
  size_t common_rows(std::initializer_list<const char*> names, const char* group) const;
  /// A whole column that may have grown, as far as `count`.
  template <class T>
  std::vector<T> fresh(const std::string& name, size_t count) const {
    const Column column(file_, name);
    if (live_) column.refresh();
    return column.read<T>(0, count);
  }

  bool live_ = false;
  h5::File file_;
  std::array<double, 3> origin_{};
  Column id_, x_, y_, z_, speed_, state_, offset_, time_, summary_;
};

ResultsReader::Impl::Impl(const std::filesystem::path& file_path, Part part) : path(file_path) {
  guarded([&] {
    file_ = open_results(path, live_);
    check_format(file_);
    version = h5::read_number<int64_t>(h5::open_group(file_, "meta"), "version");
    info = read_info(file_, program);
    floors = read_scene(file_, part == Part::whole);
    const h5::Group crowd = h5::open_group(file_, "crowd");
    const h5::Attribute origin(h5::check(H5Aopen(crowd, "origin", H5P_DEFAULT), "no attribute 'origin' of /crowd"));
    const h5::Space space(h5::check(H5Aget_space(origin), "origin"));
    if (H5Sget_simple_extent_npoints(space) != 3) throw ResultsError("attribute 'origin' of /crowd is not a point");
    h5::check(H5Aread(origin, H5T_NATIVE_DOUBLE, origin_.data()), "attribute 'origin' of /crowd");
    id_ = {file_, "crowd/id"};
    x_ = {file_, "crowd/x"};
    y_ = {file_, "crowd/y"};
    z_ = {file_, "crowd/z"};
    speed_ = {file_, "crowd/speed"};
    state_ = {file_, "crowd/state"};
    offset_ = {file_, "crowd/offset"};
    time_ = {file_, "crowd/time"};
    summary_ = {file_, "summary"};
    load_times();
  });
}

/// Counts only frames of which every column has all rows.
void ResultsReader::Impl::load_times() {
  size_t rows = id_.rows();
  for (const Column* column : {&x_, &y_, &z_, &speed_, &state_}) rows = std::min(rows, column->rows());
  const size_t begun = std::min(time_.rows() + 1, offset_.rows()), known = offsets.size();
  if (begun <= known) return;
  const auto more = offset_.read<uint64_t>(known, begun - known);
  auto more_times = time_.read<double>(known - 1, begun - known);
  for (size_t i = 0; i < more.size() && more[i] <= rows; ++i) {
    const bool ordered = more[i] >= offsets.back() && (times.empty() || more_times[i] > times.back());
    if (!ordered || !std::isfinite(more_times[i])) throw ResultsError("/crowd/offset or /crowd/time is not ascending");
    offsets.push_back(more[i]);
    times.push_back(more_times[i]);
  }
}

bool ResultsReader::Impl::refresh() {
  if (!live_) return false;
  // What says how much there is comes first: the columns are at least as long by then.
  for (const Column* column : {&time_, &offset_, &id_, &x_, &y_, &z_, &speed_, &state_}) column->refresh();
  const size_t before = times.size();
  load_times();
  return times.size() > before;
}

std::vector<float> ResultsReader::Impl::metres(const Column& column, size_t axis, size_t first, size_t count) const {
  std::vector<float> values;
  values.reserve(count);
  for (const int32_t value : column.read<int32_t>(first, count))
    values.push_back(static_cast<float>(origin_[axis] + value / layout::per_metre));
  return values;
}

Frame ResultsReader::Impl::frame(size_t index) const {
  MUSTER_CHECK(index < times.size(), "frame {} of {}", index, times.size());
  const size_t first = offsets[index], count = offsets[index + 1] - first;
  Frame frame;
  frame.time = times[index];
  frame.id = id_.read<uint32_t>(first, count);
  frame.x = metres(x_, 0, first, count);
  frame.y = metres(y_, 1, first, count);
  frame.z = metres(z_, 2, first, count);
  for (const uint16_t value : speed_.read<uint16_t>(first, count))
    frame.speed.push_back(static_cast<float>(value / layout::per_metre));
  frame.state = state_.read<uint8_t>(first, count);
  return frame;
}

size_t ResultsReader::Impl::common_rows(std::initializer_list<const char*> names, const char* group) const {
  size_t count = SIZE_MAX;
  for (const char* name : names) {
    const Column column(file_, std::string(group) + "/" + name);
    if (live_) column.refresh();
    count = std::min(count, column.rows());
  }
  return count;
}

std::vector<Crossing> ResultsReader::Impl::crossings() const {
  const size_t n = common_rows({"time", "person", "gate", "index", "direction"}, "crossings");
  const auto time = fresh<double>("crossings/time", n);
  const auto person = fresh<uint32_t>("crossings/person", n), index = fresh<uint32_t>("crossings/index", n);
  const auto gate = fresh<uint8_t>("crossings/gate", n);
  const auto direction = fresh<int8_t>("crossings/direction", n);
  std::vector<Crossing> crossings;
  for (size_t i = 0; i < n; ++i) {
    const bool exit = gate[i] == static_cast<uint8_t>(Crossing::Gate::exit);
    if (gate[i] > 1 || index[i] >= (exit ? floors.exits.size() : floors.portals.size()))
      throw ResultsError("/crossings/index points at nothing");
    crossings.push_back({time[i], person[i], static_cast<Crossing::Gate>(gate[i]), index[i], direction[i]});
  }
  return crossings;
}

std::vector<Arrival> ResultsReader::Impl::arrivals() const {
  if (!h5::exists(file_, "muster_points") || !h5::exists(h5::open_group(file_, "muster_points"), "arrivals")) return {};
  const size_t n = common_rows({"time", "person", "point"}, "muster_points/arrivals");
  const auto time = fresh<double>("muster_points/arrivals/time", n);
  const auto person = fresh<uint32_t>("muster_points/arrivals/person", n),
             point = fresh<uint32_t>("muster_points/arrivals/point", n);
  std::vector<Arrival> arrivals;
  for (size_t i = 0; i < n; ++i) {
    if (point[i] >= info.muster_points.size()) throw ResultsError("/muster_points/arrivals/point points at nothing");
    arrivals.push_back({time[i], person[i], point[i]});
  }
  return arrivals;
}

std::vector<Event> ResultsReader::Impl::events() const {
  const size_t n = common_rows({"time", "person", "kind", "text"}, "events");
  const auto time = fresh<double>("events/time", n);
  const auto person = fresh<int64_t>("events/person", n);
  const auto kind = h5::read_texts(file_, "events/kind"), text = h5::read_texts(file_, "events/text");
  std::vector<Event> events;
  for (size_t i = 0; i < n; ++i) events.push_back({time[i], kind.at(i), text.at(i), person[i]});
  return events;
}

std::vector<PersonRecord> ResultsReader::Impl::people() const {
  const size_t n =
      common_rows({"group", "speed", "radius", "premovement", "exit", "exit_time", "path_length"}, "people");
  std::vector<PersonRecord> people(n);
  auto take = [&]<class T>(const char* name, T PersonRecord::*field) {
    const auto values = fresh<T>(std::string("people/") + name, n);
    for (size_t i = 0; i < n; ++i) people[i].*field = values[i];
  };
  take("group", &PersonRecord::group);
  take("speed", &PersonRecord::speed);
  take("radius", &PersonRecord::radius);
  take("premovement", &PersonRecord::premovement);
  take("exit", &PersonRecord::exit);
  take("exit_time", &PersonRecord::exit_time);
  take("path_length", &PersonRecord::path_length);
  return people;
}

std::string ResultsReader::Impl::summary_json() const {
  if (live_) summary_.refresh();
  const auto bytes = summary_.read<uint8_t>(0, summary_.rows());
  // Seen while it is being written, it lacks its end.
  const bool whole = bytes.size() >= 2 && bytes[bytes.size() - 2] == '}' && bytes.back() == '\n';
  return whole ? std::string(bytes.begin(), bytes.end()) : "";
}

ResultsReader::ResultsReader(const std::filesystem::path& path, Part part)
    : impl_(std::make_unique<Impl>(path, part)) {}
ResultsReader::~ResultsReader() = default;
ResultsReader::ResultsReader(ResultsReader&&) noexcept = default;
ResultsReader& ResultsReader::operator=(ResultsReader&&) noexcept = default;

const std::filesystem::path& ResultsReader::path() const { return impl_->path; }
int ResultsReader::version() const { return static_cast<int>(impl_->version); }
const RunInfo& ResultsReader::info() const { return impl_->info; }
const Software& ResultsReader::software() const { return impl_->program; }
const scene::Floors& ResultsReader::floors() const { return impl_->floors; }
const std::vector<double>& ResultsReader::times() const { return impl_->times; }

size_t ResultsReader::rows(size_t frame) const {
  MUSTER_CHECK(frame < frames(), "frame {} of {}", frame, frames());
  return impl_->offsets[frame + 1] - impl_->offsets[frame];
}

bool ResultsReader::refresh() {
  return impl_->guarded([&] { return impl_->refresh(); });
}

GivenSmoke ResultsReader::given_smoke() const {
  return impl_->guarded([&] { return impl_->given_smoke(); });
}

Frame ResultsReader::frame(size_t index) const {
  return impl_->guarded([&] { return impl_->frame(index); });
}

std::vector<Crossing> ResultsReader::crossings() const {
  return impl_->guarded([&] { return impl_->crossings(); });
}

std::vector<Arrival> ResultsReader::arrivals() const {
  return impl_->guarded([&] { return impl_->arrivals(); });
}

std::vector<Event> ResultsReader::events() const {
  return impl_->guarded([&] { return impl_->events(); });
}

std::vector<PersonRecord> ResultsReader::people() const {
  return impl_->guarded([&] { return impl_->people(); });
}

AnalysisTables ResultsReader::analysis() const {
  return impl_->guarded([&] { return impl_->analysis(); });
}

ExposureTables ResultsReader::exposure() const {
  return impl_->guarded([&] { return impl_->exposure(); });
}

scene::Model ResultsReader::model() const {
  return impl_->guarded([&] { return impl_->model(); });
}

HazardTables ResultsReader::hazards() const {
  return impl_->guarded([&] { return impl_->hazards(); });
}

HazardTables ResultsReader::hazard_outline() const {
  return impl_->guarded([&] { return impl_->hazard_outline(); });
}

HazardFrame ResultsReader::hazard_frame(const HazardGrid& grid, size_t index) const {
  return impl_->guarded([&] { return impl_->hazard_frame(grid, index); });
}

FieldTables ResultsReader::fields() const {
  return impl_->guarded([&] { return impl_->fields(); });
}

std::vector<float> ResultsReader::field(const std::string& name, const std::array<size_t, 4>& first,
                                        const std::array<size_t, 4>& count) const {
  return impl_->guarded([&] { return impl_->field(name, first, count); });
}

VolumeSample ResultsReader::volume(size_t sample) const {
  return impl_->guarded([&] { return impl_->volume(sample); });
}

std::string ResultsReader::summary_json() const {
  return impl_->guarded([&] { return impl_->summary_json(); });
}

bool ResultsReader::finished() const { return !summary_json().empty(); }

}  // namespace muster::results
