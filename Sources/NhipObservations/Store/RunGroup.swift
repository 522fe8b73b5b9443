// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
import Synchronization

/// What decides whether a value takes part in a cell, apart from place and time.
package struct RunKey: Hashable, Sendable {
  package var table: Int32
  package var indicator: Int32
  package var unit: Unit
  package var tuple: Int32
  package var status: StatusClass
  package var kind: ValueKind
  /// For reported changes: what they compare with (same period, previous, other), 0 else.
  package var comparator: UInt8
  package var grain: Grain
}

/// The values of one place in a group: slots in the group's buffers.
package struct Run: Sendable {
  package let place: PlaceID
  /// First slot in `values`.
  package let offset: Int32
  package let slotCount: Int32
  /// Ordinal of the first slot of a dense run.
  package let first: Int32
  /// First index into `ordinals` of a sparse run; -1 for a dense one.
  package let ordinalOffset: Int32

  package var isDense: Bool { ordinalOffset < 0 }
}

/// What decorates single observations of a group, kept beside the values and only where needed.
package struct SlotDetail: Sendable {
  package let lower: Double
  package let upper: Double
  package let qualifier: Qualifier
  package let record: Int32
  package let row: Int32
  package let comparison: Period
}

/// An observation with the same key, place and period as the one that shows.
package struct Alternative: Sendable {
  package let value: Double
  package let denominator: Double
  package let detail: SlotDetail
}

