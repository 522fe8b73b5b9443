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
/// slot, so that most comparisons touch nothing else. `@unchecked Sendable`: several tasks may look
/// texts up while nobody adds one. Slots stand in pairs that are looked at together: a text in the
/// second one costs no branch that nobody can foresee.
final class ByteDictionary: @unchecked Sendable {
  struct Entry {
    var bytes: UnsafePointer<UInt8>
    var length: Int
  }

  /// Sixteen bytes, so that thousands of texts stay in the second-level cache.
  fileprivate struct Slot {
    var prefix: UInt64
    /// The tag over the code, which is -1 for a free slot. One word, so that choosing between two
    /// slots takes no branch.
    var word: UInt64

    static let free = Slot(prefix: 0, word: 0xFFFF_FFFF)

    @inline(__always) var code: Int32 { Int32(truncatingIfNeeded: word) }
  }

  /// What is compared of a text before its bytes are.
  fileprivate struct Key {
    let prefix: UInt64
    let hash: UInt32
    /// 24 bits of the hash over the length, of which 255 stands for every greater one.
    let tag: UInt32

    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
      let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
      prefix = length >= 8 ? word : word & ((1 << UInt64(length &* 8)) &- 1)
      hash = ByteDictionary.hash(prefix, bytes, length)
      tag = hash & 0xFFFF_FF00 | UInt32(truncatingIfNeeded: min(length, 255))
    }

    /// 0 where the slot may hold this text. A free slot has the tag of no text.
    @inline(__always)
    func differs(_ slot: Slot) -> UInt64 {
      (slot.prefix ^ prefix) | (slot.word >> 32 ^ UInt64(tag))
    }

