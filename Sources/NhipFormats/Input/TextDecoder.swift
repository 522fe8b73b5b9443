// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
internal import NhipDiagnostics

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Finds a file's encoding and brings its bytes to UTF-8.
enum TextDecoder {
  /// Bytes looked at for the pattern of UTF-16 without a mark.
  static let sampleLength = 4096
  /// Bytes of a piece that is checked by one thread.
  static let pieceLength = 1 << 20
  /// Valid characters of several bytes that tell damaged UTF-8 from another encoding.
  static let convincingCharacters = 4

  /// The bytes as UTF-8 (without a byte order mark, which `start` skips), and the encoding found.
  ///
  /// - Parameters:
  ///   - forced: the encoding to use; `nil` finds it.
  ///   - isTrusting: leaves it to the caller to look whether the bytes are UTF-8.
  static func decode(
    _ file: FileBytes, forced: TextEncoding?, threads: Int, isTrusting: Bool = false
  ) throws(Diagnostic) -> (bytes: FileBytes, start: Int, found: FoundEncoding) {
    let mark = byteOrderMark(file)
    let encoding = forced ?? mark?.encoding ?? utf16WithoutMark(file)
    let skip = mark.map { $0.encoding == encoding || encoding == nil ? $0.length : 0 } ?? 0
    var found = FoundEncoding(
      encoding: encoding ?? .utf8, hasByteOrderMark: skip > 0, isGuess: forced == nil && skip == 0)
    switch encoding {
    case .utf16LittleEndian, .utf16BigEndian:
      let bytes = try decodeUTF16(file, from: skip, isBig: encoding == .utf16BigEndian)
      return (try withoutNul(bytes, from: 0), 0, found)
    case .windows1258:
      return (try withoutNul(decode1258(file, from: skip), from: 0), 0, found)
    case .utf8, nil: break
    }
    if isTrusting || isText(file, from: skip, threads) { return (file, skip, found) }
    guard let error = firstInvalid(file, from: skip) else {
      return (try withoutNul(file, from: skip), skip, found)
    }
    if forced == .utf8 || skip > 0 || error.charactersBefore >= convincingCharacters {
      throw invalidUTF8(file, error.offset)
    }
    found.encoding = .windows1258
    found.isGuess = true
    return (try withoutNul(decode1258(file, from: 0), from: 0), 0, found)
  }

  private static func byteOrderMark(_ file: FileBytes) -> (encoding: TextEncoding, length: Int)? {
    let b = file.buffer
    if b.count >= 3, b[0] == 0xEF, b[1] == 0xBB, b[2] == 0xBF { return (.utf8, 3) }
    guard b.count >= 2 else { return nil }
    if b[0] == 0xFF, b[1] == 0xFE { return (.utf16LittleEndian, 2) }
    if b[0] == 0xFE, b[1] == 0xFF { return (.utf16BigEndian, 2) }
    return nil
  }

  /// UTF-16 by its zero bytes: letters, digits and separators have one on every other place.
  private static func utf16WithoutMark(_ file: FileBytes) -> TextEncoding? {
    let b = file.buffer
    let length = min(b.count, sampleLength)
    guard length >= 4 else { return nil }
    var zeros = [0, 0]
    for index in 0..<length where b[index] == 0 { zeros[index & 1] += 1 }
    let half = length / 2
    if zeros[1] * 10 >= half * 6, zeros[0] * 10 <= zeros[1] { return .utf16LittleEndian }
    if zeros[0] * 10 >= half * 6, zeros[1] * 10 <= zeros[0] { return .utf16BigEndian }
    return nil
  }

  /// Whether a file is UTF-8 without a zero byte.
  static func isText(_ file: FileBytes, from start: Int, _ threads: Int) -> Bool {
    let ranges = Workers.ranges(file.count - start, size: pieceLength)
    let isGood = Workers.map(ranges.count, threads: threads) { task in
      let piece = (start + ranges[task].lowerBound)..<(start + ranges[task].upperBound)
      return isText(file, piece, from: start)
    }
    return isGood.allSatisfy { $0 }
  }

  /// Whether the characters that begin in `range` are UTF-8 and none of them is zero. The rest of a
  /// character from before the range is left out, except at `start`, before which there is none.
  static func isText(_ file: FileBytes, _ range: Range<Int>, from start: Int) -> Bool {
    var low = range.lowerBound
    // Steps that leave bytes in the nearest caches for each other.
    while low < range.upperBound {
      let high = min(range.upperBound, low + 1 << 14)
      let first = low == start ? low : characterStart(file, low)
      let end = characterStart(file, high)
      low = high
      if first >= end { continue }
      if ByteSearch.isPlain(file.base + first, end - first) { continue }
      if memchr(file.base + first, 0, end - first) != nil { return false }
      let piece = UnsafeBufferPointer(rebasing: file.buffer[first..<end])
      if (try? UTF8Span(validating: piece.span)) == nil { return false }
    }
    return true
  }

