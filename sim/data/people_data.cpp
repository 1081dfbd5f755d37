#include "sim/data/people_data.h"

#include "base/digest.h"
#include "sim/case/description.h"
#include "sim/case/document.h"
#include "sim/case/shapes.h"
#include "sim/case/sourced.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace muster::sim {

namespace fs = std::filesystem;

namespace {

Table<CurveEntry> curve_table() {
  Table<CurveEntry> table("Free speed by age.");
  const Type<std::vector<double>> ages = list_of(number(within(0, 120), "years"), 2, 100);
  const Type<std::vector<double>> speeds = list_of(number(above(0, 5), "m/s"), 2, 100);
  table.key("name", &CurveEntry::name, text(), "its name", Need::required);
  table.key(
      "age_years", [](CurveEntry & c) -> auto& { return c.curve.age; }, ages, "ages", Need::required);
  table.key(
      "mean_m_s", [](CurveEntry & c) -> auto& { return c.curve.mean; }, speeds, "mean", Need::required);
  table.key(
      "sd_m_s", [](CurveEntry & c) -> auto& { return c.curve.sd; }, speeds, "standard deviation", Need::required);
  table.key("source", &CurveEntry::source, text(), "its source", Need::required);
  table.key("status", &CurveEntry::status, status_word(), "its status", Need::required);
  table.check([](const Spot& spot, CurveEntry& c, Report& report) {
    if (c.curve.mean.size() != c.curve.age.size() || c.curve.sd.size() != c.curve.age.size())
      report.refuse_key(spot, "mean_m_s", "the three lists must be equally long");
    if (!std::is_sorted(c.curve.age.begin(), c.curve.age.end(), std::less_equal<>()))
      report.refuse_key(spot, "age_years", "must ascend");
  });
  return table;
}

Table<ProfileEntry> profile_table() {
  using P = ProfileEntry;
  Table<P> table("A kind of people.");
  table.key("name", &P::name, text(), "its name", Need::required);
  table.key("text", &P::text, text(), "what it is", Need::required);
  table.key(
      "sex", &P::sex,
      choice<crowd::Sex>({{"male", crowd::Sex::male}, {"female", crowd::Sex::female}, {"mixed", crowd::Sex::mixed}}),
      "their sex");
  table.key("curve_male", &P::curve_male, text(), "curve of the speed of males");
  table.key("curve_female", &P::curve_female, text(), "curve of the speed of females");
  for (size_t i = 0; i < profile_values.size(); ++i) {
    const ProfileValue& v = profile_values[i];
    const Range range = within(v.low, v.high);
    table.key(
        v.key, [i](P & p) -> auto& { return p.values[i]; }, sourced(distribution(range, range, v.unit)), "");
  }
  table.key("stairs", &P::stairs, sourced(flag()), "they can use stairs");
  table.exactly_one({"speed_m_s", "curve_male"});
  table.exactly_one({"speed_m_s", "curve_female"});
  return table;
}

Table<MixEntry> mix_table() {
  Table<crowd::ProfileShare> part("A share.");
  part.key("who", &crowd::ProfileShare::who, text(), "a profile", Need::required);
  part.key("share", &crowd::ProfileShare::share, number(above(0, 1), ""), "its share", Need::required);
  Table<MixEntry> table("A mixture of profiles.");
  table.key("name", &MixEntry::name, text(), "its name", Need::required);
  table.key("text", &MixEntry::text, text(), "what it is", Need::required);
  table.key("source", &MixEntry::source, text(), "its source", Need::required);
  table.key("status", &MixEntry::status, status_word(), "its status", Need::required);
  table.key("parts", &MixEntry::parts, list_of(part.type(), 1, 100), "its parts", Need::required);
  return table;
}

Table<PeopleData> data_table() {
  Table<PeopleData> table("What people are like.");
  table.key("source", &PeopleData::sources, named_list_of(source_table().type()), "");
  table.key("curve", &PeopleData::curves, named_list_of(curve_table().type()), "");
  table.key("profile", &PeopleData::profiles, named_list_of(profile_table().type()), "");
  table.key("mix", &PeopleData::mixes, named_list_of(mix_table().type()), "");
  return table;
}

template <class Entry>
const Entry* entry_of(const std::vector<Entry>& entries, const std::string& name) {
  const auto at = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.name == name; });
  return at == entries.end() ? nullptr : &*at;
}

