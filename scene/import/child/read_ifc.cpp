#include "scene/import/child/readers.h"
#include "scene/import/exchange/meaning_of_name.h"
#include "scene/import/exchange/scene_file.h"

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::scene {

namespace {

using Json = nlohmann::json;

/// Runs node in this process group. Returns when the two files are written; what the converter refuses it says itself.
void run_converter(const ReadOrder& order, const std::string& glb, const std::string& sidecar) {
  std::signal(SIGCHLD, SIG_DFL);  // ignored, the converter's status would be thrown away
  const pid_t pid = fork();
  if (pid < 0) throw Refusal("cannot be read: no process for the IFC converter");
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execlp("node", "node", order.converter.c_str(), order.file.c_str(), glb.c_str(), sidecar.c_str(), nullptr);
    _exit(127);
  }
  int status = 0;
  pid_t ended = -1;
  do {
    ended = waitpid(pid, &status, 0);
  } while (ended < 0 && errno == EINTR);
  if (ended < 0) throw Refusal("cannot be read: the end of the IFC converter was not reported");
  if (WIFSIGNALED(status)) std::raise(WTERMSIG(status));  // a crash of the converter is a crash of the reader
  if (WEXITSTATUS(status) == 127)
    throw Refusal("needs Node.js, which is not installed: IFC files are read with it (apt install nodejs npm)");
  if (WEXITSTATUS(status) == 2) std::exit(2);
  if (WEXITSTATUS(status) != 0)
    throw Refusal(fmt::format("cannot be read: the IFC converter failed (status {})", WEXITSTATUS(status)));
}

Json read_json(const std::string& path) {
  std::ifstream file(path);
  return Json::parse(file);
}

Vec3 vector_of(const Json& json) {
  return {json.at(0).get<double>(), json.at(1).get<double>(), json.at(2).get<double>()};
}

/// An axis-aligned box in the frame of a door.
struct Box {
  Vec3 low, high;
};

std::optional<Box> box_of(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return Box{vector_of(json.at(0)), vector_of(json.at(1))};
}

std::optional<double> number_of(const Json& json) {
  if (json.is_null()) return std::nullopt;
  const double value = json.get<double>();
  return std::isfinite(value) && value > 0 ? std::optional(value) : std::nullopt;
}

/// Which axis of the door's frame runs from jamb to jamb. IFC says x; some exporters mean y, which shows where the
/// stated width fits the opening's y better.
int width_axis(const Box& box, std::optional<double> stated) {
  const Vec3 size = box.high - box.low;
  if (stated) return std::abs(size.y() - *stated) + 0.05 < std::abs(size.x() - *stated) ? 1 : 0;
  return size.x() < 0.4 && size.y() > size.x() ? 1 : 0;
}

/// Width, height and place of a door, from what the file states and from the boxes of opening, wall and leaf.
/// Nothing where neither is known, or the door does not stand upright.
std::optional<Door> door_of(const Json& json, std::vector<Warning>& warnings) {
  const Json& axes = json.at("axes");
  const Vec3 axis[3] = {vector_of(axes.at(0)), vector_of(axes.at(1)), vector_of(axes.at(2))};
  const std::optional<Box> opening = box_of(json.at("opening")), leaf = box_of(json.at("box")),
                           host = box_of(json.at("host"));
  const std::optional<double> width = number_of(json.at("width")), height = number_of(json.at("height"));
  if (axis[2].z() < 0.99 || !(opening || leaf)) return std::nullopt;
  const Box box = opening ? *opening : *leaf;
  const int along = width_axis(box, width), across = 1 - along;

  Door door;
  door.element = json.at("element").get<uint32_t>();
  door.name = json.at("name").get<std::string>();
  door.storey = json.at("storey").get<int32_t>();
  const double seen = box.high[along] - box.low[along];
  door.width = width.value_or(seen);
  door.measured = !width;
  if (width && seen > 0.1 && (*width > 3 * seen || *width < seen / 3)) {
    door.width = seen;
    door.measured = true;
    warnings.push_back(
        {"door_width_doubtful",
         fmt::format("door \"{}\" states a width of {:.3g} m but its opening is {:.3g} m wide; the latter was taken",
                     door.name, *width, seen),
         "door.width_m"});
  }
  door.height = height.value_or(box.high.z() - box.low.z());
  // Across, an opening may be cut deeper than its wall is thick: the middle of what they share is the wall's.
  double low = box.low[across], high = box.high[across];
  if (opening && host && std::max(low, host->low[across]) < std::min(high, host->high[across])) {
    low = std::max(low, host->low[across]);
    high = std::min(high, host->high[across]);
  }
  door.centre = vector_of(json.at("origin")) + axis[along] * (box.low[along] + box.high[along]) / 2 +
                axis[across] * (low + high) / 2 + axis[2] * box.low.z();
  door.along = axis[along].head<2>().normalized();
  return door.width > 0.01 && door.centre.allFinite() && door.along.allFinite() ? std::optional(door) : std::nullopt;
}

void take_elements(const Json& sidecar, const std::map<std::string, NamedMesh>& meshes, double unit, Draft& draft) {
  for (const Json& json : sidecar.at("elements")) {
    const auto index = static_cast<uint32_t>(draft.elements.size());
    const auto type = json.at("class").get<std::string>();
    draft.elements.push_back(
        {json.at("id").get<std::string>(), json.at("name").get<std::string>(), type,
         meaning_of_ifc(type, json.at("predefined").get<std::string>(), json.at("of").get<std::string>()),
         json.at("storey").get<int32_t>()});
    const auto mesh = meshes.find(fmt::format("e{}", index));
    if (mesh == meshes.end()) continue;
    const auto first = static_cast<uint32_t>(draft.points.size());
    for (const Vec3& point : mesh->second.points) draft.points.push_back(to_z_up(point, 'y') / unit);
    for (const auto& corners : mesh->second.triangles) {
      for (const uint32_t corner : corners)
        if (corner >= mesh->second.points.size())
          throw Refusal("cannot be read: the IFC converter wrote a damaged mesh");
      draft.triangles.push_back({{first + corners[0], first + corners[1], first + corners[2]}, index});
    }
  }
}

/// Storeys, spaces and doors hold only while the file's own up axis does; under another they are measured anew.
void take_building(const Json& sidecar, double scale, double unit, Draft& draft) {
  for (const Json& json : sidecar.at("storeys"))
    draft.storeys.push_back({json.at("name").get<std::string>(), Vec3(0, 0, json.at("z").get<double>() / unit)});
  for (const Json& json : sidecar.at("spaces"))
    draft.spaces.push_back({json.at("name").get<std::string>(), json.at("long_name").get<std::string>(),
                            json.at("element").get<uint32_t>(), json.at("storey").get<int32_t>()});
  for (const Json& json : sidecar.at("doors")) {
    std::optional<Door> door = door_of(json, draft.warnings);
    if (!door) continue;
    door->id = draft.elements.at(door->element).id;
    door->width *= scale;
    door->height *= scale;
    door->centre *= scale;
    draft.doors.push_back(std::move(*door));
  }
}

}  // namespace

