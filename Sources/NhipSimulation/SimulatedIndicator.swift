// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The indicators of the simulated panel, in the order of their rows.
package enum SimulatedIndicator: Int, CaseIterable, Sendable {
  case crimeCases, casesSolved, tipsReceived, tipsValuable, modelsTotal, modelsBuilt
  case patrolSessions, firesHandled, mediations, outreachSessions
  case population, householdsTotal

  /// The indicators that each place reports every month; the rest is yearly.
  package static let monthlyCount = 10

  /// The name in queries.
  package var key: String {
    switch self {
    case .crimeCases: "crime_cases"
    case .casesSolved: "cases_solved"
    case .tipsReceived: "tips_received"
    case .tipsValuable: "tips_valuable"
    case .modelsTotal: "models_total"
    case .modelsBuilt: "models_built"
    case .patrolSessions: "patrol_sessions"
    case .firesHandled: "fires_handled"
    case .mediations: "mediations"
    case .outreachSessions: "outreach_sessions"
    case .population: "population"
    case .householdsTotal: "households_total"
    }
  }

  /// The lines of `indicators.csv`, with the words of `Datasets/movement/indicators.csv`.
  static let table = """
    key,name_vi,name_en,unit,kind,additive_places,additive_time,additive_breakdowns,\
    complete_breakdowns,direction,description_vi,description_en
    crime_cases,Vụ phạm pháp hình sự,Crime cases,count,flow,yes,yes,*:yes,,-1,\
    Số vụ mô phỏng,Simulated number of recorded cases
    cases_solved,Vụ được làm rõ,Cases solved,count,flow,yes,yes,*:yes,,+1,\
    Số vụ mô phỏng,Simulated number of cases solved; part of crime_cases
    tips_received,"Tin báo, tố giác",Tips received,count,flow,yes,yes,*:yes,,0,\
    Số tin mô phỏng,Simulated number of tips
    tips_valuable,Tin có giá trị,Valuable tips,count,flow,yes,yes,*:yes,,+1,\
    Số tin mô phỏng,Simulated number of useful tips; part of tips_received
    models_total,Mô hình đang duy trì,Models in operation,count,stock,yes,no,*:yes,,0,\
    Số mô hình mô phỏng cuối tháng,Simulated number of models at the end of the month
    models_built,Mô hình xây dựng mới,Models newly built,count,flow,yes,yes,*:yes,,+1,\
    Số mô hình mô phỏng trong tháng,Simulated number of models built in the month
    patrol_sessions,Buổi tuần tra,Patrols,count,flow,yes,yes,*:yes,,0,\
    Số buổi mô phỏng,Simulated number of patrols
    fires_handled,"Vụ chữa cháy, cứu nạn",Fires handled,count,flow,yes,yes,*:yes,,0,\
    Số vụ mô phỏng,Simulated number of fire and rescue incidents
    mediations,Vụ hòa giải,Mediations,count,flow,yes,yes,*:yes,,+1,\
    Số vụ mô phỏng,Simulated number of disputes mediated
    outreach_sessions,Buổi tuyên truyền,Outreach sessions,count,flow,yes,yes,*:yes,,0,\
    Số buổi mô phỏng,Simulated number of outreach sessions
    population,Dân số,Population,people,average,yes,no,*:yes,,0,\
    Dân số trung bình năm mô phỏng,Simulated average population of the year
    households_total,Số hộ,Households,households,average,yes,no,*:yes,,0,\
    Số hộ trung bình năm mô phỏng,Simulated average number of households of the year

    """
}
