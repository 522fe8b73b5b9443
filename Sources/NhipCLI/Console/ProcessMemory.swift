// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// What the program takes of the machine's memory.
enum ProcessMemory {
  /// Mebibytes now and at most so far; `nil` where the system does not tell.
  static var megabytes: (now: Int, peak: Int)? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return nil
    }
    func field(_ name: String) -> Int? {
      let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      let number = line?.dropFirst(name.count + 1).split(whereSeparator: \.isWhitespace).first
      return number.flatMap { Int($0) }.map { $0 / 1024 }
    }
    guard let now = field("VmRSS"), let peak = field("VmHWM") else { return nil }
    return (now, peak)
  }
}
