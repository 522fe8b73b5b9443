// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// A way to make a cell from its parts.
package enum ResolverAxis: Hashable, Sendable {
  /// From periods of a finer grain.
  case time(Grain)
  /// From the places below.
  case places
  /// From the values of a dimension.
  case breakdown(Int32)
}

/// How an observation took part in a cell.
package enum ObservationUse: Hashable, Sendable {
  /// It makes the cell: reported for it where no axis stands between, else a part along these.
  case used([ResolverAxis])
  /// The cell is what nested reports leave over, and this is one of them or a part of one.
  case remainder(isSubtracted: Bool)
  /// Another observation with the same key shows.
  case alternative
  case unused(UnusedReason)
}

package enum UnusedReason: Hashable, Sendable {
  /// The cell has a reported figure, beside which parts are never added.
  case reportedStands
  /// Another axis is complete, or covers more.
  case otherAxis
  /// The period does not lie in the cell's.
  case periodOutside
  /// A stock that was counted again later.
  case laterDate
  /// An average of a shorter period stands.
  case shorterPeriod
  /// Its kind does not add up.
  case notAdditive
  /// The place has no name, so that it belongs to no total.
  case unnamedPlace
}

/// An observation behind a cell.
package struct TracedObservation: Sendable {
  package let observation: Observation
  package let use: ObservationUse
  /// Equal for observations with one key, place and period: alternatives of each other.
  package let slot: TraceSlot
}

/// The slot of a group that observations of one key share.
package struct TraceSlot: Hashable, Sendable {
  let group: Int
  let slot: Int32
}

/// Collects the observations behind one cell.
private struct Trace {
  var found: [TracedObservation] = []
  /// Observations told already: slot and number of the alternative, -1 for the slot itself.
  var seen: [TraceSlot: Set<Int>] = [:]
  var reasons: [TraceSlot: UnusedReason] = [:]
  let limit: Int

  var isFull: Bool { found.count >= limit }

  mutating func add(
    _ observation: Observation, _ use: ObservationUse, _ slot: TraceSlot, _ number: Int
  ) {
    guard seen[slot, default: []].insert(number).inserted else { return }
    found.append(TracedObservation(observation: observation, use: use, slot: slot))
  }
}

extension Resolver {
  /// The observations behind the cell of a place and bucket: those that make it first, then those
  /// that were there and did not. At most about `limit`.
  package func trace(
    places: [PlaceID], combination: [BreakdownPart], bucket: Period, limit: Int
  ) -> [TracedObservation] {
    var trace = Trace(limit: limit)
    let (parts, forced) = split(combination)
    for place in places {
      let path: [ResolverAxis] = places.count > 1 ? [.places] : []
      if let axis = forced.first {
        let buckets = Bucketing(of: bucket)
        let order = sorted(axis.allowed, of: axis.dimension)
        traceBreakdown(axis.dimension, order, place, parts, buckets, path, &trace)
      } else {
        traceCell(place, parts, bucket, path, &trace)
      }
    }
    for place in places where !trace.isFull {
      addUnused(place, parts, forced, bucket, &trace)
    }
    return trace.found
  }

  private func traceCell(
    _ place: PlaceID, _ parts: [BreakdownPart], _ bucket: Period, _ path: [ResolverAxis],
    _ trace: inout Trace
  ) {
    guard !trace.isFull else { return }
    let buckets = Bucketing(of: bucket)
    let relevant = relevantGroups(place, parts)
    guard !relevant.isEmpty else { return }
    if reported(place, parts, buckets, relevant).has(0) {
      addReported(place, parts, bucket, path, &trace)
      return
    }
    switch query.indicator.kind {
    case .share, .rate, .change, .undeclared: return
    case .flow, .stock, .average, .ratio: break
    }
    let candidates = candidates(place, parts, buckets, relevant)
    guard let best = best(0, among: candidates.map(\.cells)) else { return }
    let axis = candidates[best].axis
    let below = path.last == axis ? path : path + [axis]
    switch axis {
    case .time(let finer):
      guard let (fine, ranges, _) = buckets.refined(to: finer) else { return }
      let members = cells(place, parts, fine)
      for part in ranges[0] where members.has(part) && !members.marks[part].contains(.held) {
        traceCell(place, parts, fine.period(part), below, &trace)
      }
    case .places:
      for child in registry.children[Int(place)] where !registry[child].isUnnamed {
        if cells(child, parts, buckets).has(0) { traceCell(child, parts, bucket, below, &trace) }
      }
    case .breakdown(let dimension):
      traceBreakdown(
        dimension, values(of: dimension, in: relevant), place, parts, buckets, path, &trace)
    }
  }

  private func traceBreakdown(
    _ dimension: Int32, _ order: [Int32], _ place: PlaceID, _ parts: [BreakdownPart],
    _ buckets: Bucketing, _ path: [ResolverAxis], _ trace: inout Trace
  ) {
    let axis = ResolverAxis.breakdown(dimension)
    let members = order.map { cells(place, with($0, of: dimension, parts), buckets) }
    let adds = query.indicator.isAdditive(over: query.store.breakdowns.dimensions[Int(dimension)])
    for used in Self.usedParts(members, 0, addsUp: adds) {
      traceCell(
        place, with(order[used], of: dimension, parts), buckets.period(0),
        path.last == axis ? path : path + [axis], &trace)
    }
  }

