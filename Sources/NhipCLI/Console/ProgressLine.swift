// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Synchronization

/// A line on the terminal that says how far something is, once it takes over half a second.
///
/// A final class, because a thread of its own draws it while the work goes on; the mutex protects
/// all it holds.
final class ProgressLine: Sendable {
  private struct State {
    /// Counts the begun pieces of work, so that the drawer of an ended one stops.
    var work = 0
    var isRunning = false
    var start = 0.0
    var what = ""
    var share = 0.0
    var isDrawn = false
  }

  /// What is faster than this shows nothing.
  static let patienceSeconds = 0.5
  static let redrawSeconds = 0.2

  private let state = Mutex(State())
  private let isShown: Bool

  init(isShown: Bool = StandardStream.error.isTerminal) { self.isShown = isShown }

  func begin() {
    guard isShown else { return }
    let work = state.withLock { state in
      state = State(work: state.work + 1, isRunning: true, start: Self.now)
      return state.work
    }
    Thread.detachNewThread { [self] in
      Thread.sleep(forTimeInterval: Self.patienceSeconds)
      while draw(work) { Thread.sleep(forTimeInterval: Self.redrawSeconds) }
    }
  }

  private static var now: Double { Date().timeIntervalSinceReferenceDate }

  func update(_ what: String, _ share: Double) {
    state.withLock {
      $0.what = what
      $0.share = share
    }
  }

  /// Wipes the line.
  func end() {
    state.withLock { state in
      state.isRunning = false
      if state.isDrawn { StandardStream.error.write("\r\u{1B}[K") }
      state.isDrawn = false
    }
  }

  /// What is done, how far it is, and the time that is left at the same pace.
  static func text(_ what: String, _ share: Double, seconds: Double) -> String {
    guard !what.isEmpty, share > 0, share < 1 else {
      return "\(what.isEmpty ? "running" : what), \(Int(seconds)) s"
    }
    let left = Int((seconds * (1 - share) / share).rounded(.up))
    return "\(what) \(Int(share * 100)) %, \(Int(seconds)) s, \(left) s left"
  }

  /// Draws the line; whether the work still runs.
  private func draw(_ work: Int) -> Bool {
    state.withLock { state in
      guard state.isRunning, state.work == work else { return false }
      let text = Self.text(state.what, state.share, seconds: Self.now - state.start)
      StandardStream.error.write("\r\u{1B}[K… \(text) (^C stops it)")
      state.isDrawn = true
      return true
    }
  }
}
