#include "sim/study/plan/plan.h"

#include "base/digest.h"
#include "base/parallel.h"
#include "sim/case/hazard_inputs.h"
#include "sim/case/overlay.h"
#include "sim/data/people_data.h"
#include "sim/generate/params.h"
#include "sim/study/physics.h"  // made by physics.cmake at each build

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

namespace muster::sim::study {

double share_of(const Factor& factor, size_t option) {
  double sum = 0;
  for (const Option& o : factor.options) sum += o.frequency.value_or(1);
  return factor.options[option].frequency.value_or(1) / sum;
}

size_t option_at(const Factor& factor, double u) {
  double sum = 0;
  for (size_t k = 0; k + 1 < factor.options.size(); ++k)
    if (u < (sum += share_of(factor, k))) return k;
  return factor.options.size() - 1;
}

namespace {

double number_at(const Factor& f, double u) {
  if (f.distribution) {
    const double x = f.distribution->quantile(u);
    return f.whole ? std::round(x) : x;
  }
  if (!f.whole) return *f.low + u * (*f.high - *f.low);
  const double first = std::ceil(*f.low), count = std::floor(*f.high) - first + 1;
  return first + std::min(std::floor(u * count), count - 1);
}

/// Puts option `k` of a factor, or the number at a probability, into the variant.
void put_option(Variant& variant, const Factor& factor, size_t k) {
  const Option& option = factor.options[k];
  for (const std::string& each : option.set) variant.set.push_back(each);
  variant.values.push_back(option.name);
  variant.cost = variant.cost.value_or(0) + option.cost;
}

void put_number(Variant& variant, const Factor& factor, double x) {
  // Six digits: a plan that can be read, and typed in again.
  const std::string written = fmt::format("{:.6g}", x);
  variant.set.push_back(factor.key + "=" + written);
  variant.values.push_back(written);
  variant.cost = variant.cost.value_or(0) + factor.cost_per_unit.value_or(0) * x;
}

/// Takes what is meant for the generator out of the overrides.
void part_generator(const Study& study, Variant& variant) {
  if (!study.generate) return;
  std::map<std::string, std::string> parameters;
  if (const auto* table = study.generate->parameters.as<Node::Table>())
    for (const Member& each : *table) parameters[each.name] = toml_text(each.node);
  std::vector<std::string> rest;
  for (const std::string& each : variant.set) {
    const size_t at = each.find('=');
    if (each.starts_with("generate."))
      parameters[each.substr(9, at - 9)] = each.substr(at + 1);
    else
      rest.push_back(each);
  }
  variant.set = std::move(rest);
  for (const auto& [key, value] : parameters) variant.parameters += fmt::format("{} = {}\n", key, value);
}

std::string name_of(const Study& study, const Variant& variant, size_t number) {
  if (study.plan.method != Method::grid) return std::to_string(number);
  std::string name;
  for (size_t f = 0; f < study.factors.size(); ++f)
    name += fmt::format("{}{}: {}", f == 0 ? "" : ", ", study.factors[f].name, variant.values[f]);
  return name;
}

std::vector<Variant> listed(const Study& study) {
  std::vector<Variant> all;
  for (const ListedVariant& each : study.variants) {
    all.push_back({each.name, each.set, "", {}, {}, {}});
    part_generator(study, all.back());
  }
  return all;
}

/// Every combination; the last factor changes first.
std::vector<Variant> grid(const Study& study) {
  std::vector<size_t> counts;
  size_t total = 1;
  for (const Factor& f : study.factors) {
    counts.push_back(f.discrete() ? f.options.size() : static_cast<size_t>(f.levels));
    total *= counts.back();
    if (total > 1000000) throw InputError({study.path.string(), 0, "plan", "", "the grid has over a million variants"});
  }
  std::vector<Variant> all;
  for (size_t number = 0; number < total; ++number) {
    Variant variant;
    size_t rest = number, below = total;
    for (size_t k = 0; k < counts.size(); ++k) {
      below /= counts[k];
      const size_t level = rest / below;
      rest %= below;
      const Factor& f = study.factors[k];
      variant.at.push_back((static_cast<double>(level) + 0.5) / static_cast<double>(counts[k]));
      if (f.discrete()) {
        put_option(variant, f, level);
        continue;
      }
      // Whole numbers from the least to the greatest that lie between.
      const double low = f.whole ? std::ceil(*f.low) : *f.low, high = f.whole ? std::floor(*f.high) : *f.high;
      const double x = low + (high - low) * static_cast<double>(level) / static_cast<double>(f.levels - 1);
      put_number(variant, f, f.whole ? std::round(x) : x);
    }
    part_generator(study, variant);
    variant.name = name_of(study, variant, number + 1);
    all.push_back(std::move(variant));
  }
  return all;
}

Points points_of(const Study& study) {
  const size_t factors = study.factors.size();
  const auto count = static_cast<size_t>(study.plan.points);
  switch (study.plan.method) {
    case Method::latin_hypercube:
      return latin_points(factors, count, study.seed);
    case Method::sobol:
      return sobol_points(factors, count, study.seed);
    case Method::morris:
      return morris_points(factors, static_cast<size_t>(study.plan.trajectories), study.seed);
    default:
      return saltelli_points(factors, static_cast<size_t>(study.plan.rows), study.seed);
  }
}

}  // namespace

Variant variant_at(const Study& study, std::string name, const std::vector<double>& probabilities) {
  Variant variant;
  variant.at = probabilities;
  for (size_t f = 0; f < study.factors.size(); ++f)
    if (study.factors[f].discrete())
      put_option(variant, study.factors[f], option_at(study.factors[f], probabilities[f]));
    else
      put_number(variant, study.factors[f], number_at(study.factors[f], probabilities[f]));
  part_generator(study, variant);
  variant.name = std::move(name);
  return variant;
}

std::vector<Variant> variants_of(const Study& study) {
  if (study.plan.method == Method::list) return listed(study);
  if (study.plan.method == Method::grid) return grid(study);
  if (study.searches()) {
    Variant now{"as it is", {}, "", {}, std::vector<std::string>(study.factors.size()), study.search.cost_now};
    part_generator(study, now);
    return {now};
  }
  std::vector<Variant> all;
  for (const std::vector<double>& point : points_of(study))
    all.push_back(variant_at(study, std::to_string(all.size() + 1), point));
  return all;
}

double share_of(const Study& study, const Variant& variant) {
  double share = 1;
  for (size_t k = 0; k < study.factors.size(); ++k) {
    const auto& options = study.factors[k].options;
    const auto option = std::ranges::find(options, variant.values[k], &Option::name);
    if (option != options.end()) share *= share_of(study.factors[k], static_cast<size_t>(option - options.begin()));
  }
  return share;
}

LayoutSearch search_of(const Study& study) {
  LayoutSearch search{study.search.method,
                      {},
                      static_cast<size_t>(study.layouts()),
                      static_cast<size_t>(study.search.batch),
                      study.seed};
  for (const Factor& f : study.factors) {
    Axis axis;
    axis.options = f.discrete() ? f.options.size()
                   : f.whole    ? static_cast<size_t>(std::floor(*f.high) - std::ceil(*f.low)) + 1
                                : 0;
    // Values that are numbers in order are neighbours; options are not.
    double before = 0;
    for (size_t k = 0; k < f.options.size() && axis.ordered; ++k) {
      double x = 0;
      const std::string& name = f.options[k].name;
      const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), x);
      axis.ordered = error == std::errc() && end == name.data() + name.size() && (k == 0 || x > before);
      before = x;
    }
    search.axes.push_back(axis);
  }
  return search;
}

