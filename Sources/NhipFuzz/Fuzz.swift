// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CFuzzer
import Foundation

/// What the fuzzer feeds with bytes.
protocol FuzzTarget: SendableMetatype {
  /// Inputs to begin with, as file names and bytes.
  static var seeds: [(name: String, bytes: [UInt8])] { get }
  /// What a structure-aware mutation puts in, beside pieces of other inputs.
  static var pieces: [String] { get }
  /// Whole stages of queries, and what queries begin with.
  static var stages: [String] { get }
  static var sources: [String] { get }

  /// Tries one input; stops the program where a promise is broken.
  func run(_ input: [UInt8])
}

extension FuzzTarget {
  static var stages: [String] { [] }
  static var sources: [String] { [] }
}

/// The process: one target, chosen by the environment, because libFuzzer owns the arguments.
enum Fuzz {
  /// `queries` or `csv`.
  static let mode = environment("NHIP_FUZZ_MODE", "queries")
  /// Data packages that queries may name; none of them may be made on first use.
  static let datasets = environment("NHIP_FUZZ_DATASETS", "Datasets")

  static let targetType: any FuzzTarget.Type = mode == "csv" ? CSVTarget.self : QueryTarget.self

  /// Made on the first input and used by the one thread that libFuzzer runs.
  nonisolated(unsafe) static let target: any FuzzTarget =
    mode == "csv" ? CSVTarget() : QueryTarget()

  private static func environment(_ name: String, _ other: String) -> String {
    ProcessInfo.processInfo.environment[name] ?? other
  }

  /// Writes the seeds of the chosen target into a folder, for the first run.
  static func writeSeeds(to folder: String) -> CInt {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for seed in targetType.seeds {
        try Data(seed.bytes).write(to: URL(filePath: "\(folder)/\(seed.name)"))
      }
      return 0
    } catch {
      print("cannot write the seeds: \(error)")
      return 1
    }
  }
}

/// The main function of the program: the linker renames it for executables.
@_cdecl("NhipFuzz_main")
func nhipFuzzMain(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  if count == 3, let arguments, let flag = arguments[1], let folder = arguments[2],
    String(cString: flag) == "--write-seeds"
  {
    return Fuzz.writeSeeds(to: String(cString: folder))
  }
  var count = count
  var arguments = arguments
  return LLVMFuzzerRunDriver(&count, &arguments) { data, size in
    autoreleasing {
      Fuzz.target.run(Array(UnsafeBufferPointer(start: data, count: size)))
    }
    return 0
  }
}

/// Foundation's temporaries go after each input where the platform pools them.
private func autoreleasing(_ body: () -> Void) {
  #if canImport(ObjectiveC)
    autoreleasepool(invoking: body)
  #else
    body()
  #endif
}

/// libFuzzer calls this instead of its own mutation, which it is handed in half of the cases.
@_cdecl("LLVMFuzzerCustomMutator")
func nhipFuzzMutate(
  _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ capacity: Int, _ seed: CUnsignedInt
) -> Int {
  let target = Fuzz.targetType
  var mutation = Mutation(seed: UInt64(seed), stages: target.stages, sources: target.sources)
  if mutation.random(2) == 0 { return LLVMFuzzerMutate(data, size, capacity) }
  let input = Array(UnsafeBufferPointer(start: data, count: size))
  let output = mutation.apply(to: input, pieces: target.pieces).prefix(capacity)
  for (index, byte) in output.enumerated() { data[index] = byte }
  return output.count
}
