#include "sim/case/prescan.h"

#include <cctype>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// Deeper nesting than this is no case; the library recurses a few frames of some 1 kB a level.
constexpr size_t max_depth = 100;
/// Most names of one dotted key: each makes a table within a table.
constexpr size_t max_dots = 50;
/// A list is broken into lines of about this length [bytes].
constexpr size_t long_line = 1000;
/// Most entries of inline tables on one line, which TOML does not allow to break.
constexpr size_t max_inline_entries = 2000;

/// Length of the UTF-8 sequence at `at`; 0 where there is none (RFC 3629: no surrogates, no overlong forms).
size_t utf8_length(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
  const auto follows = [&](size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF)
    return follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
  if (lead >= 0xF0 && lead <= 0xF4)
    return follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3) ? 4 : 0;
  return 0;
}

/// Walks through the text once. Knows strings, comments and brackets, and nothing else of TOML.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) { out_.text.reserve(text.size() + text.size() / 500); }

  Prescanned run() {
    while (at_ < text_.size() && out_.problem.empty()) step();
    return std::move(out_);
  }

 private:
  void refuse(std::string problem) {
    out_.problem = std::move(problem);
    out_.problem_line = line_;
  }

  /// Copies `n` bytes.
  void copy(size_t n) {
    for (; n > 0 && at_ < text_.size(); --n, ++at_) {
      out_.text += text_[at_];
      ++length_;
      if (text_[at_] != '\n') continue;
      ++line_;
      length_ = entries_ = 0;
    }
  }

  void step() {
    const char c = text_[at_];
    if (c == '"' || c == '\'') return skip_string(c);
    if (c == '#') return skip_comment();
    const size_t length = utf8_length(text_, at_);
    if (length == 0) return refuse("is not UTF-8 text");
    if (c == '\0') return refuse("holds a zero byte: is it a text file?");
    track(c);
    copy(length);
    if (c == ',' && !open_.empty() && open_.back() == '[' && length_ > long_line) break_line();
  }

  void track(char c) {
    if (c == '[' || c == '{') {
      open_ += c;
      if (open_.size() > max_depth) refuse(fmt::format("brackets are nested more than {} deep", max_depth));
    } else if ((c == ']' || c == '}') && !open_.empty()) {
      open_.pop_back();
    }
    // Dots of one key or number; blanks and quotes may stand between them.
    if (c == '.') {
      if (++dots_ > max_dots) refuse(fmt::format("a key has more than {} parts", max_dots));
    } else if (c != '-' && c != '_' && c != ' ' && c != '\t' && !std::isalnum(static_cast<unsigned char>(c))) {
      dots_ = 0;
    }
    if (c == ',' && !open_.empty() && open_.back() == '{' && ++entries_ > max_inline_entries)
      refuse(fmt::format("more than {} entries of inline tables on one line", max_inline_entries));
  }

  void break_line() {
    out_.breaks.push_back(out_.text.size());
    out_.text += '\n';
    length_ = 0;
  }

  void skip_comment() {
    while (at_ < text_.size() && text_[at_] != '\n' && out_.problem.empty()) skip_character();
  }

  void skip_character() {
    const size_t length = utf8_length(text_, at_);
    if (length == 0) return refuse("is not UTF-8 text");
    if (text_[at_] == '\0') return refuse("holds a zero byte: is it a text file?");
    copy(length);
  }

  /// A string up to its closing quotes; a one-line string that is not closed ends with its line (the library reports
  /// it).
  void skip_string(char quote) {
    const std::string triple(3, quote);
    const bool many = text_.substr(at_, 3) == triple;
    copy(many ? 3 : 1);
    while (at_ < text_.size() && out_.problem.empty()) {
      if (many ? text_.substr(at_, 3) == triple : text_[at_] == quote) return copy(many ? 3 : 1);
      if (!many && text_[at_] == '\n') return;
      if (quote == '"' && text_[at_] == '\\') copy(1);
      if (at_ < text_.size()) skip_character();
    }
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1;
  size_t length_ = 0;   ///< bytes since the last line break
  size_t entries_ = 0;  ///< commas of inline tables on this line
  size_t dots_ = 0;
  std::string open_;  ///< brackets that are open
  Prescanned out_;
};

}  // namespace

Prescanned prescan(std::string_view text) { return Scanner(text).run(); }

}  // namespace muster::sim
