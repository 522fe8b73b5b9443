// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

extension StatementParser {
  mutating func parseSource() -> SourceSyntax {
    let first = index
    switch match(.opening)?.english {
    case "from": return parseFrom()
    case "series": return .series(parseSeries())
    default:
      let nearest = current.flatMap {
        $0.kind == .word ? NearestName.find($0.text, in: ["series", "from", "let"]) : nil
      }
      report(SyntaxMistake.noSource(found: found, nearest: nearest, at: here))
      recover { _ in false }
      return .from(NameSyntax("", span: span(from: first)), span: span(from: first))
    }
  }

  private mutating func parseFrom() -> SourceSyntax {
    let first = index
    advance(match(.opening)?.count ?? 1)
    var name = NameSyntax("", span: here)
    do throws(Diagnostic) {
      name = try parseName("the name of a table after `from`")
      if !atStageEnd { throw SyntaxMistake.fromTakesNoClauses(found: found, at: here) }
    } catch {
      report(error)
      recover { _ in false }
    }
    return .from(name, span: span(from: first))
  }

  private mutating func parseSeries() -> SeriesSyntax {
    let first = index
    var series = SeriesSyntax(span: here)
    advance(match(.opening)?.count ?? 1)
    parseTerms(into: &series)
    while !atStageEnd {
      do throws(Diagnostic) {
        try parseClause(into: &series)
      } catch {
        report(error)
        // `by province, by during 2023`: the second `by` was meant as a name.
        if atSeriesClause && endsClause(at: index + 1) { advance() }
        recover { $0.atSeriesClause }
      }
    }
    series.span = span(from: first)
    return series
  }

  /// Whether a clause of `series` begins here.
  var atSeriesClause: Bool {
    guard let phrase = phrases.seriesClause(at: index, before: end) else { return false }
    return Vocabulary.english(phrase.english, as: .seriesClause) != nil
  }

  private func endsClause(at index: Int) -> Bool {
    guard index < end, !tokens[index].is(.pipe), !tokens[index].is(.comma) else { return true }
    return phrases.seriesClause(at: index, before: end) != nil
  }

  private mutating func parseTerms(into series: inout SeriesSyntax) {
    repeat {
      let first = index
      let count = series.terms.count
      do throws(Diagnostic) {
        let expression = try parseExpression(.sum, after: count == 0 ? "`series`" : "`,`")
        var name: NameSyntax?
        if let phrase = match(.connective), phrase.english == "as" {
          advance(phrase.count)
          name = try parseName("a name after `as`")
        }
        series.terms.append(TermSyntax(expression, name: name))
        if at(.equal) {
          throw unexpected("a clause, `,` or `|`").helped("name a term with `as`: `a / b as rate`")
        }
      } catch {
        report(error)
        if first < index || !atSeriesClause {
          recover { $0.at(.comma) || $0.atSeriesClause }
        }
        if series.terms.count == count {
          series.terms.append(TermSyntax(ExpressionSyntax(.invalid, span: span(from: first))))
        }
      }
    } while accept(.comma)
  }

  private mutating func parseClause(into series: inout SeriesSyntax) throws(Diagnostic) {
    let first = index
    guard let phrase = phrases.seriesClause(at: index, before: end),
      Vocabulary.english(phrase.english, as: .seriesClause) != nil
    else {
      throw unknownClause()
    }
    advance(phrase.count)
    let word = phrase.english
    let key = word.split(separator: " ").first.map(String.init) ?? word
    let wordSpan = span(from: first)
    var isAgain = false
    if let earlier = word == "matched" ? series.matched : series.clauseSpans[key] {
      report(SyntaxMistake.duplicateClause(word, first: earlier, at: wordSpan))
      isAgain = true
    }
    var clause = series
    if word == "matched" {
      clause.matched = wordSpan
    } else {
      clause.clauseSpans[key] = wordSpan
    }
    if !isAgain { series = clause }
    try parseContent(of: word, into: &clause)
    if word != "matched" { clause.clauseSpans[key] = span(from: first) }
    if !isAgain { series = clause }
  }

  private mutating func parseContent(
    of word: String, into series: inout SeriesSyntax
  ) throws(Diagnostic) {
    switch word {
    case "by": series.dimensions = try parseDimensions()
    case "in": series.places = try parsePlaces()
    case "during": series.during = try parseExpression(.range, after: "`during`")
    case "where": series.predicate = try parseExpression(.or, after: "`where`")
    case "from": series.table = try parseName("the name of a table after `from`")
    case "on boundaries":
      series.boundaries = try parseSetting(after: "`on boundaries`")
    case "known on": series.knownOn = try parseExpression(.range, after: "`known on`")
    case "calendar":
      if let phrase = match(.word) {
        let first = index
        advance(phrase.count)
        series.calendar = NameSyntax(phrase.english, span: span(from: first))
      } else {
        series.calendar = try parseName("the name of a calendar")
      }
    case "prefer":
      repeat {
        series.preferredSources.append(try parseExpression(.sign, after: "`prefer`"))
      } while accept(.comma)
    default: break
    }
  }

  /// A date, or a word such as `old` that Vietnamese may spell.
  private mutating func parseSetting(after what: String) throws(Diagnostic) -> ExpressionSyntax {
    guard let phrase = match(.word) else { return try parseExpression(.range, after: what) }
    let first = index
    advance(phrase.count)
    let span = span(from: first)
    return ExpressionSyntax(.name(NameSyntax(phrase.english, span: span)), span: span)
  }

  private mutating func parseDimensions() throws(Diagnostic) -> [NameSyntax] {
    var names: [NameSyntax] = []
    repeat { names.append(try parseDimension("a dimension")) } while accept(.comma)
    return names
  }

  /// A place level, a grain or a column; a Vietnamese spelling becomes the English word.
  mutating func parseDimension(_ what: String) throws(Diagnostic) -> NameSyntax {
    guard let phrase = match(.dimension) else { return try parseName(what) }
    let first = index
    advance(phrase.count)
    return NameSyntax(phrase.english, span: span(from: first))
  }

  private func unknownClause() -> Diagnostic {
    guard let token = current, token.kind == .word else {
      return unexpected("a clause, `,` or `|`")
    }
    if token.key == "on" {
      return SyntaxMistake.incompleteClause("on", missing: "boundaries", at: token.span)
    }
    if token.key == "known" {
      return SyntaxMistake.incompleteClause("known", missing: "on", at: token.span)
    }
    if token.key == "per" { return SyntaxMistake.rateClause(at: token.span) }
    let nearest = NearestName.find(token.text, in: Vocabulary.seriesClauses)
    return SyntaxMistake.unknownClause(found, nearest: nearest, at: token.span)
  }
}
