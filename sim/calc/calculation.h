#pragma once
// A closed-form answer without a scene: inputs described as a case file's tables are, a function, an answer.

#include "base/error.h"
#include "models/substance/library.h"
#include "sim/case/description.h"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace muster::sim {

/// What a calculation found.
struct Answer {
  struct Value {
    std::string key;  ///< stable, with its unit as in case files: `rate_kg_s`
    std::variant<double, std::string> value;
    std::string unit;  ///< "" for plain numbers and words
    std::string text;  ///< what it is, a phrase
    /// Where inputs were given as ranges: 5th, 50th and 95th percentile of `value` over the draws.
    std::optional<std::array<double, 3>> band = {};
  };
  /// Rows of numbers, e.g. concentrations along the wind.
  struct Series {
    std::string key, text;
    std::vector<std::pair<std::string, std::string>> columns;  ///< key and unit
    std::vector<std::vector<double>> rows;                     ///< NaN: does not apply
  };
  std::vector<Value> values;
  std::vector<Series> series;
  std::vector<std::string> notes;  ///< which model was taken, and why
  std::vector<Warning> warnings;

  void add(std::string key, double value, std::string unit, std::string text) {
    values.push_back({std::move(key), value, std::move(unit), std::move(text)});
  }
  void add(std::string key, std::string word, std::string text) {
    values.push_back({std::move(key), std::move(word), "", std::move(text)});
  }
};

struct Calculation {
  std::string name;  ///< `pool-evaporation`
  std::string text;  ///< a phrase
  Json schema;       ///< of the inputs
  /// Throws InputError with every mistake.
  std::function<Answer(const Node& inputs, const substance::Library&)> run;
};

/// `table` describes the inputs; `answer` computes, and throws InputError for what cannot be honoured.
template <class Inputs>
Calculation calculation(std::string name, std::string text, const Table<Inputs>& table,
                        std::function<Answer(const Inputs&, const substance::Library&)> answer) {
  const Type<Inputs> type = table.type();
  return {std::move(name), std::move(text), type.schema,
          [type, answer = std::move(answer)](const Node& node, const substance::Library& library) {
            Report report("", "");
            Inputs inputs;
            type.read({node}, inputs, report);
            if (!report.mistakes().empty()) throw InputError(std::move(report.mistakes()));
            return answer(inputs, library);
          }};
}

/// The substance of that name. Throws InputError that names the nearest for the key `key`.
const substance::Substance& known_substance(const substance::Library&, const std::string& key, const std::string& name);

}  // namespace muster::sim
