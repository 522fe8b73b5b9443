// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
package import NhipDiagnostics

/// Reads CSV and its relatives: separator, quoting, header, types and number conventions are found
/// from the whole file, and every guess and refusal is reported.
///
/// Two passes at most. The first reads each column by what a sample of it suggests and gathers
/// evidence; columns that the whole evidence contradicts are read again, the others are not.
/// Blocks of rows are independent of each other until the end, where columns are typed, so that
/// they can be read by several cores.
package enum DelimitedText {
  /// Loads the file at `path`.
  package static func load(
    path: String, options: LoadOptions = LoadOptions()
  ) throws(Diagnostic) -> LoadedFile {
    try load(FileBytes(path: path), options: options)
  }

  /// Loads bytes in memory; `name` is what errors call them.
  package static func load(
    name: String, bytes: [UInt8], options: LoadOptions = LoadOptions()
  ) throws(Diagnostic) -> LoadedFile {
    try load(FileBytes(name: name, bytes: bytes), options: options)
  }

  package static func load(
    _ file: FileBytes, options: LoadOptions
  ) throws(Diagnostic) -> LoadedFile {
    let (bytes, start, encoding) = try TextDecoder.decode(file, forced: options.encoding)
    var loader = try DelimitedLoader(bytes, from: start, encoding, options)
    return try loader.load()
  }
}

/// One load under way.
struct DelimitedLoader {
  /// Rows of the sample that the first guess looks at.
  static let sampleRows = 500

  let file: FileBytes
  let options: LoadOptions
  let dialect: RowScanner.Dialect
  let width: Int
  /// Where the first row of data begins, its line, and the header's names.
  let dataStart: Int
  let header: HeaderRow
  var report: LoadReport
  private let sample: CellBlock
  private let rowEstimate: Int

  init(
    _ file: FileBytes, from start: Int, _ encoding: FoundEncoding, _ options: LoadOptions
  ) throws(Diagnostic) {
    self.file = file
    self.options = options
    let sniffer = DialectSniffer(file, from: start)
    dialect = sniffer.dialect(options)
    width = sniffer.firstRowWidth(dialect)
    guard width > 0 else {
      throw Diagnostic(
        "E0509", "`\(file.name)` is empty", notes: ["a table needs at least a line of column names"]
      )
    }
    guard width <= 100_000 else {
      throw Diagnostic("E0509", "`\(file.name)` has more than 100,000 columns")
    }
    let rows = min(DelimitedLoader.sampleRows + 1, max(1, CellBlock.capacity / width))
    sample = CellBlock(columnCount: width, base: file.base, rowCapacity: rows)
    var scanner = RowScanner(file, from: start, dialect)
    try scanner.fill(sample)
    header = HeaderRow(sample, forced: options.hasHeader)
    let sampleBytes = max(1, scanner.position - start)
    rowEstimate = min(
      (file.count - start) / max(1, width),
      (file.count - start) * max(1, sample.rowCount) / sampleBytes + 1_024)
    dataStart = start
    report = LoadReport(
      file: file.name, encoding: encoding, separator: Character(UnicodeScalar(dialect.separator)),
      hasHeader: header.isHeader)
    report.warnings = header.warnings
  }

  mutating func load() throws(Diagnostic) -> LoadedFile {
    if let unknown = options.types.keys.sorted().first(where: { !header.names.contains($0) }) {
      throw unknownColumn(unknown)
    }
    let guesses = guessKinds()
    var builders = guesses.map { Builder($0, options, rowEstimate) }
    let scanner = try read(into: &builders)
    try checkRagged(scanner)
    let plan = ColumnPlan(
      names: header.names, guesses: guesses, builders: builders, options: options)
    try reread(&builders, plan)
    return try finish(builders, plan, scanner)
  }

  /// The kinds that the sample suggests, and a first convention for numbers.
  private func guessKinds() -> [ColumnGuess] {
    return (0..<width).map { column in
      if let type = options.types[header.names[column]] {
        return ColumnGuess(
          kind: ColumnKind(type), mark: mark(profile(column).numbers), isForced: true)
      }
      let profile = self.profile(column)
      let numbers = profile.numbers
      return ColumnGuess(
        kind: profile.kind(name: header.names[column]), mark: mark(numbers),
        isMixed: numbers.numbers * 2 >= numbers.cells)
    }
  }

  private func profile(_ column: Int) -> ColumnProfile {
    var builder = TextColumnBuilder()
    builder.append(sample, column: column, from: header.isHeader ? 1 : 0)
    return ColumnProfile(builder, limit: ColumnProfile.sampleLimit)
  }

  private func mark(_ evidence: NumberEvidence) -> DecimalMark {
    options.decimalMark ?? evidence.decided?.mark ?? evidence.groupingGuess
  }

  /// Reads the whole file into the builders that are there.
  private func read(into builders: inout [Builder]) throws(Diagnostic) -> RowScanner {
    try scan { block in
      for column in builders.indices { builders[column].append(block, column) }
    }
  }

  /// Hands the rows below the header to `body`, a block at a time.
  func scan(_ body: (CellBlock) -> Void) throws(Diagnostic) -> RowScanner {
    var scanner = RowScanner(file, from: dataStart, dialect)
    if header.isHeader {
      // The header is a row like others, with its line breaks and quotes.
      let one = CellBlock(columnCount: width, base: file.base, rowCapacity: 1)
      try scanner.fill(one)
      scanner.forgetRows()
    }
    let block = CellBlock(columnCount: width, base: file.base)
    while !scanner.isAtEnd {
      try scanner.fill(block)
      if block.rowCount == 0 { continue }
      if scanner.rowCount > Int(Int32.max) { throw tooManyRows() }
      body(block)
    }
    return scanner
  }

  /// Reads the columns again that turned out to be something else.
  private func reread(_ builders: inout [Builder], _ plan: ColumnPlan) throws(Diagnostic) {
    var again = [Builder](repeating: .none, count: width)
    var isNeeded = false
    for column in 0..<width {
      if let builder = plan.replacement(for: column, builders[column], rowEstimate) {
        again[column] = builder
        isNeeded = true
      }
    }
    guard isNeeded else { return }
    _ = try read(into: &again)
    for column in 0..<width {
      if case .none = again[column] { continue }
      builders[column] = again[column]
    }
  }
}

/// What the first rows say about a column.
struct ColumnGuess {
  var kind: ColumnKind
  var mark: DecimalMark
  /// Whether a type was asked for.
  var isForced = false
  /// Whether half of the cells are numbers, although the column is none.
  var isMixed = false
}

/// How one column is being read.
enum Builder {
  case number(NumberColumnBuilder)
  case text(TextColumnBuilder)
  /// Not in this pass.
  case none

  init(
    _ guess: ColumnGuess, _ options: LoadOptions, _ rowEstimate: Int
  ) {
    switch guess.kind {
    case .number, .unknown:
      self = .number(
        NumberColumnBuilder(
          mark: guess.mark, acceptsCodes: guess.isForced, rowEstimate: rowEstimate))
    case .period, .date, .boolean, .text: self = .text(TextColumnBuilder(rowEstimate: rowEstimate))
    }
  }

  mutating func append(_ block: CellBlock, _ column: Int) {
    switch self {
    case .number(var builder):
      self = .none
      builder.append(block, column: column)
      self = .number(builder)
    case .text(var builder):
      self = .none
      builder.append(block, column: column)
      self = .text(builder)
    case .none: break
    }
  }
}
