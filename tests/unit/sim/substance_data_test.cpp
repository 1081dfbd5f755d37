// data/substances.toml, `[[substance]]` of case files, and what `muster data substances` and `criteria` print.

#include "sim/data/substance_data.h"

#include "sim/case/read.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

const SubstanceData& data() {
  static const SubstanceData read = read_substance_data();
  return read;
}

constexpr const char* place = "model.wkt = 'POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))'\n";

/// The least that a substance needs.
const std::string least = R"([[substance]]
id = "my_gas"
molar_mass_kg_mol = 0.05
boiling_point_K = 250
critical_temperature_K = 420
critical_pressure_Pa = 5e6
liquid_density_boiling_kg_m3 = 900
liquid_heat_boiling_J_kg_K = 1500
vaporisation_boiling_J_kg = 400000
gas_heat_25C_J_kg_K = 900
)";

Case case_with(const std::string& substances) { return read_case_text(place + substances, "a.toml"); }

std::string mistakes_of(const std::string& substances) {
  try {
    case_with(substances);
  } catch (const InputError& error) {
    std::string all;
    for (const Mistake& m : error.mistakes()) all += m.str() + "\n";
    return all;
  }
  return "";
}

/// Replaces one line of `least`, or adds one.
std::string with(const std::string& key, const std::string& value) {
  std::string text = least;
  const size_t at = text.find("\n" + key + " =");
  if (at == std::string::npos) return text + key + " = " + value + "\n";
  const size_t end = text.find('\n', at + 1);
  return text.replace(at + 1, end - at - 1, key + " = " + value);
}

TEST(SubstanceData, everyValueHasASourceThatTheFileNames) {
  ASSERT_EQ(data().substances.size(), 48u);
  const auto json = nlohmann::json::parse(substances_json(data(), ""));
  std::set<std::string> sources, used;
  for (const auto& source : json["source"]) sources.insert(source["name"]);
  size_t values = 0;
  for (const auto& substance : json["substance"])
    for (const auto& [key, value] : substance.items()) {
      for (const auto& one : key == "probit" ? value : nlohmann::json::array({value})) {
        if (!one.is_object() || key == "valid") continue;
        EXPECT_TRUE(sources.contains(one["source"])) << substance["id"] << " " << key;
        EXPECT_TRUE(one.contains("status")) << substance["id"] << " " << key;
        used.insert(one["source"]);
        ++values;
      }
    }
  EXPECT_GT(values, 48u * 20);
  EXPECT_EQ(used, sources) << "sources that nothing uses";
}

TEST(SubstanceData, isFoundByEveryName) {
  const substance::Library library = read_substances();
  for (const SubstanceEntry& e : data().substances) {
    for (const std::string& name : {e.id, e.name, e.name_zh, e.cas}) {
      ASSERT_NE(library.find(name), nullptr) << name;
      EXPECT_EQ(library.find(name)->id, e.id) << name;
    }
    for (const std::string& name : e.synonyms) EXPECT_EQ(library.find(name)->id, e.id) << name;
  }
  EXPECT_EQ(library.find("Hydrogen-Sulfide")->id, "hydrogen_sulfide");
  EXPECT_EQ(library.find("h2s")->id, "hydrogen_sulfide");
  EXPECT_EQ(library.find("氨")->id, "ammonia");
  EXPECT_EQ(library.find("LNG")->id, "methane");
  EXPECT_EQ(library.find("butane")->id, "n_butane");
  // Two butanes have this formula.
  EXPECT_EQ(library.find("C4H10"), nullptr);
  EXPECT_EQ(library.suggestion("C4H10"), "; several have this formula: n_butane, isobutane");
  EXPECT_EQ(library.suggestion("clorine"), "; did you mean `chlorine`?");
  EXPECT_EQ(library.suggestion("7664-41-8"), "; did you mean `7664-41-7`?");
  EXPECT_EQ(library.find(""), nullptr);
}

