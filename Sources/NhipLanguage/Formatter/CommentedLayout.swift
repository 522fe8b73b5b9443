// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// Lays out a statement that has comments inside it.
///
/// A comment before a stage or at the end of its line keeps its place; a stage, or a source, with
/// a comment in its midst stays as it was written.
struct CommentedLayout {
  /// The source, or a stage without its `|`, with the comments that belong to it.
  private struct Segment {
    var span: Span
    var leading: [Comment] = []
    var trailing: Comment?
    var hasInner = false
  }

  private let lexed: LexedText
  private var segments: [Segment] = []

  init(_ lexed: LexedText, _ range: Range<Int>, _ comments: [Comment]) {
    self.lexed = lexed
    for part in lexed.tokens[range].split(whereSeparator: { $0.is(.pipe) }) {
      guard let first = part.first, let last = part.last else { continue }
      segments.append(Segment(span: first.span.union(last.span)))
    }
    var index = 0
    for comment in comments {
      while index + 1 < segments.count, segments[index + 1].span.lower < comment.span.lower {
        index += 1
      }
      place(comment, after: index)
    }
  }

  private mutating func place(_ comment: Comment, after index: Int) {
    if comment.span.lower < segments[index].span.upper {
      segments[index].hasInner = true
    } else if index + 1 == segments.count || !comment.startsLine && segments[index].trailing == nil
    {
      segments[index].trailing = comment
    } else {
      segments[index + 1].leading.append(comment)
    }
  }

  func format(_ statement: StatementSyntax) -> String {
    let layouts =
      [Formatter.source(of: statement)] + statement.pipeline.stages.map(Formatter.format)
    var lines: [String] = []
    for (index, segment) in segments.enumerated() where index < layouts.count {
      lines += segment.leading.map { lexed.slice($0.span) }
      let written = index == 0 ? lexed.slice(segment.span) : "| \(lexed.slice(segment.span))"
      let layout = segment.hasInner ? written : layouts[index]
      lines.append(layout + (segment.trailing.map { "  \(lexed.slice($0.span))" } ?? ""))
    }
    return lines.joined(separator: "\n")
  }
}
