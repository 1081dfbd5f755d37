#include "sim/results/model_file.h"

#include "sim/results/frame.h"

#include <algorithm>
#include <cmath>

namespace muster::results {

namespace {

bool is_seen(const scene::Element& element) {
  return element.meaning != scene::Meaning::space && element.meaning != scene::Meaning::ignore;
}

}  // namespace

void write_model(hid_t file, const scene::Model& model) {
  constexpr uint32_t left_out = UINT32_MAX;
  std::vector<uint32_t> place(model.elements.size(), left_out);
  std::vector<std::string> names;
  std::vector<uint8_t> meaning;
  std::vector<int16_t> storey;
  for (size_t e = 0; e < model.elements.size(); ++e) {
    if (!is_seen(model.elements[e])) continue;
    place[e] = static_cast<uint32_t>(names.size());
    names.push_back(model.elements[e].name);
    meaning.push_back(static_cast<uint8_t>(model.elements[e].meaning));
    storey.push_back(static_cast<int16_t>(model.elements[e].storey));
  }
  std::vector<uint32_t> vertex_place(model.vertices.size(), left_out), triangles, element;
  std::vector<float> vertices;
  for (const scene::Triangle& t : model.triangles) {
    if (place[t.element] == left_out) continue;
    element.push_back(place[t.element]);
    for (const uint32_t v : t.vertex) {
      if (vertex_place[v] == left_out) {
        vertex_place[v] = static_cast<uint32_t>(vertices.size() / 3);
        const Vec3f& at = model.vertices[v];
        vertices.insert(vertices.end(), {at.x(), at.y(), at.z()});
      }
      triangles.push_back(vertex_place[v]);
    }
  }
  const h5::Group group = h5::create_group(h5::open_group(file, "scene"), "model");
  h5::write(group, "vertices", vertices, "m", 3);
  h5::write(group, "triangles", triangles, "1", 3);
  h5::write(group, "element", element, "1");
  h5::write_texts(group, "name", names);
  h5::write(group, "meaning", meaning, "1");
  h5::write(group, "storey", storey, "1");
}

scene::Model read_model(hid_t file) {
  scene::Model model;
  if (!h5::exists(file, "scene/model")) return model;
  const h5::Group group = h5::open_group(file, "scene/model");
  const auto vertices = h5::read<float>(group, "vertices", 3);
  const auto triangles = h5::read<uint32_t>(group, "triangles", 3), element = h5::read<uint32_t>(group, "element");
  const auto names = h5::read_texts(group, "name");
  const auto meaning = h5::read<uint8_t>(group, "meaning");
  const auto storey = h5::read<int16_t>(group, "storey");
  const size_t elements = names.size(), points = vertices.size() / 3;
  const auto within = [](const std::vector<uint32_t>& indices, size_t count) {
    return std::all_of(indices.begin(), indices.end(), [&](uint32_t i) { return i < count; });
  };
  const bool sound =
      meaning.size() == elements && storey.size() == elements && element.size() * 3 == triangles.size() &&
      within(triangles, points) && within(element, elements) &&
      std::all_of(vertices.begin(), vertices.end(), [](float v) { return std::isfinite(v); }) &&
      std::all_of(meaning.begin(), meaning.end(), [](uint8_t m) { return m < scene::meaning_names.size(); });
  if (!sound) throw ResultsError("/scene/model makes no sense");
  for (size_t v = 0; v < points; ++v)
    model.vertices.emplace_back(vertices[3 * v], vertices[3 * v + 1], vertices[3 * v + 2]);
  for (size_t t = 0; t < element.size(); ++t)
    model.triangles.push_back({{triangles[3 * t], triangles[3 * t + 1], triangles[3 * t + 2]}, element[t]});
  for (size_t e = 0; e < elements; ++e)
    model.elements.push_back({"", names[e], "", static_cast<scene::Meaning>(meaning[e]), storey[e]});
  return model;
}

}  // namespace muster::results
