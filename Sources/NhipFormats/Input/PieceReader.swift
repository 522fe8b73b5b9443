// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
internal import NhipDiagnostics

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Reads the rows of a file in pieces of equal length, on several cores.
///
/// Each piece begins at the first line end behind its first byte, on the guess that no quoted cell
/// reaches over it. Pieces are joined in their order: one whose guess was wrong, or that met an
/// error, is read again from where the one before it ended, so that rows, line numbers, the order
/// of texts and errors are those of one scan from the beginning.
struct PieceReader {
  /// Bytes of a piece: long enough that joining costs nothing, short enough for even work.
  static let pieceBytes = 1 << 20
  /// Pieces read before they are joined: their rows take ten megabytes, which are used again.
  static let piecesAtOnce = 16
  /// Pieces read first, whose texts the others then share.
  static let firstPieces = 2

  let options: LoadOptions
  let width: Int
  /// Whether nobody has looked yet if the bytes are text.
  let checksText: Bool
  /// Where the rows begin.
  private let start: Int
  /// Everything joined so far.
  private(set) var scanner: RowScanner
  /// Rows for which there is room.
  private var capacity = 0
  /// The first row of each piece and where it stands in the file.
  private(set) var pieceStarts: [(row: Int, offset: Int)] = []

  /// - Parameter scanner: stands behind the header.
  init(_ scanner: RowScanner, width: Int, checksText: Bool, _ options: LoadOptions) {
    self.scanner = scanner
    self.width = width
    self.checksText = checksText
    self.options = options
    start = scanner.position
  }

  /// Reads all rows into `builders`, and tells how many bytes are done now and then.
  ///
  /// - Parameter rowEstimate: about how many rows there are.
  mutating func read(
    into builders: inout [Builder], rowEstimate: Int, _ progress: (Int) -> Void
  ) throws(Diagnostic) {
    reserve(rowEstimate, in: &builders)
    let size = max(1, options.pieceBytes)
    let pieceCount = (scanner.file.count - start + size - 1) / size
    var next = 0
    while next < pieceCount {
      let count = next == 0 ? PieceReader.firstPieces : PieceReader.piecesAtOnce
      let numbers = next..<min(pieceCount, next + count)
      for column in builders.indices { builders[column].prepare() }
      let parts = parts(numbers, builders)
      guard parts.allSatisfy(\.isText) else { throw PieceReader.noText(scanner.file) }
      try join(parts.map(\.piece), numbers, into: &builders)
      next = numbers.upperBound
      progress(scanner.position)
      if options.isCancelled() { throw Diagnostic("E0601", "the load was interrupted") }
    }
    for column in builders.indices { builders[column].shrink(to: scanner.rowCount) }
  }

  /// Makes room for some rows, and for half as many more each time that is not enough.
  private mutating func reserve(_ rowCount: Int, in builders: inout [Builder]) {
    guard rowCount > capacity else { return }
    capacity = max(rowCount, capacity + capacity / 2)
    for column in builders.indices { builders[column].reserve(capacity) }
  }

  /// The error that makes the caller look closer at the bytes.
  static func noText(_ file: FileBytes) -> Diagnostic {
    Diagnostic("E0507", "`\(file.name)` is not valid UTF-8")
  }

  // MARK: Pieces

  /// A piece as it was read by itself.
  private struct Piece: Sendable {
    var start: Int
    /// The line that its count of lines began with.
    var firstLine = 1
    /// Behind the last row, which may reach into the next piece.
    var scanner: RowScanner
    var builders: [Builder]
    var hasFailed = false
  }

  /// What one task makes of the bytes that are its own.
  private struct Part: Sendable {
    /// `nil` where no line begins in them, or the load was interrupted.
    var piece: Piece?
    var isText = true
  }