/// What the entry's values come to. Names that are not there are mistakes of the file.
void complete(ProfileEntry& entry, const PeopleData& data, const std::string& file, std::vector<Mistake>& mistakes) {
  const auto missing = [&](const std::string& what, const std::string& name) {
    mistakes.push_back({file, 0, "profile " + entry.name, name, "no " + what + " of this name"});
  };
  crowd::Profile& p = entry.profile;
  p.name = entry.name;
  p.sex = entry.sex;
  for (const auto& [name, curve] : {std::pair{entry.curve_male, &p.male}, std::pair{entry.curve_female, &p.female}}) {
    if (name.empty()) continue;
    const CurveEntry* found = entry_of(data.curves, name);
    if (found == nullptr)
      missing("curve", name);
    else
      *curve = found->curve;
  }
  for (const auto& value : entry.values)
    if (value && source_of(data.sources, value->source) == nullptr) missing("source", value->source);
  if (entry.stairs && source_of(data.sources, entry.stairs->source) == nullptr) missing("source", entry.stairs->source);
  const auto& v = entry.values;
  if (v[0]) p.age = v[0]->value;
  if (v[1]) p.speed = v[1]->value;
  if (v[2]) p.radius = v[2]->value;
  if (v[3]) p.stairs_up = v[3]->value.quantile(0.5);
  if (v[4]) p.stairs_down = v[4]->value.quantile(0.5);
  if (v[5]) p.speed_up = v[5]->value;
  if (v[6]) p.speed_down = v[6]->value;
  if (entry.stairs) p.stairs = entry.stairs->value;
}

}  // namespace

fs::path data_file(const std::string& name) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const char* from : {"../../../data", "../share/muster/data"}) {
    fs::path beside = (program / from / name).lexically_normal();
    if (fs::is_regular_file(beside, error)) return beside;
  }
  return fs::path(MUSTER_DATA) / name;
}

std::vector<crowd::ProfileShare> PeopleData::find(const std::string& name) const {
  if (const ProfileEntry* entry = entry_of(profiles, name)) return {{name, 1, entry->profile}};
  const MixEntry* mix = entry_of(mixes, name);
  return mix == nullptr ? std::vector<crowd::ProfileShare>{} : mix->parts;
}

std::vector<std::string> PeopleData::names() const {
  std::vector<std::string> all;
  for (const ProfileEntry& entry : profiles) all.push_back(entry.name);
  for (const MixEntry& entry : mixes) all.push_back(entry.name);
  return all;
}

PeopleData read_people_data(const fs::path& file) {
  const std::string name = file.string();
  std::error_code error;
  if (!fs::is_regular_file(file, error)) throw InputError(Mistake{name, 0, "", "", "no such file"});
  Report report(name, file.parent_path());
  const std::optional<Node> document = parse_document(read_file(file), name, {}, report.mistakes());
  PeopleData data;
  if (document) data_table().type().read({*document}, data, report);
  std::vector<Mistake> mistakes = std::move(report.mistakes());
  if (mistakes.empty()) {
    for (ProfileEntry& entry : data.profiles) complete(entry, data, name, mistakes);
    for (MixEntry& mix : data.mixes) {
      double sum = 0;
      for (crowd::ProfileShare& part : mix.parts) {
        sum += part.share;
        const ProfileEntry* entry = entry_of(data.profiles, part.who);
        if (entry == nullptr)
          mistakes.push_back({name, 0, "mix " + mix.name, part.who, "no profile of this name"});
        else
          part.profile = entry->profile;
      }
      if (std::abs(sum - 1) > 1e-6)
        mistakes.push_back({name, 0, "mix " + mix.name, fmt::format("{}", sum), "its shares must add up to 1"});
    }
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return data;
}

void fill_profiles(std::span<crowd::PeopleGroup> groups, const fs::path& file) {
  const auto wants = [](const crowd::PeopleGroup& g) { return !g.who.empty() || !g.mix.empty() || g.age || g.sex; };
  if (std::none_of(groups.begin(), groups.end(), wants)) return;
  const PeopleData data = read_people_data(file);
  std::vector<Mistake> mistakes;
  for (crowd::PeopleGroup& group : groups) {
    if (!wants(group)) continue;
    std::vector<crowd::ProfileShare> asked = group.mix;
    if (asked.empty()) asked = {{group.who.empty() ? "adults" : group.who, 1, {}}};
    std::vector<crowd::ProfileShare> shares;
    for (size_t i = 0; i < asked.size(); ++i) {
      const std::vector<crowd::ProfileShare> found = data.find(asked[i].who);
      if (found.empty())
        mistakes.push_back({group.origin.file, group.origin.line,
                            group.origin.key + (group.mix.empty() ? ".who" : fmt::format(".mix[{}].who", i)),
                            asked[i].who, "no profile of this name" + suggestion(asked[i].who, data.names())});
      for (crowd::ProfileShare part : found) {
        part.share *= asked[i].share;
        if (group.age) part.profile.age = *group.age;
        if (group.sex) part.profile.sex = *group.sex;
        shares.push_back(std::move(part));
      }
    }
    group.mix = std::move(shares);
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
}

}  // namespace muster::sim
