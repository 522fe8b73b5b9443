// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

extension Resolver {
  /// The observations behind a value that nested reports leave over: what is added first, then what
  /// is subtracted, then those of the cell itself, which the value stands for.
  package func trace(
    _ remainder: Remainder, places: [PlaceID], combination: [BreakdownPart], bucket: Period,
    limit: Int
  ) -> [TracedObservation] {
    var found: [TracedObservation] = []
    for isSubtracted in [false, true] {
      let steps = remainder.steps.filter { $0.isSubtracted == isSubtracted }
      for step in steps.sorted(by: { $0.period < $1.period }) {
        for one in trace(
          places: places, combination: combination, bucket: step.period, limit: limit)
        where found.count < limit {
          switch one.use {
          case .used:
            found.append(
              TracedObservation(
                observation: one.observation, use: .remainder(isSubtracted: isSubtracted),
                slot: one.slot))
          case .alternative: found.append(one)
          case .remainder, .unused: break
          }
        }
      }
    }
    let seen = Set(found.map(\.slot))
    let own = trace(places: places, combination: combination, bucket: bucket, limit: limit)
    for one in own where found.count < limit && !seen.contains(one.slot) {
      var use = one.use
      if case .used = use { use = .unused(.otherAxis) }
      found.append(TracedObservation(observation: one.observation, use: use, slot: one.slot))
    }
    return found
  }
}
