#pragma once
// The substances that a run knows: those of data/substances.toml and those of the case file.

#include "models/substance/substance.h"

#include <string>
#include <vector>

namespace muster::substance {

class Library {
 public:
  explicit Library(std::vector<Substance> substances) : substances_(std::move(substances)) {}
  const std::vector<Substance>& all() const { return substances_; }
  /// By id, English or Chinese name, formula where it is unambiguous, or CAS number; case and `-`, `_`, ` ` do not
  /// matter. Null: there is none.
  const Substance* find(const std::string& name) const;
  /// What to say of an unknown name: the nearest names.
  std::string suggestion(const std::string& name) const;

 private:
  std::vector<Substance> substances_;  ///< a later one of the same id goes before an earlier one
};

}  // namespace muster::substance
