#include "sim/export/pedpy.h"

#include "sim/export/outline.h"
#include "sim/export/whole_file.h"
#include "sim/results/h5.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace muster::sim {

namespace {

namespace h5 = results::h5;
using results::Frame;
using results::ResultsError;

/// [m] Least distance of a position from the outline: more than corner_cut, by which the outline may leave the cells.
constexpr double inset = 0.002;
/// Positions beside the cells are moved at most this many cells, 0.2 m where cells measure 0.1 m.
constexpr int32_t search_cells = 2;
/// Compressed, a chunk of 1.3 MB of 40-byte rows.
constexpr size_t chunk_rows = 32768;

/// A row of /trajectory.
struct Row {
  int64_t frame, id;
  double x, y, z;
};

/// The storeys as PedPy sees them: plans of their own.
class Plans {
 public:
  explicit Plans(const scene::Floors& floors);

  struct Plan {
    std::string name;
    Pieces pieces;
    std::vector<uint64_t> positions;  ///< [pieces] recorded on each
    int32_t chosen = -1;              ///< piece written
  };
  /// Where somebody is: plan and column; the column is -1 where there is no floor.
  struct Spot {
    size_t plan = 0;
    int32_t column = -1;
  };

  Spot locate(double x, double y, double z) const;
  int32_t piece(const Spot& spot) const { return plans[spot.plan].pieces.piece[static_cast<size_t>(spot.column)]; }
  /// The position moved into the cell of `spot` and off the outline of its piece.
  Vec2 inside(const Spot& spot, const Vec2& at) const;

  std::vector<Plan> plans;

 private:
  size_t plan_of(scene::CellId cell) const { return plan_of_cell_[static_cast<size_t>(cell)]; }

  const scene::Floors& floors_;
  std::vector<uint16_t> plan_of_cell_;
};

/// The storey of a cell; one that belongs to none counts to the highest storey whose floor is not above it.
size_t storey_of(const scene::Floors& floors, size_t cell) {
  if (floors.storey[cell] >= 0) return static_cast<size_t>(floors.storey[cell]);
  constexpr float tolerance = 0.3f;  // [m] floors are uneven, and lie below a storey's height by their finish
  size_t best = 0;
  for (size_t s = 0; s < floors.storeys.size(); ++s)
    if (floors.storeys[s].z <= static_cast<double>(floors.z[cell] + tolerance)) best = s;
  return best;
}

Plans::Plans(const scene::Floors& floors) : floors_(floors), plan_of_cell_(floors.size()) {
  const size_t count = std::max<size_t>(floors.storeys.size(), 1);
  std::vector<std::vector<uint8_t>> marked(count);
  for (size_t cell = 0; cell < floors.size(); ++cell) {
    const size_t plan = floors.storeys.empty() ? 0 : storey_of(floors, cell);
    plan_of_cell_[cell] = static_cast<uint16_t>(plan);
    marked[plan].resize(floors.column_begin.size() - 1);
    marked[plan][static_cast<size_t>(floors.column[cell])] = 1;
  }
  for (size_t plan = 0; plan < count; ++plan) {
    marked[plan].resize(floors.column_begin.size() - 1);
    Pieces pieces = pieces_of(floors.grid, marked[plan]);
    std::vector<uint64_t> none(static_cast<size_t>(pieces.count), 0);
    plans.push_back({floors.storeys.empty() ? "" : floors.storeys[plan].name, std::move(pieces), std::move(none), -1});
  }
}

Plans::Spot Plans::locate(double x, double y, double z) const {
  const scene::CellId here = floors_.find(x, y, z);
  if (here != scene::no_cell) return {plan_of(here), floors_.column[static_cast<size_t>(here)]};
  // Beside the cells: take the nearest.
  scene::CellId best = scene::no_cell;
  double nearest = std::numeric_limits<double>::infinity();
  for (int32_t dj = -search_cells; dj <= search_cells; ++dj)
    for (int32_t di = -search_cells; di <= search_cells; ++di) {
      const scene::CellId cell = floors_.find(x + di * floors_.grid.cell, y + dj * floors_.grid.cell, z);
      if (cell == scene::no_cell) continue;
      const double distance = (floors_.centre(cell) - Vec2(x, y)).norm();
      if (distance < nearest) {
        nearest = distance;
        best = cell;
      }
    }
  if (best == scene::no_cell) return {};
  return {plan_of(best), floors_.column[static_cast<size_t>(best)]};
}

Vec2 Plans::inside(const Spot& spot, const Vec2& at) const {
  const Pieces& pieces = plans[spot.plan].pieces;
  const scene::Grid& grid = floors_.grid;
  const int32_t number = piece(spot), i = spot.column % grid.nx, j = spot.column / grid.nx;
  const std::array<double, 2> low = {grid.x0 + i * grid.cell, grid.y0 + j * grid.cell};
  const auto has = [&](int32_t di, int32_t dj) { return pieces.has(i + di, j + dj, number); };

  // Keep off the sides without a neighbour.
  Vec2 p = at;
  for (int axis = 0; axis < 2; ++axis) {
    const auto side = [&](int32_t step) { return axis == 0 ? has(step, 0) : has(0, step); };
    const double least = low[static_cast<size_t>(axis)] + (side(-1) ? 0 : inset);
    const double most = low[static_cast<size_t>(axis)] + grid.cell - (side(1) ? 0 : inset);
    p[axis] = std::clamp(p[axis], least, most);
  }
  // And off the corners around which the outline turns.
  for (const int32_t di : {-1, 1})
    for (const int32_t dj : {-1, 1}) {
      if (!has(di, 0) || !has(0, dj) || has(di, dj)) continue;
      const Vec2 corner(low[0] + (di > 0 ? grid.cell : 0), low[1] + (dj > 0 ? grid.cell : 0));
      if ((p - corner).cwiseAbs().maxCoeff() < inset) p = corner - inset * Vec2(di, dj);
    }
  return p;
}

/// What was left out or changed.
struct Tally {
  uint64_t on_links = 0, off_floor = 0, moved = 0, other_pieces = 0, frames = 0;
  double farthest = 0;  ///< [m] of those moved
};

/// The number of a frame at the constant rate PedPy needs; none where the time lies between two.
std::optional<int64_t> frame_number(double time, double every) {
  const double number = std::round(time / every);
  // Times are sums of steps: their rounding stays far below a thousandth of the interval.
  if (std::abs(time - number * every) > 1e-3 * every) return std::nullopt;
  return static_cast<int64_t>(number);
}

/// Calls use(plan, piece, row) for every position on a floor.
template <class Use>
void for_each_position(const results::ResultsReader& reader, const Plans& plans, Tally& tally, const Use& use) {
  const double every = reader.info().record_every;
  std::vector<size_t> order;
  for (size_t k = 0; k < reader.frames(); ++k) {
    const auto number = frame_number(reader.times()[k], every);
    if (!number) {
      ++tally.frames;
      continue;
    }
    const Frame frame = reader.frame(k);
    order.resize(frame.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return frame.id[a] < frame.id[b]; });
    for (const size_t i : order) {
      if (frame.state[i] == static_cast<uint8_t>(results::PersonState::on_link)) {
        ++tally.on_links;
        continue;
      }
      const Vec2 at(frame.x[i], frame.y[i]);
      const double z = frame.z[i];
      const Plans::Spot spot = plans.locate(at.x(), at.y(), z);
      if (spot.column < 0) {
        ++tally.off_floor;
        continue;
      }
      const Vec2 to = plans.inside(spot, at);
      // Beyond what keeping off the outline takes, somebody was beside the cells.
      const double distance = (to - at).norm();
      if (distance > 2 * inset) {
        ++tally.moved;
        tally.farthest = std::max(tally.farthest, distance);
      }
      use(spot.plan, plans.piece(spot), Row{*number, frame.id[i], to.x(), to.y(), z});
    }
  }
}

