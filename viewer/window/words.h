#pragma once
// What the viewer says, in English or Chinese.

#include <string>
#include <string_view>

namespace muster::viewer {

class Words {
 public:
  enum class Language { english, chinese };
  explicit Words(Language language = Language::english) : language_(language) {}

  Language language() const { return language_; }

  /// The text in the language chosen; texts without a translation, names among them, stay as they are.
  std::string operator()(std::string_view english) const;

  /// All letters that texts of the language may have, one after another.
  std::string letters() const;

 private:
  Language language_;
};

}  // namespace muster::viewer
