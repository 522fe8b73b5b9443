// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Synchronization

/// Runs the tasks of one piece of work on several threads.
///
/// Tasks are numbered; where they begin and end comes from the data, never from the number of
/// threads, and results are told apart by task, so that answers do not depend on the machine. A
/// fork and join costs some 10 µs: a task should last 50 µs or more.
package enum Workers {
  /// The cores this process may use.
  package static let coreCount = max(1, ProcessInfo.processInfo.activeProcessorCount)

  /// Tasks of this process so far; `explain profile` looks at it before and after an operator.
  package static var taskCount: Int { started.load(ordering: .relaxed) }
  private static let started = Atomic<Int>(0)

  /// Runs `body` for each task in `0..<count`, in no order, and returns when all are done. The
  /// error of the earliest task that failed is thrown; tasks after a failure may not run.
  package static func run<Failure: Error>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) throws(Failure) -> Void
  ) throws(Failure) {
    started.add(max(0, count), ordering: .relaxed)
    let workers = min(threads, count)
    guard workers > 1 else {
      for task in 0..<max(0, count) { try body(task) }
      return
    }
    let next = Atomic<Int>(0)
    let failed = Mutex<(task: Int, error: Failure)?>(nil)
    HelperThreads.shared.run(workers - 1) {
      while true {
        let task = next.add(1, ordering: .relaxed).oldValue
        guard task < count else { return }
        do throws(Failure) {
          try body(task)
        } catch {
          next.store(count, ordering: .relaxed)
          failed.withLock { known in
            if known.map({ task < $0.task }) ?? true { known = (task, error) }
          }
        }
      }
    }
    if let failure = failed.withLock({ $0 }) { throw failure.error }
  }

  /// The results of `body` for each task in `0..<count`, in task order.
  package static func map<Result: Sendable, Failure: Error>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    var results = [Result?](repeating: nil, count: count)
    try results.withUnsafeMutableBufferPointer { buffer throws(Failure) in
      let slots = SharedBuffer(buffer)
      try run(count, threads: threads) { task throws(Failure) in
        slots.buffer[task] = try body(task)
      }
    }
    return results.compactMap { $0 }
  }

  /// `0..<count` cut into tasks of `size` items, the last one shorter.
  package static func ranges(_ count: Int, size: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: max(1, size)).map { $0..<min(count, $0 + max(1, size)) }
  }
}

/// A buffer that several tasks write, each its own elements.
///
/// Unchecked, because only the callers know that no two tasks touch one element. Elements are
/// reached through `buffer`: a subscript of our own would not be specialised in other modules.
package struct SharedBuffer<Element>: @unchecked Sendable {
  package let buffer: UnsafeMutableBufferPointer<Element>

  package init(_ buffer: UnsafeMutableBufferPointer<Element>) { self.buffer = buffer }
}

/// A buffer that several tasks read.
package struct SharedInput<Element>: @unchecked Sendable {
  package let buffer: UnsafeBufferPointer<Element>

  package init(_ buffer: UnsafeBufferPointer<Element>) { self.buffer = buffer }
}
