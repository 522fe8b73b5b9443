// swift-tools-version: 6.1
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

// A package of its own, so that the engine never depends on what measures it; it sees what any
// program outside sees, the public face of `NhipEngine`.
let package = Package(
  name: "nhip-benchmarks",
  platforms: [.macOS("26.0")],
  dependencies: [.package(name: "nhip", path: "..")],
  targets: [
    .executableTarget(
      name: "nhip-bench",
      dependencies: [.product(name: "NhipEngine", package: "nhip")],
      path: "Sources/NhipBench",
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
