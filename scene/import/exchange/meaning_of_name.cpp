#include "scene/import/exchange/meaning_of_name.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace muster::scene {

namespace {

struct Word {
  std::string_view text;
  Meaning meaning;
};

using enum Meaning;

constexpr std::array words = {
    Word{"wall", wall},           Word{"walls", wall},
    Word{"drywall", wall},        Word{"partition", wall},
    Word{"column", wall},         Word{"columns", wall},
    Word{"pillar", wall},         Word{"pillars", wall},
    Word{"facade", wall},         Word{"wand", wall},
    Word{"wände", wall},          Word{"waende", wall},
    Word{"mauer", wall},          Word{"stütze", wall},
    Word{"stuetze", wall},        Word{"säule", wall},
    Word{"fassade", wall},        Word{"door", door},
    Word{"doors", door},          Word{"tür", door},
    Word{"tuer", door},           Word{"türen", door},
    Word{"tueren", door},         Word{"slab", floor},
    Word{"slabs", floor},         Word{"decke", floor},
    Word{"decken", floor},        Word{"boden", floor},
    Word{"fußboden", floor},      Word{"fussboden", floor},
    Word{"bodenplatte", floor},   Word{"flooring", floor},
    Word{"stair", stair},         Word{"stairs", stair},
    Word{"staircase", stair},     Word{"stairway", stair},
    Word{"stairwell", unknown},   Word{"treppe", stair},
    Word{"treppen", stair},       Word{"treppenlauf", stair},
    Word{"stufe", stair},         Word{"stufen", stair},
    Word{"ramp", ramp},           Word{"ramps", ramp},
    Word{"rampe", ramp},          Word{"rampen", ramp},
    Word{"ceiling", ceiling},     Word{"ceilings", ceiling},
    Word{"hängedecke", ceiling},  Word{"unterdecke", ceiling},
    Word{"roof", roof},           Word{"roofs", roof},
    Word{"dach", roof},           Word{"dächer", roof},
    Word{"window", window},       Word{"windows", window},
    Word{"fenster", window},      Word{"glazing", window},
    Word{"railing", railing},     Word{"railings", railing},
    Word{"handrail", railing},    Word{"guardrail", railing},
    Word{"balustrade", railing},  Word{"banister", railing},
    Word{"geländer", railing},    Word{"gelaender", railing},
    Word{"brüstung", railing},    Word{"fence", railing},
    Word{"zaun", railing},        Word{"terrain", terrain},
    Word{"gelände", terrain},     Word{"gelaende", terrain},
    Word{"lawn", terrain},        Word{"grass", terrain},
    Word{"furniture", furniture}, Word{"möbel", furniture},
    Word{"moebel", furniture},    Word{"table", furniture},
    Word{"tables", furniture},    Word{"desk", furniture},
    Word{"desks", furniture},     Word{"chair", furniture},
    Word{"chairs", furniture},    Word{"bed", furniture},
    Word{"beds", furniture},      Word{"cabinet", furniture},
    Word{"cabinets", furniture},  Word{"cupboard", furniture},
    Word{"shelf", furniture},     Word{"shelves", furniture},
    Word{"bookshelf", furniture}, Word{"rack", furniture},
    Word{"sofa", furniture},      Word{"couch", furniture},
    Word{"bench", furniture},     Word{"counter", furniture},
    Word{"wardrobe", furniture},  Word{"refrigerator", furniture},
    Word{"sink", furniture},      Word{"toilet", furniture},
    Word{"tisch", furniture},     Word{"stuhl", furniture},
    Word{"bett", furniture},      Word{"schrank", furniture},
    Word{"regal", furniture},     Word{"lamp", furniture},
    Word{"light", furniture},     Word{"lampe", furniture},
    Word{"leuchte", furniture},   Word{"socket", furniture},
    Word{"switch", furniture},    Word{"sign", furniture},
    Word{"clock", furniture},     Word{"fan", furniture},
    Word{"radiator", furniture},  Word{"heater", furniture},
    Word{"mirror", furniture},    Word{"picture", furniture},
    Word{"tv", furniture},        Word{"trash", furniture},
    Word{"curtain", furniture},
};

// German joins words; the last part says what the thing is (Innentür, Außenwand, Treppengeländer).
constexpr std::array german_endings = {
    Word{"wand", wall},         Word{"wände", wall},        Word{"mauer", wall},        Word{"stütze", wall},
    Word{"tür", door},          Word{"tuer", door},         Word{"decke", floor},       Word{"fußboden", floor},
    Word{"bodenplatte", floor}, Word{"treppe", stair},      Word{"treppen", stair},     Word{"rampe", ramp},
    Word{"dach", roof},         Word{"fenster", window},    Word{"geländer", railing},  Word{"gelaender", railing},
    Word{"tisch", furniture},   Word{"stuhl", furniture},   Word{"schrank", furniture}, Word{"regal", furniture},
    Word{"möbel", furniture},   Word{"leuchte", furniture},
};

// Chinese does not separate words; found anywhere, the last one in the name counts.
constexpr std::array chinese = {
    Word{"墙", wall},      Word{"柱", wall},        Word{"幕墙", wall},    Word{"门", door},      Word{"楼板", floor},
    Word{"地板", floor},   Word{"地面", floor},     Word{"楼梯", stair},   Word{"台阶", stair},   Word{"坡道", ramp},
    Word{"天花", ceiling}, Word{"天花板", ceiling}, Word{"吊顶", ceiling}, Word{"屋顶", roof},    Word{"屋面", roof},
    Word{"窗", window},    Word{"家具", furniture}, Word{"桌", furniture}, Word{"椅", furniture}, Word{"床", furniture},
    Word{"柜", furniture}, Word{"灯", furniture},   Word{"栏杆", railing}, Word{"扶手", railing}, Word{"地形", terrain},
};

// Endings that modellers and exporters add.
constexpr std::array<std::string_view, 12> empty_words = {"mesh", "geo",   "geometry", "obj",     "object",   "part",
                                                          "node", "model", "plane",    "surface", "instance", "group"};

/// Words of a name in lower case: cut at everything that is no letter, between letters and digits, and at aB.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> found(1);
  unsigned char before = 0;
  for (const char letter : name) {
    const auto c = static_cast<unsigned char>(letter);
    const bool part = std::isalpha(c) != 0 || c >= 0x80;
    if (!part || (std::isupper(c) != 0 && std::islower(before) != 0))
      if (!found.back().empty()) found.emplace_back();
    if (part) found.back() += letter;
    before = c;
  }
  if (found.back().empty()) found.pop_back();
  for (std::string& word : found) word = lower(word);
  return found;
}

