// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns

/// How one column is being read.
enum Builder: Sendable {
  case number(NumberColumnBuilder)
  case text(TextColumnBuilder)
  /// Not in this pass.
  case none

  init(_ guess: ColumnGuess) {
    switch guess.kind {
    case .number, .unknown:
      self = .number(NumberColumnBuilder(mark: guess.mark, acceptsCodes: guess.isForced))
    case .period, .date, .boolean, .text: self = .text(TextColumnBuilder())
    }
  }

  /// An empty builder that reads a piece of the column.
  var piece: Builder {
    switch self {
    case .number(let builder):
      .number(NumberColumnBuilder(mark: builder.mark, acceptsCodes: builder.acceptsCodes))
    case .text(let builder): .text(TextColumnBuilder(pieceOf: builder))
    case .none: .none
    }
  }

  mutating func append(_ block: CellBlock, _ column: Int) {
    change { builder in
      builder.append(block, column: column)
    } text: { builder in
      builder.append(block, column: column)
    }
  }

  // MARK: Joining pieces

  /// Before pieces are read.
  mutating func prepare() {
    change { _ in
    } text: {
      $0.prepare()
    }
  }

  mutating func reserve(_ rowCount: Int) {
    change {
      $0.reserve(rowCount)
    } text: {
      $0.reserve(rowCount)
    }
  }

  mutating func shrink(to rowCount: Int) {
    change {
      $0.shrink(to: rowCount)
    } text: {
      $0.shrink(to: rowCount)
    }
  }

  /// Takes over what a piece found besides its rows, of which the first is `row` here.
  mutating func adopt(_ piece: Builder, at row: Int) -> CodeMap? {
    var map: CodeMap?
    change { whole in
      if case .number(let piece) = piece { whole.adopt(piece, at: row) }
    } text: { whole in
      if case .text(let piece) = piece { map = whole.adopt(piece) }
    }
    return map
  }

  /// Writes the rows of `count` pieces to their places.
  mutating func write(
    _ count: Int, threads: Int, _ part: @Sendable (Int) -> (piece: Builder, row: Int, map: CodeMap?)
  ) {
    change { whole in
      whole.withRows { rows in
        Workers.run(count, threads: threads) { task in
          let (piece, row, _) = part(task)
          if case .number(let piece) = piece { piece.write(to: rows, from: row) }
        }
      }
    } text: { whole in
      whole.withRows { rows in
        Workers.run(count, threads: threads) { task in
          let (piece, row, map) = part(task)
          if case .text(let piece) = piece { piece.write(to: rows, from: row, map) }
        }
      }
    }
  }

  /// Changes the builder in place: two owners of its rows would copy them.
  private mutating func change(
    _ number: (inout NumberColumnBuilder) -> Void, text: (inout TextColumnBuilder) -> Void
  ) {
    switch self {
    case .number(var builder):
      self = .none
      number(&builder)
      self = .number(builder)
    case .text(var builder):
      self = .none
      text(&builder)
      self = .text(builder)
    case .none: break
    }
  }
}

extension Array {
  /// Adds `count` elements that are written later; only of types that need no care.
  @inline(__always)
  mutating func append(unfilled count: Int) {
    append(addingCapacity: count) { span in
      span.withUnsafeMutableBufferPointer { _, initialized in initialized = count }
    }
  }

  /// The same elements with room for `count`, of which those behind are written later.
  func reserved(_ count: Int) -> [Element] {
    guard count > self.count else { return self }
    return Array(filling: count) { target in
      withUnsafeBufferPointer { own in
        guard let start = target.baseAddress, let source = own.baseAddress else { return }
        start.initialize(from: source, count: own.count)
      }
    }
  }
}
