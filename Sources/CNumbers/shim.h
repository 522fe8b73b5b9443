// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.
//
// Arithmetic on stretches of numbers in vectors as wide as the processor has them, which Swift
// fixes when it compiles. Answers do not depend on the width.
#pragma once
#include <stdint.h>

/// Eight numbers at any address.
typedef double nhip_lanes __attribute__((vector_size(64), aligned(8), may_alias));
typedef int64_t nhip_lane_bits __attribute__((vector_size(64), aligned(8), may_alias));

/// Up to four stretches whose numbers are added one by one; NULL where there is none.
typedef struct {
  const double *a, *b, *c, *d;
} nhip_stretches;

/// Asks for a stretch that is soon read, and for one that is soon written. Neither is touched: they
/// may lie outside what there is.
static inline void nhip_prefetch(const double *read, const double *written, long length) {
  for (long at = 0; at < length; at += 8) {
    __builtin_prefetch(written + at, 1, 3);
    __builtin_prefetch(read + at, 0, 3);
  }
}

#define NHIP_INLINE static inline __attribute__((always_inline))

NHIP_INLINE nhip_lanes nhip_load(const double *from) { return *(const nhip_lanes *)from; }

/// The sums of the stretches that are there: `(a + b) + (c + d)`, `(a + b) + c`, `a + b` or `a`.
#define NHIP_SUM(count, a, b, c, d)                        \
  ((count) == 1   ? (a)                                    \
   : (count) == 2 ? ((a) + (b))                            \
   : (count) == 3 ? (((a) + (b)) + (c))                    \
                  : (((a) + (b)) + ((c) + (d))))

/// One pass over `count` stretches of `length` numbers, each sum divided by `divisor` if it is not
/// zero; whether some quotient is infinite. `to` may be the last stretch.
NHIP_INLINE int nhip_sum_lanes(
    int count, nhip_stretches from, double *to, long length, double divisor) {
  const nhip_lanes none = {0};
  const int64_t infinity = 0x7FF0000000000000;
  nhip_lane_bits found = {0};
  int is_infinite = 0;
  long at = 0;
  for (; at + 8 <= length; at += 8) {
    const nhip_lanes a = nhip_load(from.a + at);
    const nhip_lanes b = count > 1 ? nhip_load(from.b + at) : none;
    const nhip_lanes c = count > 2 ? nhip_load(from.c + at) : none;
    const nhip_lanes d = count > 3 ? nhip_load(from.d + at) : none;
    nhip_lanes sum = NHIP_SUM(count, a, b, c, d);
    if (divisor != 0) {
      sum /= divisor;
      found |= ((nhip_lane_bits)sum & INT64_MAX) == infinity;
    }
    *(nhip_lanes *)(to + at) = sum;
  }
  for (int lane = 0; lane < 8; lane++) is_infinite |= found[lane] != 0;
  for (; at < length; at++) {
    const double a = from.a[at];
    const double b = count > 1 ? from.b[at] : 0;
    const double c = count > 2 ? from.c[at] : 0;
    const double d = count > 3 ? from.d[at] : 0;
    double sum = NHIP_SUM(count, a, b, c, d);
    if (divisor != 0) {
      sum /= divisor;
      is_infinite |= __builtin_isinf(sum) != 0;
    }
    to[at] = sum;
  }
  return is_infinite;
}

/// A loop for each number of stretches, with a division and without.
#define NHIP_SUM_STRETCHES(from, to, length, divisor)                    \
  if ((divisor) != 0) {                                                  \
    if ((from).d) return nhip_sum_lanes(4, from, to, length, divisor);   \
    if ((from).c) return nhip_sum_lanes(3, from, to, length, divisor);   \
    if ((from).b) return nhip_sum_lanes(2, from, to, length, divisor);   \
    return nhip_sum_lanes(1, from, to, length, divisor);                 \
  }                                                                      \
  if ((from).d) return nhip_sum_lanes(4, from, to, length, 0);           \
  if ((from).c) return nhip_sum_lanes(3, from, to, length, 0);           \
  if ((from).b) return nhip_sum_lanes(2, from, to, length, 0);           \
  return nhip_sum_lanes(1, from, to, length, 0);

static inline int nhip_sum_stretches_plain(
    nhip_stretches from, double *to, long length, double divisor) {
  NHIP_SUM_STRETCHES(from, to, length, divisor)
}

#if defined(__x86_64__)
/// The same for processors with vectors of 32 bytes.
__attribute__((target("avx2"))) static inline int nhip_sum_stretches_wide(
    nhip_stretches from, double *to, long length, double divisor) {
  NHIP_SUM_STRETCHES(from, to, length, divisor)
}

/// Whether this processor is one of them.
static inline int nhip_has_wide_numbers(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2");
}
#else
static inline int nhip_has_wide_numbers(void) { return 0; }
#endif

/// Writes the sums of stretches to `to`, each divided by `divisor` if it is not zero; whether some
/// quotient is infinite. `to` may be the last stretch.
static inline int nhip_sum_stretches(
    nhip_stretches from, double *to, long length, double divisor, int is_wide) {
#if defined(__x86_64__)
  if (is_wide) return nhip_sum_stretches_wide(from, to, length, divisor);
#endif
  return nhip_sum_stretches_plain(from, to, length, divisor);
}
