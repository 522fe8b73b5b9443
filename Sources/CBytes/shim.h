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

/// A bit for each of the 64 bytes from `p` that is a blank or a control character.
static inline uint64_t nhip_blanks(const uint8_t *p) {
  uint64_t found = 0;
#if defined(__SSE2__)
  const __m128i blank = _mm_set1_epi8(0x20);
  for (int at = 0; at < 64; at += 16) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(p + at));
    found |= nhip_bits16(_mm_cmpeq_epi8(_mm_min_epu8(bytes, blank), bytes), at);
  }
#else
  for (int at = 0; at < 64; at++) found |= (uint64_t)(p[at] <= 0x20) << at;
#endif
  return found;
}

/// What a scan for separators has seen: written by one stretch, read by the next.
typedef struct {
  /// The highest bit: whether the byte before was a hit, or a blank.
  uint64_t hits;
  uint64_t blanks;
  /// Not zero where a blank stands beside a hit.
  uint64_t trims;
  /// Not zero where some byte is zero or not ASCII.
  uint64_t odd;
} nhip_edges;

/// Writes the places of `hits`, lowest first.
///
/// A branch for each hit would be guessed wrong once in 64 bytes: most stretches have no more than
/// twelve, and what is written behind those there are is overwritten.
#define NHIP_WRITE_PLACES(next, first, hits, found)                \
  _Pragma("clang loop unroll(full)")                               \
  for (int index = 0; index < 12; index++) {                       \
    (next)[index] = (first) + (uint32_t)__builtin_ctzll(hits);     \
    (hits) &= (hits) - 1;                                          \
  }                                                                \
  for (int index = 12; index < (found); index++) {                 \
    (next)[index] = (first) + (uint32_t)__builtin_ctzll(hits);     \
    (hits) &= (hits) - 1;                                          \
  }

/// Notes blanks beside hits; of neighbours in different stretches too.
#define NHIP_NOTE_EDGES(edges, all, hits)                                     \
  const uint64_t blanks = (all) & ~(hits);                                    \
  (edges)->trims |= ((hits) << 1 | (edges)->hits >> 63) & blanks;             \
  (edges)->trims |= (blanks << 1 | (edges)->blanks >> 63) & (hits);           \
  (edges)->hits = (hits);                                                     \
  (edges)->blanks = blanks;

/// Writes where `a`, `b` or `c` stand among `count` bytes from `p`, each `offset` further; how many
/// do. Reads on to the end of 64 bytes, and writes up to 64 places behind the last.
static inline long nhip_places3_plain(
    const uint8_t *p, long count, uint8_t a, uint8_t b, uint8_t c, uint32_t offset,
    uint32_t *places, nhip_edges *edges) {
  uint32_t *next = places;
  if (!nhip_is_plain(p, count)) edges->odd = 1;
  for (long at = 0; at < count; at += 64) {
    uint64_t hits = nhip_find3(p + at, a, b, c);
    NHIP_NOTE_EDGES(edges, nhip_blanks(p + at), hits)
    const int found = __builtin_popcountll(hits);
    const uint32_t first = offset + (uint32_t)at;
    NHIP_WRITE_PLACES(next, first, hits, found)
    next += found;
  }
  return next - places;
}

#if defined(__x86_64__)
#include <immintrin.h>

/// The same for processors with vectors of 32 bytes and counts of bits.
__attribute__((target("avx2,bmi,popcnt"))) static inline long nhip_places3_wide(
    const uint8_t *p, long count, uint8_t a, uint8_t b, uint8_t c, uint32_t offset,
    uint32_t *places, nhip_edges *edges) {
  const __m256i first_byte = _mm256_set1_epi8((char)a);
  const __m256i second_byte = _mm256_set1_epi8((char)b);
  const __m256i third_byte = _mm256_set1_epi8((char)c);
  const __m256i blank = _mm256_set1_epi8(0x20);
  const __m256i one = _mm256_set1_epi8(1);
  __m256i odd = _mm256_setzero_si256();
  uint32_t *next = places;
  for (long at = 0; at < count; at += 64) {
    uint64_t hits = 0;
    uint64_t all = 0;
    _Pragma("clang loop unroll(full)")
    for (int half = 0; half < 64; half += 32) {
      const __m256i bytes = _mm256_loadu_si256((const __m256i *)(p + at + half));
      const __m256i equal = _mm256_or_si256(
          _mm256_or_si256(
              _mm256_cmpeq_epi8(bytes, first_byte), _mm256_cmpeq_epi8(bytes, second_byte)),
          _mm256_cmpeq_epi8(bytes, third_byte));
      hits |= (uint64_t)(uint32_t)_mm256_movemask_epi8(equal) << half;
      const __m256i low = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, blank), bytes);
      all |= (uint64_t)(uint32_t)_mm256_movemask_epi8(low) << half;
      // Signed bytes: ASCII without zero is all above zero.
      odd = _mm256_or_si256(odd, _mm256_cmpgt_epi8(one, bytes));
    }
    NHIP_NOTE_EDGES(edges, all, hits)
    const int found = __builtin_popcountll(hits);
    const uint32_t first = offset + (uint32_t)at;
    NHIP_WRITE_PLACES(next, first, hits, found)
    next += found;
  }
  edges->odd |= (uint64_t)(uint32_t)_mm256_movemask_epi8(odd);
  return next - places;
}

/// Whether this processor is one of them.
static inline int nhip_is_wide(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("popcnt");
}
#else
static inline int nhip_is_wide(void) { return 0; }
#endif

/// As the processor can.
static inline long nhip_places3(
    const uint8_t *p, long count, uint8_t a, uint8_t b, uint8_t c, uint32_t offset,
    uint32_t *places, nhip_edges *edges, int is_wide) {
#if defined(__x86_64__)
  if (is_wide) return nhip_places3_wide(p, count, a, b, c, offset, places, edges);
#endif
  return nhip_places3_plain(p, count, a, b, c, offset, places, edges);
}