    func slot(_ code: Int32) -> Slot {
      Slot(prefix: prefix, word: UInt64(tag) << 32 | UInt64(UInt32(bitPattern: code)))
    }
  }

  /// The slots, taken out for many look-ups: members of a class are checked at each access.
  struct Slots {
    fileprivate var slots: UnsafeMutablePointer<Slot>
    /// The entries by code: half as many as slots, at most.
    fileprivate var entries: UnsafeMutablePointer<Entry>
    fileprivate var mask: Int
    /// Bits of a hash that its slot does not take: the higher ones depend on every byte.
    fileprivate var shift: UInt32

    fileprivate init(capacity: Int) {
      mask = capacity - 1
      shift = UInt32(32 - capacity.trailingZeroBitCount)
      slots = .allocate(capacity: capacity)
      slots.initialize(repeating: .free, count: capacity)
      entries = .allocate(capacity: capacity / 2 + 1)
    }

    fileprivate func deallocate() {
      slots.deallocate()
      entries.deallocate()
    }

    /// Tables that stay in the nearer caches are sparse, so that most texts stand where they belong.
    fileprivate func isFull(_ count: Int) -> Bool { count * (mask < 1 << 14 ? 4 : 2) > mask }

    /// The first slot of a pair.
    @inline(__always)
    fileprivate func first(_ hash: UInt32) -> Int { Int(truncatingIfNeeded: hash &>> shift) & ~1 }
  }

  private(set) var entries: [Entry] = []
  private(set) var table: Slots
  private var copies: [UnsafeMutablePointer<UInt8>] = []
  /// Dictionaries whose copies some entries point to.
  private var owners: [ByteDictionary] = []

  init(capacity: Int = 64) {
    table = Slots(capacity: capacity)
  }

  deinit {
    table.deallocate()
    for copy in copies { copy.deallocate() }
  }

  /// The code of `length` bytes from `bytes`, after which eight more may be read.
  @inline(__always)
  func code(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Int32 {
    let key = Key(bytes, length)
    let found = find(key, bytes, length, table)
    return found >= 0 ? found : insert(bytes, length, key)
  }

  /// The code of a text that may be there, -1 where it is not.
  ///
  /// - Parameter table: this dictionary's.
  @inline(__always)
  func known(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ table: Slots) -> Int32 {
    find(Key(bytes, length), bytes, length, table)
  }

  @inline(__always)
  private func find(
    _ key: Key, _ bytes: UnsafePointer<UInt8>, _ length: Int, _ table: Slots
  ) -> Int32 {
    let index = table.first(key.hash)
    let first = table.slots[index]
    let second = table.slots[index &+ 1]
    let other = key.differs(second) == 0 ? second.word : Slot.free.word
    let word = key.differs(first) == 0 ? first.word : other
    let code = Int32(truncatingIfNeeded: word)
    if code >= 0, length <= 8 || same(code, bytes, length, table) { return code }
    return findFurther(key, bytes, length, table)
  }

  /// Looks at one slot after the other: for texts that are new, or far from where they belong.
  @inline(never)
  private func findFurther(
    _ key: Key, _ bytes: UnsafePointer<UInt8>, _ length: Int, _ table: Slots
  ) -> Int32 {
    var index = table.first(key.hash)
    while true {
      let slot = table.slots[index]
      if slot.code < 0 { return -1 }
      if key.differs(slot) == 0, length <= 8 || same(slot.code, bytes, length, table) {
        return slot.code
      }
      index = (index &+ 1) & table.mask
    }
  }

  /// The code of a text that stands nowhere in the file as it is; it is copied when new.
  func codeCopying(_ text: [UInt8]) -> Int32 {
    let copy = ByteDictionary.copy(text)
    let before = entries.count
    let result = code(copy, text.count)
    if entries.count > before { copies.append(copy) } else { copy.deallocate() }
    return result
  }

  /// The code of such a text where it is there already, -1 else.
  func knownCopying(_ text: [UInt8]) -> Int32 {
    let copy = ByteDictionary.copy(text)
    defer { copy.deallocate() }
    return known(copy, text.count, table)
  }

  private static func copy(_ text: [UInt8]) -> UnsafeMutablePointer<UInt8> {
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count + 8)
    copy.initialize(repeating: 0, count: text.count + 8)
    for (index, byte) in text.enumerated() { copy[index] = byte }
    return copy
  }

  /// Takes the texts of `other` over, in their order; their codes here.
  func adopt(_ other: ByteDictionary) -> [Int32] {
    if !other.copies.isEmpty { owners.append(other) }
    return other.entries.map { code($0.bytes, $0.length) }
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

  /// Whether the text of that code, of the same prefix and tag, is this one of more than eight bytes.
  @inline(__always)
  private func same(
    _ code: Int32, _ bytes: UnsafePointer<UInt8>, _ length: Int, _ table: Slots
  ) -> Bool {
    let entry = table.entries[Int(code)]
    guard entry.length == length else { return false }
    // The last eight bytes are all there is besides the prefix, or a good sign.
    let last = UnsafeRawPointer(bytes + (length &- 8)).loadUnaligned(as: UInt64.self)
    guard UnsafeRawPointer(entry.bytes + (length &- 8)).loadUnaligned(as: UInt64.self) == last
    else { return false }
    return length <= 16 || memcmp(entry.bytes + 8, bytes + 8, length &- 16) == 0
  }

  @inline(never)
  private func insert(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ key: Key) -> Int32 {
    if table.isFull(entries.count) { grow() }
    let code = Int32(entries.count)
    entries.append(Entry(bytes: bytes, length: length))
    table.entries[Int(code)] = Entry(bytes: bytes, length: length)
    place(key.slot(code), key.hash)
    return code
  }

  private func place(_ slot: Slot, _ hash: UInt32) {
    var index = table.first(hash)
    while table.slots[index].code >= 0 { index = (index &+ 1) & table.mask }
    table.slots[index] = slot
  }

  private func grow() {
    table.deallocate()
    table = Slots(capacity: (table.mask + 1) * 2)
    for (code, entry) in entries.enumerated() {
      let key = Key(entry.bytes, entry.length)
      table.entries[code] = entry
      place(key.slot(Int32(code)), key.hash)
    }
  }
}
