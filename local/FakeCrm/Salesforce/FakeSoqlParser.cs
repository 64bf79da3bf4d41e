using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>Reads a query, and refuses what the real one would not understand.</summary>
internal sealed partial class FakeSoqlParser(string text)
{
    private static readonly string[] Reserved = ["FROM", "WHERE", "ORDER", "LIMIT", "OFFSET", "GROUP", "USING", "WITH", "FOR", "ALL"];

    private readonly List<string> _tokens = [.. Tokens().Matches(text).Select(match => match.Value)];
    private readonly List<string> _unusual = [];
    private int _at;

    private string? Next => _at < _tokens.Count ? _tokens[_at] : null;

    public FakeSoql Parse()
    {
        if (Tokens().Replace(text, "").Trim().Length > 0)
        {
            throw FakeRefusal.Malformed($"line 1:0 no viable alternative at character '{Tokens().Replace(text, "").Trim()[0]}'");
        }

        Expect("SELECT");
        (bool counts, ImmutableArray<string> fields) = Selected();
        Expect("FROM");
        string from = Name();
        FakeSoql query = new(text, counts, fields, from) { Where = Take("WHERE") ? Conditions() : null };
        if (Take("GROUP"))
        {
            Expect("BY");
            _unusual.Add("GROUP BY");
            Name();
        }

        query = query with { OrderBy = Order(), Limit = Take("LIMIT") ? Whole() : null };
        if (Take("OFFSET"))
        {
            _unusual.Add("OFFSET");
            Whole();
        }

        return Next is null ? query with { Unusual = [.. _unusual] } : throw FakeRefusal.Malformed($"unexpected token: '{Next}'");
    }

    private (bool Counts, ImmutableArray<string> Fields) Selected()
    {
        ImmutableArray<string>.Builder fields = ImmutableArray.CreateBuilder<string>();
        do
        {
            if (Take("("))
            {
                throw FakeRefusal.Malformed("A relationship sub-query is not understood by this made-up Salesforce.");
            }

            if (Take("TYPEOF"))
            {
                throw FakeRefusal.Malformed("TYPEOF is not allowed in this query.");
            }

            string name = Name();
            if (Take("("))
            {
                if (name.Equals("COUNT", StringComparison.OrdinalIgnoreCase) && Take(")"))
                {
                    return fields.Count == 0 && !Is(",") ? (true, []) : throw FakeRefusal.Malformed("Count() must be alone in the SELECT clause.");
                }

                _unusual.Add("aggregate");
                fields.Add(Name());
                Expect(")");
                continue;
            }

            fields.Add(name);
        }
        while (Take(","));
        string? twice = fields.GroupBy(field => field, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? (false, fields.ToImmutable()) : throw new FakeRefusal(400, "INVALID_FIELD", $"duplicate field selected: {twice}");
    }

    private FakeCondition Conditions()
    {
        FakeCondition all = Condition();
        bool? and = null;
        while (Is("AND") || Is("OR"))
        {
            bool isAnd = Take("AND");
            if (!isAnd)
            {
                Expect("OR");
            }

            // The real one asks for parentheses where both stand side by side.
            and = and is null || and == isAnd ? isAnd : throw FakeRefusal.Malformed($"unexpected token: '{(isAnd ? "AND" : "OR")}'");
            all = new FakeBoth(all, Condition(), isAnd);
        }

        return all;
    }

    private FakeCondition Condition()
    {
        if (Take("("))
        {
            FakeCondition inner = Conditions();
            Expect(")");
            return inner;
        }

        string field = Name();
        if (Take("NOT"))
        {
            Expect("IN");
            return new FakeComparison(field, "NOT IN", List());
        }

        return Take("IN") ? new FakeComparison(field, "IN", List())
            : Next is "=" or "!=" or "<>" or "<" or "<=" or ">" or ">=" ? new FakeComparison(field, _tokens[_at++].Replace("<>", "!=", StringComparison.Ordinal), [Literal()])
            : throw FakeRefusal.Malformed($"unexpected token: '{Next ?? "<EOF>"}'");
    }

    private ImmutableArray<FakeLiteral> List()
    {
        Expect("(");
        ImmutableArray<FakeLiteral>.Builder values = ImmutableArray.CreateBuilder<FakeLiteral>();
        do
        {
            values.Add(Literal());
        }
        while (Take(","));
        Expect(")");
        return values.ToImmutable();
    }

    private FakeLiteral Literal()
    {
        string token = Next ?? throw FakeRefusal.Malformed("unexpected token: '<EOF>'");
        _at++;
        return token[0] == '\'' ? new FakeLiteral(Regex.Unescape(token[1..^1]), true) : new FakeLiteral(token, false);
    }

    private ImmutableArray<(string Field, bool Descending, bool NullsLast)> Order()
    {
        if (!Take("ORDER"))
        {
            return [];
        }

        Expect("BY");
        ImmutableArray<(string, bool, bool)>.Builder order = ImmutableArray.CreateBuilder<(string, bool, bool)>();
        do
        {
            string field = Name();
            bool descending = Take("DESC");
            _ = descending || Take("ASC");
            bool last = false;
            if (Take("NULLS"))
            {
                last = Take("LAST");
                _ = last || Take("FIRST");
            }

            order.Add((field, descending, last));
        }
        while (Take(","));
        return order.ToImmutable();
    }

    private string Name() => Next is { } name && (char.IsLetter(name[0]) || name[0] == '_') && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase)
        ? _tokens[_at++]
        : throw FakeRefusal.Malformed($"unexpected token: '{Next ?? "<EOF>"}'");

    private int Whole() => int.TryParse(Next, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && _at++ >= 0
        ? value
        : throw FakeRefusal.Malformed($"expecting an integer, found '{Next ?? "<EOF>"}'");

    private bool Is(string word) => word.Equals(Next, StringComparison.OrdinalIgnoreCase);

    private bool Take(string word)
    {
        bool there = Is(word);
        _at += there ? 1 : 0;
        return there;
    }

    private void Expect(string word)
    {
        if (!Take(word))
        {
            throw FakeRefusal.Malformed($"expecting {word}, found '{Next ?? "<EOF>"}'");
        }
    }

    [GeneratedRegex(@"'(?:[^'\\]|\\.)*'|\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?|-?\d+(?:\.\d+)?|[A-Za-z_][A-Za-z0-9_.]*|<=|>=|!=|<>|[=<>(),]", RegexOptions.NonBacktracking, 1000)]
    private static partial Regex Tokens();
}
