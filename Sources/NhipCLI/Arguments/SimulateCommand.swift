// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import ArgumentParser
import Foundation
import NhipDiagnostics
import NhipEngine

/// `nhip simulate DIR`
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write a data package of simulated figures whose truth is known.",
    discussion: """
      The same numbers give the same bytes. truth.json beside the data says what was planted.
      """)

  @Option(
    name: .long,
    help: ArgumentHelp("Places that report: districts up to 700, communes beyond.", valueName: "n"))
  var places = 700

  @Option(name: .long, help: ArgumentHelp("Months, ending with December 2024.", valueName: "n"))
  var months = 120

  @Option(name: .long, help: ArgumentHelp("What the figures are drawn from.", valueName: "s"))
  var seed: UInt64 = 20_150_101

  @Argument(
    help: ArgumentHelp("The folder to write; made where it is not there.", valueName: "folder"))
  var folder: String

  mutating func run() throws {
    let progress = ProgressLine()
    progress.begin()
    do throws(Diagnostic) {
      let said = try SimulatedPackage.write(
        places: places, months: months, seed: seed, to: folder
      ) { share in
        progress.update("writing \(folder)", share)
        return true
      }
      progress.end()
      StandardStream.error.write(said + "\n")
    } catch {
      progress.end()
      let text = DiagnosticRenderer().render(error, in: SourceText(name: "command", text: ""))
      StandardStream.error.write(text + "\n")
      throw ExitCode(error.code == "E0802" ? ExitStatus.wrongUsage : ExitStatus.failure)
    }
  }
}
