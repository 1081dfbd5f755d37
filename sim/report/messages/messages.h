#pragma once
// The sentences of warnings and events in another language, found again by their pattern.

#include <span>
#include <string>
#include <string_view>

namespace muster::sim {

/// A sentence as the program writes it and in Chinese. In English `{n}` stands for a number and `{}` for any text that
/// differs from run to run; in Chinese `{}` for each of them in turn, or `{0}`, `{1}`, ... in another order.
struct Message {
  std::string_view english, chinese;
};

/// All of them, and the texts that stand for a `{}` of others. A test compares them with the sources: a
/// warning or event whose text is not among them fails it.
std::span<const Message> messages();

/// The text in Chinese: the message with most words that it fits, and what stands for each `{}` translated likewise.
/// What fits none (names, numbers) stays as it is.
std::string in_chinese(std::string_view text);

}  // namespace muster::sim
