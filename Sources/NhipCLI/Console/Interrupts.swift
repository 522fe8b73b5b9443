// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipEngine
import Synchronization

/// The write end of the pipe that the signal handler wakes the watcher with.
private nonisolated(unsafe) var wakeDescriptor: Int32 = -1

/// Turns ^C into a request to stop the running query, and wakes the line editor.
///
/// A final class, because a thread watches for it; what both threads use is atomic, and the
/// session allows `interrupt()` from any thread.
final class Interrupts: @unchecked Sendable {
  private let session: Session
  private let isInteractive: Bool
  private let count = Atomic<Int>(0)
  /// Gives the number of each signal as a byte; the line editor polls it.
  let noticeDescriptor: Int32
  private let noticeWriter: Int32

  init(_ session: Session, isInteractive: Bool) {
    self.session = session
    self.isInteractive = isInteractive
    let notice = Interrupts.makePipe()
    noticeDescriptor = notice.reader
    noticeWriter = notice.writer
    let wake = Interrupts.makePipe()
    wakeDescriptor = wake.writer
    Thread.detachNewThread { [self] in watch(wake.reader) }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      // Only what POSIX allows inside a signal handler.
      let saved = errno
      var byte = UInt8(truncatingIfNeeded: signal)
      _ = write(wakeDescriptor, &byte, 1)
      errno = saved
    }
    action.sa_flags = Int32(SA_RESTART)
    sigaction(SIGINT, &action, nil)
    if isInteractive { sigaction(SIGCONT, &action, nil) }
    // Whoever started us may have left the signal blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Forgets what was pressed before the next statement.
  func reset() {
    count.store(0, ordering: .relaxed)
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(noticeDescriptor, &bytes, bytes.count) > 0 {}
  }

  /// Whether ^C was pressed since `reset()`.
  var wasPressed: Bool { count.load(ordering: .relaxed) > 0 }

  private func watch(_ reader: Int32) {
    var byte: UInt8 = 0
    while true {
      var waiting = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
      _ = poll(&waiting, 1, -1)
      guard read(reader, &byte, 1) == 1 else { continue }
      guard Int32(byte) == SIGINT else {
        _ = write(noticeWriter, &byte, 1)
        continue
      }
      session.interrupt()
      let pressed = count.add(1, ordering: .relaxed).newValue
      _ = write(noticeWriter, &byte, 1)
      // A script whose query does not let go is left at the second ^C.
      if !isInteractive && pressed > 1 { _exit(ExitStatus.interrupted) }
    }
  }

  private static func makePipe() -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    return (ends[0], ends[1])
  }
}
