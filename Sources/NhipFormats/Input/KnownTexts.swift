// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The short texts of a column that are known before a piece of it is read, for looking up all its
/// cells in one loop.
///
/// A text is one, two or four words, zero behind its end; text files hold no zero byte. Slots hold
/// words and code and stand in pairs, of which one is chosen without a branch. What stands in no
/// pair (too long, new, one too many for its pair) is left to `ByteDictionary`. A final class,
/// because it owns its memory. `@unchecked Sendable`: nothing changes after `init`.
final class KnownTexts: @unchecked Sendable {
  /// Longest text in bytes, as many as may be read from the beginning of any cell.
  static let longest = 32
  /// Most texts: beyond, slots leave the caches and the table costs as much as it saves.
  static let countLimit = 1 << 16

  /// Texts of the dictionary that this was made of.
  let count: Int
  private let wordCount: Int
  private let slots: UnsafeMutablePointer<UInt64>
  /// Bits of a hash that tell no pair.
  private let shift: UInt64
  /// As many set bytes as zero bytes behind them: what is read from the middle masks a text.
  private let masks: UnsafeMutablePointer<UInt8>

  /// `nil` where a table would help with few cells.
  init?(_ dictionary: ByteDictionary) {
    let entries = dictionary.entries
    guard entries.count <= Self.countLimit else { return nil }
    let short = entries.lazy.filter { $0.length <= Self.longest }
    guard let longest = short.map(\.length).max(), short.count * 2 > entries.count else {
      return nil
    }
    count = entries.count
    wordCount = longest <= 8 ? 1 : longest <= 16 ? 2 : 4
    masks = .allocate(capacity: Self.longest * 2)
    masks.initialize(repeating: 0xFF, count: Self.longest)
    (masks + Self.longest).initialize(repeating: 0, count: Self.longest)
    // Four slots a text leave one in a hundred without room in its pair.
    var bits: UInt64 = 6
    while 1 << bits < entries.count * 2 { bits += 1 }
    shift = 64 - bits
    let slotCount = 2 << Int(bits)
    slots = .allocate(capacity: slotCount * (wordCount + 1))
    slots.initialize(repeating: 0, count: slotCount * (wordCount + 1))
    for (code, entry) in entries.enumerated() where entry.length <= Self.longest {
      insert(entry, Int32(code))
    }
  }

  deinit {
    slots.deallocate()
    masks.deallocate()
  }

  private subscript(slot: Int) -> UnsafeMutablePointer<UInt64> { slots + slot * (wordCount + 1) }

  private func insert(_ entry: ByteDictionary.Entry, _ code: Int32) {
    var words = [UInt64](repeating: 0, count: 4)
    words.withUnsafeMutableBytes {
      $0.copyBytes(from: UnsafeRawBufferPointer(start: entry.bytes, count: entry.length))
    }
    let pair = Int(hash(of: words) >> shift) * 2
    for slot in pair...pair + 1 {
      // The first slot is tried first for what is not in it.
      if self[slot][0] == words[0] { return }
      if self[slot][0] != 0 { continue }
      for index in 0..<wordCount { self[slot][index] = words[index] }
      self[slot][wordCount] = UInt64(UInt32(bitPattern: code))
      return
    }
  }

