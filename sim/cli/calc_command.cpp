// `muster calc`.
#include "sim/calc/catalogue.h"
#include "sim/cli/commands.h"
#include "sim/data/substance_data.h"

#include <algorithm>

#include <fmt/format.h>

namespace muster::sim {

namespace {

int list(const std::vector<Calculation>& all) {
  for (const Calculation& one : all) fmt::print("{:18} {}\n", one.name, one.text);
  fmt::print("`muster calc NAME` shows the inputs of one.\n");
  return done;
}

const Calculation& chosen(const std::vector<Calculation>& all, const std::string& name) {
  std::vector<std::string> names;
  for (const Calculation& one : all) {
    if (one.name == name) return one;
    names.push_back(one.name);
  }
  throw InputError({"", 0, "calc", name, "no calculation of this name" + suggestion(name, names)});
}

/// "--key value" and "--key=value" as "key=value"; a `-` within a key is as good as `_`.
std::vector<std::string> assignments(const std::vector<std::string>& arguments) {
  std::vector<std::string> all;
  std::vector<Mistake> mistakes;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!argument.starts_with("--") || argument.size() < 3) {
      mistakes.push_back({"", 0, "", "", fmt::format("`{}`: expected --key value", argument)});
      continue;
    }
    const size_t equals = argument.find('=');
    std::string key = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
    std::replace(key.begin(), key.end(), '-', '_');
    if (equals != std::string::npos) {
      all.push_back(key + argument.substr(equals));
    } else if (i + 1 < arguments.size() && !arguments[i + 1].starts_with("--")) {
      all.push_back(key + "=" + arguments[++i]);
    } else {
      mistakes.push_back({"", 0, "--" + key, "", "needs a value"});
    }
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return all;
}

}  // namespace

int calc_command(const CalcCommand& command) {
  const std::vector<Calculation> all = calculations();
  if (command.model.empty() && command.arguments.empty()) return list(all);
  const Calculation& calculation = chosen(all, command.model);
  if (command.arguments.empty()) {
    fmt::print("{}", inputs_text(calculation));
    return done;
  }
  const std::vector<std::string> inputs = assignments(command.arguments);
  const Answer answer = calculate(calculation, inputs, read_substances(), {command.draws, command.seed});
  fmt::print("{}", command.json ? answer_json(calculation, inputs, answer) : answer_text(answer));
  return done;
}

}  // namespace muster::sim
