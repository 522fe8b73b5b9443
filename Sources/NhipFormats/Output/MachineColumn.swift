// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// One value of a machine format.
package enum MachineValue: Hashable, Sendable {
  case missing
  case number(Double)
  case boolean(Bool)
  case text(String)
  /// A period in its SDMX spelling.
  case period(Period)
}

/// One column of a machine format: a column of the table or a companion of one.
package struct MachineColumn: Sendable {
  package enum Source: Sendable {
    /// A flat column, and the names of its places where it holds some.
    case values(Column, PlaceTexts?)
    case numbers([Double])
    case periods([Period])
    case marks(MarksColumn)
  }

  package private(set) var name: String
  package let source: Source

  init(_ name: String, _ source: Source) {
    self.name = name
    self.source = source
  }

  /// Whether every value is a number, for formats that align columns.
  package var isNumeric: Bool {
    switch source {
    case .values(let column, _): column.numbers != nil
    case .numbers: true
    case .periods, .marks: false
    }
  }

  /// The value at `row`. Complexity: O(1), and O(columns) for marks.
  package func value(_ row: Int) -> MachineValue {
    switch source {
    case .numbers(let values): return number(values[row])
    case .periods(let values): return period(values[row])
    case .marks(let marks):
      let text = marks.text(row)
      return text.isEmpty ? .missing : .text(text)
    case .values(let column, let places):
      switch column.storage {
      case .numbers(let values): return number(values[row])
      case .booleans(let values): return values[row] > 1 ? .missing : .boolean(values[row] == 1)
      case .periods(let values): return period(values[row])
      case .places(let values):
        return values[row] < 0 ? .missing : .text(places?.text(values[row]) ?? "")
      case .text, .textRuns, .placeRuns, .periodCodes, .periodRuns:
        return column.text(row).map(MachineValue.text) ?? .missing
      }
    }
  }

  private func number(_ value: Double) -> MachineValue {
    value.isFinite ? .number(value) : .missing
  }

  private func period(_ value: Period) -> MachineValue {
    value.grain == .none ? .missing : .period(value)
  }

  /// The columns with a number added to names that came before.
  static func unique(_ columns: [MachineColumn]) -> [MachineColumn] {
    var seen: Set<String> = []
    return columns.map { column in
      var copy = column
      var number = 2
      while !seen.insert(copy.name).inserted {
        copy.name = "\(column.name)_\(number)"
        number += 1
      }
      return copy
    }
  }
}

/// The `marks` column: the words of one measure, or `x: partial; y: approximate` of several.
package struct MarksColumn: Sendable {
  private let columns: [(name: String, marks: [Marks])]
  private let naming: Bool

  /// `nil` where no cell of the table has a mark.
  init?(_ table: Table) {
    var found: [(name: String, marks: [Marks])] = []
    var measures = 0
    for (field, column) in zip(table.schema.fields, table.columns) {
      if field.measure != nil { measures += 1 }
      guard let marks = column.detail?.marks, marks.contains(where: { !$0.isEmpty }) else {
        continue
      }
      found.append((field.name, marks))
    }
    guard !found.isEmpty else { return nil }
    columns = found
    naming = max(measures, found.count) > 1
  }

  func text(_ row: Int) -> String {
    var parts: [String] = []
    for (name, marks) in columns where !marks[row].isEmpty {
      let words = marks[row].words.joined(separator: ", ")
      parts.append(naming ? "\(name): \(words)" : words)
    }
    return parts.joined(separator: "; ")
  }
}
