// swift-tools-version: 6.1
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

/// Settings that every target shares: Swift 6 mode comes from `swiftLanguageModes` below.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
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
    .systemLibrary(name: "CGSL", path: "Sources/CGSL", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .systemLibrary(
      name: "CReadline", path: "Sources/CReadline",
      providers: [.apt(["libreadline-dev"]), .brew(["readline"])]),
    .systemLibrary(
      name: "CSQLite", path: "Sources/CSQLite",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]),

    module("NhipDiagnostics"),
    module("NhipColumns"),
    module("NhipStatistics", ["CGSL"]),
    module("NhipSimulation"),
    module("NhipObservations", ["NhipColumns", "NhipDiagnostics"]),
    module("NhipLanguage", ["NhipDiagnostics"]),
    module("NhipPlan", ["NhipLanguage", "NhipObservations", "NhipColumns", "NhipDiagnostics"]),
    module("NhipOptimizer", ["NhipPlan", "NhipColumns"]),
    module("NhipExecution", ["NhipPlan", "NhipObservations", "NhipColumns", "NhipDiagnostics"]),
    module(
      "NhipLibrary",
      [
        "NhipPlan", "NhipExecution", "NhipLanguage", "NhipObservations", "NhipColumns",
        "NhipStatistics", "NhipDiagnostics",
      ]),
    module("NhipFormats", ["NhipObservations", "NhipColumns", "NhipDiagnostics"]),
    module(
      "NhipEngine",
      [
        "NhipLibrary", "NhipOptimizer", "NhipExecution", "NhipPlan", "NhipFormats", "NhipLanguage",
        "NhipObservations", "NhipColumns", "NhipSimulation", "NhipDiagnostics",
      ]),
    tests("NhipFormatsTests", ["NhipFormats", "NhipColumns", "NhipDiagnostics"]),
    .executableTarget(
      name: "nhip",
      dependencies: [
        "NhipEngine", "NhipFormats", "NhipDiagnostics", "CReadline",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/NhipCLI", exclude: ["README.md"], swiftSettings: strict),

    tests("NhipLanguageTests", ["NhipLanguage", "NhipDiagnostics"], exclude: ["Fixtures"]),
    tests("DatasetTests", []),
    tests(
      "StatisticsVerbTests",
      ["NhipEngine", "NhipLibrary", "NhipFormats", "NhipColumns", "NhipStatistics", "NhipDiagnostics"]),
    tests("NhipSimulationTests", ["NhipSimulation"]),
    .testTarget(name: "NhipStatisticsTests", dependencies: ["NhipStatistics"], exclude: ["Cases"], swiftSettings: strict),
    tests(
      "DocumentationTests",
      ["NhipEngine", "NhipLibrary", "NhipPlan", "NhipLanguage", "NhipDiagnostics"]),
  ],
  swiftLanguageModes: [.v6]
)
