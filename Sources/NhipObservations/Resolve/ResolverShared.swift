// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Resolver {
  /// The sum of some places' cells, bucket by bucket, over those that `isKept`.
  ///
  /// What is left out bounds nothing: a quotient over the places that both sides have is none over
  /// the whole, so an incomplete sum has no bounds.
  /// - Parameters:
  ///   - isKept: for each member, whether each of its buckets counts.
  ///   - expected: how many members the whole has; `nil` where nobody knows.
  ///   - level: what the members are, for the coverage.
  package func sum(
    _ members: [Cells], where isKept: [[Bool]], expected: Int?, level: String
  ) -> Cells {
    guard let bucketCount = members.first?.count else { return Cells(count: 0) }
    var kept = members
    for (number, buckets) in isKept.enumerated() {
      for (bucket, keeps) in buckets.enumerated() where !keeps { kept[number].clear(bucket) }
    }
    var result = summed(kept, expected: expected, unit: unit(level), buckets: bucketCount)
    for index in 0..<bucketCount where result.has(index) && !result.isComplete(index) {
      result.lower[index] = .nan
      result.upper[index] = .nan
    }
    return result
  }
}
