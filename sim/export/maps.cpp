#include "sim/export/maps.h"

#include "base/markup.h"
#include "sim/export/degrees.h"
#include "sim/export/features.h"
#include "sim/export/whole_file.h"

#include <cmath>
#include <iterator>
#include <map>

#include <fmt/format.h>

namespace muster::sim {

namespace {

using Json = nlohmann::ordered_json;

/// [deg] rounded to 1e-8: a millimetre.
double rounded(double degrees) { return std::round(degrees * 1e8) / 1e8; }

Json place(const Vec2& degrees) { return Json::array({rounded(degrees.x()), rounded(degrees.y())}); }

Json line_of(const Ring& line, const Degrees& degrees, bool closed) {
  Json all = Json::array();
  for (const Vec2& p : line) all.push_back(place(degrees.at(p)));
  if (closed) all.push_back(all.front());
  return all;
}

Json geometry_of(const Feature& feature, const Degrees& degrees) {
  if (!feature.line.empty()) return {{"type", "LineString"}, {"coordinates", line_of(feature.line, degrees, false)}};
  Json polygons = Json::array();
  for (const std::vector<Ring>& rings : feature.areas) {
    Json polygon = Json::array();
    for (const Ring& ring : rings) polygon.push_back(line_of(ring, degrees, true));
    polygons.push_back(std::move(polygon));
  }
  return {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
}

std::string coordinates(const Ring& ring, const Degrees& degrees, bool closed) {
  std::string text;
  for (size_t k = 0; k < ring.size() + (closed ? 1 : 0); ++k) {
    const Vec2 p = degrees.at(ring[k % ring.size()]);
    fmt::format_to(std::back_inserter(text), "{}{:.8f},{:.8f}", k == 0 ? "" : " ", p.x(), p.y());
  }
  return text;
}

std::string kml_geometry(const Feature& feature, const Degrees& degrees) {
  if (!feature.line.empty())
    return fmt::format("<LineString><tessellate>1</tessellate><coordinates>{}</coordinates></LineString>",
                       coordinates(feature.line, degrees, false));
  std::string text = "<MultiGeometry>";
  for (const std::vector<Ring>& rings : feature.areas) {
    text += "<Polygon>";
    for (size_t r = 0; r < rings.size(); ++r)
      text += fmt::format("<{0}><LinearRing><coordinates>{1}</coordinates></LinearRing></{0}>",
                          r == 0 ? "outerBoundaryIs" : "innerBoundaryIs", coordinates(rings[r], degrees, true));
    text += "</Polygon>";
  }
  return text + "</MultiGeometry>";
}

/// Colours as KML has them, aabbggrr.
constexpr std::pair<const char*, const char*> colours[] = {{"building", "40808080"},     {"exit", "ff00a000"},
                                                           {"muster_point", "8000c000"}, {"way", "ffc06000"},
                                                           {"leak", "6000a0ff"},         {"fire", "600000ff"}};

std::string placemark(const Feature& feature, const Degrees& degrees) {
  std::string text =
      fmt::format("<Placemark><name>{}</name><styleUrl>#{}</styleUrl>", escaped(feature.name), feature.kind);
  if (std::isfinite(feature.begins)) {
    const auto s = static_cast<int64_t>(feature.begins);
    text += fmt::format("<TimeSpan><begin>1970-01-{:02}T{:02}:{:02}:{:02}Z</begin></TimeSpan>", 1 + s / 86400,
                        s / 3600 % 24, s / 60 % 60, s % 60);
  }
  text += "<ExtendedData>";
  for (const auto& [key, value] : feature.about.items())
    text += fmt::format("<Data name=\"{}\"><value>{}</value></Data>", key,
                        escaped(value.is_string() ? value.get<std::string>() : value.dump()));
  return text + "</ExtendedData>" + kml_geometry(feature, degrees) + "</Placemark>\n";
}

}  // namespace

void export_geojson(const results::ResultsReader& reader, const scene::Site& site, const std::filesystem::path& path) {
  const Degrees degrees(site);
  Json all = Json::array();
  for (const Feature& feature : features_of(reader)) {
    Json properties = {{"name", feature.name}, {"kind", feature.kind}};
    if (std::isfinite(feature.begins)) properties["begins_s"] = feature.begins;
    properties.update(feature.about);
    all.push_back({{"type", "Feature"}, {"properties", properties}, {"geometry", geometry_of(feature, degrees)}});
  }
  const Json file = {{"type", "FeatureCollection"}, {"name", reader.info().title}, {"features", std::move(all)}};
  write_whole(path, file.dump() + "\n");
}

void export_kml(const results::ResultsReader& reader, const scene::Site& site, const std::filesystem::path& path) {
  const Degrees degrees(site);
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>";
  fmt::format_to(std::back_inserter(text), "<name>{}</name>\n", escaped(reader.info().title));
  for (const auto& [kind, colour] : colours)
    fmt::format_to(std::back_inserter(text),
                   "<Style id=\"{0}\"><LineStyle><color>ff{1}</color><width>3</width></LineStyle>"
                   "<PolyStyle><color>{2}</color></PolyStyle></Style>\n",
                   kind, std::string(colour).substr(2), colour);
  // A folder for each kind, that it can be switched off.
  std::map<std::string, std::string> folders;
  for (const Feature& feature : features_of(reader)) folders[feature.kind] += placemark(feature, degrees);
  for (const auto& [kind, marks] : folders)
    fmt::format_to(std::back_inserter(text), "<Folder><name>{}</name>\n{}</Folder>\n", kind, marks);
  write_whole(path, text + "</Document></kml>\n");
}

}  // namespace muster::sim
