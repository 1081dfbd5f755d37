#pragma once
// The variants of a study, and what names each of their runs for good.

#include "sim/study/plan/marks.h"
#include "sim/study/plan/study.h"
#include "sim/study/statistics/sequence.h"

#include <map>
#include <mutex>

namespace muster::sim::study {

/// A case with something changed.
struct Variant {
  std::string name;
  std::vector<std::string> set;     ///< overrides of the case, without the seed and a generated model
  std::string parameters;           ///< of the generated model, as a parameter file; "" without `[generate]`
  std::vector<double> at;           ///< of each factor, as a probability in (0, 1); empty in a list
  std::vector<std::string> values;  ///< of each factor, as tables show it
  std::optional<double> cost;       ///< sum of what its factors' values cost; absent in a list
};

/// All of them, in the order of the plan. Of a search the case as it is alone: its layouts follow from the runs.
std::vector<Variant> variants_of(const Study& study);

/// The share of an option among those of its factor: all are as frequent where none has a frequency.
double share_of(const Factor& factor, size_t option);

/// Which option of a factor there is at a probability in (0, 1).
size_t option_at(const Factor& factor, double u);

/// How often a variant is so, against the others of a grid: the product of its options' shares; 1 for numbers.
double share_of(const Study& study, const Variant& variant);

/// What a search is told of the factors.
LayoutSearch search_of(const Study& study);

/// The variant whose factors have the values at these probabilities.
Variant variant_at(const Study& study, std::string name, const std::vector<double>& probabilities);

/// The seed of run `replicate` (from 0) of every variant: common random numbers.
inline uint64_t seed_of(const Study& study, size_t replicate) { return study.seed + replicate; }

/// The case that variants change, read once.
class BaseCase {
 public:
  /// Throws InputError.
  explicit BaseCase(const Study& study);

  /// What the program would refuse of the variants, with the study's lines; at most some ten.
  std::vector<Mistake> mistakes(const std::vector<Variant>& variants) const;

  /// Names a variant by all that results hang on but for the seed: sources of the physics, data, the case with what the
  /// variant changes (whatever its layout, comments and title), the content of its model. 64 hexadecimal digits.
  std::string key_of(const Variant& variant) const;

  /// What names the run that computes the variant's hazards alone: its `hazard_inputs` in place of the case. Absent
  /// where there are none to share. `by_seed`: each seed has hazards of its own.
  struct HazardKey {
    std::string key;  ///< 64 hexadecimal digits
    bool by_seed = false;
  };
  std::optional<HazardKey> hazards_of(const Variant& variant) const;

  /// A file that the runs' names are made of and that is another one by now, or the program itself; "" none. What a run
  /// computes then does not belong to its name.
  std::string changed_file() const;

 private:
  const Study& study_;
  Node document_;
  std::string data_;  ///< hash of the program and its data folder
  mutable std::mutex guard_;
  mutable std::map<std::string, std::string> content_;  ///< hashes of model files
  mutable std::vector<FileMark> marks_;                 ///< of all files that were read
  std::string marked(const std::filesystem::path& file) const;
  std::string content_of(const std::string& file) const;
  Node document_of(const Variant& variant, std::vector<Mistake>& mistakes) const;
  bool hazards_of_first_seed(const Node& document) const;
};

/// SHA-256 of the program's sources that results hang on.
std::string physics();

/// Names a run: its variant and its seed. 64 hexadecimal digits.
std::string run_key(const std::string& variant_key, uint64_t seed);

}  // namespace muster::sim::study
