#include "models/flow/steady/sweep.h"

namespace muster::flow {

namespace {

constexpr int lanes = abreast;
/// Less air than this share of a cell is not divided by: cells without gas may lose more than they hold in a step.
constexpr float least_air = 0.1F;
/// [kg/m3] less than this is none: no molecule of it in a cell, and slow numbers.
constexpr float none = 1e-25F;

/// [kg/m3] share of gas in the air of each cell.
[[gnu::noinline]] void share_rows(int n, const float* __restrict gas, const float* __restrict air,
                                  float* __restrict share) {
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) share[i] = gas[i] / (air[i] > least_air ? air[i] : least_air);
}

/// Half of each cell's limited slope: none beside a closed face.
[[gnu::noinline]] void slope_row(const float* __restrict q, const float* __restrict through, float* __restrict half) {
#pragma GCC ivdep
  for (int l = 0; l < lanes; ++l) {
    const float back = q[l] - q[l - lanes], fore = q[l + lanes] - q[l];
    const float a = back > 0 ? back : -back, b = fore > 0 ? fore : -fore;
    const float least = a < b ? a : b, central = 0.25F * (a + b);
    const float size = central < least ? central : least;
    const bool open = through[l] != 0 && through[l + lanes] != 0;
    const float slope = back > 0 ? size : -size;
    half[l] = open && back * fore > 0 ? slope : 0.0F;
  }
}

/// What crosses a face: of the cell that the air comes from, at the middle of what leaves it.
[[gnu::noinline]] void face_row(const float* __restrict through, const float* __restrict behind,
                                const float* __restrict ahead, const float* __restrict slope_behind,
                                const float* __restrict slope_ahead, const float* __restrict air_behind,
                                const float* __restrict air_ahead, float width_behind, float width_ahead,
                                float* __restrict moved) {
#pragma GCC ivdep
  for (int l = 0; l < lanes; ++l) {
    const float f = through[l];
    const bool forward = f > 0;
    const float size = forward ? f : -f, from = forward ? behind[l] : ahead[l];
    const float room = forward ? air_behind[l] * width_behind : air_ahead[l] * width_ahead;
    const float slope = forward ? slope_behind[l] : -slope_ahead[l];
    const float late = size < room ? 1 - size / room : 0.0F;
    moved[l] = f * (from + late * slope);
  }
}

[[gnu::noinline]] void forward_row(float width, const float* __restrict moved, const float* __restrict conducts,
                                   const float* __restrict inverse, const float* __restrict right_before,
                                   float* __restrict gas, float* __restrict right) {
#pragma GCC ivdep
  for (int l = 0; l < lanes; ++l) {
    const float now = gas[l] - (moved[l + lanes] - moved[l]) / width;
    const float r = (now * width + conducts[l] * right_before[l]) * inverse[l];
    gas[l] = now;
    right[l] = r > none ? r : 0.0F;
  }
}

[[gnu::noinline]] void diagonal_row(float width, const float* __restrict air, const float* __restrict conducts,
                                    const float* __restrict upper_before, float* __restrict upper,
                                    float* __restrict inverse) {
#pragma GCC ivdep
  for (int l = 0; l < lanes; ++l) {
    const float enough = air[l] > least_air ? air[l] : least_air;
    const float diagonal = enough * width + conducts[l] + conducts[l + lanes];
    inverse[l] = 1 / (diagonal - conducts[l] * upper_before[l]);
    upper[l] = conducts[l + lanes] * inverse[l];
  }
}

/// q = right + upper q_above, in place of `right`.
[[gnu::noinline]] void backward_row(const float* __restrict upper, const float* __restrict above,
                                    float* __restrict right) {
#pragma GCC ivdep
  for (int l = 0; l < lanes; ++l) right[l] += upper[l] * above[l];
}

[[gnu::noinline]] void mix_row(float width, const float* __restrict conducts, const float* __restrict q,
                               float* __restrict gas) {
#pragma GCC ivdep
  for (int l = 0; l < lanes; ++l) {
    const float from_above = conducts[l + lanes] * (q[l + lanes] - q[l]),
                from_below = conducts[l] * (q[l] - q[l - lanes]);
    const float now = gas[l] + (from_above - from_below) / width;
    gas[l] = now > none || now < -none ? now : 0.0F;
  }
}

size_t at(int i) { return static_cast<size_t>(i) * lanes; }

}  // namespace

Lines::Lines(int most) {
  const auto cells = static_cast<size_t>(most);
  width.resize(cells);
  for (std::vector<float>* of : {&air, &gas, &air_now, &upper, &inverse}) of->resize(cells * lanes);
  for (std::vector<float>* of : {&through, &conducts, &moved}) of->resize((cells + 1) * lanes);
  // One cell more at both ends.
  for (std::vector<float>* of : {&share, &half_slope, &right}) of->resize((cells + 2) * lanes);
}

void begin_sweep(Lines& b) {
  const std::vector<float> nothing(lanes, 0.0F);
  for (int i = 0; i < b.n; ++i) {
    const float* through = b.through.data() + at(i);
    const float width = b.width[static_cast<size_t>(i)];
    for (size_t l = 0; l < lanes; ++l)
      b.air_now[at(i) + l] = b.air[at(i) + l] - (through[l + lanes] - through[l]) / width;
    diagonal_row(width, b.air_now.data() + at(i), b.conducts.data() + at(i),
                 i == 0 ? nothing.data() : b.upper.data() + at(i - 1), b.upper.data() + at(i),
                 b.inverse.data() + at(i));
  }
}

void sweep_gas(Lines& b) {
  const int n = b.n;
  float* q = b.share.data() + lanes;
  float* half = b.half_slope.data() + lanes;
  float* right = b.right.data() + lanes;
  for (int i = 0; i < n; ++i) share_rows(lanes, b.gas.data() + at(i), b.air.data() + at(i), q + at(i));
  for (size_t l = 0; l < lanes; ++l) {
    b.share[l] = q[l], q[at(n) + l] = q[at(n - 1) + l];
    b.half_slope[l] = half[at(n) + l] = 0;
    b.right[l] = right[at(n) + l] = 0;
  }
  for (int i = 0; i < n; ++i) slope_row(q + at(i), b.through.data() + at(i), half + at(i));
  for (int i = 0; i <= n; ++i) {
    const int below = i == 0 ? 0 : i - 1, above = i == n ? n - 1 : i;
    face_row(b.through.data() + at(i), q + at(below), q + at(above), half + at(below), half + at(above),
             b.air.data() + at(below), b.air.data() + at(above), b.width[static_cast<size_t>(below)],
             b.width[static_cast<size_t>(above)], b.moved.data() + at(i));
  }
  // Air from beyond is clean.
  for (size_t l = 0; l < lanes; ++l) {
    float &low = b.moved[l], &high = b.moved[at(n) + l];
    low = b.open_low && low < 0 ? low : 0.0F;
    high = b.open_high && high > 0 ? high : 0.0F;
  }
  for (int i = 0; i < n; ++i)
    forward_row(b.width[static_cast<size_t>(i)], b.moved.data() + at(i), b.conducts.data() + at(i),
                b.inverse.data() + at(i), i == 0 ? b.right.data() : right + at(i - 1), b.gas.data() + at(i),
                right + at(i));
  for (int i = n - 2; i >= 0; --i) backward_row(b.upper.data() + at(i), right + at(i + 1), right + at(i));
  for (int i = 0; i < n; ++i)
    mix_row(b.width[static_cast<size_t>(i)], b.conducts.data() + at(i), right + at(i), b.gas.data() + at(i));
}

}  // namespace muster::flow
