// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A published table of counts and percent changes, checked row by row (half-up or half-even).
package struct PercentConsistencyTable: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package var before: Int
    package var after: Int
    package var reported: String

    package init(before: Int, after: Int, reported: String) {
      self.before = before
      self.after = after
      self.reported = reported
    }
  }

  /// Whether each printed percent follows from its counts; `nil` for a row whose base is zero.
  package let consistent: [Bool?]
  /// Positions of the rows that contradict their counts.
  package let inconsistentRows: [Int]

  package init(_ rows: [Row]) throws(StatisticsError) {
    var consistent: [Bool?] = []
    for index in rows.indices {
      let row = rows[index]
      guard row.before >= 0, row.after >= 0 else { throw .negativeCount(index: index) }
      guard row.before <= PercentConsistency.maximumCount,
        row.after <= PercentConsistency.maximumCount
      else { throw .invalidParameter(field: "counts", index: index) }
      guard let percent = try? ReportedPercent(row.reported) else {
        throw .invalidParameter(field: "reported", index: index)
      }
      let verdict = PercentConsistency.isConsistent(
        percent, before: row.before, after: row.after)
      consistent.append(row.before == 0 ? nil : verdict)
    }
    self.consistent = consistent
    inconsistentRows = consistent.indices.filter { consistent[$0] == false }
  }
}
