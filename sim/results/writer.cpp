#include "sim/results/writer.h"

#include "base/error.h"
#include "sim/results/analysis_file.h"
#include "sim/results/blast_file.h"
#include "sim/results/exposure_file.h"
#include "sim/results/given_smoke_file.h"
#include "sim/results/h5.h"
#include "sim/results/hazard_file.h"
#include "sim/results/layout.h"
#include "sim/results/model_file.h"
#include "sim/results/scene_file.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <functional>
#include <limits>
#include <mutex>
#include <string>
#include <thread>

#include <fmt/format.h>

namespace muster::results {

namespace {

using Clock = std::chrono::steady_clock;

/// Bytes that may wait for the writing thread: about 25 frames of 100 000 people.
constexpr size_t most_queued = 64 << 20;
/// [s] and share of the wall time so far between flushes; see the class.
constexpr double flush_every = 1, flush_share = 0.01;
/// Bytes after which a flush comes sooner, so that little is lost when a fast run fills the disk.
constexpr size_t flush_bytes = 16 << 20;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// The first `most` bytes, cut between characters of UTF-8.
std::string cut(std::string text, size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  text.resize(most);
  return text;
}

/// Positions are kept in millimetres as 32-bit integers: from (0, 0, 0) where that reaches, so that a file reads
/// naturally; from the grid's corner in whole kilometres for models in map coordinates.
std::array<double, 3> origin_of(const scene::Grid& grid) {
  auto start = [](double x0, int32_t n, double cell) {
    const bool far = std::max(std::abs(x0), std::abs(x0 + n * cell)) > layout::far_from_origin;
    return far ? std::floor(x0 / 1000) * 1000 : 0.0;
  };
  return {start(grid.x0, grid.nx, grid.cell), start(grid.y0, grid.ny, grid.cell), 0};
}

void write_meta(hid_t file, const RunInfo& info) {
  const h5::Group meta = h5::create_group(file, "meta");
  h5::write_attribute(meta, "format", std::string(layout::format));
  h5::write_attribute(meta, "version", layout::version);
  h5::write_attribute(meta, "title", info.title);
  h5::write_attribute(meta, "case_path", info.case_path);
  h5::write_attribute(meta, "seed", info.seed);
  h5::write_attribute(meta, "threads", int64_t{info.threads});
  h5::write_attribute(meta, "step_s", info.step);
  h5::write_attribute(meta, "until_s", info.until);
  h5::write_attribute(meta, "record_every_s", info.record_every);
  const Software program = software();
  h5::write_attribute(meta, "software", program.name);
  h5::write_attribute(meta, "software_version", program.version);
  h5::write_attribute(meta, "software_commit", program.commit);
  h5::write_attribute(meta, "software_build", program.build);

  h5::write_text(meta, "case", info.case_text);
  h5::write_texts(meta, "overrides", info.overrides);
  std::vector<std::string> paths, digests;
  for (const InputFile& input : info.inputs) {
    paths.push_back(input.path);
    digests.push_back(input.sha256);
  }
  const h5::Group inputs = h5::create_group(meta, "inputs");
  h5::write_texts(inputs, "path", paths);
  h5::write_texts(inputs, "sha256", digests);
  if (!info.site) return;
  const h5::Group site = h5::create_group(meta, "site");
  h5::write_attribute(site, "epsg", int64_t{info.site->epsg});
  h5::write_attribute(site, "easting_m", info.site->origin.x());
  h5::write_attribute(site, "northing_m", info.site->origin.y());
  h5::write_attribute(site, "y_axis_bearing_deg", info.site->bearing);
}

void write_muster_points(hid_t file, const std::vector<MusterPoint>& points) {
  const h5::Group group = h5::create_group(file, "muster_points");
  std::vector<std::string> names;
  std::vector<uint32_t> offset = {0}, cells;
  for (const MusterPoint& point : points) {
    names.push_back(point.name);
    cells.insert(cells.end(), point.cells.begin(), point.cells.end());
    offset.push_back(static_cast<uint32_t>(cells.size()));
  }
  h5::write_texts(group, "name", names);
  h5::write(group, "offset", offset, "1");
  h5::write(group, "cell", cells, "1");
  const h5::Group arrivals = h5::create_group(group, "arrivals");
  h5::create_growing(arrivals, "time", H5T_IEEE_F64LE, layout::crossing_chunk, false, "s");
  h5::create_growing(arrivals, "person", H5T_STD_U32LE, layout::crossing_chunk, false, "1");
  h5::create_growing(arrivals, "point", H5T_STD_U32LE, layout::crossing_chunk, false, "1");
}

/// Everything that grows later: nothing can be created once others read the file.
void create_growing(hid_t file, const RunInfo& info, const std::array<double, 3>& origin) {
  const h5::Group crowd = h5::create_group(file, "crowd");
  h5::write_attribute(crowd, "origin", std::span<const double>(origin));
  std::string states;
  for (const char* name : person_state_names) states += (states.empty() ? "" : " ") + std::string(name);
  h5::write_attribute(crowd, "states", states);
  h5::create_growing(crowd, "time", H5T_IEEE_F64LE, layout::frame_chunk, false, "s");
  h5::create_growing(crowd, "offset", H5T_STD_U64LE, layout::frame_chunk, false, "1");
  h5::create_growing(crowd, "id", H5T_STD_U32LE, layout::crowd_chunk, true, "1");
  for (const char* name : {"x", "y", "z"})
    h5::create_growing(crowd, name, H5T_STD_I32LE, layout::crowd_chunk, true, "mm");
  h5::create_growing(crowd, "speed", H5T_STD_U16LE, layout::crowd_chunk, true, "mm/s");
  h5::create_growing(crowd, "state", H5T_STD_U8LE, layout::crowd_chunk, true, "1");

  const h5::Group crossings = h5::create_group(file, "crossings");
  h5::create_growing(crossings, "time", H5T_IEEE_F64LE, layout::crossing_chunk, false, "s");
  h5::create_growing(crossings, "person", H5T_STD_U32LE, layout::crossing_chunk, false, "1");
  h5::create_growing(crossings, "gate", H5T_STD_U8LE, layout::crossing_chunk, false, "1");
  h5::create_growing(crossings, "index", H5T_STD_U32LE, layout::crossing_chunk, false, "1");
  h5::create_growing(crossings, "direction", H5T_STD_I8LE, layout::crossing_chunk, false, "1");

  const h5::Group events = h5::create_group(file, "events");
  h5::create_growing(events, "time", H5T_IEEE_F64LE, layout::event_chunk, false, "s");
  h5::create_growing(events, "kind", h5::text_type(layout::kind_bytes), layout::event_chunk, true, "text");
  h5::create_growing(events, "text", h5::text_type(layout::text_bytes), layout::event_chunk, true, "text");
  h5::create_growing(events, "person", H5T_STD_I64LE, layout::event_chunk, false, "1");

  const h5::Group people = h5::create_group(file, "people");
  h5::write_texts(people, "group_name", info.groups);
  h5::create_growing(people, "group", H5T_STD_U32LE, layout::crowd_chunk, true, "1");
  h5::create_growing(people, "speed", H5T_IEEE_F32LE, layout::crowd_chunk, true, "m/s");
  h5::create_growing(people, "radius", H5T_IEEE_F32LE, layout::crowd_chunk, true, "m");
  h5::create_growing(people, "premovement", H5T_IEEE_F32LE, layout::crowd_chunk, true, "s");
  h5::create_growing(people, "exit", H5T_STD_I32LE, layout::crowd_chunk, true, "1");
  h5::create_growing(people, "exit_time", H5T_IEEE_F32LE, layout::crowd_chunk, true, "s");
  h5::create_growing(people, "path_length", H5T_IEEE_F32LE, layout::crowd_chunk, true, "m");

  h5::create_growing(file, "summary", H5T_STD_U8LE, layout::summary_chunk, false, "text");
}

/// Appends a value or a row of values of T.
template <class T>
h5::Appender appender(hid_t parent, const char* name) {
  return {parent, name, h5::native<T>(), sizeof(T)};
}

}  // namespace

/// The file and what is done with it. Members without "thread" in their description belong to the writing thread.
class ResultsWriter::Impl {
 public:
  Impl(const std::filesystem::path& path, const RunInfo& info, const scene::Floors& floors, const scene::Model& model,
       const BlastTables& blasts);
  ~Impl();

