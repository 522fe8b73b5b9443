// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import Synchronization
import Testing

/// Whatever threads take part, and however late, every task is done once and before the caller goes
/// on.
struct WorkersTests {
  private struct Refused: Error, Equatable { let task: Int }

  /// Work of a length that a compiler cannot guess.
  private static func spend(_ steps: Int) -> UInt64 {
    var state = UInt64(steps) | 1
    for _ in 0..<steps { state = state &* 6_364_136_223_846_793_005 &+ 1 }
    return state
  }

  @Test(arguments: [1, 2, 3, 8]) func everyTaskOnce(threads: Int) {
    for round in 0..<400 {
      let tasks = round % 23
      // Short ones are over before a helper wakes, the last one keeps its caller waiting.
      let steps = (0..<tasks).map { $0 == tasks - 1 ? round * 40 : round % 50 }
      var sums = [UInt64](repeating: 0, count: tasks)
      sums.withUnsafeMutableBufferPointer { buffer in
        let shared = SharedBuffer(buffer)
        Workers.run(tasks, threads: threads) { task in
          shared.buffer[task] &+= Self.spend(steps[task])
        }
      }
      #expect(sums == steps.map(Self.spend), "round \(round)")
    }
  }

  @Test func resultsStandInTheOrderOfTasks() {
    for threads in [1, 2, 5] {
      #expect(Workers.map(1_000, threads: threads) { $0 * $0 } == (0..<1_000).map { $0 * $0 })
    }
  }

  @Test func workInsideWork() {
    let sums = Workers.map(20, threads: 3) { outer in
      Workers.map(20, threads: 3) { inner in
        Workers.map(5, threads: 3) { outer * 100 + inner * 5 + $0 }.reduce(0, +)
      }.reduce(0, +)
    }
    let expected = (0..<20).map { outer in
      (0..<20).reduce(0) { sum, inner in
        (0..<5).reduce(sum) { $0 + outer * 100 + inner * 5 + $1 }
      }
    }
    #expect(sums == expected)
  }

  @Test func callersAtTheSameTime() async {
    await withTaskGroup(of: Bool.self) { group in
      for caller in 0..<8 {
        group.addTask {
          (0..<200).allSatisfy { round in
            let found = Workers.map(7, threads: 4) { Self.spend(round) &+ UInt64($0 + caller) }
            return found == (0..<7).map { Self.spend(round) &+ UInt64($0 + caller) }
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test(arguments: [1, 2, 4]) func theFirstErrorOfTheFirstTask(threads: Int) {
    for failing in [0, 3, 99] {
      let began = Atomic<Int>(0)
      #expect(throws: Refused(task: failing)) {
        try Workers.run(100, threads: threads) { task throws(Refused) in
          began.add(1, ordering: .relaxed)
          if task == failing { throw Refused(task: task) }
        }
      }
      #expect(began.load(ordering: .relaxed) > failing)
    }
  }
}

struct PartitioningTests {
  @Test func theFirstThatBelongs() {
    for count in 0..<40 {
      let numbers = (0..<count).map { $0 / 3 }
      for limit in -1...15 {
        let expected = numbers.firstIndex { $0 >= limit } ?? count
        #expect(numbers.partitioningIndex { $0 >= limit } == expected)
        let slice = numbers[(count / 2)...]
        #expect(
          slice.partitioningIndex { $0 >= limit }
            == slice.firstIndex { $0 >= limit } ?? slice.endIndex)
      }
    }
  }
}