h5::Type row_type() {
  h5::Type type(h5::check(H5Tcreate(H5T_COMPOUND, sizeof(Row)), "type of /trajectory"));
  const auto insert = [&](const char* name, size_t offset, hid_t member) {
    h5::check(H5Tinsert(type, name, offset, member), "type of /trajectory");
  };
  insert("frame", offsetof(Row, frame), H5T_STD_I64LE);
  insert("id", offsetof(Row, id), H5T_STD_I64LE);
  insert("x", offsetof(Row, x), H5T_IEEE_F64LE);
  insert("y", offsetof(Row, y), H5T_IEEE_F64LE);
  insert("z", offsetof(Row, z), H5T_IEEE_F64LE);
  return type;
}

/// One PedPy file, written under a temporary name.
class File {
 public:
  File(const std::filesystem::path& path, const results::ResultsReader& reader, const Plans::Plan& plan)
      : path_(path), whole_(path) {
    const h5::Lock lock;
    file_ = h5::create_file(whole_.temporary(), H5F_LIBVER_EARLIEST);
    h5::write_text_attribute(file_, "wkt_geometry", polygon_wkt(outline(plan.pieces, plan.chosen)));
    h5::write_text_attribute(file_, "file_version", "1.0.0");
    h5::write_text_attribute(file_, "experiment_title", reader.info().title);
    h5::write_text_attribute(file_, "run_name", plan.name);
    h5::write_text_attribute(
        file_, "source",
        fmt::format("{} {} {}", reader.software().name, reader.software().version, reader.software().commit));
    type_ = row_type();
    h5::create_growing(file_, "trajectory", type_, chunk_rows, true, "frame: 1, id: 1, x: m, y: m, z: m");
    rows_ = h5::Appender(file_, "trajectory", type_, sizeof(Row));
    h5::write_attribute(h5::open_dataset(file_, "trajectory"), "fps", 1 / reader.info().record_every);
  }

  void add(const Row& row) {
    const h5::Lock lock;
    rows_.append(&row, 1);
  }

