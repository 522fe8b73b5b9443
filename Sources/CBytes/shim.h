// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
//
// Searches of 64 bytes at once, which Swift's vectors cannot turn into a mask of bits.
#pragma once
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>

static inline uint64_t nhip_bits16(__m128i equal, int at) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << at;
}

/// A bit for each of the 64 bytes from `p` that equals `a`, `b` or `c`.
static inline uint64_t nhip_find3(const uint8_t *p, uint8_t a, uint8_t b, uint8_t c) {
  const __m128i first = _mm_set1_epi8((char)a);
  const __m128i second = _mm_set1_epi8((char)b);
  const __m128i third = _mm_set1_epi8((char)c);
  uint64_t found = 0;
  for (int at = 0; at < 64; at += 16) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(p + at));
    found |= nhip_bits16(
        _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(bytes, first), _mm_cmpeq_epi8(bytes, second)),
            _mm_cmpeq_epi8(bytes, third)),
        at);
  }
  return found;
}

/// Whether `count` bytes are ASCII and none is zero.
static inline int nhip_is_plain(const uint8_t *p, long count) {
  const __m128i zero = _mm_setzero_si128();
  __m128i odd = zero;
  long at = 0;
  for (; at + 64 <= count; at += 64) {
    for (int step = 0; step < 64; step += 16) {
      // Signed bytes: ASCII without zero is all above zero.
      const __m128i bytes = _mm_loadu_si128((const __m128i *)(p + at + step));
      odd = _mm_or_si128(odd, _mm_cmpgt_epi8(_mm_set1_epi8(1), bytes));
    }
  }
  for (; at < count; at++) {
    if (p[at] == 0 || p[at] > 0x7F) return 0;
  }
  return _mm_movemask_epi8(odd) == 0;
}

#else

/// The same.
static inline int nhip_is_plain(const uint8_t *p, long count) {
  const uint64_t ones = 0x0101010101010101ull;
  const uint64_t high = 0x8080808080808080ull;
  uint64_t odd = 0;
  long at = 0;
  for (; at + 8 <= count; at += 8) {
    uint64_t word;
    memcpy(&word, p + at, 8);
    // One less than zero has the high bit; others get it only above a zero.
    odd |= (word | (word - ones)) & high;
  }
  for (; at < count; at++) {
    if (p[at] == 0 || p[at] > 0x7F) return 0;
  }
  return odd == 0;
}

/// A high bit in each byte of `word` that equals the byte of `pattern`.
static inline uint64_t nhip_equal8(uint64_t word, uint64_t pattern) {
  const uint64_t low = 0x7F7F7F7F7F7F7F7Full;
  const uint64_t difference = word ^ pattern;
  return ~(((difference & low) + low) | difference | low);
}

/// A bit for each of the 64 bytes from `p` that equals `a`, `b` or `c`.
static inline uint64_t nhip_find3(const uint8_t *p, uint8_t a, uint8_t b, uint8_t c) {
  const uint64_t ones = 0x0101010101010101ull;
  uint64_t found = 0;
  for (int at = 0; at < 64; at += 8) {
    uint64_t word;
    memcpy(&word, p + at, 8);
    const uint64_t high =
        nhip_equal8(word, ones * a) | nhip_equal8(word, ones * b) | nhip_equal8(word, ones * c);
    // The high bits of the eight bytes side by side.
    found |= (((high >> 7) * 0x0102040810204080ull) >> 56) << at;
  }
  return found;
}

#endif
