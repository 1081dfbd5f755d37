// The reader against damaged cases: it returns or throws InputError, whatever it is given. Deterministic.
// MUSTER_FUZZ_ROUNDS=1000000 in the environment makes a long hunt of it.

#include "base/random.h"
#include "case_folder.h"
#include "case_golden.h"

#include <array>
#include <cstdlib>
#include <ctime>

namespace muster::sim {

namespace {

using test::CaseFolder;

size_t rounds_or(size_t usual) {
  const char* given = std::getenv("MUSTER_FUZZ_ROUNDS");
  return given == nullptr ? usual : static_cast<size_t>(std::atoll(given));
}

/// A stream of random numbers for one damaged case.
class Dice {
 public:
  explicit Dice(uint64_t id) : id_(id) {}
  /// In [0, below).
  size_t operator()(size_t below) {
    return static_cast<size_t>(random_uniform(1, id_, step_++, Draw::test) * static_cast<double>(below));
  }

 private:
  uint64_t id_, step_ = 0;
};

/// Pieces that mean something to TOML or to a case.
constexpr std::array tokens = {"[",
                               "]",
                               "[[",
                               "]]",
                               "{",
                               "}",
                               "\"",
                               "'",
                               "\"\"\"",
                               "'''",
                               "=",
                               ".",
                               ",",
                               "\n",
                               "\r\n",
                               "#",
                               "\\",
                               "\\u",
                               "\\U",
                               "-",
                               "+",
                               "_",
                               "0x",
                               "1e",
                               "1e999",
                               "nan",
                               "-inf",
                               "true",
                               "1979",
                               "-05-27",
                               "T07:32:00Z",
                               "07:32:00",
                               "\xEF\xBB\xBF",
                               "\xC3\xA4",
                               "\xFF",
                               "0",
                               "-1",
                               "9223372036854775808",
                               "model",
                               "people",
                               "exit",
                               "floors",
                               "line",
                               "[0]",
                               "= {}",
                               "= []",
                               "[[people]]\n",
                               "[people.speed_m_s]\n",
                               "distribution = \"gamma\"\n",
                               "shape = 1e-300\n",
                               "[[a.b]]\n",
                               "a.b.c = 1\n"};

std::string repeated(const std::string& piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += piece;
  return text;
}

/// One random change.
void damage(std::string& text, Dice& dice) {
  const size_t at = dice(text.size() + 1), length = dice(40);
  switch (dice(9)) {
    case 0:
      text.insert(at, 1, static_cast<char>(dice(256)));
      break;
    case 1:
      text.erase(at, length);
      break;
    case 2:
      text.insert(dice(text.size() + 1), text.substr(at, length));
      break;
    case 3:
      text.insert(at, tokens[dice(tokens.size())]);
      break;
    case 4:
      text.replace(at, std::min(length, text.size() - at), tokens[dice(tokens.size())]);
      break;
    case 5:
      text.resize(at);
      break;
    case 6:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << dice(8)));
      break;
    case 7:
      text.insert(at, repeated(tokens[dice(tokens.size())], dice(300)));
      break;
    default: {  // swap two lines
      const size_t line = text.find('\n', at);
      const size_t next = line == std::string::npos ? line : text.find('\n', line + 1);
      if (next == std::string::npos) break;
      const std::string moved = text.substr(line + 1, next - line);
      text.erase(line + 1, next - line);
      text.insert(text.find('\n', dice(text.size())) + 1, moved);
    }
  }
}

/// Reads; true where it was accepted. Anything but InputError fails the test; a message must name its place.
bool accepted(const CaseFolder& folder, const std::string& text, const std::vector<std::string>& overrides = {}) {
  try {
    folder.read(text, overrides);
    return true;
  } catch (const InputError& error) {
    EXPECT_FALSE(error.mistakes().empty());
    for (const Mistake& mistake : error.mistakes()) {
      EXPECT_FALSE(mistake.file.empty());
      EXPECT_FALSE(mistake.text.empty());
    }
  } catch (const std::exception& error) {
    ADD_FAILURE() << "not an InputError: " << error.what() << "\n--- text\n" << text;
  }
  return false;
}

