// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// A reported figure beside what its parts give along one axis.
package struct ReconciledAxis: Sendable {
  package enum Verdict: Sendable {
    /// The parts give what was reported, within the bounds of both.
    case agrees
    /// All parts are there and give something else, or some give more than the whole.
    case differs
    /// Parts are missing, so that they need not reach the whole.
    case incomplete
  }

  package let axis: ResolverAxis
  package let reported: (value: Double, lower: Double, upper: Double)
  package let reportedMarks: Marks
  package let parts: (value: Double, lower: Double, upper: Double)
  /// Parts that are there, and how many the whole has; `nil` where nobody knows.
  package let have: Int
  package let of: Int?
  /// What is counted: `month`, `commune`, a dimension's name.
  package let unit: String
  package let verdict: Verdict
}

extension Resolver {
  /// Every axis along which a reported cell has parts; empty where the cell is not reported.
  package func reconcile(
    place: PlaceID, combination: [BreakdownPart], bucket: Period
  ) -> [ReconciledAxis] {
    let (parts, forced) = split(combination)
    guard forced.isEmpty else { return [] }
    switch query.indicator.kind {
    case .share, .rate, .change, .undeclared: return []
    case .flow, .stock, .average, .ratio: break
    }
    let buckets = Bucketing(of: bucket)
    let relevant = relevantGroups(place, parts)
    let whole = reported(place, parts, buckets, relevant)
    guard whole.has(0), !whole.marks[0].contains(.held) else { return [] }
    return candidates(place, parts, buckets, relevant).compactMap { candidate in
      guard candidate.cells.has(0) else { return nil }
      let (have, of, unit) = count(candidate, place, parts, buckets, relevant)
      return ReconciledAxis(
        axis: candidate.axis, reported: (whole.value[0], whole.lower[0], whole.upper[0]),
        reportedMarks: whole.marks[0].intersection([.conflict, .approximate, .provisional]),
        parts: (candidate.cells.value[0], candidate.cells.lower[0], candidate.cells.upper[0]),
        have: have, of: of, unit: unit, verdict: verdict(whole, candidate.cells))
    }
  }

  private func verdict(_ whole: Cells, _ parts: Cells) -> ReconciledAxis.Verdict {
    let scale = 1e-9 * max(1, whole.value[0].magnitude)
    let above = parts.lower[0] > whole.upper[0] + scale
    if parts.isComplete(0) {
      return above || parts.upper[0] < whole.lower[0] - scale ? .differs : .agrees
    }
    if query.isNonNegative && above { return .differs }
    return (parts.value[0] - whole.value[0]).magnitude <= scale ? .agrees : .incomplete
  }

  private func count(
    _ candidate: Candidate, _ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing,
    _ relevant: [RunGroup]
  ) -> (have: Int, of: Int?, unit: String) {
    switch candidate.axis {
    case .time(let finer):
      guard let (fine, ranges, _) = buckets.refined(to: finer) else { return (0, nil, finer.word) }
      let members = cells(place, parts, fine)
      return (ranges[0].count { members.has($0) }, ranges[0].count, finer.word)
    case .places:
      let coverage = candidate.cells.coverage[0]
      if coverage.of != 0, coverageUnits.indices.contains(Int(coverage.unit)) {
        return (
          Int(coverage.have), coverage.of < 0 ? nil : Int(coverage.of),
          coverageUnits[Int(coverage.unit)]
        )
      }
      let children = registry.children[Int(place)].filter { !registry[$0].isUnnamed }
      let have = children.count { cells($0, parts, buckets).has(0) }
      return (have, have, children.first.map { registry[$0].level.name } ?? "place")
    case .breakdown(let dimension):
      let order = values(of: dimension, in: relevant)
      let members = order.map { cells(place, with($0, of: dimension, parts), buckets) }
      let name = query.store.breakdowns.dimensions[Int(dimension)]
      let isClosed = query.indicator.completeBreakdowns.contains(name)
      let used = Self.usedParts(members, 0, addsUp: query.indicator.isAdditive(over: name))
      return (used.count, isClosed ? order.count : nil, name)
    }
  }
}
