// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// The words of a row between place and value, padded so that two 16-byte stores copy them.
struct RowLabel {
  /// The longest label is `2015-01,outreach_sessions,`.
  static let capacity = 32
  let low: SIMD16<UInt8>
  let high: SIMD16<UInt8>
  let length: Int

  init(_ text: String) {
    let bytes = Array(text.utf8)
    precondition(bytes.count <= RowLabel.capacity, "a row label fits two 16-byte stores")
    var low = SIMD16<UInt8>()
    var high = SIMD16<UInt8>()
    for (index, byte) in bytes.enumerated() {
      if index < 16 { low[index] = byte } else { high[index - 16] = byte }
    }
    self.low = low
    self.high = high
    length = bytes.count
  }
}

/// The code of a place and its comma in the bytes of one word, first byte lowest.
struct RowCode {
  let word: UInt64
  let length: Int

  init(_ code: String) {
    precondition(code.utf8.count <= 7, "a place code and its comma fit eight bytes")
    var word: UInt64 = 0
    for (index, byte) in (Array(code.utf8) + [UInt8(ascii: ",")]).enumerated() {
      word |= UInt64(byte) << UInt64(8 * index)
    }
    self.word = word.littleEndian
    length = code.utf8.count + 1
  }
}

/// Writes rows into one buffer of bytes and the buffer into a file; no text is made per row.
struct RowWriter: ~Copyable {
  /// 1 MiB: large enough that system calls do not show, small enough for the cache.
  private static let capacity = 1 << 20
  /// The most bytes a row takes or overwrites: code, label, sign and ten digits, line end.
  private static let rowLimit = 64

  private let path: String
  private let file: FileHandle
  private let bytes: UnsafeMutableRawPointer
  private var count = 0

  init(path: String) throws(SimulationError) {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw .cannotWrite(path: path, reason: "the file cannot be opened for writing") }
    self.path = path
    self.file = file
    bytes = .allocate(byteCount: RowWriter.capacity + RowWriter.rowLimit, alignment: 16)
    for byte in "place,period,indicator,value\n".utf8 {
      bytes.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
      count += 1
    }
  }

  deinit {
    try? file.close()
    bytes.deallocate()
  }

  @inline(__always)
  mutating func add(_ code: RowCode, _ label: RowLabel, _ value: Int32) throws(SimulationError) {
    if count > RowWriter.capacity - RowWriter.rowLimit { try flush() }
    var end = bytes + count
    // Each store may run past its text; the next one overwrites what is too much.
    end.storeBytes(of: code.word, as: UInt64.self)
    end += code.length
    end.storeBytes(of: label.low, as: SIMD16<UInt8>.self)
    end.storeBytes(of: label.high, toByteOffset: 16, as: SIMD16<UInt8>.self)
    end += label.length
    var rest = value.magnitude
    var digits = 1
    var bound: UInt32 = 10
    while rest >= bound, digits < 10 {
      digits += 1
      bound = digits < 10 ? bound &* 10 : .max
    }
    var position = digits
    repeat {
      position -= 1
      end.storeBytes(of: UInt8(48 + rest % 10), toByteOffset: position, as: UInt8.self)
      rest /= 10
    } while position > 0
    end.storeBytes(of: UInt8(ascii: "\n"), toByteOffset: digits, as: UInt8.self)
    end += digits + 1
    count = end - bytes
  }

  /// Writes what is left and closes the file.
  mutating func finish() throws(SimulationError) {
    try flush()
    do {
      try file.close()
    } catch {
      throw .cannotWrite(path: path, reason: error.localizedDescription)
    }
  }

  private mutating func flush() throws(SimulationError) {
    do {
      try file.write(
        contentsOf: Data(bytesNoCopy: bytes, count: count, deallocator: .none))
    } catch {
      throw .cannotWrite(path: path, reason: error.localizedDescription)
    }
    count = 0
  }
}