  /// Hands work of about `bytes` to the writing thread; waits while too much is queued. Throws its error.
  void push(size_t bytes, std::function<void()> work);
  /// Waits until the queue is empty and flushed.
  void drain();
  /// drain(), then closes the file.
  void close();

  void write_frame(const Frame& frame);
  void write_event(const Event& event);
  void write_crossings(const std::vector<Crossing>& crossings);
  void write_arrivals(const std::vector<Arrival>& arrivals);
  void write_people(const std::vector<PersonRecord>& people);
  void write_summary(const std::string& json);

  double last_time = -std::numeric_limits<double>::infinity();  ///< [s] of the caller's last frame
  AnalysisColumns analysis;
  HazardColumns hazards;
  ExposureColumns exposure;

 private:
  struct Work {
    size_t bytes;
    std::function<void()> run;
  };

  void open();
  void loop();
  void flush_all();
  void stop_thread();
  [[noreturn]] void rethrow() const;
  int32_t millimetres(double metres, size_t axis, uint32_t person, double time) const;
  std::vector<h5::Appender*> appenders();

  std::filesystem::path path_;
  std::array<double, 3> origin_;
  h5::File file_;
  h5::Type kind_type_, text_type_;
  h5::Appender id_, x_, y_, z_, speed_, state_, offset_, time_;
  h5::Appender crossing_time_, crossing_person_, crossing_gate_, crossing_index_, crossing_direction_;
  h5::Appender arrival_time_, arrival_person_, arrival_point_;
  h5::Appender event_time_, event_kind_, event_text_, event_person_;
  h5::Appender group_, free_speed_, radius_, premovement_, exit_, exit_time_, path_length_;
  h5::Appender summary_;

