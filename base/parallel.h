#pragma once
// Parallel loops with results that do not depend on the number of threads. The only file that names TBB.

#include <cstddef>

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_reduce.h>

namespace muster {

/// How many threads this machine runs at once.
inline size_t machine_threads() { return static_cast<size_t>(tbb::info::default_concurrency()); }

/// Limits the number of threads that parallel loops use while it lives. 0 means all of the machine's.
class ThreadLimit {
 public:
  explicit ThreadLimit(size_t threads)
      : control_(tbb::global_control::max_allowed_parallelism, threads == 0 ? machine_threads() : threads) {}

 private:
  tbb::global_control control_;
};

/// Calls `body(begin, end)` over [0, count) in pieces of at most `grain`. Pieces must not depend on one another.
template <class Body>
void parallel_for(size_t count, size_t grain, const Body& body) {
  tbb::parallel_for(tbb::blocked_range<size_t>(0, count, grain),
                    [&](const tbb::blocked_range<size_t>& range) { body(range.begin(), range.end()); });
}

/// Reduces `piece(begin, end)` over [0, count) with `join` in an order that depends on `count` and `grain` only:
/// the same bits on any number of threads.
template <class Value, class Piece, class Join>
Value parallel_sum(size_t count, size_t grain, Value zero, const Piece& piece, const Join& join) {
  return tbb::parallel_deterministic_reduce(
      tbb::blocked_range<size_t>(0, count, grain), zero,
      [&](const tbb::blocked_range<size_t>& range, Value sum) { return join(sum, piece(range.begin(), range.end())); },
      join, tbb::simple_partitioner());
}

}  // namespace muster
