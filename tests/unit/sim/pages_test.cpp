// What the pages for planners show of `muster calc` is what it prints.
#include "sim/cli/cli.h"

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

/// Words of a command line; quotes keep them together.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words = {""};
  bool quoted = false;
  for (const char c : line) {
    if (c == '\'')
      quoted = !quoted;
    else if (c == ' ' && !quoted)
      words.emplace_back();
    else
      words.back() += c;
  }
  std::erase(words, "");
  return words;
}

/// Columns are as wide as the longest value: only the words count.
std::string without_spaces(const std::string& line) {
  std::istringstream in(line);
  std::string all;
  for (std::string word; in >> word;) all += (all.empty() ? "" : " ") + word;
  return all;
}

std::set<std::string> printed_by(const std::string& line) {
  std::vector<std::string> words = words_of(line);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  command_line(static_cast<int>(argv.size()), argv.data());
  std::istringstream out(testing::internal::GetCapturedStdout() + "\n" + testing::internal::GetCapturedStderr());
  std::set<std::string> lines;
  for (std::string one; std::getline(out, one);) lines.insert(without_spaces(one));
  return lines;
}

class Pages : public testing::TestWithParam<std::pair<const char*, size_t>> {};

TEST_P(Pages, ShowWhatIsPrinted) {
  const auto [page, at_least] = GetParam();
  std::ifstream file(std::string(MUSTER_SOURCE_DIR) + "/docs/" + page);
  ASSERT_TRUE(file) << page;
  const std::string prompt = "    $ ", command = prompt + "muster calc ";
  std::set<std::string> printed;
  bool within = false;
  size_t commands = 0, number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with(prompt)) {
      within = line.starts_with(command);
      if (within) printed = printed_by(line.substr(prompt.size())), ++commands;
    } else if (!line.starts_with("    ")) {
      within = false;
    } else if (within) {
      EXPECT_TRUE(printed.contains(without_spaces(line))) << page << ":" << number << ":" << line;
    }
  }
  EXPECT_GE(commands, at_least) << page;
}

INSTANTIATE_TEST_SUITE_P(ForPlanners, Pages,
                         testing::Values(std::pair("gas-leaks.md", 10), std::pair("fires.md", 3),
                                         std::pair("exposure.md", 1)));

}  // namespace
}  // namespace muster::sim