  /// As `find` works it out.
  private func hash(of words: [UInt64]) -> UInt64 {
    words.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return 0 }
      let all = UnsafeRawPointer(masks)
      return switch wordCount {
      case 1: OneWord(start, all).hash
      case 2: TwoWords(start, all).hash
      default: FourWords(start, all).hash
      }
    }
  }

  /// Writes the code of each cell of a column that is here, and the rows of those that are not; how
  /// many these are.
  ///
  /// - Parameters:
  ///   - cells: the first cell of the column.
  ///   - unknown: room for one more than `rows`.
  func look(
    up cells: UnsafePointer<CellPlace>, _ rows: Int, _ block: CellBlock,
    into codes: UnsafeMutablePointer<Int32>, unknown: UnsafeMutablePointer<Int32>
  ) -> Int {
    switch wordCount {
    case 1: find(OneWord.self, cells, rows, block, codes, unknown)
    case 2: find(TwoWords.self, cells, rows, block, codes, unknown)
    default: find(FourWords.self, cells, rows, block, codes, unknown)
    }
  }

  @inline(__always)
  private func find<Words: TextWords>(
    _ type: Words.Type, _ cells: UnsafePointer<CellPlace>, _ rows: Int, _ block: CellBlock,
    _ codes: UnsafeMutablePointer<Int32>, _ unknown: UnsafeMutablePointer<Int32>
  ) -> Int {
    let slots = UnsafePointer(slots)
    let shift = shift
    let masks = UnsafeRawPointer(masks + Self.longest)
    let base = UnsafeRawPointer(block.base)
    let step = block.columnCount
    var cell = cells
    var count = 0
    for row in 0..<rows {
      let place = cell.pointee
      cell += step
      // Empty, escaped and long cells in one comparison.
      let length = place.shortLength
      if UInt(bitPattern: length &- 1) < UInt(bitPattern: Words.count &* 8) {
        let words = Words(base + place.offset, masks - length)
        let first = slots + Int(truncatingIfNeeded: words.hash &>> shift) &* (2 &* Words.slot)
        // The texts of a pair differ in their first words.
        let isOther = unsafeBitCast(first[0] != words.first, to: UInt8.self)
        let slot = first + Int(isOther) &* Words.slot
        codes[row] = Int32(truncatingIfNeeded: slot[Words.count])
        if words.differ(slot) == 0 { continue }
      }
      unknown[count] = Int32(truncatingIfNeeded: row)
      count &+= 1
    }
    return count
  }
}

// MARK: Texts as words

/// A short text in whole words. Hashes multiply them by odd numbers without pattern.
private protocol TextWords {
  static var count: Int { get }
  /// The first word.
  var first: UInt64 { get }
  init(_ bytes: UnsafeRawPointer, _ masks: UnsafeRawPointer)
  var hash: UInt64 { get }
  /// 0 where a slot holds these words.
  func differ(_ slot: UnsafePointer<UInt64>) -> UInt64
}

private struct OneWord: TextWords {
  @inline(__always) static var count: Int { 1 }
  let first: UInt64

  @inline(__always)
  init(_ bytes: UnsafeRawPointer, _ masks: UnsafeRawPointer) {
    first = bytes.word(0) & masks.word(0)
  }

  @inline(__always) var hash: UInt64 { first &* 0x9E37_79B9_7F4A_7C15 }

  @inline(__always)
  func differ(_ slot: UnsafePointer<UInt64>) -> UInt64 { slot[0] ^ first }
}

private struct TwoWords: TextWords {
  @inline(__always) static var count: Int { 2 }
  let first: UInt64
  let second: UInt64

  @inline(__always)
  init(_ bytes: UnsafeRawPointer, _ masks: UnsafeRawPointer) {
    first = bytes.word(0) & masks.word(0)
    second = bytes.word(1) & masks.word(1)
  }

  @inline(__always) var hash: UInt64 {
    first &* 0x9E37_79B9_7F4A_7C15 &+ second &* 0xFF51_AFD7_ED55_8CCD
  }

  @inline(__always)
  func differ(_ slot: UnsafePointer<UInt64>) -> UInt64 {
    (slot[0] ^ first) | (slot[1] ^ second)
  }
}

private struct FourWords: TextWords {
  @inline(__always) static var count: Int { 4 }
  @inline(__always) var first: UInt64 { head.first }
  let head: TwoWords
  let tail: TwoWords

  @inline(__always)
  init(_ bytes: UnsafeRawPointer, _ masks: UnsafeRawPointer) {
    head = TwoWords(bytes, masks)
    tail = TwoWords(bytes + 16, masks + 16)
  }

  @inline(__always) var hash: UInt64 {
    head.hash &+ tail.first &* 0xC4CE_B9FE_1A85_EC53 &+ tail.second &* 0xD6E8_FEB8_6659_FD93
  }

  @inline(__always)
  func differ(_ slot: UnsafePointer<UInt64>) -> UInt64 {
    head.differ(slot) | tail.differ(slot + 2)
  }
}

extension TextWords {
  /// Words of a slot: those of the text, and its code.
  @inline(__always) fileprivate static var slot: Int { count + 1 }
}

extension UnsafeRawPointer {
  @inline(__always)
  fileprivate func word(_ index: Int) -> UInt64 {
    loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self)
  }
}
