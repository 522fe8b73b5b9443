// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// Where the program finds its data and keeps its own files.
struct Folders {
  let environment: [String: String]
  /// The program's own path, links resolved.
  let executable: String?
  let current: String

  init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: String? = Bundle.main.executablePath,
    current: String = FileManager.default.currentDirectoryPath
  ) {
    self.environment = environment
    self.executable = executable.map { URL(filePath: $0).resolvingSymlinksInPath().path }
    self.current = current
  }

  /// The bundled data packages: `NHIP_DATASETS`, else a folder `Datasets` upward from the program
  /// and from the current folder, else `share/nhip/Datasets` beside the program's prefix.
  var datasets: String? {
    if let told = value("NHIP_DATASETS") { return told }
    let starts = [executable.map(Folders.parent), current].compactMap { $0 }
    for start in starts {
      if let found = Folders.upward(from: start) { return found }
    }
    guard let executable else { return nil }
    let prefix = Folders.parent(Folders.parent(executable))
    let shared = "\(prefix)/share/nhip/Datasets"
    return Folders.holdsPackages(shared) ? shared : nil
  }

  /// Whether `datasets` holds any package; a folder that was told may not.
  var hasDatasets: Bool { datasets.map(Folders.holdsPackages) ?? false }

  /// Where generated data packages are written.
  var cache: String {
    value("NHIP_CACHE") ?? "\(value("XDG_CACHE_HOME") ?? "\(home)/.cache")/nhip"
  }

  var history: String {
    "\(value("XDG_STATE_HOME") ?? "\(home)/.local/state")/nhip/history"
  }

  /// Statements that run at every start.
  var initScript: String {
    "\(value("XDG_CONFIG_HOME") ?? "\(home)/.config")/nhip/init.nhip"
  }

  private var home: String { value("HOME") ?? NSHomeDirectory() }

  private func value(_ name: String) -> String? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    return value
  }

  private static func parent(_ path: String) -> String {
    URL(filePath: path).deletingLastPathComponent().path
  }

  private static func upward(from start: String) -> String? {
    var folder = start
    while true {
      let candidate = folder == "/" ? "/Datasets" : "\(folder)/Datasets"
      if holdsPackages(candidate) { return candidate }
      if folder == "/" || folder.isEmpty { return nil }
      folder = parent(folder)
    }
  }

  private static func holdsPackages(_ folder: String) -> Bool {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return false
    }
    return names.contains {
      FileManager.default.fileExists(atPath: "\(folder)/\($0)/datapackage.json")
    }
  }
}