  Clock::time_point opened_ = Clock::now(), flushed_ = Clock::now();
  size_t written_bytes_ = 0;  ///< since the last flush

  // Shared by the threads, under mutex_.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Work> queue_;
  size_t queued_bytes_ = 0;
  bool busy_ = false, flush_wanted_ = false, unflushed_ = false, stopping_ = false;
  std::string error_;
  std::thread thread_;
};

ResultsWriter::Impl::Impl(const std::filesystem::path& path, const RunInfo& info, const scene::Floors& floors,
                          const scene::Model& model, const BlastTables& blasts)
    : path_(path), origin_(origin_of(floors.grid)) {
  MUSTER_CHECK(info.record_every > 0, "{}", info.record_every);
  try {
    const h5::Lock lock;
    {
      const h5::File file = h5::create_file(path);
      write_meta(file, info);
      write_muster_points(file, info.muster_points);
      write_scene(file, floors);
      write_model(file, model);
      create_growing(file, info, origin_);
      create_analysis(file, info.analysis);
      write_given_smoke(file, info.given_smoke);
      create_hazards(file, info.hazards);
      write_blasts(file, blasts);
      create_exposure(file, info.harms);
      create_stays(file, info.stays);
      h5::check(H5Fflush(file, H5F_SCOPE_GLOBAL), "cannot write");
    }
    open();
  } catch (const ResultsError& error) {
    throw ResultsError(fmt::format("{}: {}", path.string(), error.what()));
  }
  thread_ = std::thread([this] { loop(); });
}

ResultsWriter::Impl::~Impl() {
  stop_thread();
  if (error_.empty()) return;
  // What could not be written must not be tried again by closing: the file would be marked as closed in order.
  for (h5::Appender* each : appenders()) each->abandon();
  hazards.abandon();
  file_.release();
}

/// Opens the file anew for one writer and many readers.
void ResultsWriter::Impl::open() {
  file_ = h5::open_file(path_, H5F_ACC_RDWR | H5F_ACC_SWMR_WRITE);
  kind_type_ = h5::text_type(layout::kind_bytes);
  text_type_ = h5::text_type(layout::text_bytes);
  id_ = appender<uint32_t>(file_, "crowd/id");
  x_ = appender<int32_t>(file_, "crowd/x");
  y_ = appender<int32_t>(file_, "crowd/y");
  z_ = appender<int32_t>(file_, "crowd/z");
  speed_ = appender<uint16_t>(file_, "crowd/speed");
  state_ = appender<uint8_t>(file_, "crowd/state");
  offset_ = appender<uint64_t>(file_, "crowd/offset");
  time_ = appender<double>(file_, "crowd/time");
  crossing_time_ = appender<double>(file_, "crossings/time");
  crossing_person_ = appender<uint32_t>(file_, "crossings/person");
  crossing_gate_ = appender<uint8_t>(file_, "crossings/gate");
  crossing_index_ = appender<uint32_t>(file_, "crossings/index");
  crossing_direction_ = appender<int8_t>(file_, "crossings/direction");
  arrival_time_ = appender<double>(file_, "muster_points/arrivals/time");
  arrival_person_ = appender<uint32_t>(file_, "muster_points/arrivals/person");
  arrival_point_ = appender<uint32_t>(file_, "muster_points/arrivals/point");
  event_time_ = appender<double>(file_, "events/time");
  event_kind_ = h5::Appender(file_, "events/kind", kind_type_, layout::kind_bytes);
  event_text_ = h5::Appender(file_, "events/text", text_type_, layout::text_bytes);
  event_person_ = appender<int64_t>(file_, "events/person");
  group_ = appender<uint32_t>(file_, "people/group");
  free_speed_ = appender<float>(file_, "people/speed");
  radius_ = appender<float>(file_, "people/radius");
  premovement_ = appender<float>(file_, "people/premovement");
  exit_ = appender<int32_t>(file_, "people/exit");
  exit_time_ = appender<float>(file_, "people/exit_time");
  path_length_ = appender<float>(file_, "people/path_length");
  analysis = AnalysisColumns(file_);
  hazards = HazardColumns(file_);
  exposure = ExposureColumns(file_);
  summary_ = appender<uint8_t>(file_, "summary");
  const uint64_t first_row = 0;
  offset_.append(&first_row, 1);
  flush_all();
}

/// In the order in which they must reach the file: what says how much there is comes last.
std::vector<h5::Appender*> ResultsWriter::Impl::appenders() {
  std::vector<h5::Appender*> columns = analysis.all();
  for (h5::Appender* column : hazards.all()) columns.push_back(column);
  for (h5::Appender* column : exposure.all()) columns.push_back(column);
  columns.insert(columns.end(), {&group_,
                                 &free_speed_,
                                 &radius_,
                                 &premovement_,
                                 &exit_,
                                 &exit_time_,
                                 &path_length_,
                                 &id_,
                                 &x_,
                                 &y_,
                                 &z_,
                                 &speed_,
                                 &state_,
                                 &offset_,
                                 &time_,
                                 &event_kind_,
                                 &event_text_,
                                 &event_person_,
                                 &event_time_,
                                 &crossing_person_,
                                 &crossing_gate_,
                                 &crossing_index_,
                                 &crossing_direction_,
                                 &crossing_time_,
                                 &arrival_person_,
                                 &arrival_point_,
                                 &arrival_time_,
                                 &summary_});
  return columns;
}

void ResultsWriter::Impl::flush_all() {
  for (h5::Appender* each : appenders()) each->flush();
  h5::check(H5Fflush(file_, H5F_SCOPE_LOCAL), "cannot write");
  flushed_ = Clock::now();
  written_bytes_ = 0;
}

void ResultsWriter::Impl::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    // Wait for work, for a wish to flush, or until what was written should reach the file.
    const double interval = std::max(flush_every, flush_share * seconds_since(opened_));
    const auto due = flushed_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(interval));
    const auto wake = [&] { return !queue_.empty() || flush_wanted_ || stopping_; };
    if (unflushed_)
      changed_.wait_until(lock, due, wake);
    else
      changed_.wait(lock, wake);

    Work work{0, {}};
    if (!queue_.empty()) {
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    const bool last = queue_.empty();
    bool flush_now = Clock::now() >= due || (last && (flush_wanted_ || stopping_));
    if (last && !work.run && stopping_ && !unflushed_) return;

    busy_ = true;
    lock.unlock();
    std::string error;
    try {
      const h5::Lock library;
      if (work.run) work.run();
      written_bytes_ += work.bytes;
      flush_now = flush_now || written_bytes_ > flush_bytes || (time_.size() == 1 && work.run);
      if (flush_now) flush_all();
    } catch (const std::exception& caught) {
      error = fmt::format("{}: {}", path_.string(), caught.what());
    }
    lock.lock();
    busy_ = false;
    queued_bytes_ -= work.bytes;
    unflushed_ = !flush_now;
    if (flush_now && queue_.empty()) flush_wanted_ = false;
    if (!error.empty()) {
      error_ = error;
      queue_.clear();
      queued_bytes_ = 0;
    }
    changed_.notify_all();
    if (!error_.empty()) return;
  }
}

