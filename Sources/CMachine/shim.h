// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.
//
// What Swift cannot ask of the machine: its time-stamp counter, and a plain read of memory.
#pragma once
#include <stdint.h>
#include <time.h>

/// Ticks of the processor's time-stamp counter; nanoseconds where it has none that programs read.
static inline uint64_t nhip_cycles(void) {
#if defined(__x86_64__) || defined(__i386__)
  return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
  uint64_t ticks;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
#else
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
#endif
}

/// The sum of `count` words, a multiple of 8: every one of them is read.
static inline uint64_t nhip_sum(const uint64_t *words, int64_t count) {
  uint64_t a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
  for (int64_t at = 0; at < count; at += 8) {
    a += words[at];
    b += words[at + 1];
    c += words[at + 2];
    d += words[at + 3];
    e += words[at + 4];
    f += words[at + 5];
    g += words[at + 6];
    h += words[at + 7];
  }
  return a + b + c + d + e + f + g + h;
}
