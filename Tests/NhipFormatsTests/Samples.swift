// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
internal import NhipFormats

/// Small tables that several tests write.
enum Samples {
  static let places: [Int32: String] = [
    1: "Hà Giang", 2: "Sơn La", 3: "xã Hồng Sơn", 4: "xã Hồng Sơn", 5: "phường Ngọc Hà",
  ]

  static let paths: [Int32: String] = [
    1: "Hà Giang", 2: "Sơn La", 3: "Sơn La > xã Hồng Sơn", 4: "Hà Giang > xã Hồng Sơn",
    5: "Hà Giang > phường Ngọc Hà",
  ]

  static func context(
    _ locale: NumberLocale = .en, width: Int? = nil, maxRows: Int? = nil
  ) -> RenderContext {
    RenderContext(
      placeName: { places[$0] ?? "?" }, placePath: { paths[$0] ?? "?" }, locale: locale,
      width: width, maxRows: maxRows)
  }

  static func measure(
    _ name: String, _ values: [Double], kind: MeasureKind = .flow, unit: Unit = .count,
    digits: Int? = nil, _ change: (inout MeasureDetail) -> Void = { _ in }
  ) -> (Field, Column) {
    var detail = MeasureDetail()
    change(&detail)
    let info = MeasureInfo(kind: kind, unit: unit, term: name, isTerm: true)
    return (
      Field(name, .float, role: .measure(info), digits: digits),
      Column(.numbers(values), detail: detail)
    )
  }

  static func province(_ values: [Int32]) -> (Field, Column) {
    (Field("province", .place, role: .place(level: "province")), Column(.places(values)))
  }

  static func year(_ years: [Int]) -> (Field, Column) {
    (
      Field("year", .period, role: .period(.year)),
      Column(.periods(years.map { Period.year($0) }))
    )
  }

  static func text(_ name: String, _ values: [String?]) -> (Field, Column) {
    (Field(name, .text), Column(texts: values))
  }

  static func table(_ columns: [(Field, Column)], notes: [Note] = []) -> Table {
    Table(schema: Schema(columns.map(\.0)), columns: columns.map(\.1), notes: notes)
  }

  static func lines(_ table: Table, _ context: RenderContext) -> String {
    TextTable(RenderedTable(table, context)).render()
  }
}