void ResultsWriter::Impl::rethrow() const { throw ResultsError(error_); }

void ResultsWriter::Impl::push(size_t bytes, std::function<void()> work) {
  std::unique_lock lock(mutex_);
  MUSTER_CHECK(!stopping_, "{} is finished", path_.string());
  changed_.wait(lock, [&] { return !error_.empty() || queue_.empty() || queued_bytes_ + bytes <= most_queued; });
  if (!error_.empty()) rethrow();
  queue_.push_back({bytes, std::move(work)});
  queued_bytes_ += bytes;
  changed_.notify_all();
}

void ResultsWriter::Impl::drain() {
  std::unique_lock lock(mutex_);
  if (stopping_) return;
  flush_wanted_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return !error_.empty() || (queue_.empty() && !busy_ && !flush_wanted_); });
  if (!error_.empty()) rethrow();
}

void ResultsWriter::Impl::stop_thread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void ResultsWriter::Impl::close() {
  stop_thread();
  if (!error_.empty()) rethrow();
  const h5::Lock lock;
  for (h5::Appender* each : appenders()) *each = {};
  if (H5Fclose(file_.release()) < 0) {
    error_ = "cannot close";
    h5::fail(path_.string() + ": cannot close");
  }
}

int32_t ResultsWriter::Impl::millimetres(double metres, size_t axis, uint32_t person, double time) const {
  const double value = std::round((metres - origin_[axis]) * layout::per_metre);
  if (!(std::abs(value) <= std::numeric_limits<int32_t>::max()))
    throw ResultsError(
        fmt::format("person {} is at {} = {} m at {} s, which cannot be kept", person, "xyz"[axis], metres, time));
  return static_cast<int32_t>(value);
}

