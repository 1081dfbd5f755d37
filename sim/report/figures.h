#pragma once
// The figures of a run's summary as a page shows them: each carries its value and where in summary.json it stands.

#include "sim/report/words.h"

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace muster::sim {

class Figures {
 public:
  /// `summary` as summary.json has it. Throws nlohmann::ordered_json::parse_error.
  Figures(const std::string& summary, Language language)
      : summary_(nlohmann::ordered_json::parse(summary)), language_(language) {}

  Language language() const { return language_; }
  /// A text of the page, known to translate().
  std::string say(std::string_view english) const { return translate(english, language_); }
  std::string heading(std::string_view english) const;
  /// A smaller heading.
  std::string part(std::string_view english) const;
  /// What the program wrote during the run, e.g. a warning; the same of a text of the summary, "" where there is none.
  std::string told(const std::string& english) const;
  std::string told_at(const std::string& pointer) const;

  /// Pointers are those of RFC 6901: "/people/placed".
  bool has(const std::string& pointer) const {
    return summary_.contains(nlohmann::ordered_json::json_pointer(pointer));
  }
  const nlohmann::ordered_json& at(const std::string& pointer) const {
    return summary_.at(nlohmann::ordered_json::json_pointer(pointer));
  }
  double number(const std::string& pointer) const { return at(pointer).get<double>(); }
  size_t count(const std::string& pointer) const { return has(pointer) ? at(pointer).size() : 0; }

  /// HTML of what stands there; "" where the summary has nothing.
  std::string text(const std::string& pointer) const;
  std::string time(const std::string& pointer) const;
  std::string value(const std::string& pointer, const char* format = "{:.4g}", const char* unit = "") const;
  std::string expected(const std::string& pointer) const;  ///< a number of people to be expected
  std::string place(const std::string& pointer) const;     ///< `x, y, z`

 private:
  std::string figure(const std::string& pointer, const std::string& shown) const;

  nlohmann::ordered_json summary_;
  Language language_;
};

}  // namespace muster::sim
