// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// An identity for each row of a batch: places or indicators.
///
/// Files name few of them in many rows; then the rows keep the codes of their file, and the
/// identity of each code stands beside.
package struct KeyColumn: Sendable {
  /// The codes of the rows, -1 for none; empty where all rows have one identity.
  private(set) var codes: [Int32]
  /// The identity of each code, -1 for none; `nil` where codes are identities.
  private(set) var identities: [Int32]?
  private(set) var rowCount: Int

  /// An identity for each row.
  package init(_ identities: [Int32] = []) {
    codes = identities
    self.identities = nil
    rowCount = identities.count
  }

  /// Codes and the identity of each code.
  package init(codes: [Int32], identities: [Int32]) {
    self.codes = codes
    self.identities = identities
    rowCount = codes.count
  }

  /// One identity for all rows.
  package init(_ identity: Int32, rowCount: Int) {
    codes = []
    identities = [identity]
    self.rowCount = rowCount
  }

  package subscript(row: Int) -> Int32 {
    guard let identities else { return codes[row] }
    if codes.isEmpty { return identities[0] }
    let code = codes[row]
    return code < 0 ? -1 : identities[Int(code)]
  }

  /// Adds a row; identities that were codes until now are written out.
  package mutating func append(_ identity: Int32) {
    if identities != nil { self = KeyColumn((0..<rowCount).map { self[$0] }) }
    codes.append(identity)
    rowCount += 1
  }

  /// How many rows have none.
  package var emptyCount: Int {
    guard rowCount > 0 else { return 0 }
    guard let identities else { return codes.count { $0 < 0 } }
    if codes.isEmpty { return identities[0] < 0 ? rowCount : 0 }
    let isEmpty = identities.map { $0 < 0 }
    guard isEmpty.contains(true) else { return codes.count { $0 < 0 } }
    return codes.count { $0 < 0 || isEmpty[Int($0)] }
  }

  /// The identities that can occur.
  var distinct: Set<Int32> { Set(identities ?? codes).subtracting([-1]) }

  /// Hands out the rows as small numbers: what `number` says of each identity, -1 for none.
  func withNumbers<Result>(
    of identityCount: Int, _ number: (Int32) -> Int32, _ body: (RowNumbers) -> Result
  ) -> Result {
    let table = identities ?? (0..<Int32(identityCount)).map { $0 }
    // Behind a first one for rows without a code.
    let numbers = [-1] + table.map { $0 < 0 ? -1 : number($0) }
    return numbers.withUnsafeBufferPointer { numbers in
      codes.withUnsafeBufferPointer { codes in
        body(RowNumbers(codes: codes.isEmpty ? nil : codes.baseAddress, numbers: numbers))
      }
    }
  }
}

/// A small number for each row of a key column, for passes over all rows.
///
/// Unchecked: tasks only read, and the pointers live as long as `withNumbers` runs.
struct RowNumbers: @unchecked Sendable {
  /// `nil` where all rows have the code 0.
  let codes: UnsafePointer<Int32>?
  /// By code + 1.
  let numbers: UnsafeBufferPointer<Int32>

  /// The numbers that rows can have.
  var all: Set<Int32> { Set(numbers).subtracting([-1]) }

  @inline(__always)
  subscript(row: Int) -> Int32 {
    guard let codes else { return numbers[1] }
    return numbers[Int(codes[row]) &+ 1]
  }
}

/// The line of the file that each row of a batch came from.
package enum RowLines: Sendable {
  /// Unknown, which is 0.
  case unknown
  case given([Int32])
  /// Each row on a line of its own, the first one on this.
  case consecutive(Int)
  /// Told when asked for.
  case told(@Sendable (Int) -> Int)

  package subscript(row: Int) -> Int32 {
    switch self {
    case .unknown: 0
    case .given(let lines): lines[row]
    case .consecutive(let first): Int32(clamping: first + row)
    case .told(let line): Int32(clamping: line(row))
    }
  }

  /// The line of the first row, where each row has a line of its own.
  var first: Int32? {
    if case .consecutive(let first) = self { Int32(clamping: first) } else { nil }
  }

  /// Adds the line of row `count`.
  mutating func append(_ line: Int32, after count: Int) {
    var lines: [Int32]
    if case .given(let own) = self { lines = own } else { lines = (0..<count).map { self[$0] } }
    self = .unknown
    lines.append(line)
    self = .given(lines)
  }
}
