// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import CThreads
import Dispatch
import Foundation
import Synchronization

/// Threads that help one another's callers, and sleep in between.
///
/// Dispatch would do, but for where it lets a thread wake: on a virtual machine the kernel takes a
/// core that has slept for a while for one that is busy elsewhere, and puts the thread that is
/// woken behind the one that woke it. Work of two milliseconds is then over before its second
/// thread has begun. Here a helper is told to keep off the core of whoever calls it.
final class HelperThreads: Sendable {
  static let shared = HelperThreads()

  private struct Crew {
    var idle: [Helper] = []
    var count = 0
  }

  private let crew = Mutex(Crew())

  /// Runs `body` once here and once on up to `count` helpers, all at the same time. A helper that
  /// has not begun when the caller is done no longer does: `body` must take what is left to do
  /// from a shared counter, so that any number of callers does all of it.
  func run(_ count: Int, _ body: @Sendable () -> Void) {
    withoutActuallyEscaping(body) { body in
      let helpers = take(count)
      let core = nhip_core()
      for helper in helpers { helper.begin(body, awayFrom: core) }
      body()
      for helper in helpers { helper.join() }
      crew.withLock { $0.idle.append(contentsOf: helpers) }
    }
  }

  /// Idle helpers, and new ones while there are fewer than `count` at all.
  private func take(_ count: Int) -> [Helper] {
    crew.withLock { crew in
      var taken = Array(crew.idle.suffix(count))
      crew.idle.removeLast(taken.count)
      while taken.count < count && crew.count < count {
        taken.append(Helper())
        crew.count += 1
      }
      return taken
    }
  }
}

/// One thread, with at most one piece of work at a time.
///
/// Unchecked, because `work` and `avoided` are handed over by `state`.
private final class Helper: @unchecked Sendable {
  private enum State {
    /// Looks for work, or is about to sleep.
    static let waiting = 0
    static let asleep = 1
    /// Has work that it has not begun.
    static let called = 2
    static let working = 3
    /// Works, while its caller sleeps.
    static let awaited = 4
  }

  /// Looks at the state before a thread goes to sleep: some 50 µs, what it costs to be woken.
  private static let patience = 1_500
  private static let stackBytes = 8 << 20

  private let state = Atomic<Int>(State.waiting)
  private let thread = Atomic<Int32>(0)
  private let wake = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)
  private var work: (@Sendable () -> Void)?
  private var avoided: Int32 = -1

  init() {
    let thread = Thread { self.live() }
    thread.stackSize = Self.stackBytes
    thread.name = "nhip"
    thread.start()
  }

  func begin(_ body: @escaping @Sendable () -> Void, awayFrom core: Int32) {
    work = body
    let thread = thread.load(ordering: .relaxed)
    if avoided != core && thread != 0 {
      nhip_avoid_core(thread, core)
      avoided = core
    }
    if state.exchange(State.called, ordering: .acquiringAndReleasing) == State.asleep {
      wake.signal()
    }
  }

  /// Returns when the work is done, or will not begin.
  func join() {
    defer { work = nil }
    if move(State.called, State.waiting) { return }
    for _ in 0..<Self.patience {
      if state.load(ordering: .acquiring) < State.called { return }
      nhip_pause()
    }
    if move(State.working, State.awaited) { done.wait() }
  }

  private func live() {
    // Signals are for the threads that wait for them.
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    thread.store(nhip_thread(), ordering: .relaxed)
    var looks = 0
    while true {
      if move(State.called, State.working) {
        work?()
        if state.exchange(State.waiting, ordering: .acquiringAndReleasing) == State.awaited {
          done.signal()
        }
        looks = 0
      } else if looks < Self.patience {
        looks += 1
        nhip_pause()
      } else if move(State.waiting, State.asleep) {
        wake.wait()
        looks = 0
      }
    }
  }

  private func move(_ from: Int, _ to: Int) -> Bool {
    state.load(ordering: .acquiring) == from
      && state.compareExchange(
        expected: from, desired: to, ordering: .acquiringAndReleasing
      ).exchanged
  }
}
