// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns

/// One cell for people, in four parts that columns align: `299,882` `/332,093` ` (90` `.3 %)`.
///
/// The first and third end at the same place in every row, the second and fourth begin there. A
/// number has its whole digits first, the fraction second, and what stands after it (`(1/193
/// communes)`) fourth. A text has only a first part.
struct CellText: Hashable {
  var whole = ""
  var fraction = ""
  var second = ""
  var rest = ""
  /// Whether the cell holds no value, which is drawn quietly.
  var isQuiet = false

  /// What stands for a missing value: visible, and quieter than any word.
  static let missingSign = "·"
  static let missing = CellText(whole: missingSign, isQuiet: true)

  var joined: String { whole + fraction + second + rest }
}

/// Signs after a number that say how to read it; the note line explains those in use.
enum CellSign: CaseIterable {
  case conflict
  case differs
  case provisional
  case derived

  var mark: Marks {
    switch self {
    case .conflict: .conflict
    case .differs: .differs
    case .provisional: .provisional
    case .derived: .derived
    }
  }

  var sign: String {
    switch self {
    case .conflict: "‡"
    case .differs: "≠"
    case .provisional: "*"
    case .derived: "†"
    }
  }

  var legend: Note {
    switch self {
    case .conflict: Note("legend.conflict")
    case .differs: Note("legend.differs")
    case .provisional: Note("legend.provisional")
    case .derived: Note("legend.derived")
    }
  }

  static func text(_ marks: Marks) -> String {
    marks.isEmpty ? "" : allCases.filter { marks.contains($0.mark) }.map(\.sign).joined()
  }
}