/// The runs of one key: one buffer of values, sorted by place in official order.
///
/// A final class, because snapshots of the store share groups; immutable after building, which
/// makes it `Sendable`.
package final class RunGroup: Sendable {
  package let key: RunKey
  package let runs: [Run]
  /// One a slot; NaN where nothing was reported.
  package let values: [Double]
  /// Ordinals of sparse runs; for irregular grains, indices into `periods`.
  package let ordinals: [Int32]
  /// The distinct periods of an irregular grain, in time order.
  package let periods: [Period]
  package let denominators: [Double]?
  /// Slots with details, ascending, and the details beside them.
  package let detailSlots: [Int32]
  package let details: [SlotDetail]
  /// File row of each slot, as far as it is kept.
  let rows: SlotRows
  package let alternatives: [Int32: [Alternative]]
  package let minimum: Double
  package let filledCount: Int
  /// Levels of the places, as ranks, ascending and distinct.
  package let levels: [PlaceLevel]
  /// Earliest and latest day of any period here.
  package let dayRange: ClosedRange<Int32>?
  package let panel: PanelFacts
  /// From the first to the last period, where all runs are dense.
  let denseOrdinals: ClosedRange<Int32>?
  /// Made when first of use.
  private let years = Mutex<YearSums?>(nil)

  init(
    key: RunKey, runs: [Run], values: [Double], ordinals: [Int32], periods: [Period],
    denominators: [Double]?, detailSlots: [Int32], details: [SlotDetail], rows: SlotRows,
    alternatives: [Int32: [Alternative]], minimum: Double, filledCount: Int, levels: [PlaceLevel],
    dayRange: ClosedRange<Int32>?
  ) {
    self.key = key
    self.runs = runs
    self.values = values
    self.ordinals = ordinals
    self.periods = periods
    self.denominators = denominators
    self.detailSlots = detailSlots
    self.details = details
    self.rows = rows
    self.alternatives = alternatives
    self.minimum = minimum
    self.filledCount = filledCount
    self.levels = levels
    self.dayRange = dayRange
    let first = runs.lazy.map(\.first).min() ?? .max
    let last = runs.lazy.map { $0.first + $0.slotCount - 1 }.max() ?? .min
    denseOrdinals = first <= last && runs.allSatisfy(\.isDense) ? first...last : nil
    panel = PanelFacts(
      values: values, filledCount: filledCount,
      isPlain: levels.count == 1 && detailSlots.isEmpty && alternatives.isEmpty
        && denominators == nil && key.grain.isRegular && runs.allSatisfy(\.isDense))
  }

  /// What each run sums up to by year; `nil` where that cannot stand for the values, or is not
  /// kept yet and may not be: `mayTake` is asked for the bytes.
  func yearSums(threads: Int, mayTake: (_ bytes: Int) -> Bool) -> YearSums? {
    years.withLock { kept in
      if kept == nil, let bytes = YearSums.largestByteCount(self), mayTake(bytes) {
        kept = YearSums(self, threads: threads)
      }
      return kept
    }
  }

  /// Bytes of the sums by year, where they are kept.
  var yearSumBytes: Int { years.withLock { $0?.byteCount ?? 0 } }

  /// The period of slot `index` (from 0) of a run.
  package func period(_ run: Run, _ index: Int) -> Period {
    if run.isDense { return Period(key.grain, run.first + Int32(index)) }
    let ordinal = ordinals[Int(run.ordinalOffset) + index]
    return key.grain.isRegular ? Period(key.grain, ordinal) : periods[Int(ordinal)]
  }

  /// The detail of a slot. Complexity: O(log details).
  package func detail(_ slot: Int32) -> SlotDetail? {
    let index = detailSlots.partitioningIndex { $0 >= slot }
    return index < detailSlots.count && detailSlots[index] == slot ? details[index] : nil
  }

  /// The runs whose places have depth-first numbers in `range`. Complexity: O(log runs).
  package func runs(within range: Range<Int32>, _ registry: PlaceRegistry) -> Range<Int> {
    func firstIndex(_ number: Int32) -> Int {
      runs.partitioningIndex { registry.order[Int($0.place)] >= number }
    }
    let start = firstIndex(range.lowerBound)
    return start..<max(start, firstIndex(range.upperBound))
  }

  /// The same, where the range mostly begins with the run at `hint`: steps that double find the
  /// end of few runs at once. Complexity: O(log found), O(log runs) where it begins elsewhere.
  package func runs(
    within range: Range<Int32>, _ registry: PlaceRegistry, near hint: Int
  ) -> Range<Int> {
    func number(_ run: Int) -> Int32 { registry.order[Int(runs[run].place)] }
    guard hint <= runs.count, hint == 0 || number(hint - 1) < range.lowerBound,
      hint == runs.count || number(hint) >= range.lowerBound
    else { return runs(within: range, registry) }
    var end = hint
    var step = 1
    while end + step <= runs.count && number(end + step - 1) < range.upperBound {
      end += step
      step *= 2
    }
    let rest = runs[end..<min(runs.count, end + step)]
    return hint..<rest.partitioningIndex { registry.order[Int($0.place)] >= range.upperBound }
  }

  /// The run of one place. Complexity: O(log runs).
  package func run(of place: PlaceID, _ registry: PlaceRegistry) -> Run? {
    let number = registry.order[Int(place)]
    let found = runs(within: number..<(number + 1), registry)
    return found.isEmpty ? nil : runs[found.lowerBound]
  }

  /// Every observation of the group, alternatives included, in run order.
  package func observations(_ visit: (Observation) -> Void) {
    for run in runs {
      let rows = rows(of: run)
      for index in 0..<Int(run.slotCount) {
        let slot = run.offset + Int32(index)
        let value = values[Int(slot)]
        guard !value.isNaN else { continue }
        let period = period(run, index)
        visit(
          observation(
            run.place, period, value, denominators?[Int(slot)] ?? .nan, detail(slot), rows[index]))
        for other in alternatives[slot] ?? [] {
          visit(
            observation(run.place, period, other.value, other.denominator, other.detail, 0))
        }
      }
    }
  }

  /// One observation of a run: what stands in the slot, or its alternative of that number.
  package func observation(_ run: Run, _ index: Int, alternative: Int? = nil) -> Observation? {
    let slot = run.offset + Int32(index)
    guard !values[Int(slot)].isNaN else { return nil }
    let period = period(run, index)
    guard let alternative else {
      return observation(
        run.place, period, values[Int(slot)], denominators?[Int(slot)] ?? .nan, detail(slot),
        rows(of: run)[index])
    }
    guard let others = alternatives[slot], others.indices.contains(alternative) else { return nil }
    let other = others[alternative]
    return observation(run.place, period, other.value, other.denominator, other.detail, 0)
  }

  private func observation(
    _ place: PlaceID, _ period: Period, _ value: Double, _ denominator: Double,
    _ detail: SlotDetail?, _ row: Int32
  ) -> Observation {
    Observation(
      indicator: key.indicator, unit: key.unit, place: place, period: period, tuple: key.tuple,
      value: value, denominator: denominator, lower: detail?.lower ?? value,
      upper: detail?.upper ?? value, qualifier: detail?.qualifier ?? .exact, status: key.status,
      kind: key.kind, comparison: detail?.comparison ?? .none, record: detail?.record ?? -1,
      row: detail?.row ?? row)
  }

  /// The file rows of a run of this group. Complexity: O(log runs).
  package func rows(of run: Run) -> RunRows {
    switch rows {
    case .unknown: return .unknown
    case .listed(let rows):
      return .listed(rows[Int(run.offset)..<Int(run.offset + run.slotCount)])
    case .stepped(let steps):
      return .stepped(steps[runs.partitioningIndex { $0.offset >= run.offset }])
    }
  }

  package var bytes: GroupBytes { GroupBytes(self) }
}
