// The comparison of runs: who is a variant of whom, intervals over seeds, what changed.
#include "sim/report/compare/compare.h"

#include "base/error.h"
#include "sim/report/compare/text_diff.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

namespace sample = results::sample;
using Files = std::vector<std::filesystem::path>;

/// A run of four people whose last one leaves at `last`.
std::filesystem::path record(const test::TemporaryFolder& folder, uint64_t seed, double last,
                             std::vector<std::string> overrides = {}, const std::string& more = "") {
  const auto path = folder.path() / fmt::format("{}-{}{}{}.h5", seed, last, overrides.size(), more.size());
  results::RunInfo info = sample::info();
  info.seed = seed, info.overrides = std::move(overrides), info.case_text += more;
  results::Summary summary = sample::summary();
  summary.seed = seed;
  summary.times = results::evacuation_times({10, 20, 30, last}, 4);
  results::ResultsWriter writer(path, info, sample::two_storeys());
  writer.people(std::vector<results::PersonRecord>(4));
  writer.frame(sample::walkers(0, 4));
  for (uint32_t p = 0; p < 4; ++p)
    writer.crossing({p == 3 ? last : 10.0 * (p + 1), p, results::Crossing::Gate::exit, 0, 1});
  writer.finish(summary);
  return path;
}

ComparedFigure row(const std::vector<Variant>& variants, const std::string& name) {
  for (const ComparedFigure& figure : compare_figures(variants))
    if (figure.name == name) return figure;
  ADD_FAILURE() << "no figure " << name;
  return {};
}

TEST(Compare, RunsOfOtherSeedsAreOneVariant) {
  const test::TemporaryFolder folder;
  const auto variants = sort_variants({record(folder, 2, 44), record(folder, 1, 40), record(folder, 1, 50, {"a.b=3"}),
                                       record(folder, 3, 42, {"seed=3"}), record(folder, 1, 41, {}, "\n# more")});
  ASSERT_EQ(variants.size(), 3u);
  EXPECT_EQ(variants[0].name, "A");
  ASSERT_EQ(variants[0].runs.size(), 3u);
  EXPECT_EQ(variants[0].runs.front().file.info().seed, 1u) << "by seed";
  EXPECT_EQ(variants[1].runs.size(), 1u);
  EXPECT_EQ(variants[2].runs.size(), 1u);
}

TEST(Compare, DifferencesArePairedWhereTheSeedsAreTheSame) {
  const test::TemporaryFolder folder;
  Files files;
  for (const auto& [seed, a, b] : {std::tuple(1, 40.0, 50.0), {2, 60.0, 72.0}, {3, 80.0, 94.0}}) {
    files.push_back(record(folder, static_cast<uint64_t>(seed), a));
    files.push_back(record(folder, static_cast<uint64_t>(seed), b, {"door.width=1"}));
  }
  const ComparedFigure last = row(sort_variants(files), "Everybody is out after");
  ASSERT_TRUE(last.of[0] && last.of[1] && last.difference[1]);
  EXPECT_FALSE(last.difference[0]) << "nothing differs from itself";
  EXPECT_DOUBLE_EQ(last.of[0]->mean, 60);
  EXPECT_NEAR(*last.of[0]->half, 4.303 * 20 / std::sqrt(3), 0.02);
  // Differences 10, 12, 14: their spread, not that of the seeds.
  EXPECT_DOUBLE_EQ(last.difference[1]->mean, 12);
  EXPECT_NEAR(*last.difference[1]->half, 4.303 * 2 / std::sqrt(3), 0.002);
  EXPECT_TRUE(last.difference[1]->excludes_zero());
  // Of other seeds the same values show no difference.
  files.back() = record(folder, 4, 94, {"door.width=1"});
  EXPECT_FALSE(row(sort_variants(files), "Everybody is out after").difference[1]->excludes_zero());
}

TEST(Compare, WhatCannotBeComparedIsRefused) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(sort_variants({record(folder, 1, 40), record(folder, 1, 41)}), InputError) << "the same run twice";
  const auto begun = folder.path() / "begun.h5";
  { results::ResultsWriter writer(begun, sample::info(), sample::two_storeys()); }
  EXPECT_THROW(sort_variants({record(folder, 2, 40), begun}), results::ResultsError);
}

TEST(Compare, TheLastOneOutIsNoFigureWhileOthersAreInside) {
  nlohmann::json summary = {{"people", {{"placed", 5}, {"evacuated", 4}}}, {"time_to_evacuate_s", {{"last", 40}}}};
  const auto has = [&](const std::string& name) {
    return std::ranges::any_of(figures_of(summary), [&](const Figure& f) { return f.name == name; });
  };
  EXPECT_FALSE(has("Everybody is out after"));
  summary["people"]["evacuated"] = 5;
  EXPECT_TRUE(has("Everybody is out after"));
}

TEST(Compare, ThePageShowsFiguresDifferencesAndInputs) {
  const test::TemporaryFolder folder;
  const auto variants = sort_variants({record(folder, 1, 40), record(folder, 1, 50, {"door.width=1"}),
                                       record(folder, 1, 45, {}, "\nnew = \"<key>\"\n")});
  const std::string html = comparison_html(variants, Language::english);
  EXPECT_NE(html.find("<td>Everybody is out after [s]</td><td>40</td><td>50</td><td>45</td><td>+10<br>"),
            std::string::npos);
  EXPECT_NE(html.find("one run: no interval"), std::string::npos);
  EXPECT_NE(html.find("+ --set door.width=1\n"), std::string::npos);
  EXPECT_NE(html.find("+ new = &quot;&lt;key&gt;&quot;\n"), std::string::npos);
  EXPECT_NE(comparison_html(variants, Language::chinese).find("结果比较"), std::string::npos);
}

std::string flat(const std::vector<DiffLine>& lines) {
  std::string out;
  for (const DiffLine& line : lines) out += line.change + line.text + "|";
  return out;
}

TEST(TextDiff, KeepsTheLongestCommonLines) {
  EXPECT_EQ(flat(diff("a\nb\nc\n", "a\nx\nc\nd")), " a|-b|+x| c|+d|");
  EXPECT_EQ(flat(diff("", "a")), "+a|");
  EXPECT_EQ(flat(only_changes(diff("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\n5\nsix\n7\n8\n9"), 1)), " 5|-6|+six| 7|");
  EXPECT_EQ(flat(only_changes(diff("1\n2\n3\n4\n5\n6", "one\n2\n3\n4\n5\nsix"), 1)), "-1|+one| 2| ...| 5|-6|+six|");
  EXPECT_TRUE(only_changes(diff("a\nb", "a\nb")).empty());
}

}  // namespace
}  // namespace muster::sim