TEST(SubstanceData, criteriaAsPublished) {
  const substance::Library library = read_substances();
  const substance::ToxicCriteria& chlorine = library.find("chlorine")->toxic;
  EXPECT_NEAR(*chlorine.idlh, 10e-6, 1e-12);
  EXPECT_NEAR(*chlorine.aegl->level[1][0], 2.8e-6, 1e-12);
  EXPECT_NEAR(*chlorine.aegl->level[2][4], 7.1e-6, 1e-12);
  EXPECT_NEAR(*chlorine.erpg[1], 3e-6, 1e-12);
  // Rows that the references advise against are not there.
  for (const substance::Probit& p : chlorine.probits) EXPECT_NE(p.a, -17.1);
  ASSERT_EQ(library.find("hydrogen_fluoride")->toxic.probits.size(), 2u);
  EXPECT_EQ(library.find("hydrogen_fluoride")->toxic.probits[0].a, -25.87);
  EXPECT_TRUE(library.find("propylene_oxide")->toxic.probits.empty());
  // Carbon monoxide: AEGL-1 is not recommended.
  EXPECT_FALSE(library.find("CO")->toxic.aegl->level[0][2]);
  EXPECT_NEAR(library.find("methane")->flammability->lower, 0.05, 1e-12);
  EXPECT_FALSE(library.find("chlorine")->flammability);
  for (const substance::Substance& s : library.all())
    if (s.flammability) {
      EXPECT_TRUE(s.flammability->lower > 0 && s.flammability->upper > s.flammability->lower) << s.id;
    }
}

TEST(SubstanceKeys, ofACaseReplaceAndComplete) {
  const Case c = case_with(least + "[[substance]]\nid = 'ammonia'\n" + least.substr(least.find("molar_mass")));
  ASSERT_EQ(c.substances.size(), 2u);
  const substance::Library library = read_substances(c.substances);
  EXPECT_EQ(library.all().size(), 49u);
  EXPECT_EQ(library.find("ammonia")->molar_mass, 0.05);
  const substance::Substance& gas = *library.find("my gas");
  // Edmister: 3/7 log10(5e6 / 101325) / (420 / 250 - 1) - 1.
  EXPECT_NEAR(gas.acentric_factor, 0.0671, 1e-3);
  EXPECT_NEAR(gas.heat_ratio_25, 900 / (900 - 8.314462618 / 0.05), 1e-9);
  EXPECT_NEAR(gas.vapour_pressure(250), 101325, 1);
  EXPECT_NEAR(gas.vapour_pressure(420), 5e6, 50);
  EXPECT_EQ(gas.gas_heat(500), 900);
  EXPECT_EQ(gas.name, "my_gas");
}

TEST(SubstanceKeys, whatCannotBeIsRefusedWithItsRange) {
  EXPECT_EQ(mistakes_of(least), "");
  const auto expect = [](const std::string& key, const std::string& value, const std::string& said) {
    const std::string mistakes = mistakes_of(with(key, value));
    EXPECT_NE(mistakes.find(said), std::string::npos) << key << " = " << value << ": " << mistakes;
  };
  expect("molar_mass_kg_mol", "17", "a.toml:4: substance[0].molar_mass_kg_mol = 17: must lie in [0.001, 1]");
  expect("boiling_point_K", "430", "must lie below critical_temperature_K, 420");
  expect("melting_point_K", "500", "must lie below critical_temperature_K, 420");
  expect("gas_heat_25C_J_kg_K", "300", "must exceed 399, 2.4 R / M");
  expect("heat_ratio_25C", "1.4", "must be within 3 % of 1.227");
  expect("liquid_density_25C_kg_m3", "950", "must be below the value at the boiling point, 900");
  expect("vaporisation_25C_J_kg", "500000", "must be below the value at the boiling point");
  expect("antoine", "{a = 9, b = 900, c = -30, low_K = 200, high_K = 300}", "boils at 255.3");
  expect("antoine", "{a = 9, b = 900, c = -230, low_K = 200, high_K = 300}", "low_K lies below it");
  expect("antoine", "{a = 9, b = 900, c = -30, low_K = 300, high_K = 200}", "must exceed low_K, 300");
  expect("upper_flammable_limit", "0.1", "substance[0].lower_flammable_limit: is required of what burns");
  expect("flash_point_K", "300", "is required of what burns");
  expect("cas", "'7664-41-8'", "is no CAS number");
  expect("cas", "'ammonia'", "is no CAS number");
  expect("id", "'My gas'", "must consist of a to z, 0 to 9 and _");
  expect("aegl_2_ppm", "[[20, 5]]", "20 min is no AEGL duration");
  expect("aegl_2_ppm", "[[10, 5], [60, 7]]", "must not grow with the duration");
  expect("hse_load", "{n = 1, slot = 5, slod = 4}", "must exceed slot, 5");
  expect("boiling_ponit_K", "3", "did you mean `boiling_point_K`?");
  EXPECT_NE(
      mistakes_of(with("aegl_1_ppm", "[[60, 5]]\naegl_2_ppm = [[60, 4]]")).find("must not lie below aegl_1_ppm, 5"),
      std::string::npos);
  EXPECT_NE(mistakes_of(with("erpg_1_ppm", "5\nerpg_2_ppm = 4")).find("must exceed erpg_1_ppm, 5"), std::string::npos);
  EXPECT_NE(mistakes_of(with("lower_flammable_limit", "0.2\nupper_flammable_limit = 0.1"))
                .find("must exceed lower_flammable_limit, 0.2"),
            std::string::npos);
  EXPECT_NE(mistakes_of(least + least).find("is used already on line 3"), std::string::npos);
  EXPECT_NE(mistakes_of("[[substance]]\nid = 'a'\n").find("substance[0].molar_mass_kg_mol: is required"),
            std::string::npos);
}

