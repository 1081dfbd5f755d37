#include "sim/case/read.h"

#include "base/digest.h"
#include "sim/case/document.h"
#include "sim/case/earlier_hazards.h"
#include "sim/case/keys.h"
#include "sim/case/overlay.h"
#include "sim/case/uncertain_nodes.h"

#include <algorithm>

namespace muster::sim {

namespace {

/// By line; those of overrides come last.
[[noreturn]] void refuse(std::vector<Mistake> mistakes) {
  std::stable_sort(mistakes.begin(), mistakes.end(), [](const Mistake& a, const Mistake& b) {
    const bool a_override = a.file == "--set", b_override = b.file == "--set";
    return a_override != b_override ? b_override : a.line < b.line;
  });
  throw InputError(std::move(mistakes));
}

/// Ranges among the numbers of the weather, the leaks and the fires; the document holds their medians then.
std::vector<Uncertain> take_ranges(Node& document, Report& report) {
  const Json& known = case_type().schema.at("properties");
  std::vector<Uncertain> found;
  auto take = [&](Node& table, const Json& schema, const Spot& at) {
    std::vector<Uncertain> more = take_uncertain(table, schema, at, report);
    found.insert(found.end(), more.begin(), more.end());
  };
  const Spot root{document};
  if (Node* weather = node_at(document, "weather")) take(*weather, known.at("weather"), {*weather, &root, "weather"});
  for (const char* name : {"leak", "fire"}) {
    Node* tables = node_at(document, name);
    if (tables == nullptr || tables->as<Node::List>() == nullptr) continue;
    const Spot list{*tables, &root, name};
    for (size_t i = 0; Node* one = node_at(document, fmt::format("{}[{}]", name, i)); ++i)
      take(*one, known.at(name).at("items"), list.entry(i));
  }
  return found;
}

/// The document of a case that was read before.
Node document_of(const Case& the_case) {
  std::vector<Mistake> none;
  std::optional<Node> document = parse_document(the_case.text, the_case.path.string(), the_case.overrides, none);
  MUSTER_CHECK(document.has_value(), "{} was read before", the_case.path.string());
  Report report("", the_case.path.parent_path());
  take_earlier_hazards(*document, report);
  return std::move(*document);
}

}  // namespace

void locate(const Case& the_case, std::vector<Mistake>& mistakes) {
  Node document = document_of(the_case);
  for (Mistake& mistake : mistakes) {
    const Node* node = mistake.key.empty() ? nullptr : node_at(document, mistake.key);
    if (node == nullptr) continue;
    const bool override = node->line == Node::from_override;
    mistake.file = override ? "--set" : the_case.path.string();
    mistake.line = override ? 0 : node->line;
    mistake.value = node->written;
  }
}

std::vector<std::optional<Drawn>> draw(const Case& the_case, const std::vector<std::vector<double>>& cumulative) {
  Node document = document_of(the_case);
  std::vector<std::optional<Drawn>> all(cumulative.size());
  for (size_t i = 0; i < cumulative.size(); ++i) {
    put_values(document, the_case.uncertain, cumulative[i]);
    Report report("", the_case.path.parent_path());
    Case one;
    case_type().read({document}, one, report);
    if (report.mistakes().empty()) all[i] = {one.weather, std::move(one.leaks), std::move(one.fires)};
  }
  return all;
}

namespace {

/// Reads `document` into `result`; mistakes are in `report` then.
void read_document(Node& document, Case& result, Report& report) {
  take_earlier_hazards(document, report);
  std::vector<Uncertain> uncertain = take_ranges(document, report);
  const std::vector<Mistake> ranges = report.mistakes();
  case_type().read({document}, result, report);
  // Nothing more is said of a number whose range was refused.
  auto& mistakes = report.mistakes();
  for (const Mistake& range : ranges)
    mistakes.erase(std::remove_if(mistakes.begin() + static_cast<std::ptrdiff_t>(ranges.size()), mistakes.end(),
                                  [&](const Mistake& other) { return other.key == range.key; }),
                   mistakes.end());
  result.uncertain = std::move(uncertain);
}

}  // namespace

std::vector<Mistake> mistakes_of(Node document, const std::string& name, const std::filesystem::path& folder) {
  Report report(name, folder);
  Case read;
  read_document(document, read, report);
  return std::move(report.mistakes());
}

Case read_case_text(std::string text, const std::filesystem::path& path, std::span<const std::string> overrides) {
  const std::string name = path.string();
  Report report(name, path.parent_path());
  std::optional<Node> document = parse_document(text, name, overrides, report.mistakes());
  if (!document) refuse(std::move(report.mistakes()));
  Case result;
  read_document(*document, result, report);
  if (!report.mistakes().empty()) refuse(std::move(report.mistakes()));
  result.path = path;
  result.text = std::move(text);
  result.overrides.assign(overrides.begin(), overrides.end());
  return result;
}

Case read_case(const std::filesystem::path& path, std::span<const std::string> overrides) {
  const auto refuse_file = [&](const std::string& problem) {
    throw InputError(Mistake{path.string(), 0, "", "", problem});
  };
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) refuse_file("no such file");
  if (!std::filesystem::is_regular_file(status)) refuse_file("is no file, expected a case file (TOML)");
  const auto size = std::filesystem::file_size(path, error);
  if (size == 0) refuse_file("is empty, expected a case file (TOML)");
  if (size > max_case_bytes) refuse_file("is too large for a case file");
  std::string text;
  try {
    text = read_file(path);
  } catch (const std::runtime_error& reading) {
    refuse_file(reading.what());
  }
  return read_case_text(std::move(text), path, overrides);
}

}  // namespace muster::sim
