// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import ArgumentParser
import Foundation
import NhipDiagnostics
import NhipEngine
import NhipFormats

/// `nhip fmt [FILE…]`
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Lay queries out in the usual form.",
    discussion: "Without files it reads standard input and writes standard output.")

  @Flag(name: .long, help: "Write nothing; fail when a file is laid out differently.")
  var check = false

  @Flag(name: [.customLong("in-place"), .customShort("i")], help: "Write the files back.")
  var inPlace = false

  @Argument(help: ArgumentHelp("Script files.", valueName: "file"))
  var files: [String] = []

  func validate() throws {
    if check && inPlace { throw ValidationError("--check and --in-place exclude each other") }
    if inPlace && files.isEmpty { throw ValidationError("--in-place needs files") }
  }

  mutating func run() throws {
    var failed = false
    for file in files.isEmpty ? [nil] : files.map(Optional.init) {
      do throws(Diagnostic) {
        if try !format(file) { failed = true }
      } catch {
        StandardStream.error.write(
          DiagnosticRenderer().render(error, in: SourceText(name: file ?? "stdin", text: "")) + "\n"
        )
        failed = true
      }
    }
    if failed { throw ExitCode(ExitStatus.failure) }
  }

  /// Whether the file could be read, and under `--check` is laid out already.
  private func format(_ file: String?) throws(Diagnostic) -> Bool {
    let text = if let file { try TextFile.read(file) } else { TextFile.readStandardInput() }
    let source = SourceText(name: file ?? "stdin", text: text)
    let formatted: String
    do throws(QueryFailure) {
      formatted = try QueryText.formatted(source)
    } catch {
      let renderer = DiagnosticRenderer(
        colour: Terminal.hasColour(.error, ProcessInfo.processInfo.environment))
      StandardStream.error.write(renderer.render(error.diagnostics, in: source) + "\n")
      return false
    }
    if check {
      if formatted != text { StandardStream.error.write("\(source.name): not in the usual form\n") }
      return formatted == text
    }
    if inPlace, let file {
      guard formatted != text else { return true }
      let target = try AtomicFile(file)
      try target.write(Array(formatted.utf8))
      try target.commit()
    } else {
      StandardStream.output.write(formatted)
    }
    return true
  }
}