TEST(SubstanceData, whatTheFileSaysWrongIsNamed) {
  const test::TemporaryFolder folder;
  std::string sourced = "[[source]]\nname = 's'\ntext = 'S'\n";
  for (size_t at = 0, end = 0; at < least.size(); at = end + 1) {
    end = least.find('\n', at);
    std::string line = least.substr(at, end - at);
    const size_t equals = line.find(" = ");
    if (equals != std::string::npos && !line.starts_with("id"))
      line = line.substr(0, equals) + " = {value = " + line.substr(equals + 3) + ", source = 's', status = 'checked'}";
    sourced += line + "\n";
  }
  EXPECT_EQ(read_substance_data(folder.write("good.toml", sourced)).substances.size(), 1u);
  const auto mistakes_in = [&](const std::string& text) {
    try {
      read_substance_data(folder.write("wrong.toml", text));
    } catch (const InputError& error) {
      std::string all;
      for (const Mistake& m : error.mistakes()) all += m.str() + "\n";
      return all;
    }
    return std::string();
  };
  EXPECT_NE(mistakes_in(sourced + "idlh_ppm = {value = 3, source = 't', status = 'checked'}\n")
                .find("my_gas.idlh_ppm = t: no source of this name"),
            std::string::npos);
  EXPECT_NE(
      mistakes_in(sourced + "idlh_ppm = {value = 3, source = 's'}\n").find("substance[0].idlh_ppm.status: is required"),
      std::string::npos);
  EXPECT_NE(mistakes_in(sourced + "idlh_ppm = 3\n").find("expected a table with a source"), std::string::npos);
  EXPECT_THROW(read_substance_data(folder.path() / "none.toml"), InputError);
}

TEST(SubstancePrint, textAndJson) {
  const std::string all = substances_text(data(), ""), one = substances_text(data(), "7664-41-7");
  EXPECT_NE(all.find("hydrogen_sulfide   H2S"), std::string::npos) << all;
  EXPECT_NE(one.find("Ammonia (氨), NH3, CAS 7664-41-7"), std::string::npos) << one;
  EXPECT_NE(one.find("195.4 to 287.8 K, within 0.04 %"), std::string::npos) << one;
  EXPECT_NE(one.find("recalled"), std::string::npos);
  const auto json = nlohmann::json::parse(substances_json(data(), "氨"));
  ASSERT_EQ(json["substance"].size(), 1u);
  const auto& ammonia = json["substance"][0];
  EXPECT_EQ(ammonia["boiling_point_K"]["value"], 239.82);
  EXPECT_EQ(ammonia["boiling_point_K"]["unit"], "K");
  EXPECT_EQ(ammonia["boiling_point_K"]["status"], "checked");
  EXPECT_EQ(ammonia["antoine"]["high_K"], 287.8);
  EXPECT_EQ(ammonia["valid"]["liquid_density_K"], nlohmann::json::array({195.41, 405.4}));
  EXPECT_EQ(ammonia["aegl_3_ppm"]["value"][2], nlohmann::json::array({60, 1100}));
  const auto criteria = nlohmann::json::parse(criteria_json(data(), "ammonia"))["substance"][0];
  EXPECT_FALSE(criteria.contains("boiling_point_K"));
  EXPECT_EQ(criteria["probit"].size(), 2u);
  EXPECT_EQ(criteria["lower_flammable_limit"]["value"], 0.15);
  EXPECT_NE(criteria_text(data(), "").find("30/160/1100"), std::string::npos);
  try {
    criteria_text(data(), "amonia");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(error.mistakes()[0].str().find("did you mean `ammonia`?"), std::string::npos);
  }
}

}  // namespace
}  // namespace muster::sim
