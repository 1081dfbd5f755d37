#pragma once
// What somebody chose by names, on the command line or in a script, as what is to be shown.

#include "viewer/window/theatre.h"

#include <string>

namespace muster::viewer {

inline constexpr std::array<const char*, 4> view_names = {"overlook", "plan", "follow", "eyes"};

/// `base` with what `choice` says; names are those of the first run. `keys` stands before the keys of mistakes: "--" or
/// "shot[2].". Throws InputError: names that the run does not have, views of a person without one.
Show chosen(const Show& base, const Choice& choice, Theatre& theatre, const std::string& keys);

/// What is shown, by names, so that it can be kept.
Choice choice_of(const Show& show, Theatre& theatre);

/// One picture of a script's video, `at` [s] of the video.
Show scene_of(const Script& script, double at, const Show& base, Theatre& theatre);

/// All that a script writes into pictures.
std::string texts_of(const Script& script);

/// Throws InputError where a shot asks for what the run does not have.
void check(const Script& script, const Show& base, Theatre& theatre);

}  // namespace muster::viewer
