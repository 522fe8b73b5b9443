// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Folds names so that "ha giang", "Hà Giang" and "HÀ GIANG" meet, in composed or decomposed form.
///
/// Case and every Vietnamese mark go; đ becomes d; runs of white space become one blank.
/// A scalar table instead of Foundation: locale-free, and đ is no diacritic there.
public enum TextFolding {
  /// The folded form. Complexity: O(n).
  public static func fold(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    var pendingBlank = false
    for scalar in text.unicodeScalars {
      let value = scalar.value
      if value < 0x80 {
        switch value {
        case 0x41...0x5A:
          flushBlank(&result, &pendingBlank)
          result.unicodeScalars.append(Unicode.Scalar(UInt8(value + 32)))
        case 0x20, 0x09, 0x0A, 0x0D: pendingBlank = true
        default:
          flushBlank(&result, &pendingBlank)
          result.unicodeScalars.append(scalar)
        }
        continue
      }
      if (0x300...0x36F).contains(value) || value == 0x200B || value == 0xFEFF { continue }
      if value == 0xA0 || (0x2000...0x200A).contains(value) || value == 0x202F || value == 0x3000 {
        pendingBlank = true
        continue
      }
      flushBlank(&result, &pendingBlank)
      if let base = base(of: value) {
        result.unicodeScalars.append(Unicode.Scalar(base))
      } else {
        result.append(String(scalar).lowercased())
      }
    }
    return result
  }

  /// The base letter of a Latin letter with marks, `nil` where the scalar is none.
  private static func base(of value: UInt32) -> UInt8? {
    switch value {
    case 0xC0...0xC5, 0xE0...0xE5, 0x102, 0x103, 0x1EA0...0x1EB7: return UInt8(ascii: "a")
    case 0xC8...0xCB, 0xE8...0xEB, 0x1EB8...0x1EC7: return UInt8(ascii: "e")
    case 0xCC...0xCF, 0xEC...0xEF, 0x128, 0x129, 0x1EC8...0x1ECB: return UInt8(ascii: "i")
    case 0xD2...0xD6, 0xF2...0xF6, 0x1A0, 0x1A1, 0x1ECC...0x1EE3: return UInt8(ascii: "o")
    case 0xD9...0xDC, 0xF9...0xFC, 0x168, 0x169, 0x1AF, 0x1B0, 0x1EE4...0x1EF1:
      return UInt8(ascii: "u")
    case 0xDD, 0xFD, 0xFF, 0x178, 0x1EF2...0x1EF9: return UInt8(ascii: "y")
    case 0x110, 0x111, 0xD0, 0xF0: return UInt8(ascii: "d")
    case 0xC7, 0xE7: return UInt8(ascii: "c")
    case 0xD1, 0xF1: return UInt8(ascii: "n")
    default: return nil
    }
  }

  private static func flushBlank(_ result: inout String, _ pending: inout Bool) {
    if pending && !result.isEmpty { result.unicodeScalars.append(" ") }
    pending = false
  }
}
