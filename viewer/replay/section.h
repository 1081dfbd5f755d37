#pragma once
// Files of the viewer (TOML): their tables, and what is chosen of a picture in them.

#include "base/error.h"
#include "viewer/replay/script.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <toml.hpp>

namespace muster::viewer {

/// One table of the file: takes its keys, and in the end tells those that nobody took.
class Section {
 public:
  Section(const toml::value& value, std::string name, const std::string& file, std::vector<Mistake>& mistakes)
      : value_(value), name_(std::move(name)), file_(file), mistakes_(mistakes) {}
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;
  ~Section() {
    if (!value_.is_table()) return;
    for (const auto& [key, value] : value_.as_table()) {
      if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
      const std::string nearest = nearest_name(key, known_);
      wrong(key, "there is no such key" + (nearest.empty() ? "" : "; " + nearest + "?"));
    }
  }

  void wrong(const std::string& key, const std::string& text) {
    const toml::value& where = has(key) ? value_.at(key) : value_;
    mistakes_.push_back({file_, static_cast<int>(where.location().line()), name_ + key, "", text});
  }
  bool has(const std::string& key) const { return value_.is_table() && value_.contains(key); }

  void number(const std::string& key, double low, double high, const std::function<void(double)>& take) {
    known_.push_back(key);
    if (!has(key)) return;
    const toml::value& v = value_.at(key);
    const double number = v.is_integer()    ? static_cast<double>(v.as_integer())
                          : v.is_floating() ? v.as_floating()
                                            : NAN;
    if (number >= low && number <= high)
      take(number);
    else
      wrong(key, fmt::format("must be a number in [{:g}, {:g}]", low, high));
  }
  void text(const std::string& key, const std::function<void(std::string)>& take) {
    known_.push_back(key);
    if (!has(key)) return;
    if (value_.at(key).is_string())
      take(value_.at(key).as_string().str);
    else
      wrong(key, "must be a text");
  }
  void flag(const std::string& key, std::optional<bool>& to) {
    known_.push_back(key);
    if (!has(key)) return;
    if (value_.at(key).is_boolean())
      to = value_.at(key).as_boolean();
    else
      wrong(key, "must be true or false");
  }
  template <size_t N>
  void numbers(const std::string& key, const std::string& what,
               const std::function<bool(std::array<double, N>)>& take) {
    known_.push_back(key);
    if (!has(key)) return;
    std::array<double, N> p{};
    const toml::value& v = value_.at(key);
    bool good = v.is_array() && v.as_array().size() == N;
    for (size_t k = 0; good && k < N; ++k) {
      const toml::value& c = v.as_array()[k];
      good = c.is_integer() || c.is_floating();
      if (good) p[k] = c.is_integer() ? static_cast<double>(c.as_integer()) : c.as_floating();
    }
    if (!good || !take(p)) wrong(key, "must be " + what + " in metres");
  }
  void place(const std::string& key, const std::function<void(std::array<double, 3>)>& take) {
    numbers<3>(key, "[x, y, z]", [&](const std::array<double, 3>& p) {
      take(p);
      return true;
    });
  }
  /// Calls `read(section)` for each table of a list.
  void tables(const std::string& key, const std::function<void(Section&)>& read) {
    known_.push_back(key);
    if (!has(key)) return;
    const toml::value& list = value_.at(key);
    if (!list.is_array()) return wrong(key, fmt::format("must be written [[{}]]", key));
    for (size_t i = 0; i < list.as_array().size(); ++i) {
      Section section(list.as_array()[i], fmt::format("{}[{}].", key, i), file_, mistakes_);
      read(section);
    }
  }

 private:
  const toml::value& value_;
  std::string name_;
  const std::string& file_;
  std::vector<Mistake>& mistakes_;
  std::vector<std::string> known_;
};

template <class To>
auto into(To& to) {
  return [&to](auto value) { to = std::move(value); };
}

/// The keys of a choice, and a choice as such keys.
void read_choice(Section& section, Choice& choice);
void write_choice(std::ostream& out, const Choice& choice);

/// A text between quotes, as TOML has it.
std::string quoted(const std::string& text);

/// A parse error as a mistake of a file.
Mistake mistake_of(const toml::exception& error, const std::string& file);

/// Replaces a file, whole. Throws InputError where it cannot be written.
void write_text(const std::string& text, const std::filesystem::path& path);

}  // namespace muster::viewer
