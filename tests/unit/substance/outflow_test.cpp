#include "models/substance/outflow.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::substance {
namespace {

SourceTerm leak(std::vector<Outflow> flow) {
  SourceTerm term;
  term.outflow = std::move(flow);
  return term;
}

TEST(Outflow, MassAndTheEntryOfATime) {
  // 10 kg/s for 60 s, 4 kg/s for 100 s.
  const SourceTerm term = leak({{0, 10}, {60, 4}, {160, 0}});
  EXPECT_DOUBLE_EQ(mass_of(term), 1000);
  EXPECT_EQ(mass_of(leak({{0, 1}})), INFINITY);
  EXPECT_EQ(mass_of(SourceTerm()), 0);
  SourceTerm burst = leak({{0, 0}});
  burst.kind = SourceTerm::Kind::instantaneous;
  burst.instantaneous_mass = 7;
  EXPECT_EQ(mass_of(burst), 7);
  EXPECT_EQ(at(term.outflow, -1), nullptr);
  EXPECT_EQ(at(term.outflow, 60)->rate, 4);
  EXPECT_EQ(at(term.outflow, 1e6)->rate, 0);
}

TEST(Outflow, TheStrongestMeanOfASpan) {
  // The middle is the strongest: 100 s of 2 kg/s at 250 K, 50 s of 8 kg/s at 240 K, 100 s of 4 kg/s at 230 K.
  const SourceTerm term = leak({{0, 2, 250}, {100, 8, 240}, {150, 4, 230}, {250, 0, 230}});
  const Mean brief = strongest_mean(term, 50);
  EXPECT_NEAR(brief.outflow.rate, 8, 1e-9);
  EXPECT_NEAR(brief.from, 100, 1e-9);
  EXPECT_NEAR(brief.outflow.temperature, 240, 1e-9);
  // 100 s: 50 s of 8 and 50 s of 4: 6 kg/s; temperature by mass (400 * 240 + 200 * 230) / 600.
  const Mean longer = strongest_mean(term, 100);
  EXPECT_NEAR(longer.outflow.rate, 6, 1e-9);
  EXPECT_NEAR(longer.outflow.temperature, 710.0 / 3, 1e-9);
  EXPECT_NEAR(longer.until, 200, 1e-9);
  // Longer than 95 % of the 1000 kg take: 200 + 400 + 350 kg in 237.5 s; the last 237.5 s give 975 kg.
  const Mean whole = strongest_mean(term, 1e5);
  EXPECT_NEAR(whole.until - whole.from, 237.5, 1e-9);
  EXPECT_NEAR(whole.outflow.rate, 975 / 237.5, 1e-9);
  EXPECT_EQ(strongest_mean(leak({}), 10).outflow.rate, 0);
  EXPECT_EQ(strongest_mean(leak({{0, 0}}), 10).outflow.rate, 0);
}

TEST(Outflow, WhatGoesOnForEverHasItsOwnRateAtLeast) {
  const Mean falls = strongest_mean(leak({{0, 9}, {100, 1}}), 200);
  EXPECT_NEAR(falls.outflow.rate, 5, 1e-9);
  const Mean grows = strongest_mean(leak({{0, 1}, {100, 9}}), 200);
  EXPECT_NEAR(grows.outflow.rate, 9, 1e-9);
  EXPECT_EQ(grows.until, INFINITY);
}

TEST(Outflow, ACourseInFewSteps) {
  SourceTerm term;
  for (int i = 0; i < 1000; ++i) term.outflow.push_back({i * 1.0, 5 * std::exp(-i / 100.0)});
  term.outflow.push_back({1000, 0});
  const SourceTerm fewer = leak(in_steps(term, 24));
  EXPECT_LE(fewer.outflow.size(), 25u);
  EXPECT_GT(fewer.outflow.size(), 8u);
  EXPECT_NEAR(mass_of(fewer), mass_of(term), 1e-9 * mass_of(term));
  // Gaps and bursts as well, down to one step.
  const SourceTerm bursts = leak({{0, 1}, {1, 0}, {2, 3}, {3, 0}, {4, 2}, {5, 0}});
  const SourceTerm one = leak(in_steps(bursts, 1));
  ASSERT_EQ(one.outflow.size(), 2u);
  EXPECT_NEAR(one.outflow.front().rate, 6.0 / 5, 1e-12);
  EXPECT_EQ(in_steps(bursts, 24).size(), 6u);
}

}  // namespace
}  // namespace muster::substance