namespace {

std::vector<std::filesystem::path> data_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& each : std::filesystem::recursive_directory_iterator(data_file("people.toml").parent_path()))
    if (each.is_regular_file()) files.push_back(each.path());
  std::sort(files.begin(), files.end());
  return files;
}

/// What the entries of a part of a glTF file ("buffers", "images") name beside it; data within the file are no files.
void add_named(const nlohmann::json& gltf, const char* part, std::vector<std::string>& names) {
  if (!gltf.is_object() || !gltf.contains(part) || !gltf[part].is_array()) return;
  for (const auto& each : gltf[part]) {
    if (!each.is_object() || !each.contains("uri") || !each["uri"].is_string()) continue;
    const auto& uri = each["uri"].get_ref<const std::string&>();
    if (uri.starts_with("data:")) continue;
    std::string name;
    for (size_t k = 0; k < uri.size(); ++k) {
      int byte = 0;
      const bool escape =
          uri[k] == '%' && k + 2 < uri.size() && std::from_chars(&uri[k + 1], &uri[k + 3], byte, 16).ptr == &uri[k + 3];
      name += escape ? static_cast<char>(byte) : uri[k];
      if (escape) k += 2;
    }
    names.push_back(std::move(name));
  }
}

/// Other files of a model of several: those in its folder and, wherever they lie, those that a glTF file names.
std::vector<std::filesystem::path> companions(const std::filesystem::path& path) {
  std::vector<std::filesystem::path> files;
  const std::string ending = path.extension().string();
  if (ending != ".obj" && ending != ".gltf") return files;
  for (const auto& each : std::filesystem::directory_iterator(path.parent_path()))
    if (each.is_regular_file() && each.path().extension() != ".toml" && each.path() != path)
      files.push_back(each.path());
  if (ending == ".gltf") {
    std::vector<std::string> names;
    const auto gltf = nlohmann::json::parse(read_file(path), nullptr, false);
    for (const char* part : {"buffers", "images"}) add_named(gltf, part, names);
    for (const std::string& name : names) {
      const std::filesystem::path file = (path.parent_path() / name).lexically_normal();
      std::error_code error;
      if (std::filesystem::is_regular_file(file, error)) files.push_back(file);
    }
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

/// What is laid over the case is told with the study's own lines.
Mistake located(const Study& study, const Variant& variant, Mistake mistake) {
  const std::string told = mistake.file == "--set" ? "" : mistake.file + ": ";
  mistake.text = fmt::format("variant `{}`: {}{}", variant.name, told, mistake.text);
  mistake.file = study.path.string();
  mistake.line = 0;
  for (const Factor& f : study.factors)
    if (!f.key.empty() && (mistake.key.starts_with(f.key) || f.key == "generate." + mistake.key))
      mistake.line = f.origin.line;
  for (const ListedVariant& each : study.variants)
    if (each.name == variant.name) mistake.line = each.origin.line;
  return mistake;
}

}  // namespace

BaseCase::BaseCase(const Study& study) : study_(study) {
  marks_.push_back(mark_of_program());
  std::string all = MUSTER_PHYSICS;
  for (const auto& file : data_files()) all += " " + marked(file);
  data_ = sha256(all);
  marked(study.case_file);
  std::vector<Mistake> mistakes;
  std::optional<Node> document = parse_document(read_file(study.case_file), study.case_file, {}, mistakes);
  if (!document) throw InputError(std::move(mistakes));
  document_ = std::move(*document);
}

Node BaseCase::document_of(const Variant& variant, std::vector<Mistake>& mistakes) const {
  Node document = document_;
  put_over(document, variant.set, mistakes);
  return document;
}

std::vector<Mistake> BaseCase::mistakes(const std::vector<Variant>& variants) const {
  std::vector<std::vector<Mistake>> of(variants.size());
  const std::filesystem::path folder = std::filesystem::path(study_.case_file).parent_path();
  // Results of an earlier run are read by HDF5, one at a time.
  const bool reads_results =
      document_.find("hazards") != nullptr || std::ranges::any_of(variants, [](const Variant& v) {
        return std::ranges::any_of(v.set, [](const std::string& set) { return set.starts_with("hazards"); });
      });
  parallel_for(variants.size(), reads_results ? variants.size() + 1 : 16, [&](size_t begin, size_t end) {
    for (size_t v = begin; v < end; ++v) {
      Node document = document_of(variants[v], of[v]);
      if (study_.generate) {
        // Any file that is there stands for the model that is yet to be made.
        put_over(document, std::vector{"model.file=" + std::filesystem::absolute(study_.case_file).string()}, of[v]);
        try {
          generated(study_.generate->kind, variants[v].parameters, study_.path);
        } catch (const InputError& error) {
          for (Mistake mistake : error.mistakes()) mistake.file = "--set", of[v].push_back(std::move(mistake));
        }
      }
      for (Mistake& mistake : mistakes_of(std::move(document), study_.case_file, folder))
        of[v].push_back(std::move(mistake));
    }
  });
  constexpr size_t enough = 10;
  std::vector<Mistake> all;
  std::set<std::string> told;
  for (size_t v = 0; v < variants.size(); ++v)
    for (const Mistake& mistake : of[v])
      if (told.insert(mistake.str()).second && all.size() < enough)
        all.push_back(located(study_, variants[v], mistake));
  return all;
}

std::string BaseCase::content_of(const std::string& file) const {
  const std::lock_guard lock(guard_);
  auto& known = content_[file];
  if (!known.empty()) return known;
  // Formats of several files keep the others beside the first, under its name.
  const auto path = std::filesystem::absolute(std::filesystem::path(study_.case_file).parent_path() / file);
  known = marked(path);
  for (const auto& each : companions(path)) known += marked(each);
  known = sha256(known + path.extension().string());
  return known;
}

std::string BaseCase::marked(const std::filesystem::path& file) const {
  marks_.push_back(mark_of(std::filesystem::absolute(file)));
  return marks_.back().sha256;
}

std::string BaseCase::changed_file() const {
  const std::lock_guard lock(guard_);
  for (FileMark& mark : marks_)
    if (changed(mark)) return mark.path.string();
  return "";
}

std::string physics() { return MUSTER_PHYSICS; }

std::string BaseCase::key_of(const Variant& variant) const {
  std::vector<Mistake> none;
  Node document = document_of(variant, none);
  // Of files their content counts, whatever they are called.
  std::string contents = study_.generate ? study_.generate->kind + "\n" + variant.parameters : "";
  auto& members = std::get<Node::Table>(document.value);
  std::erase_if(members, [](const Member& m) { return m.name == "title" || m.name == "seed"; });
  for (Member& member : members)
    if (auto* table = std::get_if<Node::Table>(&member.node.value))
      for (Member& key : *table) {
        // Where winds are kept alters none of them.
        if (member.name == "flow" && key.name == "wind_library") key.node.value = std::string();
        const bool model = member.name == "model" && key.name == "file",
                   earlier_run = member.name == "hazards" && key.name == "from";
        const auto* file = key.node.as<std::string>();
        if (file == nullptr || !(model || earlier_run)) continue;
        if (!model || !study_.generate) contents += "\n" + content_of(*file);
        key.node.value = std::string();
      }
  if (hazards_of_first_seed(document)) contents += fmt::format("\ngusts of seed {}", study_.seed);
  return sha256(data_ + "\n" + toml_text(document) + "\n" + contents);
}

bool BaseCase::hazards_of_first_seed(const Node& document) const {
  return study_.run.share_hazards == Sharing::across_seeds && gusts_by_seed(document);
}

std::optional<BaseCase::HazardKey> BaseCase::hazards_of(const Variant& variant) const {
  std::vector<Mistake> none;
  const Node document = document_of(variant, none);
  const std::string inputs = hazard_inputs(document);
  if (inputs.empty()) return {};
  const Node* model = document.find("model");
  const Node* file = model == nullptr ? nullptr : model->find("file");
  const auto* path = file == nullptr ? nullptr : file->as<std::string>();
  const std::string content = study_.generate   ? study_.generate->kind + "\n" + variant.parameters
                              : path != nullptr ? content_of(*path)
                                                : "";
  const bool first = hazards_of_first_seed(document);
  return HazardKey{
      sha256(data_ + "\nhazards\n" + inputs + "\n" + content + (first ? fmt::format("\nseed {}", study_.seed) : "")),
      gusts_by_seed(document) && !first};
}

std::string run_key(const std::string& variant_key, uint64_t seed) {
  return sha256(fmt::format("{} seed {}", variant_key, seed));
}

}  // namespace muster::sim::study
