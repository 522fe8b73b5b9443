// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The distinct texts of a column as bytes, each with its code in order of first appearance.
///
/// A final class, because it owns its table. The texts stay where they are in the file; only those
/// with doubled quotes are copied. Open addressing; the first eight bytes of each text stand in its
/// slot, so that most comparisons touch nothing else.
final class ByteDictionary {
  struct Entry {
    var bytes: UnsafePointer<UInt8>
    var length: Int
  }

  private struct Slot {
    var prefix: UInt64
    var hash: UInt32
    var length: UInt32
    /// -1 for a free slot.
    var code: Int32
  }

  private(set) var entries: [Entry] = []
  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  private var copies: [UnsafeMutablePointer<UInt8>] = []

  init() {
    let capacity = 1024
    mask = capacity - 1
    slots = .allocate(capacity: capacity)
    slots.initialize(
      repeating: Slot(prefix: 0, hash: 0, length: 0, code: -1), count: capacity)
  }

  deinit {
    slots.deallocate()
    for copy in copies { copy.deallocate() }
  }

  /// The code of `length` bytes from `bytes`, after which eight more may be read.
  @inline(__always)
  func code(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Int32 {
    let prefix = ByteDictionary.prefix(bytes, length)
    let hash = ByteDictionary.hash(prefix, bytes, length)
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[index]
      if slot.code < 0 { return insert(bytes, length, prefix, hash) }
      if slot.prefix == prefix, slot.length == UInt32(truncatingIfNeeded: length),
        length <= 8 || same(slot, hash, bytes, length)
      {
        return slot.code
      }
      index = (index &+ 1) & mask
    }
  }

  /// The code of a text that stands nowhere in the file as it is; it is copied when new.
  func codeCopying(_ text: [UInt8]) -> Int32 {
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count + 8)
    copy.initialize(repeating: 0, count: text.count + 8)
    for (index, byte) in text.enumerated() { copy[index] = byte }
    let before = entries.count
    let result = code(copy, text.count)
    if entries.count > before { copies.append(copy) } else { copy.deallocate() }
    return result
  }

  @inline(__always)
  private static func prefix(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
    return length >= 8 ? word : word & ((1 << UInt64(length &* 8)) &- 1)
  }

  @inline(__always)
  private static func hash(
    _ prefix: UInt64, _ bytes: UnsafePointer<UInt8>, _ length: Int
  ) -> UInt32 {
    var state = (prefix ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
    if length > 8 {
      var index = 8
      while index &+ 8 <= length {
        let word = UnsafeRawPointer(bytes + index).loadUnaligned(as: UInt64.self)
        state = (state ^ (state >> 32) ^ word) &* 0xFF51_AFD7_ED55_8CCD
        index &+= 8
      }
      if index < length {
        // The last eight bytes, some of them a second time.
        let word = UnsafeRawPointer(bytes + (length &- 8)).loadUnaligned(as: UInt64.self)
        state = (state ^ (state >> 32) ^ word) &* 0xC4CE_B9FE_1A85_EC53
      }
    }
    return UInt32(truncatingIfNeeded: state >> 32)
  }

  @inline(__always)
  private func same(
    _ slot: Slot, _ hash: UInt32, _ bytes: UnsafePointer<UInt8>, _ length: Int
  ) -> Bool {
    guard slot.hash == hash else { return false }
    return memcmp(entries[Int(slot.code)].bytes + 8, bytes + 8, length &- 8) == 0
  }

  @inline(never)
  private func insert(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, _ prefix: UInt64, _ hash: UInt32
  ) -> Int32 {
    if entries.count * 2 > mask { grow() }
    let code = Int32(entries.count)
    entries.append(Entry(bytes: bytes, length: length))
    place(Slot(prefix: prefix, hash: hash, length: UInt32(truncatingIfNeeded: length), code: code))
    return code
  }

  private func place(_ slot: Slot) {
    var index = Int(slot.hash) & mask
    while slots[index].code >= 0 { index = (index &+ 1) & mask }
    slots[index] = slot
  }

  private func grow() {
    let old = slots
    let oldCapacity = mask + 1
    let capacity = oldCapacity * 4
    mask = capacity - 1
    slots = .allocate(capacity: capacity)
    slots.initialize(
      repeating: Slot(prefix: 0, hash: 0, length: 0, code: -1), count: capacity)
    for index in 0..<oldCapacity where old[index].code >= 0 { place(old[index]) }
    old.deallocate()
  }
}