  /// The observations that stand for this very place, breakdown and bucket: the one that shows and
  /// its alternatives.
  private func addReported(
    _ place: PlaceID, _ parts: [BreakdownPart], _ bucket: Period, _ path: [ResolverAxis],
    _ trace: inout Trace
  ) {
    var fitting: [(group: Int, run: Run, index: Int, rank: Int)] = []
    for (number, group) in query.groups.enumerated() where query.tuple(group).parts == parts {
      guard let run = group.run(of: place, registry) else { continue }
      for index in 0..<Int(run.slotCount)
      where !group.values[Int(run.offset) + index].isNaN {
        guard let rank = rank(group.period(run, index), bucket) else { continue }
        fitting.append((number, run, index, rank))
      }
    }
    guard let best = fitting.map(\.rank).max() else { return }
    let shown = fitting.filter { $0.rank == best }
    // Of several tables the later shows, unless a preferred one is named.
    let ranks = shown.map { item in
      let group = query.groups[item.group]
      let slot = item.run.offset + Int32(item.index)
      let others = group.alternatives[slot] ?? []
      let chosen = preferredIndex(group, slot, others)
      return sourceRank(group, chosen < 0 ? group.detail(slot) : others[chosen].detail)
    }
    let winner = ranks.lastIndex { $0 == ranks.min() }
    for (position, item) in shown.enumerated() {
      let group = query.groups[item.group]
      let slot = TraceSlot(group: item.group, slot: item.run.offset + Int32(item.index))
      let others = group.alternatives[slot.slot] ?? []
      let preferred = preferredIndex(group, slot.slot, others)
      for number in -1..<others.count {
        guard
          let observation = group.observation(
            item.run, item.index, alternative: number < 0 ? nil : number)
        else { continue }
        let shows = position == winner && number == preferred
        trace.add(observation, shows ? .used(path) : .alternative, slot, number)
      }
    }
    for item in fitting where item.rank < best {
      let slot = TraceSlot(group: item.group, slot: item.run.offset + Int32(item.index))
      trace.reasons[slot] = query.indicator.kind == .stock ? .laterDate : .shorterPeriod
    }
  }

  /// How well an observation's period serves a bucket; `nil` where it does not.
  private func rank(_ period: Period, _ bucket: Period) -> Int? {
    switch query.indicator.kind {
    case .stock:
      if period.grain == .none { return Int(Int32.min) }
      guard let day = period.lastDay, Bucketing(of: bucket).index(ofDay: day) != nil else {
        return nil
      }
      return Int(day)
    case .average:
      guard period.grain == .none || period == bucket || period.contains(bucket) else {
        return nil
      }
      return -(period.dayCount ?? Int(Int32.max))
    default: return period == bucket ? 0 : nil
    }
  }

  /// Observations of the cell that did not make it, with the reason.
  private func addUnused(
    _ place: PlaceID, _ parts: [BreakdownPart], _ forced: [BreakdownFilter], _ bucket: Period,
    _ trace: inout Trace
  ) {
    let start = registry.order[Int(place)]
    let range = start..<(rollsUpPlaces ? registry.subtreeEnd[Int(place)] : start + 1)
    let isReported =
      forced.isEmpty
      && reported(place, parts, Bucketing(of: bucket), relevantGroups(place, parts)).has(0)
    for (number, group) in query.groups.enumerated() {
      let tuple = query.tuple(group)
      guard parts.allSatisfy({ tuple.value(of: $0.dimension) == $0.value }) else { continue }
      for run in group.runs[group.runs(within: range, registry)] {
        for index in 0..<Int(run.slotCount) {
          guard !trace.isFull else { return }
          let slot = TraceSlot(group: number, slot: run.offset + Int32(index))
          guard trace.seen[slot] == nil, group.period(run, index).overlaps(bucket),
            let observation = group.observation(run, index)
          else { continue }
          let reason =
            trace.reasons[slot]
            ?? self.reason(observation, place, bucket, isReported: isReported)
          trace.add(observation, .unused(reason), slot, -1)
        }
      }
    }
  }

  private func reason(
    _ observation: Observation, _ place: PlaceID, _ bucket: Period, isReported: Bool
  ) -> UnusedReason {
    if observation.place != place && registry[observation.place].isUnnamed { return .unnamedPlace }
    if !canServe(observation.period, Bucketing(of: bucket)) { return .periodOutside }
    if isReported { return .reportedStands }
    switch query.indicator.kind {
    case .share, .rate, .change, .undeclared: return .notAdditive
    case .flow, .stock, .average, .ratio: return .otherAxis
    }
  }
}

extension Bucketing {
  /// One bucket, in the form that the grid of such a period has.
  package init(of period: Period) {
    self =
      period.grain.isRegular
      ? .regular(period.grain, first: period.first, count: 1)
      : .single(period)
  }
}
