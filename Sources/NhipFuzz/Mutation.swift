// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Changes that keep most of an input's structure: whole tokens move, go, or come from a list.
struct Mutation {
  private var state: UInt64
  /// Whole stages of queries, and what queries begin with; empty where inputs are no queries.
  private let stages: [String]
  private let sources: [String]

  init(seed: UInt64, stages: [String] = [], sources: [String] = []) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    self.stages = stages
    self.sources = sources
  }

  /// A number below `bound`, by xorshift.
  mutating func random(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(truncatingIfNeeded: state >> 33) % max(1, bound)
  }

  mutating func apply(to input: [UInt8], pieces: [String]) -> [UInt8] {
    if !stages.isEmpty, random(2) == 0 { return recombined(input) }
    var tokens = Self.tokens(input)
    for _ in 0...random(4) { change(&tokens, pieces) }
    return tokens.flatMap { $0 }
  }

  /// Stages of the input and of the examples in a new order: most of these can be bound and run.
  private mutating func recombined(_ input: [UInt8]) -> [UInt8] {
    var parts = String(decoding: input, as: UTF8.self).split(separator: "|").map(String.init)
    if parts.isEmpty { parts = [sources[random(sources.count)]] }
    for _ in 0...random(3) {
      let stage = stages[random(stages.count)]
      let index = random(parts.count)
      switch random(5) {
      case 0: parts[0] = sources[random(sources.count)]
      case 1: parts.insert(stage, at: index + 1)
      case 2: parts.append(stage)
      case 3 where index > 0: parts[index] = stage
      default: if index > 0 { parts.remove(at: index) }
      }
    }
    return Array(parts.joined(separator: " | ").utf8)
  }

  private mutating func change(_ tokens: inout [[UInt8]], _ pieces: [String]) {
    let piece = Array(pieces[random(pieces.count)].utf8)
    guard !tokens.isEmpty else {
      tokens = [piece]
      return
    }
    let index = random(tokens.count)
    switch random(7) {
    case 0: tokens[index] = piece
    case 1: tokens.insert(piece, at: index)
    case 2: tokens.append(contentsOf: [[0x20], piece])
    case 3: tokens.remove(at: index)
    case 4: tokens.swapAt(index, random(tokens.count))
    case 5:
      // A stretch again, elsewhere.
      let end = min(tokens.count, index + 1 + random(8))
      tokens.insert(contentsOf: Array(tokens[index..<end]), at: random(tokens.count))
    default:
      let end = min(tokens.count, index + 1 + random(8))
      tokens.removeSubrange(index..<end)
    }
  }

  /// Words, numbers, runs of blanks, and every other byte by itself.
  static func tokens(_ input: [UInt8]) -> [[UInt8]] {
    var tokens: [[UInt8]] = []
    var last = -1
    for byte in input {
      let kind = kind(byte)
      if kind == last && kind != 0 {
        tokens[tokens.count - 1].append(byte)
      } else {
        tokens.append([byte])
      }
      last = kind
    }
    return tokens
  }

  /// 1 for letters, digits and marks of any script, 2 for blanks, 0 for signs.
  private static func kind(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF:
      1
    case 0x20, 0x09: 2
    default: 0
    }
  }
}
