#pragma once
// SHA-256 of files and text: names cached imports and lets results name their inputs.

#include <filesystem>
#include <string>
#include <string_view>

namespace muster {

/// 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

/// Of a file's content. Throws std::runtime_error where it cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);

/// A file's whole content. Throws std::runtime_error where it cannot be read.
std::string read_file(const std::filesystem::path& path);

}  // namespace muster
