// swift-tools-version: 6.1
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

/// `make fuzz` builds every module with coverage instrumentation, apart from other builds.
let isFuzzing = Context.environment["NHIP_FUZZ"] != nil

/// Settings that every target shares: Swift 6 mode comes from `swiftLanguageModes` below.
let strict: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

/// Only there when fuzzing (Sources/NhipFuzz/README.md).
let fuzzTargets: [Target] = [
  .systemLibrary(name: "CFuzzer", path: "Sources/CFuzzer"),
  .executableTarget(
    name: "NhipFuzz",
    dependencies: [
      "CFuzzer", "NhipEngine", "NhipExecution", "NhipLibrary", "NhipPlan", "NhipLanguage",
      "NhipObservations", "NhipDiagnostics",
    ],
    exclude: ["README.md"], swiftSettings: strict,
    linkerSettings: [
      .unsafeFlags(["-sanitize=fuzzer"]),
      // gold breaks off with an internal error.
      .unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux])),
    ]),
]

/// One line a module: the names on the right are all it may import (ARCHITECTURE.md, "Arrows").
func module(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: imports, exclude: ["README.md"], swiftSettings: strict)
}

func tests(
  _ name: String, _ imports: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(name: name, dependencies: imports, exclude: exclude, swiftSettings: strict)
}

/// Golden files lie beside the tests that read them.
let goldenFolders = [
  "README.md", "errors", "language", "loading", "movement", "relational", "series", "statistics",
  "time",
]

let package = Package(
  name: "nhip",
  platforms: [.macOS("26.0")],
  products: [
    .executable(name: "nhip", targets: ["nhip"]),
    .library(name: "NhipEngine", targets: ["NhipEngine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "CGSL", path: "Sources/CGSL", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    // Settings of the allocator, which the Swift module of the C library leaves out.
    .systemLibrary(name: "CMalloc", path: "Sources/CMalloc"),
    // Searches in text, 64 bytes at once.
    .systemLibrary(name: "CBytes", path: "Sources/CBytes"),
    // Sums of stretches of numbers, in vectors as wide as the processor has them.
    .systemLibrary(name: "CNumbers", path: "Sources/CNumbers"),
    // The time-stamp counter, and a read of memory at full speed.
    .systemLibrary(name: "CMachine", path: "Sources/CMachine"),
    // On which core a thread runs.
    .systemLibrary(name: "CThreads", path: "Sources/CThreads"),
    .systemLibrary(
      name: "CReadline", path: "Sources/CReadline",
      providers: [.apt(["libreadline-dev"]), .brew(["readline"])]),
    .systemLibrary(
      name: "CSQLite", path: "Sources/CSQLite",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]),

    module("NhipDiagnostics"),
    module(
      "NhipColumns",
      ["CThreads", .target(name: "CMalloc", condition: .when(platforms: [.linux]))]),
    module("NhipStatistics", ["CGSL"]),
    module("NhipSimulation"),
    module("NhipObservations", ["NhipColumns", "NhipDiagnostics"]),
    module("NhipLanguage", ["NhipDiagnostics"]),
    module("NhipPlan", ["NhipLanguage", "NhipObservations", "NhipColumns", "NhipDiagnostics"]),
    module("NhipOptimizer", ["NhipPlan", "NhipColumns"]),
    module(
      "NhipExecution",
      ["NhipPlan", "NhipObservations", "NhipColumns", "NhipDiagnostics", "CMachine"]),
    module(
      "NhipLibrary",
      [
        "NhipPlan", "NhipExecution", "NhipLanguage", "NhipObservations", "NhipColumns",
        "NhipStatistics", "NhipDiagnostics", "CNumbers",
      ]),
    module("NhipFormats", ["NhipObservations", "NhipColumns", "NhipDiagnostics", "CBytes"]),
    module(
      "NhipEngine",
      [
        "NhipLibrary", "NhipOptimizer", "NhipExecution", "NhipPlan", "NhipFormats", "NhipLanguage",
        "NhipObservations", "NhipColumns", "NhipSimulation", "NhipDiagnostics",
      ]),
    .executableTarget(
      name: "nhip",
      dependencies: [
        "NhipEngine", "NhipFormats", "NhipDiagnostics", "CReadline",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/NhipCLI", exclude: ["README.md"], swiftSettings: strict),

    tests("NhipFormatsTests", ["NhipFormats", "NhipColumns", "NhipDiagnostics"]),
    tests("NhipLanguageTests", ["NhipLanguage", "NhipDiagnostics"], exclude: ["Fixtures"]),
    tests(
      "RegressionTests", ["NhipEngine", "NhipExecution", "NhipDiagnostics"], exclude: ["Finds"]),
    tests("DatasetTests", []),
    tests("CLITests", ["nhip", "NhipEngine", "NhipLanguage", "NhipDiagnostics"]),
    tests(
      "RelationalTests",
      [
        "NhipEngine", "NhipLibrary", "NhipExecution", "NhipOptimizer", "NhipFormats", "NhipPlan",
        "NhipLanguage", "NhipColumns", "NhipSimulation", "NhipDiagnostics", "CSQLite",
      ]),
    tests(
      "GoldenTests",
      [
        "NhipEngine", "NhipExecution", "NhipOptimizer", "NhipFormats", "NhipColumns",
        "NhipDiagnostics",
      ], exclude: goldenFolders),
    tests(
      "TimeVerbTests",
      [
        "NhipLibrary", "NhipEngine", "NhipExecution", "NhipPlan", "NhipLanguage",
        "NhipObservations", "NhipColumns", "NhipStatistics", "NhipDiagnostics",
      ]),
    tests(
      "StatisticsVerbTests",
      [
        "NhipEngine", "NhipLibrary", "NhipFormats", "NhipColumns", "NhipStatistics",
        "NhipDiagnostics",
      ]),
    tests(
      "PropertyTests",
      [
        "NhipEngine", "NhipExecution", "NhipOptimizer", "NhipFormats", "NhipObservations",
        "NhipColumns", "NhipDiagnostics",
      ]),
    tests("NhipSimulationTests", ["NhipSimulation"]),
    tests("NhipStatisticsTests", ["NhipStatistics"], exclude: ["Cases"]),
    tests(
      "DocumentationTests",
      ["NhipEngine", "NhipLibrary", "NhipPlan", "NhipLanguage", "NhipDiagnostics"]),
  ] + (isFuzzing ? fuzzTargets : []),
  swiftLanguageModes: [.v6]
)
