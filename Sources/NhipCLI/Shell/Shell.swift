// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import ArgumentParser
import Foundation
import NhipDiagnostics
import NhipEngine

/// One run of the program: a session, how its results are shown, and whether all went well.
///
/// A final class, because commands and the REPL change it as they go.
final class Shell {
  let session: Session
  let folders: Folders
  let interrupts: Interrupts
  let isInteractive: Bool
  let options: SharedOptions
  let progress = ProgressLine()
  var display = DisplayOptions()
  /// Whether the note line tells the time.
  var isTimed: Bool
  var target: ResultTarget
  var hasFailed = false
  /// Set by `.quit`: nothing more runs.
  var isLeaving = false
  /// The last statement that succeeded, which a line that starts with `|` extends.
  var lastQuery: String?
  /// Whether nothing was typed since: then a clause on a line of its own extends it too.
  var isLastQueryFresh = false
  /// Whether results are dropped: while the init file runs.
  var isMuted = false
  /// Files being read, innermost last: a file that reads itself is refused.
  var reading: [String] = []
  var words: ShellWords { ShellWords(isVietnamese: display.locale == "vi") }
  let environment = ProcessInfo.processInfo.environment

  init(_ options: SharedOptions, isInteractive: Bool) throws {
    self.options = options
    self.isInteractive = isInteractive
    folders = Folders()
    target = ResultTarget(path: nil)
    isTimed = isInteractive || options.timer
    do throws(QueryFailure) {
      session = try Session(datasets: folders.datasets, cache: folders.cache)
    } catch {
      let source = SourceText(name: "datasets", text: "")
      StandardStream.error.write(DiagnosticRenderer().render(error.diagnostics, in: source) + "\n")
      throw ExitCode(ExitStatus.failure)
    }
    interrupts = Interrupts(session, isInteractive: isInteractive)
    session.configure(
      threads: options.threads, memoryLimitBytes: options.memoryLimit.flatMap(ByteSize.parse))
    session.onProgress { [progress] what, share in progress.update(what, share) }
  }

  /// Runs the init file, then sets what the command line says, which wins.
  func start() throws {
    if !folders.hasDatasets { note(words.noData(folders.datasets) + "\n") }
    if !session.datasetMistakes.isEmpty {
      report(session.datasetMistakes, in: SourceText(name: "datasets", text: ""))
      // The session works without the packages that could not be read.
      hasFailed = false
    }
    if !options.skipsInit, FileManager.default.fileExists(atPath: folders.initScript) {
      isMuted = true
      runFile(folders.initScript)
      isMuted = false
      // A flawed init file is told, and fails no query.
      hasFailed = false
    }
    if let locale = options.locale { setLocale(locale) }
    if let mode = options.mode { display.mode = mode }
    if let path = options.output {
      target = ResultTarget(path: path)
      if options.mode == nil, let mode = Shell.mode(ofFile: path) { display.mode = mode }
    }
  }

  /// Writes the output file when all went well, and ends with the right status.
  func finish() throws {
    if target.path != nil {
      if hasFailed {
        StandardStream.error.write(words.notWritten(target.path ?? "") + "\n")
      } else {
        commit()
      }
    }
    if hasFailed && !isInteractive {
      throw ExitCode(interrupts.wasPressed ? ExitStatus.interrupted : ExitStatus.failure)
    }
  }

  /// The mode that the ending of a file names.
  static func mode(ofFile path: String) -> String? {
    switch URL(filePath: path).pathExtension.lowercased() {
    case "csv": "csv"
    case "tsv", "tab": "tsv"
    case "json": "json"
    case "jsonl", "ndjson": "jsonlines"
    case "md", "markdown": "markdown"
    default: nil
    }
  }

  /// Writes the output file.
  func commit() {
    do throws(Diagnostic) {
      try target.commit()
    } catch {
      report([error], in: SourceText(name: "output", text: ""))
    }
  }
}
