// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns

/// Reads the cells of one column as codes of distinct texts, whatever they turn out to be: texts,
/// periods, dates or truth values, which are then read once each.
///
/// A builder of one piece of the file looks texts up in what earlier pieces found and keeps only
/// new ones; its codes count on from theirs.
struct TextColumnBuilder: Sendable {
  /// The texts that this builder found first.
  let dictionary = ByteDictionary()
  /// Those found before, to which nobody adds meanwhile.
  private let shared: ByteDictionary?
  /// Those of them that are looked up quickly.
  private var known: KnownTexts?
  /// The first code of `dictionary`.
  private let firstCode: Int32
  /// -1 for empty cells.
  private(set) var codes: [Int32] = []
  private(set) var emptyCount = 0

  init() {
    shared = nil
    firstCode = 0
  }

  /// A builder of a piece of the column that `whole` is.
  init(pieceOf whole: TextColumnBuilder) {
    shared = whole.dictionary
    known = whole.known
    firstCode = Int32(whole.dictionary.entries.count)
  }

  /// Makes the texts known so far quick to look up, before pieces are read.
  mutating func prepare() {
    if known?.count != dictionary.entries.count { known = KnownTexts(dictionary) }
  }

  /// - Parameter firstRow: 1 to leave a header out.
  mutating func append(_ block: CellBlock, column: Int, from firstRow: Int = 0) {
    let rows = max(0, block.rowCount - firstRow)
    let first = codes.count
    codes.append(unfilled: rows)
    let known = known
    let others = OtherTexts(own: dictionary, shared: shared, firstCode: firstCode)
    let cells = block.cells + column + firstRow * block.columnCount
    emptyCount += codes.withUnsafeMutableBufferPointer { codes in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: rows + 1) { unknown in
        guard let start = codes.baseAddress, let list = unknown.baseAddress else { return 0 }
        var count = rows
        if let known {
          count = known.look(up: cells, rows, block, into: start + first, unknown: list)
        } else {
          for row in 0..<rows { list[row] = Int32(truncatingIfNeeded: row) }
        }
        return others.look(up: cells, list, count, block, into: start + first)
      }
    }
  }

  // MARK: Joining pieces

  /// Makes room for the rows of a whole file, which pieces fill in.
  mutating func reserve(_ rowCount: Int) { codes = codes.reserved(rowCount) }

  /// Takes over what a piece found besides its rows; the codes here of its own texts, where they
  /// are others.
  mutating func adopt(_ piece: TextColumnBuilder) -> CodeMap? {
    emptyCount += piece.emptyCount
    let new = dictionary.adopt(piece.dictionary)
    let isSame = new.indices.allSatisfy { new[$0] == piece.firstCode + Int32($0) }
    return isSame ? nil : CodeMap(firstCode: piece.firstCode, codes: new)
  }

  /// The rows, which pieces write.
  mutating func withRows(_ body: (SharedBuffer<Int32>) -> Void) {
    codes.withUnsafeMutableBufferPointer { body(SharedBuffer($0)) }
  }

  /// Writes the rows of this piece into those of the whole, from `row` on.
  func write(to rows: SharedBuffer<Int32>, from row: Int, _ map: CodeMap?) {
    guard let target = rows.buffer.baseAddress else { return }
    codes.withUnsafeBufferPointer { codes in
      guard let source = codes.baseAddress else { return }
      guard let map else {
        (target + row).update(from: source, count: codes.count)
        return
      }
      for index in codes.indices { target[row &+ index] = map[source[index]] }
    }
  }

  /// Gives back the room of rows that were none.
  mutating func shrink(to rowCount: Int) { codes.removeLast(codes.count - rowCount) }

  /// How many rows have each code.
  func counts(threads: Int = 1) -> [Int] {
    let count = dictionary.entries.count
    // A task's counts cost less than its rows.
    let ranges = Workers.ranges(codes.count, size: max(1 << 18, count * 8))
    let codes = self.codes
    let parts = Workers.map(ranges.count, threads: threads) { task in
      var part = [Int](repeating: 0, count: count)
      for row in ranges[task] where codes[row] >= 0 { part[Int(codes[row])] &+= 1 }
      return part
    }
    guard var result = parts.first else { return [Int](repeating: 0, count: count) }
    for part in parts.dropFirst() {
      for code in 0..<count { result[code] += part[code] }
    }
    return result
  }
}

/// Looks up what is not known yet, or no short text, cell by cell.
private struct OtherTexts {
  let own: ByteDictionary
  let shared: ByteDictionary?
  let firstCode: Int32

  /// Writes the codes of `count` rows; how many of these cells are empty.
  func look(
    up cells: UnsafePointer<CellPlace>, _ rows: UnsafePointer<Int32>, _ count: Int,
    _ block: CellBlock, into codes: UnsafeMutablePointer<Int32>
  ) -> Int {
    let known = shared ?? own
    // Nobody adds to what pieces share; a dictionary of its own grows.
    let table = shared?.table
    let base = block.base
    let step = block.columnCount
    var empty = 0
    for index in 0..<count {
      let row = Int(rows[index])
      let place = cells[row &* step]
      if place.length == 0 {
        empty &+= 1
        codes[row] = -1
        continue
      }
      if place.isEscaped {
        let text = block.unescaped(place)
        let old = known.knownCopying(text)
        codes[row] = old >= 0 ? old : firstCode &+ own.codeCopying(text)
        continue
      }
      let start = base + place.offset
      let old = known.known(start, place.length, table ?? known.table)
      codes[row] = old >= 0 ? old : firstCode &+ own.code(start, place.length)
    }
    return empty
  }
}

/// The codes in the whole file of texts that a piece numbered for itself.
struct CodeMap: Sendable {
  /// Codes below are the whole's own.
  let firstCode: Int32
  let codes: [Int32]

  @inline(__always)
  subscript(code: Int32) -> Int32 { code < firstCode ? code : codes[Int(code &- firstCode)] }
}