Draft read_ifc(const ReadOrder& order) {
  const std::string glb = order.work_folder + "/ifc.glb", json = order.work_folder + "/ifc.json";
  run_converter(order, glb, json);
  try {
    const Json sidecar = read_json(json);
    const std::map<std::string, NamedMesh> meshes = read_glb_by_node(glb);
    Draft draft;
    draft.format = "IFC";
    draft.schema = sidecar.at("schema").get<std::string>();
    const double unit = sidecar.at("unit_m").get<double>();
    if (!(unit > 0) || !std::isfinite(unit)) throw Refusal(fmt::format("states a unit of {} m", unit));
    draft.unit_m = order.unit_m.value_or(unit);
    draft.up = order.up.value_or('z');
    draft.offset = vector_of(sidecar.at("offset")) * (draft.unit_m / unit);
    for (const Json& warning : sidecar.at("warnings"))
      draft.warnings.push_back({"ifc", warning.get<std::string>(), ""});
    take_elements(sidecar, meshes, unit, draft);
    if (draft.up == 'z') {
      take_building(sidecar, draft.unit_m / unit, unit, draft);
    } else {
      for (Element& element : draft.elements) element.storey = -1;
    }
    return draft;
  } catch (const Json::exception& error) {
    throw Refusal(fmt::format("cannot be read: the IFC converter wrote a damaged sidecar ({})", error.what()));
  } catch (const std::out_of_range&) {
    throw Refusal("cannot be read: the IFC converter wrote a damaged sidecar");
  }
}

}  // namespace muster::scene
