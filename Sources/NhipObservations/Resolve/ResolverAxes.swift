// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension Resolver {
  /// The share of the whole that an open breakdown counts for when axes are compared: it covers
  /// the whole place and period, but nobody says that its values are all.
  private static let openBreakdownFraction: Float = 0.999
  /// The share that places count for whose number nobody knows.
  private static let unknownCountFraction: Float = 0.001

  /// From finer periods of the same place that tile the bucket; averages take their mean.
  func alongTime(
    _ finer: Grain, _ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing
  ) -> Cells? {
    guard let (fine, ranges, isFilled) = buckets.refined(to: finer) else { return nil }
    let below = cells(place, parts, fine)
    var result = Cells(count: buckets.count)
    let nonNegative = query.isNonNegative
    let unitIndex = unit(finer.word)
    let isAverage = query.indicator.kind == .average
    for (index, range) in ranges.enumerated() {
      var sum = CellSum()
      var have = 0
      var complete = 0
      var fraction: Float = 0
      var marks: Marks = []
      for part in range where below.has(part) && !below.marks[part].contains(.held) {
        sum.add(below, part)
        have += 1
        if below.isComplete(part) { complete += 1 }
        fraction += below.fraction[part]
        marks.formUnion(below.marks[part].intersection(Cells.inherited))
      }
      guard have > 0 else { continue }
      let isWhole = isFilled && have == range.count
      if isAverage {
        // A mean of some months is no yearly average, nor does it bound it.
        guard isWhole else { continue }
      }
      result.set(index, sum)
      if isAverage { result.divide(index, by: Double(have)) }
      if !isWhole {
        marks.insert(.partial)
        result.open(index, isNonNegative: nonNegative)
      }
      result.marks[index] = marks
      result.fraction[index] = fraction / Float(range.count)
      if !isFilled, let inside = fine.days?.count, let whole = buckets.period(index).dayCount {
        result.fraction[index] *= Float(inside) / Float(whole)
      }
      result.isOwn[index] = range.allSatisfy { !below.has($0) || below.isOwn[$0] }
      if isWhole && complete == have {
        result.coverage[index] = .full
      } else if let merged = timeCoverage(
        below, range, fine, isFilled ? nil : buckets.period(index))
      {
        result.coverage[index] = merged
      } else if isWhole, let first = range.first, below.coverage[first].of != 0 {
        // All months are there, and parts of them are missing: what they count says more.
        result.coverage[index] = mergedCoverage(below, range)
      } else {
        result.coverage[index] = Self.coverage(
          have: have, complete: complete, of: range.count, unit: unitIndex)
      }
    }
    return result
  }

  /// From the places one level below.
  func alongPlaces(
    _ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing, _ groups: [RunGroup]
  ) -> Cells? {
    let children = registry.children[Int(place)].filter { !registry[$0].isUnnamed }
    guard let first = children.first else { return nil }
    let childLevel = registry[first].level
    let members = children.map { cells($0, parts, buckets) }
    guard members.contains(where: { !$0.value.allSatisfy(\.isNaN) }) else { return nil }
    // Children of another level beside them (a commune that no district holds) count as they are.
    let others = children.count { registry[$0].level != childLevel }
    var expected = registry.unitCount(of: childLevel, within: place).map { $0 + others }
    if registry[place].expectsReporters {
      expected = children.filter { hasRun($0, groups) }.count
    }
    var result = summed(
      members, expected: expected, unit: unit(childLevel.name), buckets: buckets.count)
    // Where every child got its value from deeper units of one level, those are what is counted.
    for index in 0..<result.count where result.has(index) && !result.isComplete(index) {
      let valued = members.filter { $0.has(index) }
      guard let sample = valued.first, sample.coverage[index].of != 0,
        valued.allSatisfy({
          !$0.isOwn[index] && $0.coverage[index].of != 0
            && $0.coverage[index].unit == sample.coverage[index].unit
        })
      else { continue }
      let name = coverageUnits[Int(sample.coverage[index].unit)]
      guard Grain(word: name) == nil else { continue }
      let have = valued.reduce(0) { $0 + $1.coverage[index].have }
      let total = registry.unitCount(of: .named(name), within: place).map { Int32($0) } ?? -1
      result.coverage[index] = Coverage(have: have, of: total, unit: sample.coverage[index].unit)
      // Units that lack some of their own parts are not counted, but they are there.
      if total > 0 {
        result.fraction[index] = max(result.fraction[index], Float(have) / Float(total))
      }
    }
    return result
  }

  private func hasRun(_ place: PlaceID, _ groups: [RunGroup]) -> Bool {
    let range = registry.order[Int(place)]..<registry.subtreeEnd[Int(place)]
    return groups.contains { !$0.runs(within: range, registry).isEmpty }
  }

  /// Adds members bucket by bucket. `expected` is how many the whole has, `nil` if unknown.
  func summed(_ members: [Cells], expected: Int?, unit: UInt8, buckets: Int) -> Cells {
    var result = Cells(count: buckets)
    let nonNegative = query.isNonNegative
    for index in 0..<buckets {
      var sum = CellSum()
      var complete = 0
      var have = 0
      var fraction: Float = 0
      var marks: Marks = []
      var oldest = Int32.max
      for member in members where member.has(index) {
        sum.add(member, index)
        have += 1
        if member.isCovered(index) { complete += 1 }
        fraction += member.fraction[index]
        marks.formUnion(member.marks[index].intersection(Cells.inherited))
        if member.asOf[index] != .min { oldest = min(oldest, member.asOf[index]) }
      }
      guard have > 0 else { continue }
      result.set(index, sum)
      let isWhole = expected.map { have >= $0 } ?? false
      if !isWhole || marks.contains(.partial) || marks.contains(.parts) {
        if !isWhole {
          marks.insert(.partial)
          result.open(index, isNonNegative: nonNegative)
        }
        result.coverage[index] =
          isWhole && complete == have
          ? .full : Self.coverage(have: have, complete: complete, of: expected ?? -1, unit: unit)
      }
      result.marks[index] = marks
      if oldest != .max { result.asOf[index] = oldest }
      result.fraction[index] =
        expected.map { fraction / Float(max($0, 1)) } ?? Self.unknownCountFraction
    }
    return result
  }

  /// From the values of one breakdown dimension.
  func alongBreakdown(
    _ dimension: Int32, _ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing,
    _ groups: [RunGroup], addsUp: Bool
  ) -> Cells {
    let space = query.store.breakdowns
    let isClosed = query.indicator.completeBreakdowns.contains(space.dimensions[Int(dimension)])
    // The whole has every value that the indicator ever has, not only those that stand here.
    let order = values(of: dimension, in: isClosed ? query.groups : groups)
    return breakdownSum(
      dimension, order, place, parts, buckets, isClosed: isClosed && addsUp, addsUp: addsUp,
      countsValues: isClosed && addsUp)
  }

  /// Over the values that a predicate selects, without looking for a figure that has none.
  func alongForcedBreakdown(
    _ filter: BreakdownFilter, _ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing
  ) -> Cells {
    let space = query.store.breakdowns
    // Values that the query does not name are those that the indicator has.
    let order =
      filter.isEnumerated
      ? sorted(filter.allowed, of: filter.dimension)
      : values(of: filter.dimension, in: query.groups)
    let declared = query.indicator.completeBreakdowns.contains(
      space.dimensions[Int(filter.dimension)])
    return breakdownSum(
      filter.dimension, order, place, parts, buckets, isClosed: filter.isEnumerated || declared,
      addsUp: query.indicator.isAdditive(over: space.dimensions[Int(filter.dimension)]),
      countsValues: true)
  }

  /// - Parameters:
  ///   - isClosed: whether the whole is made of these values and no others.
  ///   - countsValues: whether values that are not there are told.
  private func breakdownSum(
    _ dimension: Int32, _ values: [Int32], _ place: PlaceID, _ parts: [BreakdownPart],
    _ buckets: Bucketing, isClosed: Bool, addsUp: Bool, countsValues: Bool
  ) -> Cells {
    let members = values.map { cells(place, with($0, of: dimension, parts), buckets) }
    let nonNegative = query.isNonNegative
    let unitIndex = unit(query.store.breakdowns.dimensions[Int(dimension)])
    var result = Cells(count: buckets.count)
    for index in 0..<buckets.count {
      let used = Self.usedParts(members, index, addsUp: addsUp)
      guard !used.isEmpty, addsUp || (used.count == 1 && nonNegative) else { continue }
      var marks: Marks = []
      var sum = CellSum()
      var fraction: Float = 0
      var oldest = Int32.max
      for member in used {
        sum.add(members[member], index)
        fraction += members[member].fraction[index]
        marks.formUnion(members[member].marks[index].intersection(Cells.inherited))
        let date = members[member].asOf[index]
        if date != .min { oldest = min(oldest, date) }
      }
      result.set(index, sum)
      let isWhole = isClosed && used.count == values.count
      if !isWhole {
        marks.insert(.parts)
        result.open(index, isNonNegative: nonNegative)
        if countsValues && used.count < values.count {
          result.coverage[index] = Coverage(
            have: Int32(used.count), of: Int32(values.count), unit: unitIndex)
        }
      }
      result.marks[index] = marks
      if oldest != .max { result.asOf[index] = oldest }
      result.isOwn[index] = used.allSatisfy { members[$0].isOwn[index] }
      // A part that is left out, or a declared value that is not there, covers nothing.
      let known = isClosed ? values.count : members.count { $0.has(index) }
      let mean = fraction / Float(known)
      result.fraction[index] = isWhole ? mean : mean * Self.openBreakdownFraction
      if marks.contains(.partial), result.coverage[index].of == 0 {
        let partial = used.filter { members[$0].coverage[index].of != 0 }
        let least = partial.min { members[$0].fraction[index] < members[$1].fraction[index] }
        if let least { result.coverage[index] = members[least].coverage[index] }
      }
    }
    return result
  }

  /// The values of a dimension that the groups bear, in the order of their words.
  func values(of dimension: Int32, in groups: [RunGroup]) -> [Int32] {
    var found: Set<Int32> = []
    for group in groups {
      if let value = query.tuple(group).value(of: dimension) { found.insert(value) }
    }
    return sorted(found, of: dimension)
  }

  func sorted(_ values: Set<Int32>, of dimension: Int32) -> [Int32] {
    let words = query.store.breakdowns.values[Int(dimension)]
    return values.sorted { words[Int($0)] < words[Int($1)] }
  }

  /// `parts` and one value more.
  func with(_ value: Int32, of dimension: Int32, _ parts: [BreakdownPart]) -> [BreakdownPart] {
    (parts + [BreakdownPart(dimension: dimension, value: value)]).sorted {
      $0.dimension < $1.dimension
    }
  }

  /// Which members of a breakdown stand for it: all that have a value, where they add up. Of others
  /// the one that is complete or was reported for the whole place, be it for some of the time: one
  /// ward's 12 hides no province's 1,370.
  static func usedParts(_ members: [Cells], _ index: Int, addsUp: Bool) -> [Int] {
    let valued = members.indices.filter { members[$0].has(index) }
    guard !addsUp, valued.contains(where: { members[$0].isComplete(index) }) else { return valued }
    return valued.filter { members[$0].isComplete(index) || members[$0].isOwn[index] }
  }
}