void ResultsWriter::Impl::write_frame(const Frame& frame) {
  const size_t n = frame.size();
  const std::array<const std::vector<float>*, 3> metres = {&frame.x, &frame.y, &frame.z};
  // All values are checked before any is written, so that columns stay equally long.
  std::array<std::vector<int32_t>, 3> position;
  for (size_t axis = 0; axis < 3; ++axis) {
    position[axis].resize(n);
    for (size_t i = 0; i < n; ++i) position[axis][i] = millimetres((*metres[axis])[i], axis, frame.id[i], frame.time);
  }
  std::vector<uint16_t> speed(n);
  for (size_t i = 0; i < n; ++i) {
    const double value = std::round(static_cast<double>(frame.speed[i]) * layout::per_metre);
    if (!(value >= 0)) throw ResultsError(fmt::format("person {} has speed {} m/s", frame.id[i], frame.speed[i]));
    speed[i] = static_cast<uint16_t>(std::min<double>(value, std::numeric_limits<uint16_t>::max()));
  }

  id_.append(frame.id);
  x_.append(position[0]);
  y_.append(position[1]);
  z_.append(position[2]);
  speed_.append(speed);
  state_.append(frame.state);
  const uint64_t end = id_.size();
  offset_.append(&end, 1);
  time_.append(&frame.time, 1);
}

