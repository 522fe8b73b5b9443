// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// A value that reports of other stretches of time leave over.
package struct Remainder: Sendable {
  /// A report that leads to the value.
  package struct Step: Hashable, Sendable {
    package let period: Period
    package let isSubtracted: Bool
  }

  package var value: Double
  package var lower: Double
  package var upper: Double
  package var marks: Marks
  /// How it comes about, in the order in which the reports were followed; empty for a cell that
  /// stands by itself.
  package private(set) var steps: [Step] = []

  package init(
    value: Double, lower: Double, upper: Double, marks: Marks, steps: [Step] = []
  ) {
    self.steps = steps
    self.value = value
    self.lower = lower
    self.upper = upper
    self.marks = marks
  }
}

extension Resolver {
  /// Stretches that one derivation may add and subtract: a year and eleven of its months.
  private static let stretchLimit = 12

  /// The value of a bucket from nested and neighbouring reports: nine months less six are the third
  /// quarter. Reports are steps between days; the fewest steps that lead from the bucket's first
  /// day past its last give the value. Bounds are subtracted as intervals. `nil` where nothing
  /// complete leads there, or the indicator does not add up over time.
  package func remainder(
    places: [PlaceID], combination: [BreakdownPart], bucket: Period
  ) -> Remainder? {
    guard query.indicator.kind == .flow || query.indicator.kind == .ratio,
      query.indicator.additiveOverTime, let first = bucket.firstDay, let last = bucket.lastDay
    else { return nil }
    let stretches = stretches(places, combination, except: bucket)
    guard !stretches.isEmpty else { return nil }
    var known: [Period: Report] = [:]
    func report(_ period: Period) -> Report? {
      if let found = known[period] { return found.isThere ? found : nil }
      let cells = resolvePooled(
        places: places, combination: combination, buckets: Bucketing(of: period))
      let found = Report(cells, of: period)
      known[period] = found
      return found.isThere ? found : nil
    }
    var reached: [Int32: Remainder] = [
      first: Remainder(value: 0, lower: 0, upper: 0, marks: .derived)
    ]
    var frontier = [first]
    for _ in 0..<Self.stretchLimit {
      var next: [Int32] = []
      for day in frontier {
        guard let sum = reached[day] else { continue }
        for period in stretches {
          guard let start = period.firstDay, let end = period.lastDay else { continue }
          if start == day, reached[end + 1] == nil, let report = report(period) {
            reached[end + 1] = report.added(to: sum)
            next.append(end + 1)
          } else if end + 1 == day, reached[start] == nil, let report = report(period) {
            reached[start] = report.subtracted(from: sum)
            next.append(start)
          }
        }
      }
      if let found = reached[last + 1] { return checked(found) }
      if next.isEmpty { return nil }
      frontier = next
    }
    return nil
  }

  /// One report as a step.
  private struct Report {
    let period: Period
    let isThere: Bool
    let value: Double
    let lower: Double
    let upper: Double
    let marks: Marks

    init(_ cells: Cells, of period: Period) {
      self.period = period
      isThere = cells.isComplete(0)
      value = cells.value[0]
      lower = cells.lower[0].isNaN ? -.infinity : cells.lower[0]
      upper = cells.upper[0].isNaN ? .infinity : cells.upper[0]
      marks = cells.marks[0].intersection(Cells.inherited)
    }

    func added(to sum: Remainder) -> Remainder {
      Remainder(
        value: sum.value + value, lower: sum.lower + lower, upper: sum.upper + upper,
        marks: sum.marks.union(marks),
        steps: sum.steps + [.init(period: period, isSubtracted: false)])
    }

    func subtracted(from sum: Remainder) -> Remainder {
      Remainder(
        value: sum.value - value, lower: sum.lower - upper, upper: sum.upper - lower,
        marks: sum.marks.union(marks),
        steps: sum.steps + [.init(period: period, isSubtracted: true)])
    }
  }

  /// A count cannot lie below zero: reports that leave less contradict each other.
  private func checked(_ found: Remainder) -> Remainder {
    var result = found
    guard query.isNonNegative else { return result }
    if result.upper < 0 {
      result.marks.insert(.differs)
    } else {
      result.lower = max(result.lower, min(0, result.value))
    }
    return result
  }

  /// The stretches for which something at or below the places is reported, in time order.
  private func stretches(
    _ places: [PlaceID], _ combination: [BreakdownPart], except bucket: Period
  ) -> [Period] {
    let (parts, _) = split(combination)
    var found: Set<Period> = []
    for place in places {
      let start = registry.order[Int(place)]
      let range = start..<(rollsUpPlaces ? registry.subtreeEnd[Int(place)] : start + 1)
      for group in relevantGroups(place, parts) {
        for run in group.runs[group.runs(within: range, registry)] {
          for index in 0..<Int(run.slotCount)
          where !group.values[Int(run.offset) + index].isNaN {
            let period = group.period(run, index)
            if period != bucket, period.firstDay != nil, period.lastDay != nil {
              found.insert(period)
            }
          }
        }
      }
    }
    return found.sorted()
  }
}
