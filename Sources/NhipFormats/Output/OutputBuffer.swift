// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics

/// Bytes on their way out: kept, or handed on to a file a block at a time.
package struct OutputBuffer {
  package private(set) var bytes: [UInt8] = []
  private let file: AtomicFile?

  /// Bytes gathered before they go to the file: large enough that a write call costs nothing.
  static let blockSize = 1 << 18

  /// A buffer that keeps everything.
  package init() { file = nil }

  /// A buffer that hands on to `file`.
  package init(_ file: AtomicFile) {
    self.file = file
    bytes.reserveCapacity(OutputBuffer.blockSize + 4096)
  }

  package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  package mutating func append(_ byte: UInt8) { bytes.append(byte) }

  package mutating func append(contentsOf other: [UInt8]) { bytes.append(contentsOf: other) }

  /// Appends a finite number as `NumberText.machine` spells it, whole ones without a string.
  mutating func append(_ value: Double, decimalMark: UInt8) {
    guard value.magnitude < NumberText.largestPlain, value == value.rounded(.towardZero) else {
      for byte in value.description.utf8 {
        bytes.append(byte == UInt8(ascii: ".") ? decimalMark : byte)
      }
      return
    }
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = UInt64(value.magnitude)
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// Ends a row; a full block goes to the file.
  package mutating func endRow(_ ending: String = "\n") throws(Diagnostic) {
    append(ending)
    if bytes.count >= OutputBuffer.blockSize { try flush() }
  }

  /// Hands what is left to the file.
  package mutating func flush() throws(Diagnostic) {
    guard let file else { return }
    try file.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