  private func parts(_ numbers: Range<Int>, _ builders: [Builder]) -> [Part] {
    let isCancelled = options.isCancelled
    return Workers.map(numbers.count, threads: options.threadCount) { task -> Part in
      let number = numbers.lowerBound + task
      if isCancelled() { return Part() }
      let own = (number == 0 ? start : limit(number - 1))..<limit(number)
      guard let lineStart = lineStart(number) else {
        return Part(isText: !checksText || TextDecoder.isText(scanner.file, own, from: start))
      }
      var piece = piece(at: lineStart, line: 1, builders)
      do throws(Diagnostic) {
        try fill(&piece, before: limit(number))
      } catch {
        // Its lines are counted from the beginning when it is read again.
        piece.hasFailed = true
      }
      // While the bytes are near: looking at the whole file twice costs as much as reading it. What
      // the scan saw to be plain, which is mostly everything, is not looked at again.
      let isSeen = piece.scanner.sawPlainOnly && !piece.hasFailed
      let rest = isSeen ? own.lowerBound..<lineStart : own
      if checksText, !TextDecoder.isText(scanner.file, rest, from: start) {
        return Part(isText: false)
      }
      return Part(piece: piece)
    }
  }

  private func piece(at start: Int, line: Int, _ builders: [Builder]) -> Piece {
    var scanner = RowScanner(scanner.file, from: start, scanner.dialect)
    scanner.line = line
    return Piece(
      start: start, firstLine: line, scanner: scanner, builders: builders.map(\.piece))
  }

  /// Reads the rows that begin before `limit`.
  private func fill(_ piece: inout Piece, before limit: Int) throws(Diagnostic) {
    piece.scanner.limit = limit
    let block = CellBlock(columnCount: width, base: scanner.file.base)
    while !piece.scanner.isAtEnd {
      try piece.scanner.fill(block)
      if block.rowCount == 0 { continue }
      for column in piece.builders.indices { piece.builders[column].append(block, column) }
    }
  }

  /// Where the piece of that number ends.
  private func limit(_ number: Int) -> Int {
    min(scanner.file.count, start + (number + 1) * max(1, options.pieceBytes))
  }

  /// The first place in a piece where a line begins.
  private func lineStart(_ number: Int) -> Int? {
    guard number > 0 else { return start }
    let file = scanner.file
    // A line that begins with the piece has its line end right before.
    let from = limit(number - 1) - 1
    let count = limit(number) - 1 - from
    guard count > 0, let found = memchr(file.base + from, Int32(scanner.dialect.newline), count)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(file.base) + 1
  }

  // MARK: Joining

  private mutating func join(
    _ pieces: [Piece?], _ numbers: Range<Int>, into builders: inout [Builder]
  ) throws(Diagnostic) {
    var joined: [(row: Int, builders: [Builder], maps: [CodeMap?])] = []
    for (number, guess) in zip(numbers, pieces) where scanner.position < limit(number) {
      var piece: Piece
      if let guess, guess.start == scanner.position, !guess.hasFailed {
        piece = guess
      } else {
        if options.isCancelled() { return }
        piece = self.piece(at: scanner.position, line: scanner.line, builders)
        try fill(&piece, before: limit(number))
      }
      let row = scanner.rowCount
      let maps = builders.indices.map { builders[$0].adopt(piece.builders[$0], at: row) }
      pieceStarts.append((row, scanner.position))
      scanner.adopt(piece.scanner, firstLine: piece.firstLine)
      if scanner.rowCount > Int(Int32.max) {
        throw Diagnostic("E0509", "`\(scanner.file.name)` has more than 2,147,483,647 rows")
      }
      joined.append((row, piece.builders, maps))
    }
    reserve(scanner.rowCount, in: &builders)
    let parts = joined
    for column in builders.indices {
      builders[column].write(parts.count, threads: options.threadCount) { part in
        (parts[part].builders[column], parts[part].row, parts[part].maps[column])
      }
    }
  }
}

extension RowScanner {
  /// Goes on behind a piece that begins where this one stands.
  mutating func adopt(_ piece: RowScanner, firstLine: Int) {
    let lines = line - firstLine
    lineNumbers.append(piece.lineNumbers, firstLine: lines + 1, firstRow: rowCount)
    let room = LoadReport.listLimit - raggedRows.count
    raggedRows += piece.raggedRows.prefix(room).map {
      RaggedRow(line: $0.line + lines, offset: $0.offset, found: $0.found)
    }
    raggedCount += piece.raggedCount
    trimmedRows += piece.trimmedRows
    rowCount += piece.rowCount
    line = piece.line + lines
    move(to: piece.position)
  }
}
