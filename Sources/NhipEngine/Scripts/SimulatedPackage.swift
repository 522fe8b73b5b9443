// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

public import NhipDiagnostics
import NhipSimulation

/// Writes data packages of simulated figures whose truth is known.
public enum SimulatedPackage {
  /// Writes a whole package into `folder` and says in a line what it holds.
  ///
  /// - Parameters:
  ///   - places: the places that report: districts up to 700, communes beyond.
  ///   - months: the months, ending with December 2024.
  ///   - progress: told the share done; returns whether to go on.
  public static func write(
    places: Int, months: Int, seed: UInt64, to folder: String,
    progress: (Double) -> Bool = { _ in true }
  ) throws(Diagnostic) -> String {
    do throws(SimulationError) {
      let truth = try Simulation(places: places, months: months, seed: seed)
        .write(to: folder, progress: progress)
      return "\(truth.rowCount) observations of \(places) places over \(months) months in \(folder)"
    } catch {
      switch error {
      case .outOfRange(let name, let value, let range):
        throw Diagnostic("E0802", "`--\(name)` \(value) lies outside \(range)")
      case .cannotWrite(let path, let reason):
        throw Diagnostic("E0525", "cannot write `\(path)`: \(reason)")
      case .cancelled:
        throw Diagnostic("E0601", "the simulation was interrupted")
      }
    }
  }
}
