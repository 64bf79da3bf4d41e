using System.Collections.Immutable;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>A query in Salesforce's language, as far as it is needed to read records: no aggregates but COUNT(), no sub-queries.</summary>
internal sealed record FakeSoql(string Text, bool CountsOnly, ImmutableArray<string> Fields, string From)
{
    public FakeCondition? Where { get; init; }

    public ImmutableArray<(string Field, bool Descending, bool NullsLast)> OrderBy { get; init; } = [];

    public int? Limit { get; init; }

    /// <summary>Parts of the language that are understood well enough to be refused where they are not allowed.</summary>
    public ImmutableArray<string> Unusual { get; init; } = [];

    public static FakeSoql Parse(string text) => new FakeSoqlParser(text).Parse();
}

internal abstract record FakeCondition;

internal sealed record FakeBoth(FakeCondition One, FakeCondition Other, bool And) : FakeCondition;

/// <param name="Values">One, or the list of an IN. Text in quotes is a string, all else is as it was written.</param>
internal sealed record FakeComparison(string Field, string Operator, ImmutableArray<FakeLiteral> Values) : FakeCondition;

internal readonly record struct FakeLiteral(string Text, bool IsQuoted);
