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