void ResultsWriter::Impl::write_event(const Event& event) {
  std::string kind = cut(event.kind, layout::kind_bytes), text = cut(event.text, layout::text_bytes);
  kind.resize(layout::kind_bytes);
  text.resize(layout::text_bytes);
  event_kind_.append(kind.data(), 1);
  event_text_.append(text.data(), 1);
  event_person_.append(&event.person, 1);
  event_time_.append(&event.time, 1);
}

void ResultsWriter::Impl::write_arrivals(const std::vector<Arrival>& arrivals) {
  for (const Arrival& arrival : arrivals) {
    arrival_time_.append(&arrival.time, 1);
    arrival_person_.append(&arrival.person, 1);
    arrival_point_.append(&arrival.point, 1);
  }
}

void ResultsWriter::Impl::write_crossings(const std::vector<Crossing>& crossings) {
  for (const Crossing& crossing : crossings) {
    crossing_person_.append(&crossing.person, 1);
    crossing_gate_.append(&crossing.gate, 1);
    crossing_index_.append(&crossing.index, 1);
    crossing_direction_.append(&crossing.direction, 1);
    crossing_time_.append(&crossing.time, 1);
  }
}

void ResultsWriter::Impl::write_people(const std::vector<PersonRecord>& people) {
  auto put = [&]<class T>(h5::Appender& column, T PersonRecord::*field) {
    std::vector<T> values;
    values.reserve(people.size());
    for (const PersonRecord& person : people) values.push_back(person.*field);
    column.replace(values.data(), values.size());
  };
  put(group_, &PersonRecord::group);
  put(free_speed_, &PersonRecord::speed);
  put(radius_, &PersonRecord::radius);
  put(premovement_, &PersonRecord::premovement);
  put(exit_, &PersonRecord::exit);
  put(exit_time_, &PersonRecord::exit_time);
  put(path_length_, &PersonRecord::path_length);
}

void ResultsWriter::Impl::write_summary(const std::string& json) { summary_.append(json.data(), json.size()); }

ResultsWriter::ResultsWriter(const std::filesystem::path& path, const RunInfo& info, const scene::Floors& floors,
                             const scene::Model& model, const BlastTables& blasts)
    : impl_(std::make_unique<Impl>(path, info, floors, model, blasts)) {}

ResultsWriter::~ResultsWriter() = default;

void ResultsWriter::frame(Frame&& frame) {
  const size_t n = frame.size();
  MUSTER_CHECK(frame.x.size() == n && frame.y.size() == n && frame.z.size() == n && frame.speed.size() == n &&
                   frame.state.size() == n,
               "{} ids, {} x, {} y, {} z, {} speeds, {} states", n, frame.x.size(), frame.y.size(), frame.z.size(),
               frame.speed.size(), frame.state.size());
  MUSTER_CHECK(frame.time > impl_->last_time, "{} s after {} s", frame.time, impl_->last_time);
  impl_->last_time = frame.time;
  constexpr size_t row_bytes = sizeof(uint32_t) + 4 * sizeof(float) + 1;
  impl_->push(n * row_bytes + sizeof(Frame),
              [impl = impl_.get(), moved = std::move(frame)] { impl->write_frame(moved); });
}

