// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
package import NhipObservations

/// How a leaf is rolled up against its declaration: `mean(x over district, weight)`.
package struct RollUpOverride: Sendable, Hashable {
  package enum Function: String, Sendable, CaseIterable {
    case sum, mean, min, max, median, last, count
  }
  package var function: Function
  /// A place level, a grain or a breakdown to go over; `nil` for the finest that is reported.
  package var overLevel: PlaceLevel?
  package var overGrain: Grain?
  package var overDimension: Int32?
  /// The leaf that weighs.
  package var weightLeaf: Int?

  /// Whether it says what to go over; a plain `sum(x)` takes reported values where there are any.
  package var goesOverNamed: Bool {
    overLevel != nil || overGrain != nil || overDimension != nil
  }

  package init(
    function: Function, overLevel: PlaceLevel? = nil, overGrain: Grain? = nil,
    overDimension: Int32? = nil, weightLeaf: Int? = nil
  ) {
    self.function = function
    self.overLevel = overLevel
    self.overGrain = overGrain
    self.overDimension = overDimension
    self.weightLeaf = weightLeaf
  }
}

/// One indicator inside the terms of a series.
package struct LeafSpec: Sendable, Hashable {
  /// The indicator's identities in the tables asked, the one that defines it first.
  package var indicators: [Int32]
  package var name: String
  package var status: StatusClass
  package var kind: ValueKind
  package var filters: [BreakdownFilter]
  package var rollUp: RollUpOverride?
  /// The unit asked by `[unit = "kg"]`; `nil` for the indicator's own or only one.
  package var unit: Unit?
  package var span: Span

  package init(
    indicators: [Int32], name: String, status: StatusClass = .actual, kind: ValueKind = .level,
    filters: [BreakdownFilter] = [], rollUp: RollUpOverride? = nil, unit: Unit? = nil, span: Span
  ) {
    self.indicators = indicators
    self.name = name
    self.status = status
    self.kind = kind
    self.filters = filters
    self.rollUp = rollUp
    self.unit = unit
    self.span = span
  }
}

/// One column of a series: an expression over its leaves, as columns 0, 1, ….
package struct TermSpec: Sendable {
  package var field: Field
  package var expression: Expression
  /// The leaves of the two parts, where the term is a count per exposure.
  package var parts: (count: Int, exposure: Int)?
  package var span: Span

  package init(
    field: Field, expression: Expression, parts: (count: Int, exposure: Int)? = nil, span: Span
  ) {
    self.field = field
    self.expression = expression
    self.parts = parts
    self.span = span
  }
}

/// Where the rows of a grid stand in space.
package enum PlaceGrid: Sendable, Hashable {
  /// All places pooled.
  case none
  case level(PlaceLevel)
  /// Each place at its own level; adds the column `level`.
  case each
}

/// Where the rows of a grid stand in time.
package enum PeriodGrid: Sendable, Hashable {
  /// One bucket: what `during` says, or the only period of the data.
  case none
  case grain(Grain)
  /// Each observation's own period.
  case asReported
}

/// What a `series` asks, fully named: indicators, places and periods by identity.
package struct SeriesSpec: Sendable {
  package var leaves: [LeafSpec]
  package var terms: [TermSpec]
  package var placeGrid: PlaceGrid
  package var periodGrid: PeriodGrid
  package var breakdowns: [Int32]
  /// `in`: these places and all below; empty for all.
  package var places: [PlaceID]
  package var during: Period?
  /// `during last 3 years`: count and grain, counted back from the last bucket with data.
  package var last: (count: Int, grain: Grain)?
  /// Buckets, and years, before `during` that later verbs read; trimmed before rows are shown.
  package var historyBuckets: Int
  package var historyYears: Int
  /// Buckets after `during` that later verbs read, likewise.
  package var laterBuckets: Int
  package var preferred: [String]
  package var isMatched: Bool
  /// Tables the observations come from.
  package var tables: [Int32]
  /// What of the cells is read besides their values; what is not need not be worked out.
  package var read: CellReading
  package var hasHistory: Bool { historyBuckets > 0 || historyYears > 0 || laterBuckets > 0 }
  /// What binding found that a reader must know.
  package var notes: [Note]
  package var span: Span
  /// The span of `by`, for errors about the grid.
  package var gridSpan: Span

  package init(span: Span) {
    leaves = []
    terms = []
    placeGrid = .none
    periodGrid = .none
    breakdowns = []
    places = []
    during = nil
    last = nil
    historyBuckets = 0
    laterBuckets = 0
    historyYears = 0
    preferred = []
    isMatched = false
    tables = []
    read = .all
    notes = []
    self.span = span
    self.gridSpan = span
  }
}
