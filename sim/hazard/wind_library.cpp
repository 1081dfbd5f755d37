#include "sim/hazard/wind_library.h"

#include "base/digest.h"
#include "sim/results/h5.h"
#include "sim/results/version.h"

#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace muster::sim {

namespace {

namespace fs = std::filesystem;
namespace h5 = results::h5;

/// Of what stands in a file, and of how a wind is made: a new one where either changes.
constexpr int64_t format = 1;
constexpr std::array<const char*, 3> velocities = {"u", "v", "w"}, mixings = {"K_x", "K_y", "K_z"};

/// Held by whoever computes a wind.
class FileLock {
 public:
  explicit FileLock(fs::path path)
      : path_(std::move(path)), file_(open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
    if (file_ >= 0 && flock(file_, LOCK_EX) != 0) close(file_), file_ = -1;
  }
  ~FileLock() {
    if (file_ < 0) return;
    unlink(path_.c_str());
    close(file_);
  }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  fs::path path_;
  int file_;
};

/// All faces of the box: (nx + 1)(ny + 1)(nz + 1) values, x first.
std::vector<float> packed(const flow::Grid& g, const flow::Field& field) {
  std::vector<float> all;
  for (int k = 0; k <= g.nz; ++k)
    for (int j = 0; j <= g.ny; ++j)
      for (int i = 0; i <= g.nx; ++i) all.push_back(field[g.at(i, j, k)]);
  return all;
}

flow::Field unpacked(const flow::Grid& g, const std::vector<float>& all) {
  flow::Field field(g);
  size_t n = 0;
  for (int k = 0; k <= g.nz; ++k)
    for (int j = 0; j <= g.ny; ++j)
      for (int i = 0; i <= g.nx; ++i) field[g.at(i, j, k)] = all[n++];
  return field;
}

void write(const fs::path& path, const WindKey& key, const flow::Grid& g, const flow::SteadyWind& wind) {
  const h5::Lock lock;
  const h5::File file = h5::create_file(path);
  const results::Software software = results::software();
  h5::write_attribute(file, "format", std::string("muster steady wind"));
  h5::write_attribute(file, "format_version", format);
  h5::write_attribute(file, "version", software.version + " " + software.commit);
  h5::write_attribute(file, "digest", key.digest);
  h5::write_attribute(file, "wind_from_deg", key.from);
  h5::write_attribute(file, "wind_m_s", key.speed);
  h5::write_attribute(file, "averaged_s", key.averaged);
  h5::write_attribute(file, "divergence_1_s", wind.divergence);
  std::vector<double> x, y;
  for (int i = 0; i <= g.nx; ++i) x.push_back(g.origin.x() + i * g.dx);
  for (int j = 0; j <= g.ny; ++j) y.push_back(g.origin.y() + j * g.dy);
  h5::write(file, "x", x, "m"), h5::write(file, "y", y, "m"), h5::write(file, "z", g.z, "m");
  for (size_t a = 0; a < 3; ++a) {
    h5::write(file, velocities[a], packed(g, wind.velocity[a]), "m/s");
    h5::write(file, mixings[a], packed(g, wind.mixing[a]), "m2/s");
  }
}

/// Throws std::runtime_error where the file cannot be read or is of another wind.
KeptWind read(const fs::path& path, const WindKey& key, const flow::Grid& g) {
  const h5::Lock lock;
  const h5::File file = h5::open_file(path, H5F_ACC_RDONLY);
  if (h5::read_number<int64_t>(file, "format_version") != format) throw std::runtime_error("it has another format");
  if (h5::read_text(file, "digest") != key.digest) throw std::runtime_error("it is of another wind");
  KeptWind kept;
  kept.file = path.string();
  const results::Software software = results::software();
  const std::string ours = software.version + " " + software.commit, its = h5::read_text(file, "version");
  if (its != ours) kept.version = its;
  kept.wind.divergence = h5::read_number<double>(file, "divergence_1_s");
  const auto faces = static_cast<size_t>(g.nx + 1) * static_cast<size_t>(g.ny + 1) * static_cast<size_t>(g.nz + 1);
  const auto field = [&](const char* name) {
    const std::vector<float> all = h5::read<float>(file, name);
    if (all.size() != faces) throw std::runtime_error(fmt::format("its {} is not of these cells", name));
    for (const float value : all)
      if (!std::isfinite(value)) throw std::runtime_error(fmt::format("its {} holds what is no number", name));
    return unpacked(g, all);
  };
  for (size_t a = 0; a < 3; ++a) kept.wind.velocity[a] = field(velocities[a]), kept.wind.mixing[a] = field(mixings[a]);
  return kept;
}

}  // namespace

std::string wind_digest(const flow::Grid& g, const flow::FlowSettings& s, const std::vector<uint8_t>& closed,
                        const flow::Averaging& averaging, const std::string& besides) {
  std::string text = fmt::format("muster steady wind {}\n{} {} {} {} {} {} {}\n", format, g.nx, g.ny, g.nz, g.dx, g.dy,
                                 g.origin.x(), g.origin.y());
  for (const double z : g.z) text += fmt::format("{} ", z);
  text += fmt::format("\n{} {} {}\n", s.roughness.ground, s.roughness.walls, s.courant);
  for (const flow::Condition side : s.sides.of) text += fmt::format("{} ", static_cast<int>(side));
  text += fmt::format("\n{} {} {}\n{} {}\n", s.turbulence.friction_velocity, s.turbulence.length, s.turbulence.seed,
                      averaging.spin_up, averaging.lasts);
  text += fmt::format("{} {} {}\n{}\n", s.vreman, s.mixing.schmidt, s.longest_step, besides);
  for (const flow::Porous& p : s.porous)
    text += fmt::format("{} {} {} {} {} {} {}\n", p.low.x(), p.low.y(), p.low.z(), p.high.x(), p.high.y(), p.high.z(),
                        p.drag);
  for (int k = 0; k < g.nz; ++k) {
    const Vec2 u = s.wind(g.z_centre(k));
    text += fmt::format("{:.9g} {:.9g}\n", u.x(), u.y());
  }
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 0; i < g.nx; ++i) text += static_cast<char>('0' + closed[static_cast<size_t>(g.at(i, j, k))]);
  return sha256(text);
}

KeptWind kept_wind(const fs::path& folder, const WindKey& key, const flow::Grid& g,
                   const std::function<flow::SteadyWind()>& compute) {
  const auto made = [&](std::string trouble) {
    KeptWind kept;
    kept.wind = compute(), kept.computed = true, kept.trouble = std::move(trouble);
    return kept;
  };
  if (folder.empty()) return made("");
  std::error_code error;
  fs::create_directories(folder, error);
  const fs::path path = folder / fmt::format("wind_{:g}deg_{}.h5", key.from, key.digest.substr(0, 16));
  const FileLock lock(path.string() + ".lock");
  std::string trouble;
  if (fs::exists(path, error)) try {
      return read(path, key, g);
    } catch (const std::runtime_error& problem) {
      trouble = fmt::format("{} could not be used ({}) and was computed again", path.string(), problem.what());
    }
  KeptWind kept = made(trouble);
  const fs::path begun = fmt::format("{}.{}", path.string(), getpid());
  try {
    write(begun, key, g, kept.wind);
    fs::rename(begun, path);
    kept.file = path.string();
  } catch (const std::runtime_error& problem) {
    fs::remove(begun, error);
    kept.trouble = fmt::format("{} could not be written: {}", path.string(), problem.what());
  }
  return kept;
}

}  // namespace muster::sim
