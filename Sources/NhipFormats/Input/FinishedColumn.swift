// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns

/// A column whose cells are read: values, type and what could not be read.
struct FinishedColumn {
  var column: Column
  var type: LogicalType
  var unit = Unit.none
  var missing: MissingCounts
  var readCount: Int
  /// The rows of the first refused cells.
  var refused: [Int32] = []
  var refusedCount = 0
  var qualified: [QualifiedCell] = []
  var dateOrder: DateOrder?
  var isDateAmbiguous = false
  /// Cells of a percent column that have no percent sign.
  var bareCount = 0
  /// Whole numbers of a column declared as numbers that lost digits.
  var roundedCount = 0
  /// What makes text of a column of whole numbers.
  var longNumbers: LongNumbers?

  /// A column of numbers. Percent columns have a sign in half of their cells or more; in others
  /// the cells with a sign are refused.
  init(_ builder: NumberColumnBuilder, type: LogicalType?) {
    var builder = builder
    let evidence = builder.evidence
    let signable = evidence.cells - builder.refusedCount - evidence.bareZeros
    let isPercent = evidence.percents > 0 && evidence.percents * 2 >= signable
    if evidence.percents > 0, !isPercent { builder.refusePercents() }
    if isPercent {
      unit = .percent
      bareCount = max(0, signable - evidence.percents)
    }
    column = Column(numbers: builder.values)
    self.type = type ?? (builder.hasFraction || isPercent ? .float : .integer)
    missing = builder.missing
    readCount = evidence.cells - builder.refusedCount
    refused = builder.refused
    refusedCount = builder.refusedCount
    qualified = builder.qualified
    roundedCount = builder.roundedCount
  }

  /// A column of texts, periods, dates or truth values: each distinct text is read once.
  init(
    _ builder: TextColumnBuilder, _ kind: ColumnKind, type: LogicalType?, order: DateOrder?,
    threads: Int
  ) {
    missing = MissingCounts()
    missing[.empty] = builder.emptyCount
    let spellings = builder.dictionary.entries.map { entry in
      MissingSpelling(
        ByteTrim.trimmed(UnsafeBufferPointer(start: entry.bytes, count: entry.length)))
    }
    let isMissing = spellings.map { $0 != nil }
    if isMissing.contains(true) {
      for (spelling, count) in zip(spellings, builder.counts(threads: threads)) {
        if let spelling { missing[spelling] += count }
      }
    }
    let cells = builder.codes.count - missing.total
    readCount = cells
    switch kind {
    case .boolean:
      self.type = .boolean
      let truths = FinishedColumn.read(builder, isMissing) { TruthCell.read($0) }
      let bytes = truths.values.map { $0.map { $0 ? UInt8(1) : 0 } ?? 2 }
      column = Column(.booleans(builder.codes.map { $0 < 0 ? 2 : bytes[Int($0)] }))
      refuse(builder, truths.refused)
    case .period, .date:
      self.type = kind == .date ? .date : .period
      dateOrder = order
      let periods = FinishedColumn.read(builder, isMissing) { bytes -> Period? in
        if let parts = PeriodCell.dayMonthYear(bytes) {
          return PeriodCell.day(parts, order ?? .dayFirst)
        }
        let period = PeriodCell.read(bytes)
        return kind == .date && period?.grain != .day ? nil : period
      }
      column = Column(.periodCodes(builder.codes, periods.values.map { $0 ?? .none }))
      refuse(builder, periods.refused)
    case .text, .number, .unknown:
      self.type = .text
      column = FinishedColumn.texts(builder, isMissing)
      if type == nil {
        longNumbers = LongNumbers(builder, isMissing: isMissing, threads: threads)
      }
    }
    if let type { self.type = type }
  }

  /// Distinct texts through `parse`; those that it does not know are refused wherever they stand.
  private static func read<Value>(
    _ builder: TextColumnBuilder, _ isMissing: [Bool],
    _ parse: (UnsafeBufferPointer<UInt8>) -> Value?
  ) -> (values: [Value?], refused: Set<Int32>) {
    var values: [Value?] = []
    var refused: Set<Int32> = []
    for (code, entry) in builder.dictionary.entries.enumerated() {
      let bytes = ByteTrim.trimmed(UnsafeBufferPointer(start: entry.bytes, count: entry.length))
      let value = isMissing[code] ? nil : parse(bytes)
      if value == nil, !isMissing[code] { refused.insert(Int32(code)) }
      values.append(value)
    }
    return (values, refused)
  }

  private mutating func refuse(_ builder: TextColumnBuilder, _ codes: Set<Int32>) {
    guard !codes.isEmpty else { return }
    for (row, code) in builder.codes.enumerated() where code >= 0 && codes.contains(code) {
      refusedCount += 1
      if refused.count < LoadReport.listLimit { refused.append(Int32(row)) }
    }
    readCount -= refusedCount
  }

  /// Composed texts; spellings that become equal share one code.
  private static func texts(_ builder: TextColumnBuilder, _ isMissing: [Bool]) -> Column {
    var dictionary = TextDictionaryBuilder()
    var target: [Int32] = []
    var isIdentity = true
    for (code, entry) in builder.dictionary.entries.enumerated() {
      let bytes = UnsafeBufferPointer(start: entry.bytes, count: entry.length)
      let text = isMissing[code] ? "" : TextCleaning.clean(String(decoding: bytes, as: UTF8.self))
      let new = text.isEmpty ? -1 : dictionary.code(text)
      if new != Int32(code) { isIdentity = false }
      target.append(new)
    }
    let codes = isIdentity ? builder.codes : builder.codes.map { $0 < 0 ? -1 : target[Int($0)] }
    return Column(.text(codes, dictionary.finish()))
  }
}