void ResultsWriter::event(Event event) {
  const size_t bytes = sizeof(Event) + event.text.size();
  impl_->push(bytes, [impl = impl_.get(), moved = std::move(event)] { impl->write_event(moved); });
}

void ResultsWriter::crossing(const Crossing& crossing) { crossings({crossing}); }

void ResultsWriter::crossings(std::vector<Crossing> crossings) {
  if (crossings.empty()) return;
  const size_t bytes = crossings.size() * sizeof(Crossing);
  impl_->push(bytes, [impl = impl_.get(), moved = std::move(crossings)] { impl->write_crossings(moved); });
}

void ResultsWriter::arrivals(std::vector<Arrival> arrivals) {
  if (arrivals.empty()) return;
  const size_t bytes = arrivals.size() * sizeof(Arrival);
  impl_->push(bytes, [impl = impl_.get(), moved = std::move(arrivals)] { impl->write_arrivals(moved); });
}

void ResultsWriter::people(std::vector<PersonRecord> people) {
  const size_t bytes = people.size() * sizeof(PersonRecord);
  impl_->push(bytes, [impl = impl_.get(), moved = std::move(people)] { impl->write_people(moved); });
}

void ResultsWriter::squares(std::vector<SquareRecord> squares) {
  const size_t bytes = squares.size() * sizeof(SquareRecord);
  impl_->push(bytes, [impl = impl_.get(), moved = std::move(squares)] { impl->analysis.squares(moved); });
}

void ResultsWriter::areas(std::vector<AreaRecord> areas) {
  if (areas.empty()) return;
  const size_t bytes = areas.size() * sizeof(AreaRecord);
  impl_->push(bytes, [impl = impl_.get(), moved = std::move(areas)] { impl->analysis.areas(moved); });
}

void ResultsWriter::lines(std::vector<LineRecord> lines) {
  if (lines.empty()) return;
  const size_t bytes = lines.size() * sizeof(LineRecord);
  impl_->push(bytes, [impl = impl_.get(), moved = std::move(lines)] { impl->analysis.lines(moved); });
}

void ResultsWriter::hazards(HazardFrame frame) {
  size_t bytes = (frame.concentration.size() + frame.flux.size()) * sizeof(float) + frame.volume.gas.size() +
                 frame.volume.smoke.size();
  for (const std::vector<float>& field : frame.fields) bytes += field.size() * sizeof(float);
  impl_->push(bytes, [impl = impl_.get(), moved = std::move(frame)] { impl->hazards.frame(moved); });
}

void ResultsWriter::hazard_totals(HazardTotals totals) {
  const size_t bytes = (3 * totals.peak.size() + totals.peak_flux.size() + 2 * totals.dose.size()) * sizeof(float);
  impl_->push(bytes, [impl = impl_.get(), moved = std::move(totals)] { impl->hazards.totals(moved); });
}

void ResultsWriter::doses(PeopleDoses doses) {
  const size_t bytes = doses.peak.size() * (2 * sizeof(float) + sizeof(double));
  impl_->push(bytes, [impl = impl_.get(), moved = std::move(doses)] { impl->exposure.doses(moved); });
}

void ResultsWriter::stays(StayTables stays) {
  const size_t bytes = (stays.load.size() + stays.tenable.size()) * sizeof(float);
  impl_->push(bytes, [impl = impl_.get(), moved = std::move(stays)] { impl->exposure.stays(moved); });
}

void ResultsWriter::flush() { impl_->drain(); }

void ResultsWriter::finish(const Summary& summary) {
  impl_->push(0, [impl = impl_.get(), json = to_json(summary)] { impl->write_summary(json); });
  impl_->close();
}

}  // namespace muster::results
