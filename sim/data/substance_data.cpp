#include "sim/data/substance_data.h"

#include "base/digest.h"
#include "sim/case/document.h"

#include <algorithm>

namespace muster::sim {

namespace {

Table<SubstanceData> data_table() {
  Table<SubstanceData> table("Substances.");
  table.key("source", &SubstanceData::sources, named_list_of(source_table().type()), "");
  table.key("substance", &SubstanceData::substances, substance_list(Sources::needed), "");
  return table;
}

/// Names of sources that are not there are mistakes of the file.
void check_sources(const SubstanceEntry& entry, const SubstanceData& data, std::vector<Mistake>& mistakes) {
  const auto check = [&](const std::string& key, const auto& value) {
    if (source_of(data.sources, value.source) == nullptr)
      mistakes.push_back(
          {entry.origin.file, entry.origin.line, entry.id + "." + key, value.source, "no source of this name"});
  };
  for (size_t i = 0; i < substance_value_count; ++i)
    if (entry.values[i]) check(substance_values()[i].key, *entry.values[i]);
  if (entry.antoine) check("antoine", *entry.antoine);
  if (entry.gas_heat_fit) check("gas_heat_fit", *entry.gas_heat_fit);
  if (entry.hse) check("hse_load", *entry.hse);
  for (size_t level = 0; level < 3; ++level)
    if (entry.aegl[level]) check(fmt::format("aegl_{}_ppm", level + 1), *entry.aegl[level]);
  for (const auto& probit : entry.probits) check("probit", probit);
}

}  // namespace

substance::Library SubstanceData::library() const {
  std::vector<substance::Substance> all;
  for (const SubstanceEntry& entry : substances) all.push_back(entry.substance);
  return substance::Library(std::move(all));
}

const SubstanceEntry* SubstanceData::find(const std::string& name) const {
  const substance::Library all = library();
  const substance::Substance* found = all.find(name);
  return found == nullptr ? nullptr : &substances[static_cast<size_t>(found - all.all().data())];
}

SubstanceData read_substance_data(const std::filesystem::path& file) {
  const std::string name = file.string();
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) throw InputError(Mistake{name, 0, "", "", "no such file"});
  Report report(name, file.parent_path());
  const std::optional<Node> document = parse_document(read_file(file), name, {}, report.mistakes());
  SubstanceData data;
  if (document) data_table().type().read({*document}, data, report);
  std::vector<Mistake> mistakes = std::move(report.mistakes());
  if (mistakes.empty())
    for (const SubstanceEntry& entry : data.substances) check_sources(entry, data, mistakes);
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return data;
}

substance::Library read_substances(const std::vector<SubstanceEntry>& of_case) {
  SubstanceData data = read_substance_data();
  for (const SubstanceEntry& entry : of_case) {
    const auto same = std::find_if(data.substances.begin(), data.substances.end(),
                                   [&](const SubstanceEntry& e) { return e.id == entry.id; });
    if (same == data.substances.end())
      data.substances.push_back(entry);
    else
      *same = entry;
  }
  return data.library();
}

}  // namespace muster::sim
