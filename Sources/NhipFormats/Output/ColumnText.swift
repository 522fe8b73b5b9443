// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
internal import NhipDiagnostics

/// One column for people: its header, its cells as text, and the widths of their parts.
struct ColumnText {
  let header: String
  let isNumeric: Bool
  let isKey: Bool
  /// Whether the cells hold sentences of ours, which are wrapped rather than cut.
  let isSentence: Bool
  var cells: [CellText]
  /// Signs in use, for the legend.
  let marks: Marks
  private var widths: [Int] = [0, 0, 0, 0]
  private(set) var width: Int
  /// Lines after the first of cells that hold a sentence too long for one line.
  private var overflow: [Int: [String]] = [:]

  init(_ field: Field, _ column: Column, rows: [Int], _ context: RenderContext) {
    let locale = context.locale
    isKey = field.role.isDimension
    isSentence = field.type == .text && ColumnText.holdsWords(field)
    header = ColumnText.header(field, context)
    var used: Marks = []
    switch column.storage {
    case .numbers:
      isNumeric = true
      let text = MeasureText(field, column, rows: rows, locale: locale)
      cells = rows.map { text.cell($0) }
      if let marks = column.detail?.marks { for row in rows { used.formUnion(marks[row]) } }
    case .booleans(let values):
      isNumeric = false
      cells = rows.map {
        values[$0] > 1
          ? .missing : CellText(whole: Words.word(values[$0] == 1 ? "true" : "false", locale))
      }
    case .places, .placeRuns:
      isNumeric = false
      let places = rows.map { column.place($0) ?? -1 }
      let texts = PlaceTexts(places, field, context)
      cells = places.map { $0 < 0 ? .missing : CellText(whole: ColumnText.clean(texts.text($0))) }
    case .periods, .periodCodes, .periodRuns:
      isNumeric = false
      cells = rows.map { column.period($0).map { CellText(whole: "\($0)") } ?? .missing }
    case .text, .textRuns:
      isNumeric = false
      let translates = ColumnText.holdsWords(field)
      cells = rows.map { row in
        guard let text = column.text(row) else { return .missing }
        if translates { return CellText(whole: ColumnText.clean(Sentences.text(text, locale))) }
        return CellText(whole: ColumnText.cut(ColumnText.clean(text), to: context.maxTextWidth))
      }
    }
    marks = used
    width = 0
    measure()
  }

  /// The cell padded to the column's width; numbers stand on their mark.
  func padded(_ row: Int) -> String {
    let cell = cells[row]
    guard isNumeric else { return ColumnText.pad(cell.whole, width) }
    if cell.isQuiet {
      // A word ends where whole digits end, or begins the column where it is too long for that.
      let end = width - widths.reduce(0, +) + widths[0]
      return ColumnText.pad(ColumnText.lead(cell.whole, end), width)
    }
    let body =
      ColumnText.lead(cell.whole, widths[0]) + ColumnText.pad(cell.fraction, widths[1])
      + ColumnText.lead(cell.second, widths[2]) + ColumnText.pad(cell.rest, widths[3])
    return ColumnText.lead(body, width)
  }

  /// Lines that the cells of a row take.
  func lineCount(_ row: Int) -> Int { 1 + (overflow[row]?.count ?? 0) }

  /// A line after the first of a row, padded.
  func padded(_ row: Int, line: Int) -> String {
    let lines = overflow[row] ?? []
    return ColumnText.pad(line <= lines.count ? lines[line - 1] : "", width)
  }

  /// Breaks sentences of ours at blanks, so that the column takes at most `limit` columns.
  mutating func wrap(to limit: Int) {
    guard isSentence, width > limit else { return }
    for index in cells.indices where TextWidth.of(cells[index].whole) > limit {
      let lines = ColumnText.broken(cells[index].whole, to: limit)
      cells[index].whole = lines[0]
      overflow[index] = Array(lines.dropFirst())
    }
    measure()
  }

  /// A text as lines of at most `limit` columns, broken at blanks where it has some.
  static func broken(_ text: String, to limit: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let longer = line.isEmpty ? String(word) : "\(line) \(word)"
      if TextWidth.of(longer) > limit, !line.isEmpty {
        lines.append(line)
        line = String(word)
      } else {
        line = longer
      }
    }
    lines.append(line)
    return lines
  }

  var paddedHeader: String {
    isNumeric ? ColumnText.lead(header, width) : ColumnText.pad(header, width)
  }

  /// Shortens texts so that the column takes at most `limit` columns of the terminal.
  mutating func shrink(to limit: Int) {
    guard !isNumeric, width > limit else { return }
    for index in cells.indices {
      cells[index].whole = ColumnText.cut(cells[index].whole, to: limit)
    }
    measure()
  }

  private mutating func measure() {
    widths = [0, 0, 0, 0]
    var quiet = 0
    for cell in cells {
      if isNumeric, cell.isQuiet {
        quiet = max(quiet, TextWidth.of(cell.whole))
        continue
      }
      widths[0] = max(widths[0], TextWidth.of(cell.whole))
      widths[1] = max(widths[1], TextWidth.of(cell.fraction))
      widths[2] = max(widths[2], TextWidth.of(cell.second))
      widths[3] = max(widths[3], TextWidth.of(cell.rest))
    }
    width = max(widths.reduce(0, +), quiet, TextWidth.of(header))
  }

  private static func header(_ field: Field, _ context: RenderContext) -> String {
    let name =
      context.translatesHeaders ? Words.header(field.name, context.locale) : clean(field.name)
    if field.measure?.kind == .change || field.unit.symbol.isEmpty { return name }
    return "\(name) (\(Words.word(field.unit.symbol, context.locale)))"
  }

  /// Columns whose texts are words of ours, not of the data.
  private static func holdsWords(_ field: Field) -> Bool {
    guard field.role == .attribute else { return false }
    return ["verdict", "status", "used", "method", "finding", "what", "each"].contains {
      field.name == $0 || field.name.hasSuffix("_\($0)")
    }
  }

  /// One line without control characters, which would move the cursor of a terminal.
  static func clean(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return text
    }
    return String(
      text.map { character in
        character.unicodeScalars.contains { $0.properties.generalCategory == .control }
          ? " " : character
      })
  }

  static func cut(_ text: String, to limit: Int) -> String {
    guard limit > 0, TextWidth.of(text) > limit else { return text }
    var result = ""
    var width = 0
    for character in text {
      width += TextWidth.of(character)
      if width > limit - 1 { break }
      result.append(character)
    }
    return result + "…"
  }

  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - TextWidth.of(text)))
  }

  static func lead(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - TextWidth.of(text))) + text
  }
}
