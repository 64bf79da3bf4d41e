using System.Collections.Immutable;

namespace OneOnOne.Local.Evaluation;

/// <summary>A table to be read by people, before anybody has decided how it is drawn. The first column is text, the others are numbers.</summary>
internal sealed record Sheet(string Title, string Explanation, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows);
