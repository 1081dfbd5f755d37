#pragma once
// 1 / sqrt(x) without the processor's own roots and divisions: those take half of the kernel's time, and estimates
// differ between makes of processors. A .cpp file that includes it says first whether it is compiled for one target.

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace muster::crowd {

/// Relative error below 1e-4: the well-known guess (Lomont 2003, within 3.5 %) and one step of third order. 0 gives a
/// large number.
template <class Float, class V = hwy::HWY_NAMESPACE::Vec<Float>>
HWY_INLINE V inverse_root(Float f32, V x) {
  namespace hn = hwy::HWY_NAMESPACE;
  constexpr hn::RebindToSigned<Float> i32;
  const V y = hn::BitCast(f32, hn::Sub(hn::Set(i32, 0x5f375a86), hn::ShiftRight<1>(hn::BitCast(i32, x))));
  const V e = hn::Mul(hn::Mul(x, y), y);  // 1 where y is exact
  const V p = hn::Add(hn::Set(f32, 1.875f), hn::Mul(e, hn::Sub(hn::Mul(e, hn::Set(f32, 0.375f)), hn::Set(f32, 1.25f))));
  return hn::Mul(y, p);
}

/// The same to a few units in the last place: one step of Newton's more.
template <class Float, class V = hwy::HWY_NAMESPACE::Vec<Float>>
HWY_INLINE V fine_inverse_root(Float f32, V x) {
  namespace hn = hwy::HWY_NAMESPACE;
  const V y = inverse_root(f32, x);
  const V e = hn::Sub(hn::Set(f32, 1), hn::Mul(hn::Mul(x, y), y));
  return hn::Add(y, hn::Mul(hn::Mul(y, hn::Set(f32, 0.5f)), e));
}

/// sqrt(x) to a few units in the last place, 0 for 0.
template <class Float, class V = hwy::HWY_NAMESPACE::Vec<Float>>
HWY_INLINE V root(Float f32, V x) {
  return hwy::HWY_NAMESPACE::Mul(x, fine_inverse_root(f32, x));
}

}  // namespace muster::crowd
HWY_AFTER_NAMESPACE();
