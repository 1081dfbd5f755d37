#pragma once
// What an element's name says about it, for formats that know no classes.

#include "scene/model.h"

#include <optional>
#include <string>
#include <string_view>

namespace muster::scene {

/// A name by the convention `prefix: rest`, e.g. "door: Main entrance".
struct PrefixedName {
  Meaning meaning;
  std::string rest;  ///< "Main entrance"
};

/// Nothing where no name of `meaning_names` stands before a colon.
std::optional<PrefixedName> prefixed_name(std::string_view name);

/// "First floor" for a group "storey: First floor"; nothing where the name is no such group.
std::optional<std::string> storey_name(std::string_view name);

/// The meaning by prefix, else by the whole words of the name in English, German or Chinese. Where several words speak,
/// the last one does ("window wall" is a wall), a thing on a wall is furniture ("wall lamp"); `floor` and `ground`
/// give way to any other ("walls floor 2" are walls) and count at the end only ("floor 1 portrait" is unknown). Unknown
/// where no word is known.
Meaning meaning_of_name(std::string_view name);

/// The meaning of an IFC class (any case) with its PredefinedType and the class of the element it is a part of.
Meaning meaning_of_ifc(std::string_view ifc_class, std::string_view predefined_type, std::string_view part_of);

}  // namespace muster::scene
