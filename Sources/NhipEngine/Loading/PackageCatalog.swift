// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipFormats

/// A data package that the program comes with: its descriptor, read at start; its data, on demand.
package struct DataPackage: Sendable {
  package let folder: String
  package let descriptor: PackageDescriptor
  /// Where generated data are, if the package is made on first use.
  package let dataFolder: String
  package let indicatorKeys: [String]

  package var table: String { descriptor.table }
  package var loadsAtStart: Bool { descriptor.loadsAtStart }
}

/// The data packages in a folder, in the order of their names.
package struct PackageCatalog: Sendable {
  package let packages: [DataPackage]

  package init(folder: String?, cache: String?) {
    guard let folder,
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else {
      packages = []
      return
    }
    packages = names.sorted().compactMap { name in
      let path = "\(folder)/\(name)"
      guard
        let descriptor = try? PackageDescriptor.load(path: "\(path)/datapackage.json")
      else { return nil }
      let isHere = descriptor.resources.allSatisfy {
        FileManager.default.fileExists(atPath: "\(path)/\($0.path)")
      }
      let data = isHere ? path : "\(cache ?? NSTemporaryDirectory())/\(name)"
      return DataPackage(
        folder: path, descriptor: descriptor, dataFolder: data,
        indicatorKeys: PackageCatalog.indicatorKeys(descriptor, path))
    }
  }

  /// The indicators a package declares, without loading its data.
  private static func indicatorKeys(_ descriptor: PackageDescriptor, _ folder: String) -> [String] {
    var keys: [String] = []
    for resource in descriptor.resources {
      if resource.role == .indicators,
        let text = try? String(contentsOfFile: "\(folder)/\(resource.path)", encoding: .utf8)
      {
        for line in text.split(whereSeparator: \.isNewline).dropFirst() {
          if let key = line.split(separator: ",", maxSplits: 1).first { keys.append(String(key)) }
        }
      }
      for field in resource.fields { if let measure = field.measure { keys.append(measure.indicator) } }
    }
    return keys
  }
}