TEST(CaseFuzz, damagedCasesAreReadOrRefused) {
  const CaseFolder folder;
  size_t read = 0;
  const size_t rounds = rounds_or(2000);
  for (size_t i = 0; i < rounds && !HasFailure(); ++i) {
    Dice dice(i);
    std::string text = test::golden_case;
    for (size_t changes = 1 + dice(4); changes > 0; --changes) damage(text, dice);
    read += accepted(folder, text) ? 1 : 0;
  }
  // Both ends of the reader are reached: some changes do no harm, most do.
  EXPECT_GT(read, rounds / 100);
  EXPECT_LT(read, rounds / 2);
}

TEST(CaseFuzz, damagedOverridesAreReadOrRefused) {
  const CaseFolder folder;
  const std::array good = {"people[0].count=3", "people[0].speed_m_s={distribution = 'normal', mean = 1, sd = 0.2}",
                           "exit[1].line=[[0, 0], [0, 2]]", "title=\"a\"", "model.rule[2].match=a*b"};
  const std::string text = test::model + "[[people]]\ncount = 1\n";
  const size_t rounds = rounds_or(3000);
  for (size_t i = 0; i < rounds && !HasFailure(); ++i) {
    Dice dice((uint64_t{1} << 32) + i);
    std::string one = good[dice(good.size())];
    for (size_t changes = 1 + dice(3); changes > 0; --changes) damage(one, dice);
    accepted(folder, text, {one});
  }
}

TEST(CaseFuzz, textsThatAreDeepOrLongAreRefusedWithoutHarm) {
  const CaseFolder folder;
  const size_t many = 200000;
  for (const std::string& text :
       {"a = " + repeated("[", many), "a = " + repeated("{a=", many),
        "a = " + repeated("[", many) + repeated("]", many), repeated("a.", many) + "a = 1",
        "[" + repeated("a.", many) + "a]", "a = {" + repeated("b . ", many) + "b = 1}",
        repeated("\"a\".", many) + "a = 1", "[[" + repeated("a.", many) + "a]]", "a = \"" + repeated("\\", many),
        "a = \"" + repeated("x", many), "a = \"\"\"" + repeated("\"", many), "# " + repeated("x", many),
        repeated("\n", many), repeated("[", many), repeated("a", many) + " = 1", "a = " + repeated("9", many),
        "a = {" + repeated("b = 1,", many) + "}", "a = 0." + repeated("1", many), std::string(1000, '\0')})
    EXPECT_FALSE(accepted(folder, text)) << text.substr(0, 20);
  EXPECT_EQ(folder.mistakes("\na = " + repeated("[", 101)), "a.toml:2: brackets are nested more than 100 deep");
  EXPECT_EQ(folder.mistakes(repeated("a.", 100) + "a = 1"), "a.toml:1: a key has more than 50 parts");
  EXPECT_EQ(folder.mistakes(std::string((16u << 20) + 1, '\n')), "a.toml: is larger than 16 MB");
}

TEST(CaseFuzz, longListsOnOneLineTakeTimeInProportion) {
  const CaseFolder folder;
  const std::clock_t start = std::clock();
  const std::string points = repeated("[12.25,3.5],", 30000);
  const Case c = folder.read(test::model + "[[people]]\npoints = [" + points + "[1,1]]\n[run]\nstep_s = 0.01");
  EXPECT_EQ(c.people[0].place.points.size(), 30001u);
  // [s of processor time] Some 20 without breaks (the library's time grows with the square of a line), 0.2 with them.
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 5);
  EXPECT_EQ(folder.mistakes(test::model + "[[people]]\npoints = [" + points + "[1,1]]\n[run]\nstep_s = 9\nuntil_s = ?"),
            "a.toml:7: unknown value appeared, at `until_s = ?`")
      << "lines are counted as the author sees them";
  EXPECT_EQ(folder.mistakes(test::model + "[[people]]\npoints = [" + points + "[1,1]]\n[run]\nstep_s = 9"),
            "a.toml:6: run.step_s = 9: must lie in [0.001, 0.1]");
}

}  // namespace

}  // namespace muster::sim
