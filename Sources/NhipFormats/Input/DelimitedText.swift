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
/// Several cores read pieces of the file (`PieceReader`); columns are typed at the end.
package enum DelimitedText {
  /// Loads the file at `path`.
  package static func load(
    path: String, options: LoadOptions = LoadOptions(), progress: (LoadProgress) -> Void = { _ in }
  ) throws(Diagnostic) -> LoadedFile {
    try load(FileBytes(path: path), options: options, progress: progress)
  }

  /// Loads bytes in memory; `name` is what errors call them.
  package static func load(
    name: String, bytes: [UInt8], options: LoadOptions = LoadOptions()
  ) throws(Diagnostic) -> LoadedFile {
    try load(FileBytes(name: name, bytes: bytes), options: options)
  }

  package static func load(
    _ file: FileBytes, options: LoadOptions, progress: (LoadProgress) -> Void = { _ in }
  ) throws(Diagnostic) -> LoadedFile {
    do throws(Diagnostic) {
      // Pieces are looked at as they are read.
      return try load(file, options, isTrusting: true, progress)
    } catch {
      // What bytes that are no text look like says nothing.
      guard error.code != "E0601", !TextDecoder.isText(file, from: 0, options.threadCount) else {
        throw error
      }
      return try load(file, options, isTrusting: false, progress)
    }
  }

  private static func load(
    _ file: FileBytes, _ options: LoadOptions, isTrusting: Bool,
    _ progress: (LoadProgress) -> Void
  ) throws(Diagnostic) -> LoadedFile {
    let (bytes, start, encoding) = try TextDecoder.decode(
      file, forced: options.encoding, threads: options.threadCount, isTrusting: isTrusting)
    // Decoded bytes are good.
    let checksText = isTrusting && bytes === file
    var loader = try DelimitedLoader(bytes, from: start, encoding, options)
    loader.checksText = checksText
    return try loader.load { done in
      progress(LoadProgress(bytesDone: done, byteCount: bytes.count))
    }
  }
}

/// One load under way.
struct DelimitedLoader {
  /// Rows of the sample that the first guess looks at.
  static let sampleRows = 500
  /// Cells of it, where a file has very many columns.
  static let sampleCells = 65_536

  let file: FileBytes
  let options: LoadOptions
  let dialect: RowScanner.Dialect
  let width: Int
  /// Where the first row of data begins, its line, and the header's names.
  let dataStart: Int
  let header: HeaderRow
  var report: LoadReport
  private let sample: CellBlock
  /// How many rows the sample lets expect, and for how many there should be room.
  let expectedRows: Int
  private let rowEstimate: Int
  /// Whether the bytes are still to be looked at.
  var checksText = false
  /// The first row of each piece that was read, and where it stands.
  private var pieceStarts: [(row: Int, offset: Int)] = []

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
    let rows = min(DelimitedLoader.sampleRows + 1, max(1, DelimitedLoader.sampleCells / width))
    sample = CellBlock(columnCount: width, base: file.base, rowCapacity: rows)
    var scanner = RowScanner(file, from: start, dialect)
    try scanner.fill(sample)
    header = HeaderRow(sample, forced: options.hasHeader)
    let sampleBytes = max(1, scanner.position - start)
    let perByte = Double(max(1, sample.rowCount)) / Double(sampleBytes)
    expectedRows = Int(Double(file.count - start) * perByte)
    rowEstimate = min(
      (file.count - start) / max(1, width), Int(Double(expectedRows) * 1.1) + 1_024)
    dataStart = start
    report = LoadReport(
      file: file.name, encoding: encoding, separator: Character(UnicodeScalar(dialect.separator)),
      hasHeader: header.isHeader)
    report.warnings = header.warnings
  }

  mutating func load(_ progress: (Int) -> Void) throws(Diagnostic) -> LoadedFile {
    if let unknown = options.types.keys.sorted().first(where: { !header.names.contains($0) }) {
      throw unknownColumn(unknown)
    }
    let guesses = guessKinds()
    try checkMemory(guesses)
    var builders = guesses.map { Builder($0) }
    let scanner = try read(into: &builders, progress)
    try checkRagged(scanner)
    let plan = ColumnPlan(
      names: header.names, guesses: guesses, builders: builders, options: options)
    try reread(&builders, plan, progress)
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
      if options.measures.contains(header.names[column]) {
        return ColumnGuess(kind: .number, mark: mark(numbers), isForced: true)
      }
      return ColumnGuess(
        kind: profile.kind(name: header.names[column]), mark: mark(numbers),
        isMixed: numbers.numbers * 2 >= numbers.cells
          || profile.isNearlyPeriods(name: header.names[column]))
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
  private mutating func read(
    into builders: inout [Builder], _ progress: (Int) -> Void
  ) throws(Diagnostic) -> RowScanner {
    let scanner = try scannerBelowHeader()
    if checksText, !TextDecoder.isText(file, dataStart..<scanner.position, from: dataStart) {
      throw PieceReader.noText(file)
    }
    var reader = PieceReader(
      scanner, width: width, checksText: checksText, options)
    try reader.read(into: &builders, rowEstimate: rowEstimate, progress)
    checksText = false
    pieceStarts = reader.pieceStarts
    return reader.scanner
  }

  private func scannerBelowHeader() throws(Diagnostic) -> RowScanner {
    var scanner = RowScanner(file, from: dataStart, dialect)
    if header.isHeader {
      // The header is a row like others, with its line breaks and quotes.
      let one = CellBlock(columnCount: width, base: file.base, rowCapacity: 1)
      try scanner.fill(one)
      scanner.forgetRows()
    }
    return scanner
  }

  /// Hands rows to `body` again, a block at a time, from some row before `row` on until it has
  /// enough.
  func rescan(from row: Int, _ body: (CellBlock) -> Bool) throws(Diagnostic) {
    guard let piece = pieceStarts.last(where: { $0.row <= row }) else { return }
    var scanner = RowScanner(file, from: piece.offset, dialect)
    scanner.rowCount = piece.row
    let block = CellBlock(columnCount: width, base: file.base)
    while !scanner.isAtEnd {
      try scanner.fill(block)
      if block.rowCount > 0, !body(block) { return }
    }
  }

  /// Reads the columns again that turned out to be something else.
  private mutating func reread(
    _ builders: inout [Builder], _ plan: ColumnPlan, _ progress: (Int) -> Void
  ) throws(Diagnostic) {
    var again = [Builder](repeating: .none, count: width)
    var isNeeded = false
    for column in 0..<width {
      if let builder = plan.replacement(for: column, builders[column]) {
        again[column] = builder
        isNeeded = true
      }
    }
    guard isNeeded else { return }
    for column in 0..<width {
      // Columns read anew give their room to the second reading.
      if case .none = again[column] { continue }
      builders[column] = .none
    }
    _ = try read(into: &again, progress)
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
  /// Whether half of the cells are numbers, or periods, although the column is none of them.
  var isMixed = false
}
