// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The file row of each slot of a group, for `why`, as far as it costs next to nothing.
package enum SlotRows: Sendable {
  /// Largest group whose rows are written out: 16 KiB of them.
  static let listLimit = 4_096
  /// Most slots whose rows are looked at, to see whether they follow from the slots.
  static let searchLimit = 1_000_000
  /// Slots in a run on average from which a step a run stays under a quarter of a byte a slot.
  private static let stepSlots = 32

  case unknown
  case listed([Int32])
  /// In each run the rows go up by equal steps, as in files sorted by place or by period.
  case stepped([Step])

  /// The row of the first slot of a run, and how far the next slot's row is.
  package struct Step: Sendable {
    let first: Int32
    let step: Int32
  }

  /// Whether the rows of a group are worth writing down, to be looked at.
  ///
  /// - Parameter haveSteps: whether they can go up by equal steps in each run.
  static func mayBeKept(slots: Int, runs: Int, haveSteps: Bool) -> Bool {
    slots <= listLimit || (haveSteps && slots <= searchLimit && slots >= runs * stepSlots)
  }

  /// - Parameters:
  ///   - rows: one a slot; what stands for empty slots does not count.
  ///   - values: NaN in empty slots.
  init(_ rows: [Int32], of runs: [Run], _ values: [Double]) {
    guard rows.count > Self.listLimit else {
      self = .listed(rows)
      return
    }
    self = .unknown
    guard rows.count >= runs.count * Self.stepSlots else { return }
    var steps: [Step] = []
    steps.reserveCapacity(runs.count)
    for run in runs {
      guard let step = Self.step(rows, run, values) else { return }
      steps.append(step)
    }
    self = .stepped(steps)
  }

  private static func step(_ rows: [Int32], _ run: Run, _ values: [Double]) -> Step? {
    let slots = Int(run.offset)..<Int(run.offset + run.slotCount)
    var filled = slots.lazy.filter { !values[$0].isNaN }.makeIterator()
    guard let one = filled.next() else { return Step(first: 0, step: 0) }
    var step = 0
    if let two = filled.next() { step = (Int(rows[two]) - Int(rows[one])) / (two - one) }
    let first = Int(rows[one]) - (one - slots.lowerBound) * step
    for slot in slots where !values[slot].isNaN {
      guard Int(rows[slot]) == first + (slot - slots.lowerBound) * step else { return nil }
    }
    guard let first = Int32(exactly: first), let step = Int32(exactly: step) else { return nil }
    return Step(first: first, step: step)
  }

  /// Bytes these take.
  var byteCount: Int {
    switch self {
    case .unknown: 0
    case .listed(let rows): rows.count * MemoryLayout<Int32>.stride
    case .stepped(let steps): steps.count * MemoryLayout<Step>.stride
    }
  }
}

/// The file rows of one run; 0 where unknown.
package enum RunRows {
  case unknown
  case listed(ArraySlice<Int32>)
  case stepped(SlotRows.Step)

  /// The row of slot `index` (from 0) of the run.
  package subscript(index: Int) -> Int32 {
    switch self {
    case .unknown: 0
    case .listed(let rows): rows[rows.startIndex + index]
    case .stepped(let step): step.first + Int32(index) * step.step
    }
  }
}
