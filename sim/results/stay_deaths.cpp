#include "sim/results/stay_deaths.h"

#include "sim/results/frame.h"
#include "sim/results/h5.h"

namespace muster::results {

namespace {

constexpr const char* format = "muster-stay-deaths";
constexpr int64_t version = 1;

}  // namespace

void write_stay_deaths(const StayDeaths& deaths, const std::filesystem::path& path) {
  const h5::File file = h5::create_file(path);
  h5::write_attribute(file, "format", std::string(format));
  h5::write_attribute(file, "version", version);
  h5::write_attribute(file, "square", deaths.square);
  h5::write_attribute(file, "corner_x", deaths.corner.x());
  h5::write_attribute(file, "corner_y", deaths.corner.y());
  h5::write_attribute(file, "until", deaths.until);
  h5::write_attribute(file, "cut", int64_t{deaths.cut ? 1 : 0});
  h5::write(file, "x", deaths.x, "m");
  h5::write(file, "y", deaths.y, "m");
  h5::write(file, "z", deaths.z, "m");
  h5::write(file, "storey", deaths.storey, "1");
  h5::write(file, "death", deaths.death, "1");
}

std::optional<StayDeaths> read_stay_deaths(const std::filesystem::path& path) {
  if (std::error_code error; !std::filesystem::exists(path, error)) return {};
  try {
    const h5::File file = h5::open_file(path, H5F_ACC_RDONLY);
    if (h5::read_text(file, "format") != format || h5::read_number<int64_t>(file, "version") != version) return {};
    StayDeaths deaths;
    deaths.square = h5::read_number<double>(file, "square");
    deaths.corner = {h5::read_number<double>(file, "corner_x"), h5::read_number<double>(file, "corner_y")};
    deaths.until = h5::read_number<double>(file, "until");
    deaths.cut = h5::read_number<int64_t>(file, "cut") != 0;
    deaths.x = h5::read<double>(file, "x"), deaths.y = h5::read<double>(file, "y");
    deaths.z = h5::read<float>(file, "z"), deaths.storey = h5::read<int16_t>(file, "storey");
    deaths.death = h5::read<float>(file, "death");
    const size_t n = deaths.x.size();
    if (deaths.y.size() != n || deaths.z.size() != n || deaths.storey.size() != n ||
        (!deaths.death.empty() && deaths.death.size() != n))
      return {};
    return deaths;
  } catch (const ResultsError&) {
    return {};
  }
}

}  // namespace muster::results