std::optional<Meaning> meaning_of_word(std::string_view word) {
  for (const Word& known : words)
    if (known.text == word) return known.meaning;
  for (const Word& ending : german_endings)
    if (word.size() >= ending.text.size() + 3 && word.ends_with(ending.text)) return ending.meaning;
  return std::nullopt;
}

std::optional<Meaning> meaning_of_chinese(std::string_view name) {
  size_t latest = 0;
  std::optional<Meaning> meaning;
  for (const Word& known : chinese) {
    const size_t at = name.rfind(known.text);
    // The end of the word counts, so that a longer word wins over a part of it.
    if (at != std::string_view::npos && at + known.text.size() > latest) {
      latest = at + known.text.size();
      meaning = known.meaning;
    }
  }
  return meaning;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

struct Class {
  std::string_view start;
  Meaning meaning;
};

/// The first that a class name in lower case begins with; slabs, coverings and parts of stairs are judged before.
constexpr std::array ifc_classes = {
    Class{"ifcwall", wall},
    Class{"ifccurtainwall", wall},
    Class{"ifcplate", wall},
    Class{"ifcmember", wall},
    Class{"ifccolumn", wall},
    Class{"ifcbeam", wall},
    Class{"ifcfooting", wall},
    Class{"ifcpile", wall},
    Class{"ifcchimney", wall},
    Class{"ifcshadingdevice", wall},
    Class{"ifcreinforcing", wall},
    Class{"ifctendon", wall},
    Class{"ifcdoor", door},
    Class{"ifcwindow", window},
    Class{"ifcstair", stair},
    Class{"ifcramp", ramp},
    Class{"ifcrailing", railing},
    Class{"ifcroof", roof},
    Class{"ifcsite", terrain},
    Class{"ifcgeographicelement", terrain},
    Class{"ifcspaceheater", furniture},
    Class{"ifcspace", space},
    Class{"ifcvirtualelement", ignore},
    Class{"ifcopening", ignore},
    Class{"ifcvoiding", ignore},
    Class{"ifcannotation", ignore},
    Class{"ifcgrid", ignore},
    Class{"ifcspatialzone", ignore},
    Class{"ifcexternalspatial", ignore},
    Class{"ifcfurni", furniture},
    Class{"ifcsystemfurniture", furniture},
    Class{"ifcsanitary", furniture},
    Class{"ifcflow", furniture},
    Class{"ifcdistribution", furniture},
    Class{"ifcenergyconversion", furniture},
    Class{"ifctransportelement", furniture},
    Class{"ifcelectric", furniture},
    Class{"ifclight", furniture},
    Class{"ifclamp", furniture},
    Class{"ifcequipment", furniture},
    Class{"ifcboiler", furniture},
    Class{"ifctank", furniture},
    Class{"ifcpump", furniture},
    Class{"ifcpipe", furniture},
    Class{"ifcduct", furniture},
    Class{"ifccable", furniture},
    Class{"ifcvalve", furniture},
    Class{"ifcfan", furniture},
    Class{"ifcairterminal", furniture},
    Class{"ifcmedicaldevice", furniture},
    Class{"ifcoutlet", furniture},
    Class{"ifcswitchingdevice", furniture},
    Class{"ifcfiresuppression", furniture},
    Class{"ifcwasteterminal", furniture},
};

}  // namespace

