// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The Vietnamese code page of Windows: base letters, and five tone marks that follow them.
enum Windows1258 {
  /// The scalars of the bytes from 0x80; 0 where the page has none.
  private static let upper: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0, 0x2039, 0x0152,
    0, 0, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0, 0x203A,
    0x0153, 0, 0, 0x0178,
  ]

  /// Bytes from 0xA0 that differ from Latin-1.
  private static let different: [UInt8: UInt16] = [
    0xC3: 0x0102, 0xCC: 0x0300, 0xD0: 0x0110, 0xD2: 0x0309, 0xD5: 0x01A0, 0xDD: 0x01AF,
    0xDE: 0x0303, 0xE3: 0x0103, 0xEC: 0x0301, 0xF0: 0x0111, 0xF2: 0x0323, 0xF5: 0x01A1,
    0xFD: 0x01B0, 0xFE: 0x20AB,
  ]

  /// Each row: a letter, then the letter with grave, hook, tilde, acute and dot below.
  private static let composed = [
    "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ",
    "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ", "AÀẢÃÁẠ", "ĂẰẲẴẮẶ", "ÂẦẨẪẤẬ", "EÈẺẼÉẸ", "ÊỀỂỄẾỆ", "IÌỈĨÍỊ",
    "OÒỎÕÓỌ", "ÔỒỔỖỐỘ", "ƠỜỞỠỚỢ", "UÙỦŨÚỤ", "ƯỪỬỮỨỰ", "YỲỶỸÝỴ",
  ]

  private static let tones: [UInt32] = [0x0300, 0x0309, 0x0303, 0x0301, 0x0323]

  /// UTF-8 in composed form; `nil` where a byte has no character. Complexity: O(n).
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    let table = scalarTable()
    let compositions = compositionTable()
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + bytes.count / 3)
    var lastStart = 0
    var last: UInt32 = 0
    for byte in bytes {
      var scalar = table[Int(byte)]
      if scalar == 0 && byte != 0 { return nil }
      if tones.contains(scalar), let joined = compositions[Pair(base: last, tone: scalar)] {
        out.removeSubrange(lastStart...)
        scalar = joined
      }
      lastStart = out.count
      last = scalar
      append(scalar, to: &out)
    }
    return out
  }

  private struct Pair: Hashable {
    let base: UInt32
    let tone: UInt32
  }

  private static func scalarTable() -> [UInt32] {
    (0..<256).map { value in
      if value < 0x80 { return UInt32(value) }
      if value < 0xA0 { return UInt32(upper[value - 0x80]) }
      return different[UInt8(value)].map(UInt32.init) ?? UInt32(value)
    }
  }

  private static func compositionTable() -> [Pair: UInt32] {
    var result: [Pair: UInt32] = [:]
    for row in composed {
      let scalars = row.unicodeScalars.map(\.value)
      for (tone, joined) in zip(tones, scalars.dropFirst()) {
        result[Pair(base: scalars[0], tone: tone)] = joined
      }
    }
    return result
  }

  /// Appends one scalar below 0x10000 as UTF-8.
  private static func append(_ scalar: UInt32, to out: inout [UInt8]) {
    if scalar < 0x80 {
      out.append(UInt8(scalar))
    } else if scalar < 0x800 {
      out.append(UInt8(0xC0 | scalar >> 6))
      out.append(UInt8(0x80 | scalar & 0x3F))
    } else {
      out.append(UInt8(0xE0 | scalar >> 12))
      out.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      out.append(UInt8(0x80 | scalar & 0x3F))
    }
  }
}
