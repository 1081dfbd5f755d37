#include "base/markup.h"

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(Markup, WhatHasAMeaningIsEscaped) {
  EXPECT_EQ(escaped("Süd & \"<1 m\">"), "Süd &amp; &quot;&lt;1 m&quot;&gt;");
  EXPECT_EQ(escaped(""), "");
}

}  // namespace
}  // namespace muster
