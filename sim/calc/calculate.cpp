#include "base/parallel.h"
#include "sim/calc/catalogue.h"
#include "sim/case/uncertain_nodes.h"

#include <algorithm>
#include <cmath>

namespace muster::sim {

namespace {

/// "dense_plume 73 %, gaussian_plume 27 %"
std::string shares(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  std::vector<std::pair<size_t, std::string>> counted;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i == 0 || words[i] != words[i - 1]) counted.emplace_back(0, words[i]);
    ++counted.back().first;
  }
  std::stable_sort(counted.begin(), counted.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (counted.size() == 1) return counted[0].second;
  std::string text;
  for (const auto& [count, word] : counted)
    text += fmt::format("{}{} {:.0f} %", text.empty() ? "" : ", ", word,
                        100.0 * static_cast<double>(count) / static_cast<double>(words.size()));
  return text;
}

/// Bands of the central answer's values over the answers of the draws.
void add_bands(Answer& central, const std::vector<Answer>& answers) {
  for (Answer::Value& value : central.values) {
    std::vector<double> numbers;
    std::vector<std::string> words;
    for (const Answer& answer : answers)
      for (const Answer::Value& other : answer.values) {
        if (other.key != value.key) continue;
        if (const auto* number = std::get_if<double>(&other.value)) numbers.push_back(*number);
        if (const auto* word = std::get_if<std::string>(&other.value)) words.push_back(*word);
      }
    std::erase_if(numbers, [](double x) { return !std::isfinite(x); });
    if (!words.empty()) value.value = shares(words);
    if (numbers.empty()) continue;
    if (numbers.size() < answers.size())
      central.notes.push_back(fmt::format("{}: its band is over the {} of {} draws that have such a value", value.key,
                                          numbers.size(), answers.size()));
    value.band = band_of(std::move(numbers));
  }
}

/// Warnings of the draws that the central answer does not have, once each with how often they came.
void add_warnings(Answer& central, const std::vector<Answer>& answers) {
  std::vector<std::pair<Warning, size_t>> counted;
  for (const Answer& answer : answers)
    for (const Warning& warning : answer.warnings) {
      const auto same = [&](const auto& other) { return other.first.code == warning.code; };
      const auto at = std::find_if(counted.begin(), counted.end(), same);
      if (at == counted.end())
        counted.emplace_back(warning, 1);
      else
        ++at->second;
    }
  for (auto& [warning, count] : counted) {
    const auto same = [&, &code = warning.code](const Warning& other) { return other.code == code; };
    if (std::any_of(central.warnings.begin(), central.warnings.end(), same)) continue;
    warning.text += fmt::format(" (in {} of {} draws)", count, answers.size());
    central.warnings.push_back(warning);
  }
}

/// Those of an error, with the values as they were given, but none of an input that was refused before.
void add_mistakes(const InputError& error, Node as_given, std::vector<Mistake>& mistakes) {
  const std::vector<Mistake> before = mistakes;
  for (Mistake mistake : error.mistakes()) {
    const auto same = [&](const Mistake& other) { return !other.key.empty() && other.key == mistake.key; };
    if (std::any_of(before.begin(), before.end(), same)) continue;
    if (const Node* node = node_at(as_given, mistake.key); node != nullptr && mistake.value.empty())
      mistake.value = node->written;
    mistakes.push_back(std::move(mistake));
  }
}

}  // namespace

Answer calculate(const Calculation& calculation, std::span<const std::string> inputs, const substance::Library& library,
                 const Sampling& sampling) {
  Report report("", "");
  std::optional<Node> document = parse_document("", "", inputs, report.mistakes());
  MUSTER_CHECK(document.has_value(), "an empty document is valid TOML");
  const Node as_given = *document;
  const std::vector<Uncertain> uncertain = take_uncertain(*document, calculation.schema, Spot{*document}, report);
  const auto run = [&](const std::vector<double>& cumulative) {
    Node drawn = *document;
    put_values(drawn, uncertain, cumulative);
    return calculation.run(drawn, library);
  };
  Answer central;
  try {
    central = calculation.run(*document, library);
  } catch (const InputError& error) {
    add_mistakes(error, as_given, report.mistakes());
  }
  if (!report.mistakes().empty()) {
    for (Mistake& mistake : report.mistakes()) {
      mistake.file.clear();
      mistake.line = 0;
      if (!mistake.key.empty()) mistake.key = "--" + mistake.key;
    }
    throw InputError(std::move(report.mistakes()));
  }
  if (uncertain.empty()) return central;

  const auto draws = static_cast<size_t>(sampling.draws);
  const auto cumulative = hypercube(uncertain.size(), sampling);
  std::vector<std::optional<Answer>> drawn(draws);
  std::vector<std::string> refused(draws);
  parallel_for(draws, 4, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) try {
        drawn[i] = run(cumulative[i]);
      } catch (const InputError& error) {
        refused[i] = error.what();
      }
  });
  std::vector<Answer> answers;
  for (auto& answer : drawn)
    if (answer) answers.push_back(std::move(*answer));
  add_bands(central, answers);
  add_warnings(central, answers);
  central.notes.push_back(
      fmt::format("bands: 5 % to 95 % of {} draws (Latin hypercube, seed {})", answers.size(), sampling.seed));
  if (answers.size() < draws) {
    const auto first =
        std::find_if(refused.begin(), refused.end(), [](const std::string& text) { return !text.empty(); });
    central.warnings.push_back({"draws_refused",
                                fmt::format("{} of {} draws could not be computed and are in no band, the first: {}",
                                            draws - answers.size(), draws, *first),
                                ""});
  }
  return central;
}

}  // namespace muster::sim
