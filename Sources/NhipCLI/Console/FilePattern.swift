// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics

/// Names of files with `*` and `?`, where no shell spells them out.
enum FilePattern {
  /// The files that `pattern` names, sorted; a name without a sign of a pattern is itself.
  static func files(_ pattern: String) throws(Diagnostic) -> [String] {
    guard pattern.contains(where: { "*?".contains($0) }),
      !FileManager.default.fileExists(atPath: pattern)
    else { return [pattern] }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else {
      throw Diagnostic("E0504", "no file matches `\(pattern)`")
    }
    return (0..<Int(found.gl_pathc)).compactMap { index in
      found.gl_pathv[index].map { String(cString: $0) }
    }
  }
}