  /// The first place from `offset` on where a character can begin.
  private static func characterStart(_ file: FileBytes, _ offset: Int) -> Int {
    var at = offset
    while at < min(file.count, offset + 3), file.base[at] & 0xC0 == 0x80 { at += 1 }
    return at
  }

  /// The first byte that is no UTF-8, and how many characters of several bytes stand before it.
  private static func firstInvalid(
    _ file: FileBytes, from start: Int
  ) -> (offset: Int, charactersBefore: Int)? {
    let body = UnsafeBufferPointer(rebasing: file.buffer[start...])
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: body.span)
      return nil
    } catch {
      let offset = error.byteOffsets.lowerBound
      var leads = 0
      for index in 0..<offset where body[index] >= 0xC0 { leads += 1 }
      return (start + offset, leads)
    }
  }

  private static func invalidUTF8(_ file: FileBytes, _ offset: Int) -> Diagnostic {
    let b = file.buffer
    if b.count - offset < 4, (0xC2...0xF4).contains(b[offset]),
      b[(offset + 1)...].allSatisfy({ $0 & 0xC0 == 0x80 })
    {
      return Diagnostic(
        "E0507", "`\(file.name)` ends in the middle of a character",
        notes: ["the file was cut off, perhaps while it was copied"])
    }
    let line = b[..<offset].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    let hex = String(b[offset], radix: 16, uppercase: true)
    return Diagnostic(
      "E0507", "`\(file.name)` is not valid UTF-8",
      notes: ["line \(line): byte 0x\(hex) begins no character"],
      helps: ["`--encoding windows-1258` or `--encoding utf-16` for other encodings"])
  }

  private static func decode1258(_ file: FileBytes, from start: Int) throws(Diagnostic) -> FileBytes
  {
    let body = UnsafeBufferPointer(rebasing: file.buffer[start...])
    guard let bytes = Windows1258.decode(body) else {
      throw Diagnostic(
        "E0507", "`\(file.name)` is neither UTF-8 nor Windows-1258",
        helps: ["save it as UTF-8, or name its encoding with `--encoding`"])
    }
    return FileBytes(name: file.name, bytes: bytes)
  }

  private static func decodeUTF16(
    _ file: FileBytes, from start: Int, isBig: Bool
  ) throws(Diagnostic) -> FileBytes {
    let b = file.buffer
    var out: [UInt8] = []
    out.reserveCapacity(b.count)
    var index = start
    func unit(_ at: Int) -> UInt32 {
      isBig ? UInt32(b[at]) << 8 | UInt32(b[at + 1]) : UInt32(b[at + 1]) << 8 | UInt32(b[at])
    }
    while index + 1 < b.count {
      var scalar = unit(index)
      index += 2
      if (0xD800..<0xDC00).contains(scalar), index + 1 < b.count,
        (0xDC00..<0xE000).contains(unit(index))
      {
        scalar = 0x10000 + ((scalar - 0xD800) << 10) + (unit(index) - 0xDC00)
        index += 2
      }
      guard let valid = Unicode.Scalar(scalar) else {
        throw Diagnostic(
          "E0507", "`\(file.name)` is not valid UTF-16", notes: ["byte \(index): half a character"])
      }
      out.append(contentsOf: UTF8.encode(valid) ?? UTF8.encodedReplacementCharacter)
    }
    if index < b.count {
      throw Diagnostic(
        "E0507", "`\(file.name)` ends in the middle of a character",
        notes: ["UTF-16 has two bytes or four a character"])
    }
    return FileBytes(name: file.name, bytes: out)
  }

  /// Text holds no zero bytes; a file with some is something else.
  private static func withoutNul(
    _ file: FileBytes, from start: Int
  ) throws(Diagnostic) -> FileBytes {
    guard file.count > start, memchr(file.base + start, 0, file.count - start) != nil else {
      return file
    }
    let offset = file.buffer[start...].firstIndex(of: 0) ?? start
    let line = file.buffer[..<offset].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    throw Diagnostic(
      "E0508", "`\(file.name)` is no text file", notes: ["line \(line) holds a zero byte"])
  }
}
