#pragma once
// A model file of somebody else becomes a Model. Nothing foreign is parsed in this process: a child, `muster-import`,
// reads the file under limits of time and memory and hands back a plain scene file, which is checked before use.

#include "scene/authored.h"
#include "scene/model.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace muster::scene {

/// $XDG_CACHE_HOME/muster, else ~/.cache/muster; empty where neither variable is set.
std::filesystem::path default_cache_folder();

/// The converter of IFC files for a program at <root>/build/<preset>/bin: that of the same root, so that a checkout may
/// be moved or copied; else that of the sources the program was built from.
std::filesystem::path ifc_converter(const std::filesystem::path& program);

struct ImportOptions {
  double seconds_limit = 120;     ///< [s] wall clock of the reading child
  size_t memory_limit_mb = 6000;  ///< [MB] resident, the child and what it starts; at most 3/4 of the machine's
  std::filesystem::path cache_folder = default_cache_folder();  ///< empty: no cache
  std::filesystem::path reader = {};  ///< the reading program; empty: `muster-import` beside this program
};

/// Reads a model: z up, metres, rules and authored storeys applied, a Door for each element that means door, a Space
/// for each that means space. Guesses (unit, up axis) and whatever was left out are in Model::warnings.
/// Throws InputError, naming the file (and the line of `source.origin`), where the file cannot be honoured.
Model import_model(const ModelSource& source, const ImportOptions& options = {});

}  // namespace muster::scene
