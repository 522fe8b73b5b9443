// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// One value of a dimension, as `pivot` makes columns of it.
enum CellValue: Hashable, Sendable {
  case missing
  case number(Double)
  case boolean(Bool)
  case text(String)
  case place(PlaceID)
  case period(Period)

  /// The value at a row of a flat column.
  init(_ column: Column, _ row: Int) {
    if column.isMissing(row) {
      self = .missing
      return
    }
    switch column.storage {
    // Both zeros are one value.
    case .numbers(let values): self = .number(values[row] == 0 ? 0 : values[row])
    case .booleans(let values): self = .boolean(values[row] == 1)
    case .places(let values): self = .place(values[row])
    case .periods(let values): self = .period(values[row])
    default: self = column.text(row).map { .text($0) } ?? .missing
    }
  }

  /// The name of the value's column.
  func name(_ registry: PlaceRegistry) -> String {
    switch self {
    case .missing: return "missing"
    case .number(let value):
      return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
    case .boolean(let value): return value ? "true" : "false"
    // A column must have a name that can be written.
    case .text(let text): return text.isEmpty ? "empty" : text
    case .place(let id): return registry[id].name
    case .period(let period): return "\(period)"
    }
  }

  /// Periods in time, numbers by size, places in official order; texts stay as they came.
  static func sorted(_ values: [CellValue], _ registry: PlaceRegistry) -> [CellValue] {
    func rank(_ value: CellValue) -> Double? {
      switch value {
      case .number(let number): number
      case .boolean(let flag): flag ? 1 : 0
      case .place(let id): Double(registry.order[Int(id)])
      default: nil
      }
    }
    return values.enumerated().sorted { a, b in
      if a.element == .missing || b.element == .missing {
        return b.element == .missing && a.element != .missing
      }
      if case .period(let x) = a.element, case .period(let y) = b.element {
        return (x, a.offset) < (y, b.offset)
      }
      guard let x = rank(a.element), let y = rank(b.element) else { return a.offset < b.offset }
      return (x, a.offset) < (y, b.offset)
    }.map(\.element)
  }
}
