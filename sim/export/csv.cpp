#include "sim/export/csv.h"

#include "sim/export/whole_file.h"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace muster::sim {

std::vector<std::filesystem::path> export_csv(const results::ResultsReader& reader, const std::filesystem::path& path) {
  WholeFile whole(path);
  std::ofstream file(whole.temporary(), std::ios::binary);
  file << "frame,time,id,x,y,z,speed,state\n";
  std::string lines;
  for (size_t k = 0; k < reader.frames() && file; ++k) {
    const results::Frame frame = reader.frame(k);
    lines.clear();
    for (size_t i = 0; i < frame.size(); ++i) {
      const size_t state = frame.state[i];
      const char* name = state < results::person_state_names.size() ? results::person_state_names[state] : "unknown";
      fmt::format_to(std::back_inserter(lines), "{},{},{},{:.3f},{:.3f},{:.3f},{:.3f},{}\n", k, frame.time, frame.id[i],
                     frame.x[i], frame.y[i], frame.z[i], frame.speed[i], name);
    }
    file << lines;
  }
  file.close();
  if (!file) throw results::ResultsError(path.string() + ": cannot write");
  whole.keep();
  return {path};
}

}  // namespace muster::sim
