#pragma once
// Asks the calculations of `muster calc` as the command line does.

#include "sim/calc/catalogue.h"
#include "sim/data/substance_data.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::test {

/// What `muster calc name` answers to inputs such as "wind_m_s=3". Throws InputError as it does.
inline sim::Answer answer_of(const std::string& name, const std::vector<std::string>& inputs, int draws = 10) {
  static const substance::Library library = sim::read_substances();
  static const std::vector<sim::Calculation> all = sim::calculations();
  const auto one = std::find_if(all.begin(), all.end(), [&](const sim::Calculation& c) { return c.name == name; });
  if (one == all.end()) throw std::runtime_error("no calculation " + name);
  return sim::calculate(*one, inputs, library, {draws, 1});
}

/// The text of the refusal; empty where there is an answer.
inline std::string refusal_of(const std::string& name, const std::vector<std::string>& inputs) {
  try {
    answer_of(name, inputs);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

inline bool has(const sim::Answer& answer, const std::string& key) {
  return std::any_of(answer.values.begin(), answer.values.end(), [&](const auto& v) { return v.key == key; });
}

/// The number of that key; a failure and NaN where there is none.
inline double value_of(const sim::Answer& answer, const std::string& key) {
  for (const sim::Answer::Value& v : answer.values)
    if (v.key == key) return std::get<double>(v.value);
  ADD_FAILURE() << "no " << key;
  return NAN;
}

/// The word of that key; a failure where there is none.
inline std::string word_of(const sim::Answer& answer, const std::string& key) {
  for (const sim::Answer::Value& v : answer.values)
    if (v.key == key) return std::get<std::string>(v.value);
  ADD_FAILURE() << "no " << key;
  return "";
}

inline bool warned(const sim::Answer& answer, const std::string& code) {
  return std::any_of(answer.warnings.begin(), answer.warnings.end(), [&](const Warning& w) { return w.code == code; });
}

}  // namespace muster::test
