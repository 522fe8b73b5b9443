// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics

/// What the user or a descriptor says about a file; what is not said is found out.
package struct LoadOptions: Sendable {
  package enum ErrorPolicy: Sendable {
    /// The first refused cell or ragged row stops the load.
    case stop
    /// Refused cells become missing, ragged rows are left out; the report lists both.
    case null
  }

  package var separator: Character?
  package var decimalMark: DecimalMark?
  package var hasHeader: Bool?
  package var encoding: TextEncoding?
  /// Whether `"` quotes.
  package var hasQuotes = true
  /// Types by column name; they hold for every cell, and what contradicts them is refused.
  package var types: [String: LogicalType] = [:]
  /// Columns that are read as numbers whatever their cells look like; other names mean nothing.
  package var measures: Set<String> = []
  package var errorPolicy = ErrorPolicy.stop
  /// Threads that read; what is read does not depend on it.
  package var threadCount = Workers.coreCount
  /// Bytes of the pieces they read; what is read does not depend on it either.
  package var pieceBytes = PieceReader.pieceBytes
  /// What the table may take, beside tables that the same load holds already.
  package var memoryLimit = MemoryLimit(nil)
  package var heldBytes = 0
  /// Asked now and then; a load that is not wanted any more ends with E0601.
  package var isCancelled: @Sendable () -> Bool = { false }

  package init() {}
}

/// How far a load is.
package struct LoadProgress: Sendable {
  package var bytesDone: Int
  package var byteCount: Int
}
