// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
internal import NhipDiagnostics

extension DelimitedLoader {
  /// Refuses a file whose table cannot fit, by its size and the columns that a sample shows.
  func checkMemory(_ guesses: [ColumnGuess]) throws(Diagnostic) {
    let width = guesses.reduce(0) { $0 + $1.kind.bytesPerCell }
    try options.memoryLimit.check(
      expectedRows * width, beside: options.heldBytes, for: "the table of `\(file.name)`",
      notes: ["about \(expectedRows) rows of \(guesses.count) columns"],
      wayOut: "load a part of the file")
  }
}

extension ColumnKind {
  /// Bytes of a cell while its column is read and typed; texts that differ come on top.
  fileprivate var bytesPerCell: Int {
    switch self {
    case .number, .unknown: MemoryLayout<Double>.stride
    case .text, .period, .date: MemoryLayout<Int32>.stride
    case .boolean: MemoryLayout<Int32>.stride + 1
    }
  }
}