std::optional<PrefixedName> prefixed_name(std::string_view name) {
  const size_t colon = name.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string prefix = lower(trimmed(name.substr(0, colon)));
  const auto* known = std::find(meaning_names.begin(), meaning_names.end(), prefix);
  if (known == meaning_names.end()) return std::nullopt;
  return PrefixedName{static_cast<Meaning>(known - meaning_names.begin()),
                      std::string{trimmed(name.substr(colon + 1))}};
}

std::optional<std::string> storey_name(std::string_view name) {
  const size_t colon = name.find(':');
  if (colon == std::string_view::npos || lower(trimmed(name.substr(0, colon))) != "storey") return std::nullopt;
  return std::string{trimmed(name.substr(colon + 1))};
}

Meaning meaning_of_name(std::string_view name) {
  if (const auto prefixed = prefixed_name(name)) return prefixed->meaning;
  std::optional<Meaning> strong;
  Meaning weak = unknown;
  bool roof_seen = false;
  for (const std::string& word : words_of(name)) {
    // `floor` and `ground` mean something as the last word only: "floor_1_portrait" hangs on the first floor.
    if (word == "floor" || word == "floors")
      weak = floor;
    else if (word == "ground")
      weak = terrain;
    else if (std::find(empty_words.begin(), empty_words.end(), word) == empty_words.end())
      weak = unknown;
    if (const auto meaning = meaning_of_word(word)) strong = meaning;
    roof_seen = roof_seen || word == "roof" || word == "dach";
  }
  if (strong == floor && roof_seen) return roof;  // "roof slab"
  if (const auto meaning = meaning_of_chinese(name); meaning && !strong) return *meaning;
  return strong.value_or(weak);
}

Meaning meaning_of_ifc(std::string_view ifc_class, std::string_view predefined_type, std::string_view part_of) {
  const std::string type = lower(ifc_class), of = lower(part_of), kind = lower(predefined_type);
  const auto is = [&](std::string_view start) { return type.starts_with(start); };
  if (is("ifcslab")) {
    if (kind == "roof" || of == "ifcroof") return roof;
    if (kind == "landing" || of == "ifcstair") return stair;
    return of.starts_with("ifcramp") ? ramp : floor;
  }
  if (is("ifccovering")) {
    if (kind == "ceiling") return ceiling;
    if (kind == "flooring") return floor;
    if (kind == "roofing") return roof;
    return kind == "cladding" || kind == "skirtingboard" || kind == "molding" ? wall : unknown;
  }
  // Stringers of a stair stand beside it like its railing.
  if (is("ifcmember") && (of == "ifcstair" || of == "ifcstairflight")) return railing;
  if (is("ifcbuildingelementproxy")) return unknown;
  for (const Class& known : ifc_classes)
    if (is(known.start)) return known.meaning;
  return unknown;
}

}  // namespace muster::scene
