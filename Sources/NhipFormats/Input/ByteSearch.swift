// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import CBytes

/// Searches in the bytes of a file, 64 at once.
enum ByteSearch {
  /// Bytes looked at together; as many may be read behind the end of a file.
  static let step = FileBytes.padding

  /// A bit for each of the 64 bytes from `bytes` that is one of three.
  @inline(__always)
  static func find(
    _ bytes: UnsafePointer<UInt8>, _ first: UInt8, _ second: UInt8, _ third: UInt8
  ) -> UInt64 {
    nhip_find3(bytes, first, second, third)
  }

  /// Whether `count` bytes are ASCII and none of them is zero.
  static func isPlain(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    nhip_is_plain(bytes, count) != 0
  }
}

/// Finds the separators of a text, stretch after stretch.
struct SeparatorSearch {
  /// Whether the processor has wide vectors: asked once.
  private static let isWide = nhip_is_wide()

  let separator: UInt8
  let newline: UInt8
  let quote: UInt8
  private let isWide = SeparatorSearch.isWide
  /// A cell begins with the text.
  private var edges = nhip_edges(hits: 1 << 63, blanks: 0, trims: 0, odd: 0)

  /// Whether all bytes looked at so far are ASCII and none of them is zero; those behind the end of
  /// a text count too.
  var sawPlainOnly: Bool { edges.odd == 0 }

  init(_ separator: UInt8, _ newline: UInt8, _ quote: UInt8) {
    self.separator = separator
    self.newline = newline
    self.quote = quote
  }

  /// Writes the places of the three bytes among `count` from `bytes`, counted from `offset`; how
  /// many, and whether some cell that begins or ends there has blanks to be cut off.
  ///
  /// - Parameter places: with room for `count` and `ByteSearch.step` more.
  mutating func next(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, from offset: Int,
    into places: UnsafeMutablePointer<UInt32>
  ) -> (count: Int, needsTrim: Bool) {
    edges.trims = 0
    let found = nhip_places3(
      bytes, count, separator, newline, quote, UInt32(truncatingIfNeeded: offset), places, &edges,
      isWide)
    return (found, edges.trims != 0)
  }
}
