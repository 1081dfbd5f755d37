// Chinese sentences for warnings and events: none of those that the sources hold may lack one.
#include "sim/report/messages/messages.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <vector>

#include <fmt/args.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::sim {
namespace {

TEST(Messages, AreFoundByTheirPattern) {
  EXPECT_EQ(in_chinese("everybody is out"), "全部人员已撤离");
  EXPECT_EQ(in_chinese("12 people are still inside"), "仍有 12 人在场内");
  EXPECT_EQ(in_chinese("Exit west"), "Exit west") << "a name";
  EXPECT_EQ(in_chinese(""), "");
  EXPECT_EQ(in_chinese("none people are still inside"), "none people are still inside") << "no number";
}

TEST(Messages, PartsAreTranslatedToo) {
  EXPECT_EQ(in_chinese("Fire T102: the flame is 12.50 diameters long, outside 0.5 to 10"),
            "火灾“T102”：火焰长为直径的 12.50 倍，超出 0.5 至 10");
  EXPECT_EQ(in_chinese("3 people fell and were still there at the end: 2 in Bund 1, 1 in no named place"),
            "3 人倒下，结束时仍在原处：Bund 1 2 人，未命名处 1 人");
  EXPECT_EQ(
      in_chinese("5 people had not got on by 0.25 m for 60 s at the end; Ward at (1.0, -2.0, 0.0): 3 stuck behind "
                 "a bed, a wheelchair or the like; at (4.0, 5.0, 0.0): 2 stuck at a line of limited flow"),
      "结束时，5 人在 60 s 内前进不到 0.25 m；Ward (1.0, -2.0, 0.0)：3 人被病床、轮椅等挡住；"
      "(4.0, 5.0, 0.0)：2 人受阻于限流处");
}

TEST(Messages, OrderMayDiffer) {
  EXPECT_EQ(
      in_chinese("8 of the 9 people of group 'bed patients' start where no exit can be reached with 0.05 m of room on "
                 "either side of them."),
      "人群“bed patients”的 9 人中有 8 人从无法到达任何出口的地方开始（身体两侧各需 0.05 m 余量）。");
}

TEST(Messages, ChineseHoldsWhatEnglishHolds) {
  const std::regex hole("\\{n?\\}");
  for (const Message& m : messages()) {
    const std::string english(m.english);
    const auto holes = std::distance(std::sregex_iterator(english.begin(), english.end(), hole), {});
    fmt::dynamic_format_arg_store<fmt::format_context> arguments;
    for (std::ptrdiff_t i = 0; i < holes; ++i) arguments.push_back(fmt::format("<{}>", i));
    const std::string made = fmt::vformat(std::string(m.chinese), arguments);  // throws where it wants more
    for (std::ptrdiff_t i = 0; i < holes; ++i)
      EXPECT_NE(made.find(fmt::format("<{}>", i)), std::string::npos) << english;
  }
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string text(std::istreambuf_iterator<char>(file), {});
  return std::regex_replace(text, std::regex("//[^\n]*"), "");
}

/// Where the brackets that are open at `from` close; texts are skipped.
size_t end_of_call(const std::string& source, size_t from) {
  int depth = 1;
  for (size_t i = from; i < source.size(); ++i) {
    if (source[i] == '"') {
      for (++i; i < source.size() && source[i] != '"'; ++i) i += source[i] == '\\' ? 1 : 0;
    } else if (source[i] == '(' || source[i] == '{') {
      ++depth;
    } else if ((source[i] == ')' || source[i] == '}') && --depth == 0) {
      return i;
    }
  }
  return source.size();
}

/// The texts in a piece of source; those that follow one another are one.
std::vector<std::string> texts_of(std::string source) {
  source = std::regex_replace(source, std::regex("([^\\\\])\"\\s*\""), "$1");
  std::vector<std::string> texts;
  for (size_t i = source.find('"'); i < source.size(); i = source.find('"', i + 1)) {
    std::string text;
    for (++i; i < source.size() && source[i] != '"'; ++i) text += source[i] == '\\' ? source[++i] : source[i];
    texts.push_back(text);
  }
  return texts;
}

/// The words of a text between what is put into it that a message has to hold: two or more.
std::vector<std::string> words_of(const std::string& text) {
  static const std::regex hole("\\{[^{}]*\\}");
  std::vector<std::string> words;
  for (std::sregex_token_iterator at(text.begin(), text.end(), hole, -1), end; at != end; ++at) {
    std::string one = *at;
    one.erase(0, one.find_first_not_of(";, "));
    const auto letters = std::ranges::count_if(one, [](unsigned char c) { return std::isalpha(c) != 0; });
    if (letters > 3 && one.find(' ') != std::string::npos) words.push_back(one);
  }
  return words;
}

bool is_told(const std::string& words) {
  static const std::regex hole("\\{n?\\}");
  for (const Message& m : messages()) {
    const std::string english(m.english);
    for (std::sregex_token_iterator at(english.begin(), english.end(), hole, -1), end; at != end; ++at)
      if (at->str().find(words) != std::string::npos) return true;
  }
  return false;
}

/// What a run can warn of or tell stands in these folders.
constexpr const char* rooms[] = {"scene", "models", "sim/case", "sim/hazard", "sim/results", "sim/run"};

TEST(Messages, EveryWarningAndEventOfTheSourcesHasAChineseForm) {
  const std::filesystem::path root = MUSTER_SOURCE_DIR;
  const std::regex calls(
      "(arnings?_?(\\.|->)(push_back|emplace_back)\\(|\\bwarn\\w*\\(|\\bWarning[({]|\\bevent\\(|"
      "\\bevents_?\\.(push_back|emplace_back)\\()");
  size_t found = 0;
  for (const char* room : rooms)
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / room)) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string source = read(entry.path());
      for (auto at = std::sregex_iterator(source.begin(), source.end(), calls); at != std::sregex_iterator(); ++at) {
        const auto from = static_cast<size_t>(at->position() + at->length());
        for (const std::string& text : texts_of(source.substr(from, end_of_call(source, from) - from)))
          for (const std::string& words : words_of(text)) {
            ++found;
            EXPECT_TRUE(is_told(words)) << entry.path() << ": \"" << text << "\" has no form in chinese.cpp";
          }
      }
    }
  EXPECT_GT(found, 100u);
}

