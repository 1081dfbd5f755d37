#pragma once
// The two kinds of error: the user's mistakes (InputError) and the programmer's (MUSTER_CHECK).

#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace muster {

/// One mistake in what the user gave. Reads `file:line: key = value: what must hold`.
struct Mistake {
  std::string file;   ///< as the user named it
  int line = 0;       ///< 1-based; 0 where lines mean nothing
  std::string key;    ///< dotted key, e.g. `people[0].count`; may be empty
  std::string value;  ///< as written; may be empty
  std::string text;   ///< what is wrong and what is allowed

  std::string str() const;
};

/// Thrown only while loading; caught only in `main`, which prints every mistake and exits with status 2.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Mistake> mistakes);
  explicit InputError(Mistake mistake) : InputError(std::vector<Mistake>{std::move(mistake)}) {}
  const std::vector<Mistake>& mistakes() const { return mistakes_; }

 private:
  std::vector<Mistake> mistakes_;
};

/// The name among `known` with the smallest edit distance to `name`, or "" where none is close
/// (more than a third of its letters, at least 2, would have to change).
std::string nearest_name(const std::string& name, const std::vector<std::string>& known);

/// A result that the user must know about; goes into the console summary and summary.json.
struct Warning {
  std::string code;     ///< stable, snake_case
  std::string text;     ///< one sentence with numbers
  std::string setting;  ///< the case-file key to change; may be empty
};

/// Prints the failed expression with its values and aborts.
[[noreturn]] void check_failed(const char* expression, const char* file, int line, const std::string& values);

}  // namespace muster

/// Aborts when a programmer's promise does not hold; further arguments are an fmt format and its values.
#define MUSTER_CHECK(condition, ...)                                                                    \
  do {                                                                                                  \
    if (!(condition)) ::muster::check_failed(#condition, __FILE__, __LINE__, fmt::format(__VA_ARGS__)); \
  } while (false)
