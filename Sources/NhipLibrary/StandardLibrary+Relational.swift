// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipPlan

extension StandardLibrary {
  static let relationalVerbs: [any Verb] = [
    WhereVerb(),
    SelectVerb(),
    DeriveVerb(),
    RenameVerb(),
    SummariseVerb(),
    SortVerb(),
    TakeVerb(),
    TopVerb(),
    DistinctVerb(),
    JoinVerb(),
    UnionVerb(),
    DiffVerb(),
    PivotVerb(),
    UnpivotVerb(),
    FillVerb(),
    DescribeVerb(),
    ShareVerb(),
  ]

  package static let aggregates: [any AggregateFunction] = [
    CountFunction(),
    CountDistinctFunction(),
    SumFunction(),
    MeanFunction(),
    MinFunction(),
    MaxFunction(),
    MedianFunction(),
    QuantileFunction(),
    StandardDeviationFunction(),
    VarianceFunction(),
    FirstFunction(),
    LastFunction(),
    AnyFunction(),
    AllFunction(),
  ]

  package static let scalars: [any ScalarFunction] = [
    AbsFunction(),
    RoundFunction(),
    FloorFunction(),
    CeilFunction(),
    SqrtFunction(),
    LogFunction(),
    ExpFunction(),
    LeastFunction(),
    GreatestFunction(),
    CoalesceFunction(),
    IfFunction(),
    LowerFunction(),
    UpperFunction(),
    LengthFunction(),
    ContainsFunction(),
    StartsWithFunction(),
    ReplaceFunction(),
    MonthsFunction(),
    DaysFunction(),
    YearFunction(),
    QuarterFunction(),
    MonthFunction(),
    StartFunction(),
    EndFunction(),
    TextOfFunction(),
    NumberOfFunction(),
  ]
}
