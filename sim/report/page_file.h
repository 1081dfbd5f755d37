#pragma once
// A page becomes a file: HTML, or PDF by the browser that is there.

#include <filesystem>
#include <string>

namespace muster::sim {

/// Writes the page under a temporary name first. A path that ends in .pdf is printed to A4 by Chromium or WeasyPrint,
/// whichever is found. Throws InputError where the file cannot be written, or neither program is there.
void write_page(const std::filesystem::path& out, const std::string& html);

}  // namespace muster::sim
