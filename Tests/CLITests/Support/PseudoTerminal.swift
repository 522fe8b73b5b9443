// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// The program behind a terminal of its own: keys go in, the screen is read.
///
/// A final class, because it owns a process and a descriptor. Used by one test at a time.
final class PseudoTerminal {
  enum Failure: Error, CustomStringConvertible {
    case cannotStart(String)
    case notSeen(String, screen: String)

    var description: String {
      switch self {
      case .cannotStart(let what): "cannot start: \(what)"
      case .notSeen(let text, let screen): "not seen: \(text)\nscreen:\n\(screen)"
      }
    }
  }

  /// Long enough for a debug build on a busy machine; a test that passes never waits so long.
  static let patienceSeconds = 60.0

  /// POSIX_SPAWN_SETSID of glibc, which is not visible here.
  private static let spawnInNewSession: Int16 = 0x80

  private let master: Int32
  private let process: pid_t
  private var bytes: [UInt8] = []
  private var hasEnded = false

  init(
    _ program: Program, _ arguments: [String] = [], environment extra: [String: String] = [:],
    columns: UInt16 = 120, rows: UInt16 = 50
  ) throws {
    var ends: (master: Int32, slave: Int32) = (-1, -1)
    guard openpty(&ends.master, &ends.slave, nil, nil, nil) == 0, let name = ttyname(ends.slave)
    else { throw Failure.cannotStart("no pseudo-terminal") }
    master = ends.master
    // The program opens it anew; ours would keep the terminal alive after the program's end.
    defer { close(ends.slave) }
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    // In a session of its own the first terminal opened becomes the one whose ^C it gets.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setflags(&attributes, Self.spawnInNewSession)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    defer {
      posix_spawnattr_destroy(&attributes)
      posix_spawn_file_actions_destroy(&actions)
    }
    let values = program.environment.merging(extra) { _, new in new }
    var argv = ([Program.path] + arguments).map { strdup($0) } + [nil]
    var envp = values.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var id = pid_t()
    let status = posix_spawn(&id, Program.path, &actions, &attributes, &argv, &envp)
    guard status == 0 else { throw Failure.cannotStart(String(cString: strerror(status))) }
    process = id
  }

  deinit {
    if !hasEnded {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    close(master)
  }

  /// What was written so far, without the codes that move the cursor or set colours.
  var screen: String { PseudoTerminal.plain(raw) }

  /// The same with all codes.
  var raw: String { String(decoding: bytes, as: UTF8.self) }

  func type(_ text: String) {
    let keys = Array(text.utf8)
    _ = keys.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  /// Forgets what was written so far.
  func clear() { bytes = [] }

  /// Waits until the screen holds `text`; what was written up to then.
  @discardableResult
  func wait(for text: String) throws -> String {
    let end = Date(timeIntervalSinceNow: Self.patienceSeconds)
    while !screen.contains(text) {
      let rest = end.timeIntervalSinceNow
      guard rest > 0, readMore(seconds: rest) else {
        throw Failure.notSeen(text, screen: screen)
      }
    }
    return screen
  }

  /// Types a line and waits for its answer, and for the next prompt after it.
  @discardableResult
  func enter(_ line: String, until text: String) throws -> String {
    clear()
    type(line + "\r")
    try wait(for: text)
    return try waitForPrompt()
  }

  /// Waits until the prompt stands at the end of the screen.
  @discardableResult
  func waitForPrompt(_ prompt: String = "nhip> ") throws -> String {
    let end = Date(timeIntervalSinceNow: Self.patienceSeconds)
    while !screen.hasSuffix(prompt) {
      let rest = end.timeIntervalSinceNow
      guard rest > 0, readMore(seconds: rest) else {
        throw Failure.notSeen(prompt, screen: screen)
      }
    }
    return screen
  }

  /// The status the program ended with.
  func waitForEnd() throws -> Int32 {
    while readMore(seconds: Self.patienceSeconds) {}
    var status: Int32 = 0
    guard waitpid(process, &status, 0) == process else {
      throw Failure.notSeen("the end", screen: screen)
    }
    hasEnded = true
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// Whether anything came before the time was over or the program ended.
  private func readMore(seconds: Double) -> Bool {
    var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, Int32(min(seconds, 3600) * 1000) + 1) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(master, &buffer, buffer.count)
    guard count > 0 else { return false }
    bytes += buffer[..<count]
    return true
  }

  /// Drops escape sequences and carriage returns.
  static func plain(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    var rest = Substring(text).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\u{1B}" else {
        if scalar != "\r" && scalar != "\u{07}" { out.append(scalar) }
        continue
      }
      guard let kind = rest.popFirst(), kind == "[" || kind == "]" else { continue }
      while let next = rest.popFirst() {
        let isEnd = kind == "[" ? (0x40...0x7E).contains(next.value) : next == "\u{07}"
        if isEnd { break }
      }
    }
    return String(out)
  }
}