/// Texts that are put together outside of the calls above.
TEST(Messages, TheirPartsToo) {
  const std::filesystem::path root = MUSTER_SOURCE_DIR;
  const std::vector<std::pair<const char*, const char*>> tables = {
      {"models/crowd/held.cpp", "constexpr Words words[] = {"},
      {"models/fire/escalation/vessel.cpp", "std::vector<Criterion> criteria_of(const VesselMake& make) {"},
      {"models/crowd/people/population.cpp", "std::string narrow_exits(const Floors& floors, double widest) {"},
      {"models/release/release.cpp", "void Releaser::say_why_nothing_leaks() {"},
      {"models/substance/criteria.cpp",
       "std::vector<Criterion> criteria_of(const Substance& s, const std::vector<double>& levels_ppm) {"},
      {"sim/hazard/exposure_answer.cpp",
       "void Exposure::count_heat(results::Exposure& answer, size_t harm, std::vector<char>& hurt) const {"},
      {"sim/hazard/exposure_answer.cpp",
       "void Exposure::count_air(results::Exposure& answer, size_t harm, std::vector<char>& hurt) const {"}};
  for (const auto& [file, begin] : tables) {
    const std::string source = read(root / file);
    const size_t at = source.find(begin);
    if (at == std::string::npos) {
      ADD_FAILURE() << file << " no longer holds " << begin;
      continue;
    }
    const size_t from = at + std::string_view(begin).size();
    for (const std::string& text : texts_of(source.substr(from, end_of_call(source, from) - from)))
      for (const std::string& words : words_of(text)) EXPECT_TRUE(is_told(words)) << file << ": " << text;
  }
}

}  // namespace
}  // namespace muster::sim
