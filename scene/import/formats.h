#pragma once
// Which model formats are read, and whether a file's content is what its name says.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace muster::scene {

/// How a format gets its unit and its up axis.
enum class Frame {
  stated,   ///< the format or the file says both
  guessed,  ///< neither: metres and a guessed up axis, with a warning
  plan,     ///< two-dimensional, metres
};

struct Format {
  std::string_view extension;  ///< lower case, with the dot
  std::string_view name;       ///< as in Model::format
  enum class Reader { assimp, ifc, wkt, nav } reader;
  Frame frame;
  char up;  ///< up axis of the format, or the one preferred when guessing
};

/// The format of a path by its extension (in any case); nothing where it is not read.
const Format* format_of(const std::filesystem::path& path);

/// "glTF (.gltf, .glb), OBJ (.obj), ..." for messages.
std::string formats_read();

/// What to do with a format that is known but not read (zip, DXF, STEP, ...); "" where the extension says nothing.
std::string advice_for(const std::filesystem::path& path);

/// Why `content` cannot be a file of this format (wrong magic, truncated); "" where nothing speaks against it.
std::string content_problem(const Format& format, std::string_view content);

/// The schema of an IFC file's header, e.g. "IFC2X3"; "" where it states none.
std::string ifc_schema(std::string_view content);

}  // namespace muster::scene