  std::filesystem::path finish() {
    const h5::Lock lock;
    rows_.flush();
    rows_ = {};
    type_.reset();
    h5::check(H5Fclose(file_.release()), path_.string() + ": cannot write");
    whole_.keep();
    return path_;
  }

 private:
  std::filesystem::path path_;
  WholeFile whole_;
  h5::File file_;
  h5::Type type_;
  h5::Appender rows_;
};

/// `path` with "-NAME" before its extension; what does not belong into a file name becomes an underscore.
std::filesystem::path named(const std::filesystem::path& path, const std::string& name) {
  std::string clean;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool keep = byte >= 0x80 || std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.';
    clean += keep ? c : '_';
  }
  std::filesystem::path result = path;
  result.replace_filename(path.stem().string() + "-" + clean + path.extension().string());
  return result;
}

/// Indices of the plans to write: those with positions, or the one asked for.
std::vector<size_t> wanted(const Plans& plans, const std::string& storey, const std::filesystem::path& results) {
  std::vector<size_t> indices;
  std::vector<std::string> names;
  for (size_t p = 0; p < plans.plans.size(); ++p) {
    const Plans::Plan& plan = plans.plans[p];
    names.push_back(plan.name);
    if (plan.chosen >= 0 && (storey.empty() || plan.name == storey)) indices.push_back(p);
  }
  if (!storey.empty() && std::find(names.begin(), names.end(), storey) == names.end()) {
    const std::string near = nearest_name(storey, names);
    throw InputError({results.string(), 0, "--storey", storey,
                      near.empty() ? fmt::format("no such storey; there are: {}", fmt::join(names, ", "))
                                   : fmt::format("no such storey; did you mean '{}'?", near)});
  }
  if (indices.empty())
    throw ResultsError(results.string() + (storey.empty() ? ": no position on a floor was recorded"
                                                          : ": nobody was ever on storey '" + storey + "'"));
  return indices;
}

void tell(const Tally& tally, const Plans& plans, const std::vector<size_t>& indices, std::vector<Warning>* warnings) {
  if (warnings == nullptr) return;
  const auto add = [&](uint64_t count, const char* code, const std::string& text) {
    if (count > 0) warnings->push_back({code, text, ""});
  };
  for (const size_t p : indices) {
    const Plans::Plan& plan = plans.plans[p];
    const uint64_t all = std::accumulate(plan.positions.begin(), plan.positions.end(), uint64_t{0});
    const uint64_t left_out = all - plan.positions[static_cast<size_t>(plan.chosen)];
    add(left_out, "pedpy_pieces",
        fmt::format("PedPy takes one polygon: the floor of storey '{}' has {} pieces; {} of its {} positions lie on "
                    "another than the one written and are left out",
                    plan.name, plan.pieces.count, left_out, all));
  }
  add(tally.on_links, "pedpy_links",
      fmt::format("{} positions on links (ladders, lifts, ...) belong to no storey and are left out", tally.on_links));
  add(tally.off_floor, "pedpy_off_floor",
      fmt::format("{} positions without a floor within {} cells are left out", tally.off_floor, search_cells));
  add(tally.moved, "pedpy_moved",
      fmt::format("{} positions beside the floor's cells were moved by up to {:.3f} m", tally.moved, tally.farthest));
  add(tally.frames, "pedpy_frames",
      fmt::format("{} frames that are not at a multiple of the recording interval are left out", tally.frames));
}

}  // namespace

std::vector<std::filesystem::path> export_pedpy(const results::ResultsReader& reader, const std::filesystem::path& path,
                                                std::vector<Warning>* warnings, const std::string& storey) {
  // Once to find out who is where, once to write.
  Plans plans(reader.floors());
  Tally tally;
  for_each_position(reader, plans, tally, [&](size_t plan, int32_t piece, const Row&) {
    ++plans.plans[plan].positions[static_cast<size_t>(piece)];
  });
  for (Plans::Plan& plan : plans.plans) {
    const auto most = std::max_element(plan.positions.begin(), plan.positions.end());
    if (most != plan.positions.end() && *most > 0) plan.chosen = static_cast<int32_t>(most - plan.positions.begin());
  }
  const std::vector<size_t> indices = wanted(plans, storey, reader.path());

  std::vector<std::unique_ptr<File>> files(plans.plans.size());
  std::set<std::filesystem::path> taken;
  for (const size_t p : indices) {
    std::filesystem::path name = indices.size() == 1 ? path : named(path, plans.plans[p].name);
    if (!taken.insert(name).second) name = named(name, fmt::format("{}", p));
    taken.insert(name);
    files[p] = std::make_unique<File>(name, reader, plans.plans[p]);
  }
  Tally again;
  for_each_position(reader, plans, again, [&](size_t plan, int32_t piece, const Row& row) {
    if (files[plan] != nullptr && plans.plans[plan].chosen == piece) files[plan]->add(row);
  });
  std::vector<std::filesystem::path> written;
  written.reserve(indices.size());
  for (const size_t p : indices) written.push_back(files[p]->finish());
  tell(tally, plans, indices, warnings);
  return written;
}

}  // namespace muster::sim
