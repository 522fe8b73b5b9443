// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Column {
  /// The rows at `indices`, in that order, flat; -1 gives a missing value. Run-encoded keys stay
  /// so where the rows are known to ascend.
  package func gathered(
    _ indices: [Int32], areAscending: Bool = false, _ morsels: Morsels = .serial
  ) -> Column {
    let detail = detail?.gathered(indices)
    func picked<T: Sendable>(_ values: [T], _ empty: T) -> [T] {
      gather(values, indices, empty: empty, morsels)
    }
    switch storage {
    case .numbers(let values): return Column(.numbers(picked(values, .nan)), detail: detail)
    case .booleans(let values): return Column(.booleans(picked(values, 2)))
    case .text(let codes, let dictionary): return Column(.text(picked(codes, -1), dictionary))
    case .places(let values): return Column(.places(picked(values, -1)))
    case .periods(let values): return Column(.periods(picked(values, .none)))
    case .periodCodes(let codes, let periods):
      return Column(.periodCodes(picked(codes, -1), periods))
    case .textRuns(let codes, let dictionary, let runs):
      // One text for all rows stays one.
      if codes.count == 1, !indices.isEmpty, codes[0] < 0 || indices.allSatisfy({ $0 >= 0 }) {
        return Column(.textRuns(codes, dictionary, RunEnds([indices.count])))
      }
      if areAscending, let kept = ascendingRuns(codes, runs, indices) {
        return Column(.textRuns(kept.values, dictionary, kept.runs))
      }
      return Column(.text(gatherRuns(codes, runs, indices, empty: -1), dictionary))
    case .placeRuns(let values, let runs):
      if areAscending, let kept = ascendingRuns(values, runs, indices) {
        return Column(.placeRuns(kept.values, kept.runs))
      }
      return Column(.places(gatherRuns(values, runs, indices, empty: -1)))
    case .periodRuns(let grain, let starts, let runs):
      var result: [Period] = []
      result.reserveCapacity(indices.count)
      var cursor = 0
      for index in indices {
        guard index >= 0 else {
          result.append(.none)
          continue
        }
        let row = Int(index)
        if row >= runs.ends[cursor] || row < runs.start(cursor) { cursor = runs.run(of: row) }
        result.append(Period(grain, starts[cursor] + Int32(row - runs.start(cursor))))
      }
      return Column(.periods(result))
    }
  }

  private func gatherRuns(
    _ values: [Int32], _ runs: RunEnds, _ indices: [Int32], empty: Int32
  ) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(indices.count)
    var cursor = 0
    for index in indices {
      guard index >= 0 else {
        result.append(empty)
        continue
      }
      let row = Int(index)
      if row >= runs.ends[cursor] || row < runs.start(cursor) { cursor = runs.run(of: row) }
      result.append(values[cursor])
    }
    return result
  }

  /// The runs that ascending rows leave, where they are few beside the rows.
  private func ascendingRuns(
    _ values: [Int32], _ runs: RunEnds, _ indices: [Int32]
  ) -> (values: [Int32], runs: RunEnds)? {
    guard values.count < indices.count / 8 else { return nil }
    var kept: [Int32] = []
    var ends: [Int] = []
    var start = 0
    for run in values.indices {
      // One past the last index inside this run.
      let end = indices[start...].partitioningIndex { Int($0) >= runs.ends[run] }
      guard end > start else { continue }
      kept.append(values[run])
      ends.append(end)
      start = end
    }
    return (kept, RunEnds(ends))
  }
}

func gather<T: Sendable>(
  _ values: [T], _ indices: [Int32], empty: T, _ morsels: Morsels = .serial
) -> [T] {
  let ranges = morsels.ranges(indices.count)
  return values.withUnsafeBufferPointer { values in
    indices.withUnsafeBufferPointer { indices in
      let (source, rows) = (SharedInput(values), SharedInput(indices))
      return [T](filling: indices.count) { result in
        let target = SharedBuffer(result)
        Workers.run(ranges.count, threads: morsels.threads) { task in
          let (source, rows, target) = (source.buffer, rows.buffer, target.buffer)
          for row in ranges[task] {
            let index = Int(rows[row])
            target[row] = index < 0 ? empty : source[index]
          }
        }
      }
    }
  }
}
