#pragma once
// A case: everything that defines a run, as read from its TOML file.

#include "models/crowd/people/people.h"
#include "models/crowd/walking/settings.h"
#include "scene/authored.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace muster::sim {

struct RunSettings {
  double step = 0.05;         ///< [s]
  double until = 3600;        ///< [s] latest end; the run ends earlier when everybody has left
  double record_every = 0.5;  ///< [s] between recorded positions
};

struct Case {
  std::filesystem::path path;          ///< as given
  std::string text;                    ///< the file, verbatim
  std::vector<std::string> overrides;  ///< "key=value" of the command line, in order
  std::string title;
  uint64_t seed = 1;
  scene::Authored place;
  std::vector<crowd::PeopleGroup> people;   ///< those who are there from the start, then those who come in
  std::vector<crowd::PeopleGroup> inflows;  ///< while reading only: appended to `people` then
  std::vector<crowd::Alarm> alarms;
  crowd::WalkingSettings walking;
  RunSettings run;
};

}  // namespace muster::sim
