// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import CMachine
import NhipColumns

/// What one operator did without its inputs, for `explain profile`.
package struct OperatorProfile: Sendable {
  package var title: String
  package var depth: Int
  /// Rows that came out.
  package var rows = 0
  /// Batches that expressions and accumulators ran on.
  package var batches = 0
  /// Pieces of work given to threads.
  package var tasks = 0
  package var seconds = 0.0
  /// Ticks of the time-stamp counter.
  package var cycles: UInt64 = 0
  package var bytesRead = 0
  /// Bytes of new columns; those passed on cost nothing.
  package var bytesWritten = 0

  init(title: String, depth: Int) {
    self.title = title
    self.depth = depth
  }
}

/// Time and counters at the start of an operator.
struct OperatorMeter {
  private let seconds: Double
  private let cycles: UInt64
  private let tasks: Int
  private let batches: Int

  init(_ context: ExecutionContext) {
    tasks = Workers.taskCount
    batches = context.batchCount
    seconds = context.clock()
    cycles = nhip_cycles()
  }

  /// Adds what has passed since the start.
  func stop(_ profile: inout OperatorProfile, _ context: ExecutionContext) {
    profile.cycles = nhip_cycles() &- cycles
    profile.seconds = context.clock() - seconds
    profile.tasks = Workers.taskCount - tasks
    profile.batches = context.batchCount - batches
  }
}
