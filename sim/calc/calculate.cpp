#include "base/parallel.h"
#include "base/random.h"
#include "sim/calc/catalogue.h"
#include "sim/case/shapes.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace muster::sim {

namespace {

/// An input that is given as a range.
struct Uncertain {
  size_t member;  ///< of the inputs
  Distribution values;
};

/// "2..5"; empty where it is no range.
std::optional<Distribution> range_of(const std::string& text) {
  const size_t dots = text.find("..");
  if (dots == std::string::npos) return {};
  double low = 0, high = 0;
  const char *begin = text.data(), *middle = begin + dots, *end = begin + text.size();
  const auto [low_end, low_error] = std::from_chars(begin, middle, low);
  const auto [high_end, high_error] = std::from_chars(middle + 2, end, high);
  if (low_error != std::errc() || high_error != std::errc() || low_end != middle || high_end != end) return {};
  return Distribution::uniform(low, high);
}

/// The allowed range of a number's schema.
Range allowed(const Json& schema) {
  const bool low_open = schema.contains("exclusiveMinimum"), high_open = schema.contains("exclusiveMaximum");
  return {schema.value(low_open ? "exclusiveMinimum" : "minimum", -1e300),
          schema.value(high_open ? "exclusiveMaximum" : "maximum", 1e300), low_open, high_open};
}

/// Which of the inputs are ranges of numbers.
std::vector<Uncertain> uncertain_inputs(const Calculation& calculation, const Node& inputs, Report& report) {
  std::vector<Uncertain> found;
  const auto& members = *inputs.as<Node::Table>();
  const Spot root{inputs};
  for (size_t m = 0; m < members.size(); ++m) {
    const Node& node = members[m].node;
    const Json& known = calculation.schema.at("properties");
    if (!known.contains(members[m].name) || known.at(members[m].name).value("type", "") != "number") continue;
    const Range limits = allowed(known.at(members[m].name));
    const Spot spot = root.member(members[m]);
    Distribution values;
    if (const auto* text = node.as<std::string>()) {
      const auto range = range_of(*text);
      if (!range) continue;
      values = *range;
      if (!(values.a < values.b)) {
        report.refuse(spot, "the range's first number must be below its second");
        continue;
      }
      if (!limits.contains(values.a) || !limits.contains(values.b)) {
        report.refuse(spot, "the whole range must lie in " + limits.str());
        continue;
      }
    } else if (!node.as<Node::Table>() || !distribution(limits, limits, "").read(spot, values, report)) {
      continue;
    }
    found.push_back({m, values});
  }
  return found;
}

/// The inputs with a value for each uncertain one.
Node with_values(Node inputs, const std::vector<Uncertain>& uncertain, const std::vector<double>& cumulative) {
  auto& members = std::get<Node::Table>(inputs.value);
  for (size_t u = 0; u < uncertain.size(); ++u) {
    Node& node = members[uncertain[u].member].node;
    const double value = uncertain[u].values.quantile(cumulative[u]);
    node.value = value;
    node.written = fmt::format("{}", value);
  }
  return inputs;
}

/// Latin hypercube: of `draws` equal shares of each input's probability, each is drawn from once.
std::vector<std::vector<double>> hypercube(size_t inputs, size_t draws, uint64_t seed) {
  std::vector<std::vector<double>> cumulative(draws, std::vector<double>(inputs));
  std::vector<size_t> share(draws);
  for (size_t u = 0; u < inputs; ++u) {
    std::iota(share.begin(), share.end(), size_t{0});
    for (size_t i = draws; i > 1; --i)  // Fisher-Yates
      std::swap(share[i - 1], share[random_bits(seed, u, i, Draw::input) % i]);
    for (size_t i = 0; i < draws; ++i)
      cumulative[i][u] =
          (static_cast<double>(share[i]) + random_uniform(seed, u, i, Draw::input, 1)) / static_cast<double>(draws);
  }
  return cumulative;
}

/// Percentile of sorted values, linear between them.
double percentile(const std::vector<double>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<size_t>(at);
  const size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

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
    std::sort(numbers.begin(), numbers.end());
    value.band = {percentile(numbers, 0.05), percentile(numbers, 0.5), percentile(numbers, 0.95)};
    if (numbers.size() < answers.size())
      central.notes.push_back(fmt::format("{}: its band is over the {} of {} draws that have such a value", value.key,
                                          numbers.size(), answers.size()));
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

}  // namespace

Answer calculate(const Calculation& calculation, std::span<const std::string> inputs, const substance::Library& library,
                 const Sampling& sampling) {
  Report report("", "");
  const std::optional<Node> document = parse_document("", "", inputs, report.mistakes());
  MUSTER_CHECK(document.has_value(), "an empty document is valid TOML");
  const std::vector<Uncertain> uncertain = uncertain_inputs(calculation, *document, report);
  const auto run = [&](const std::vector<double>& cumulative) {
    return calculation.run(with_values(*document, uncertain, cumulative), library);
  };
  Answer central;
  try {
    central = run(std::vector<double>(uncertain.size(), 0.5));
  } catch (const InputError& error) {
    for (const Mistake& mistake : error.mistakes()) {
      // Of an input whose range is refused nothing more is to be said.
      const auto same = [&](const Mistake& other) { return !other.key.empty() && other.key == mistake.key; };
      const auto& said = report.mistakes();
      if (std::none_of(said.begin(), said.end(), same)) report.mistakes().push_back(mistake);
    }
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
  const auto cumulative = hypercube(uncertain.size(), draws, sampling.seed);
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
