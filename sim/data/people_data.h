#pragma once
// data/people.toml: profiles of people with the source of every value.

#include "models/crowd/people/people.h"
#include "models/crowd/people/profiles.h"
#include "sim/case/source.h"

#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::sim {

/// A file of the folder `data`: beside the running program's build, else where the program was built, else installed.
std::filesystem::path data_file(const std::string& name);

struct CurveEntry {
  std::string name;
  crowd::AgeCurve curve;
  std::string source;
  Status status = Status::assumed;
};

/// The values of a profile that the file may give, with their units.
struct ProfileValue {
  const char* key;
  const char* unit;
  double low, high;  ///< range
};
inline constexpr std::array<ProfileValue, 7> profile_values = {{{"age_years", "years", 0, 120},
                                                                {"speed_m_s", "m/s", 0.05, 5},
                                                                {"radius_m", "m", 0.05, 0.5},
                                                                {"stairs_up", "", 0.05, 1},
                                                                {"stairs_down", "", 0.05, 1},
                                                                {"stairs_up_m_s", "m/s", 0.05, 3},
                                                                {"stairs_down_m_s", "m/s", 0.05, 3}}};

struct ProfileEntry {
  std::string name, text;
  crowd::Sex sex = crowd::Sex::mixed;
  std::string curve_male, curve_female;  ///< "" where `speed_m_s` is given
  std::array<std::optional<Sourced<Distribution>>, profile_values.size()> values;
  std::optional<Sourced<bool>> stairs;
  crowd::Profile profile;  ///< what the above come to
};

struct MixEntry {
  std::string name, text, source;
  Status status = Status::assumed;
  std::vector<crowd::ProfileShare> parts;
};

struct PeopleData {
  std::vector<DataSource> sources;
  std::vector<CurveEntry> curves;
  std::vector<ProfileEntry> profiles;
  std::vector<MixEntry> mixes;

  /// The profile or mixture of that name as shares that add up to 1; empty: there is none.
  std::vector<crowd::ProfileShare> find(const std::string& name) const;
  std::vector<std::string> names() const;
};

/// Throws InputError for whatever the file says wrong.
PeopleData read_people_data(const std::filesystem::path& file = data_file("people.toml"));

/// Puts profiles into the groups that name one (`who`, `mix`) or give ages or a sex; the file is read only if there are
/// such. Throws InputError for unknown names, all at once.
void fill_profiles(std::span<crowd::PeopleGroup> groups, const std::filesystem::path& file = data_file("people.toml"));

/// `muster data people [NAME]`: a table for a terminal, or JSON. Throws InputError for an unknown name.
std::string people_text(const PeopleData& data, const std::string& name);
std::string people_json(const PeopleData& data, const std::string& name);

}  // namespace muster::sim
