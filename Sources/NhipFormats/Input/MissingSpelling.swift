// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The ways in which files say that a value is missing.
package enum MissingSpelling: Int, Sendable, CaseIterable {
  case empty
  case na
  case nSlashA
  case null
  case nan
  case hyphen
  case dash
  case ellipsis
  case dots
  /// As statistics packages write it.
  case point

  /// As the report shows it.
  package var text: String {
    switch self {
    case .empty: "(empty)"
    case .na: "NA"
    case .nSlashA: "N/A"
    case .null: "null"
    case .nan: "NaN"
    case .hyphen: "-"
    case .dash: "–"
    case .ellipsis: "…"
    case .dots: "..."
    case .point: "."
    }
  }

  /// The spelling that trimmed bytes are.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    switch bytes.count {
    case 0: self = .empty
    case 1 where bytes[0] == UInt8(ascii: "-"): self = .hyphen
    case 1 where bytes[0] == UInt8(ascii: "."): self = .point
    case 2 where bytes.elementsEqual("NA".utf8): self = .na
    case 2 where bytes.elementsEqual("..".utf8): self = .dots
    case 3:
      if bytes.elementsEqual("N/A".utf8) || bytes.elementsEqual("n/a".utf8) {
        self = .nSlashA
      } else if bytes.elementsEqual("NaN".utf8) || bytes.elementsEqual("nan".utf8) {
        self = .nan
      } else if bytes.elementsEqual("...".utf8) {
        self = .dots
      } else if bytes[0] == 0xE2, bytes[1] == 0x80 {
        switch bytes[2] {
        case 0x93, 0x94: self = .dash
        case 0xA6: self = .ellipsis
        default: return nil
        }
      } else {
        return nil
      }
    case 4 where bytes.elementsEqual("null".utf8) || bytes.elementsEqual("NULL".utf8): self = .null
    default: return nil
    }
  }
}

/// How many cells of a column are missing, by spelling.
package struct MissingCounts: Hashable, Sendable {
  private var counts = [Int](repeating: 0, count: MissingSpelling.allCases.count)

  init() {}

  package subscript(_ spelling: MissingSpelling) -> Int {
    get { counts[spelling.rawValue] }
    set { counts[spelling.rawValue] = newValue }
  }

  static func + (a: MissingCounts, b: MissingCounts) -> MissingCounts {
    var sum = a
    for index in sum.counts.indices { sum.counts[index] += b.counts[index] }
    return sum
  }

  package var total: Int { counts.reduce(0, +) }

  /// The spellings that occur with their counts, in the order of the enum.
  package var bySpelling: [(spelling: MissingSpelling, count: Int)] {
    MissingSpelling.allCases.map { ($0, counts[$0.rawValue]) }.filter { $0.count > 0 }
  }
}
