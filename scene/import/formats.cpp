#include "scene/import/formats.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>

namespace muster::scene {

namespace {

using Reader = Format::Reader;

// Up axes: glTF by its specification; COLLADA and FBX say so in the file; OBJ is mostly written with y up, the
// others (from CAD and scanning) with z up.
constexpr std::array<Format, 13> formats = {{
    {".ifc", "IFC", Reader::ifc, Frame::stated, 'z'},
    {".glb", "glTF", Reader::assimp, Frame::stated, 'y'},
    {".gltf", "glTF", Reader::assimp, Frame::stated, 'y'},
    {".dae", "COLLADA", Reader::assimp, Frame::stated, 'y'},
    {".fbx", "FBX", Reader::assimp, Frame::stated, 'y'},
    {".obj", "OBJ", Reader::assimp, Frame::guessed, 'y'},
    {".stl", "STL", Reader::assimp, Frame::guessed, 'z'},
    {".ply", "PLY", Reader::assimp, Frame::guessed, 'z'},
    {".3ds", "3DS", Reader::assimp, Frame::guessed, 'z'},
    {".off", "OFF", Reader::assimp, Frame::guessed, 'z'},
    {".ac", "AC3D", Reader::assimp, Frame::guessed, 'y'},
    {".wkt", "WKT", Reader::wkt, Frame::plan, 'z'},
    {".nav", "NAV", Reader::nav, Frame::plan, 'z'},
}};

struct Advice {
  std::string_view extension, text;
};

constexpr std::array<Advice, 17> advice = {{
    {".zip", "archives are not read: unpack it first"},
    {".ifczip", "archives are not read: unpack it first and give the .ifc inside"},
    {".zae", "archives are not read: unpack it first and give the .dae inside"},
    {".3mf", "3MF is not read: export glTF or STL"},
    {".ifcxml", "IFC-XML is not read: export IFC in its STEP form (.ifc)"},
    {".dxf", "DXF is not read: export glTF (3-D) or WKT polygons (plans)"},
    {".dwg", "DWG is not read: export IFC, glTF or WKT polygons"},
    {".rvt", "Revit files are not read: export IFC"},
    {".pln", "ArchiCAD files are not read: export IFC"},
    {".skp", "SketchUp files are not read: export IFC, glTF or COLLADA"},
    {".blend", "Blender files are not read: export glTF"},
    {".max", "3ds Max files are not read: export FBX or glTF"},
    {".3dm", "Rhino files are not read: export OBJ or glTF"},
    {".step", "STEP is not read: export glTF or STL"},
    {".stp", "STEP is not read: export glTF or STL"},
    {".usdz", "USD is not read: export glTF"},
    {".rvm", "PDMS/E3D files are not read: export glTF or OBJ"},
}};

std::string lower_extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

std::string_view without_mark_and_space(std::string_view content) {
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);  // UTF-8 byte order mark
  while (!content.empty() && std::isspace(static_cast<unsigned char>(content.front()))) content.remove_prefix(1);
  return content;
}

uint32_t word(std::string_view content, size_t offset) {
  uint32_t value = 0;
  std::memcpy(&value, content.data() + offset, sizeof value);
  return value;
}

std::string glb_problem(std::string_view content) {
  if (!content.starts_with("glTF")) return "does not begin with \"glTF\": this is not a binary glTF file";
  if (content.size() < 20) return "is truncated: a binary glTF file has at least 20 bytes";
  if (word(content, 8) > content.size())
    return fmt::format("is truncated: its header promises {} bytes, it has {}", word(content, 8), content.size());
  return "";
}

/// Line of the first NaN or infinity that stands where a number does, outside texts; 0 where there is none.
size_t line_without_number(std::string_view content) {
  size_t line = 1;
  bool text = false;
  for (size_t i = 0; i + 4 < content.size(); ++i) {
    if (content[i] == '\n') ++line;
    if (content[i] == '\'') text = !text;
    if (text || (content[i] != '(' && content[i] != ',')) continue;
    size_t at = i + 1;
    while (at < content.size() && (content[at] == ' ' || content[at] == '-' || content[at] == '+')) ++at;
    std::string word;
    for (; at < content.size() && word.size() < 9 && std::isalpha(static_cast<unsigned char>(content[at])) != 0; ++at)
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(content[at])));
    if (word == "nan" || word == "inf" || word == "infinity") return line;
  }
  return 0;
}

