// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

extension CaseMethods {
  static func designs(_ method: String, _ input: Value) throws -> Value? {
    func number(_ name: String) -> Double { input[name].number ?? .nan }
    switch method {
    case "ytd":
      return Comparison.value(
        try YearToDate(
          monthly: input["monthly"].numbers, startYear: input["start_year"].integer ?? 0,
          startMonth: input["start_month"].integer ?? 0,
          asOfYear: input["as_of_year"].integer ?? 0,
          asOfMonth: input["as_of_month"].integer ?? 0))
    case "did_counts":
      return Comparison.value(
        try DifferenceInDifferencesCounts(
          treatedBefore: number("treated_pre"), treatedAfter: number("treated_post"),
          controlBefore: number("control_pre"), controlAfter: number("control_post")),
        renamed: ["interval": "ci95", "wddInterval": "wdd_ci95"])
    case "did_2x2":
      return Comparison.value(
        try DifferenceInDifferences(
          input["y"].numbers, isTreated: input["treated"].numbers.map { $0 == 1 },
          isAfter: input["post"].numbers.map { $0 == 1 }))
    case "wdd":
      let weights = input["area_weights_control_treated_dispcontrol_disptreated"].numbers
      let times = input["time_weights_pre_post"].numbers
      func zone(_ name: String, _ weight: Int) -> WeightedDisplacement.Zone {
        let counts = input[name].numbers
        return .init(before: counts[0], after: counts[1], areaWeight: weights[weight])
      }
      return Comparison.value(
        try WeightedDisplacement(
          treated: zone("treated", 1), control: zone("control", 0),
          displacementTreated: zone("displacement_treated", 3),
          displacementControl: zone("displacement_control", 2),
          timeWeights: (times[0], times[1])),
        renamed: ["interval": "ci95"])
    default: return nil
    }
  }

  static func panels(_ method: String, _ input: Value, _ expected: Value) throws -> Value? {
    guard method.hasPrefix("panel_") else { return nil }
    let names = expected["names"].list.compactMap(\.text).filter { input["x"][$0] != .null }
    let order = names.isEmpty ? input["x"].names : names
    let x = order.map { input["x"][$0].numbers }
    let y = input["y"].numbers
    let time = input["time"].numbers
    var numbers: [String: Int] = [:]
    let entity = input["entity"].list.map { value in
      let name = value.description
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return number
    }
    let effects =
      PanelFixedEffects.Effects(rawValue: input["effects"].text ?? "entity") ?? .entity
    let result: Any
    switch method {
    case "panel_fixed_effects":
      result = try PanelFixedEffects(entity: entity, time: time, y: y, x: x, effects: effects)
    case "panel_pooled_ols":
      result = try PanelRegression.pooled(entity: entity, time: time, y: y, x: x)
    case "panel_between":
      result = try PanelRegression.between(entity: entity, time: time, y: y, x: x)
    case "panel_first_difference":
      result = try PanelRegression.firstDifferences(
        entity: entity, time: time, y: y, x: x,
        periodEffects: input["time_effects"].isTrue)
    case "panel_poisson_fe":
      result = try PanelPoisson(entity: entity, time: time, counts: y, x: x, effects: effects)
    default: return nil
    }
    return merge(Comparison.value(result), .record(["names": expected["names"]]))
  }
}
