// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.
//
// Where threads run, and a way to wait without a system call.
#pragma once
#include <stdint.h>
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

/// Tells the processor that this thread waits in a loop.
static inline void nhip_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

/// The core the calling thread runs on; -1 where the system does not say.
static inline int32_t nhip_core(void) {
#if defined(__linux__)
  unsigned core = 0;
  return syscall(SYS_getcpu, &core, NULL, NULL) == 0 ? (int32_t)core : -1;
#else
  return -1;
#endif
}

/// The calling thread's number for `nhip_avoid_core`; 0 where there is none.
static inline int32_t nhip_thread(void) {
#if defined(__linux__)
  return (int32_t)syscall(SYS_gettid);
#else
  return 0;
#endif
}

/// Lets `thread` run on every core that the calling thread may use but `core`. Where no other is
/// left, or the system refuses, nothing changes.
static inline void nhip_avoid_core(int32_t thread, int32_t core) {
#if defined(__linux__)
  // Room for 1,024 cores; the system refuses where it has more.
  unsigned long cores[1024 / (8 * sizeof(unsigned long))] = {0};
  const unsigned bits = 8 * sizeof(unsigned long);
  if (thread <= 0 || core < 0 || core >= 1024) return;
  if (syscall(SYS_sched_getaffinity, 0, sizeof cores, cores) <= 0) return;
  cores[core / bits] &= ~(1ul << (core % bits));
  (void)syscall(SYS_sched_setaffinity, thread, sizeof cores, cores);
#endif
}