std::string ifc_problem(std::string_view content) {
  if (!without_mark_and_space(content).starts_with("ISO-10303-21"))
    return "does not begin with \"ISO-10303-21\": this is not an IFC file in STEP form";
  // The exchange structure ends with this keyword (ISO 10303-21, 5.3); what follows may only be space.
  if (content.substr(content.size() - std::min<size_t>(content.size(), 4096)).find("END-ISO-10303-21") ==
      std::string_view::npos)
    return "is truncated: its last line is not \"END-ISO-10303-21;\"";
  const std::string schema = ifc_schema(content);
  if (schema.empty()) return "states no schema (FILE_SCHEMA) in its header";
  if (!schema.starts_with("IFC")) return fmt::format("follows the schema {}, which is not IFC", schema);
  if (const size_t line = line_without_number(content); line > 0)
    return fmt::format("holds NaN or infinity in place of a number in its line {}", line);
  return "";
}

std::string stl_problem(std::string_view content) {
  constexpr size_t header = 84, facet = 50;  // binary STL: 80 bytes of text, count, 50 bytes a facet
  const bool binary_size = content.size() >= header && header + facet * word(content, 80) == content.size();
  if (binary_size) return "";
  if (without_mark_and_space(content).starts_with("solid")) {
    const bool ended = content.find("endsolid") != std::string_view::npos;
    return ended ? "" : "is truncated: an ASCII STL file ends with \"endsolid\"";
  }
  if (content.size() < header) return "is neither an ASCII nor a binary STL file";
  const uint64_t promised = header + facet * uint64_t{word(content, 80)};
  if (promised > content.size())
    return fmt::format("is truncated or not STL: its header promises {} bytes, it has {}", promised, content.size());
  return "";
}

std::string text_problem(std::string_view content) {
  return content.substr(0, 4096).find('\0') == std::string_view::npos ? "" : "is not text";
}

std::string must_contain(std::string_view content, std::string_view token, const char* what) {
  return content.substr(0, 65536).find(token) != std::string_view::npos
             ? ""
             : fmt::format("does not contain \"{}\": this is not {}", token, what);
}

std::string wkt_problem(std::string_view content) {
  std::string head{without_mark_and_space(content).substr(0, 20)};
  std::transform(head.begin(), head.end(), head.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const bool known =
      head.starts_with("POLYGON") || head.starts_with("MULTIPOLYGON") || head.starts_with("GEOMETRYCOLLECTION");
  return known ? "" : "does not begin with POLYGON, MULTIPOLYGON or GEOMETRYCOLLECTION";
}

}  // namespace

const Format* format_of(const std::filesystem::path& path) {
  const std::string extension = lower_extension(path);
  const auto* found =
      std::find_if(formats.begin(), formats.end(), [&](const Format& format) { return format.extension == extension; });
  return found == formats.end() ? nullptr : found;
}

std::string formats_read() {
  std::string text;
  for (const Format& format : formats)
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", format.name, format.extension);
  return text;
}

std::string advice_for(const std::filesystem::path& path) {
  const std::string extension = lower_extension(path);
  for (const Advice& known : advice)
    if (known.extension == extension) return std::string{known.text};
  return "";
}

std::string ifc_schema(std::string_view content) {
  const std::string_view head = content.substr(0, 65536);
  size_t at = head.find("FILE_SCHEMA");
  if (at == std::string_view::npos) return "";
  at = head.find('\'', at);
  const size_t end = at == std::string_view::npos ? at : head.find('\'', at + 1);
  return end == std::string_view::npos ? "" : std::string{head.substr(at + 1, end - at - 1)};
}

std::string content_problem(const Format& format, std::string_view content) {
  if (content.empty()) return "is empty";
  if (content.starts_with("PK\x03\x04")) return "is a zip archive: archives are not read, unpack it first";
  const std::string_view start = without_mark_and_space(content);
  const std::string_view ext = format.extension;
  if (ext == ".glb") return glb_problem(content);
  if (ext == ".gltf") return start.starts_with("{") ? "" : "does not begin with \"{\": this is not a glTF file";
  if (ext == ".ifc") return ifc_problem(content);
  if (ext == ".dae") return must_contain(content, "<COLLADA", "a COLLADA file");
  if (ext == ".fbx" && !content.starts_with("Kaydara FBX Binary")) return must_contain(content, "FBX", "an FBX file");
  if (ext == ".stl") return stl_problem(content);
  if (ext == ".ply") return start.starts_with("ply") ? "" : "does not begin with \"ply\": this is not a PLY file";
  if (ext == ".3ds") return content.starts_with("MM") ? "" : "does not begin with the 3DS chunk 0x4D4D";
  if (ext == ".off") return must_contain(content.substr(0, 64), "OFF", "an OFF file");
  if (ext == ".ac") return start.starts_with("AC3D") ? "" : "does not begin with \"AC3D\": this is not an AC3D file";
  if (ext == ".wkt") return wkt_problem(content);
  if (ext == ".obj" || ext == ".nav") return text_problem(content);
  return "";
}

}  // namespace muster::scene
