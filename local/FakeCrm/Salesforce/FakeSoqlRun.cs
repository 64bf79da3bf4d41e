using System.Collections.Immutable;
using System.Globalization;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>A query understood against the org: which fields there are, which records fit, and in which order.</summary>
internal sealed class FakeSoqlRun
{
    private readonly FakeSalesforceData _data;
    private readonly FakeSoql _query;

    private FakeSoqlRun(FakeSalesforceData data, FakeSoql query, FakeObject from)
    {
        (_data, _query, From) = (data, query, from);
        Columns = [.. query.Fields.Select(Path)];
    }

    public FakeObject From { get; }

    public ImmutableArray<FakePath> Columns { get; }

    /// <exception cref="FakeRefusal">The org has no such object or field, or the field cannot be asked that way.</exception>
    public static FakeSoqlRun Of(FakeSalesforceData data, FakeSoql query)
    {
        FakeObject from = data.Object(query.From) is { Prefix.Length: > 0 } found && !data.Org.Refuses.Contains(found.Name) ? found : throw new FakeRefusal(
            400,
            "INVALID_TYPE",
            $"\n{query.Text}\n ^\nERROR at Row:1:Column:1\nsObject type '{query.From}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.");
        return new FakeSoqlRun(data, query, from);
    }

    /// <param name="all">Deleted and archived ones too.</param>
    public List<FakeRecord> Records(bool all)
    {
        Func<FakeRecord, bool> fits = _query.Where is null ? _ => true : Compile(_query.Where);
        IEnumerable<FakeRecord> found = _data.Table(From.Name).All
            .Where(record => all || (record.Value("IsDeleted") is not true && record.Value("IsArchived") is not true)).Where(fits);
        IOrderedEnumerable<FakeRecord>? ordered = null;
        foreach ((string field, bool descending, bool nullsLast) in _query.OrderBy)
        {
            FakePath path = Path(field);
            Comparer<object?> by = Comparer<object?>.Create((a, b) => Compare(a, b, descending, nullsLast));
            ordered = ordered is null ? found.OrderBy(path.Get, by) : ordered.ThenBy(path.Get, by);
        }

        found = ordered ?? found;
        return [.. _query.Limit is { } most ? found.Take(most) : found];
    }

    private FakePath Path(string text)
    {
        FakeObject @object = From;
        string[] parts = text.Split('.');
        List<string> names = [];
        Func<FakeRecord, FakeRecord?> reach = record => record;
        int first = parts.Length > 1 && parts[0].Equals(From.Name, StringComparison.OrdinalIgnoreCase) && From.Relationship(parts[0]) is null ? 1 : 0;
        foreach (string part in parts[first..^1])
        {
            FakeField relation = @object.Relationship(part) ?? throw new FakeRefusal(400, "INVALID_FIELD", Where($"Didn't understand relationship '{part}' in field path."));
            Func<FakeRecord, FakeRecord?> before = reach;
            reach = record => before(record)?.Value(relation.Name) is string id ? _data.Related(id, relation.RefersTo!) : null;
            names.Add(relation.Relationship!);
            @object = _data.Object(relation.RefersTo!) ?? throw new FakeRefusal(400, "INVALID_FIELD", Where($"Didn't understand relationship '{part}' in field path."));
        }

        FakeField field = @object.Field(parts[^1]) ?? throw new FakeRefusal(400, "INVALID_FIELD", Where(
            $"No such column '{parts[^1]}' on entity '{@object.Name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names."));
        return new FakePath([.. names, field.Name], field, record => reach(record)?.Value(field.Name)) { Owner = record => reach(record), OwnerObject = @object.Name };
    }

    private Func<FakeRecord, bool> Compile(FakeCondition condition)
    {
        if (condition is FakeBoth both)
        {
            Func<FakeRecord, bool> one = Compile(both.One);
            Func<FakeRecord, bool> other = Compile(both.Other);
            return both.And ? record => one(record) && other(record) : record => one(record) || other(record);
        }

        FakeComparison comparison = (FakeComparison)condition;
        FakePath path = Path(comparison.Field);
        if (!path.Field.IsFilterable || path.Field.IsCompound)
        {
            throw new FakeRefusal(400, "INVALID_FIELD", Where($"field '{path.Field.Name}' can not be filtered in a query call"));
        }

        object?[] values = [.. comparison.Values.Select(value => Value(path.Field, value))];
        return comparison.Operator switch
        {
            "IN" => record => values.Any(value => AreEqual(path.Get(record), value)),
            "NOT IN" => record => !values.Any(value => AreEqual(path.Get(record), value)),
            "=" => record => AreEqual(path.Get(record), values[0]),
            "!=" => record => !AreEqual(path.Get(record), values[0]),
            _ when path.Field.Type is "boolean" or "reference" => throw new FakeRefusal(400, "INVALID_FIELD", Where($"invalid operator on {path.Field.Type} field")),
            string by => record => path.Get(record) is { } value && Compare(value, values[0], false, false) is int order
                && (by == "<" ? order < 0 : by == "<=" ? order <= 0 : by == ">" ? order > 0 : order >= 0),
        };
    }

    private object? Value(FakeField field, FakeLiteral literal)
    {
        string type = field.Type switch { "datetime" => "dateTime", "date" => "date", "boolean" => "boolean", "currency" or "percent" or "double" or "int" => "double", _ => "string" };
        if (!literal.IsQuoted && literal.Text.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return type switch
        {
            "string" when literal.IsQuoted => literal.Text,
            "dateTime" when !literal.IsQuoted && literal.Text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(literal.Text, CultureInfo.InvariantCulture, out DateTimeOffset at) => at,
            "date" when !literal.IsQuoted && DateOnly.TryParseExact(literal.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) => day,
            "boolean" when !literal.IsQuoted && bool.TryParse(literal.Text, out bool flag) => flag,
            "double" when !literal.IsQuoted && decimal.TryParse(literal.Text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number) => number,
            _ => throw new FakeRefusal(400, "INVALID_FIELD", Where(
                $"value of filter criterion for field '{field.Name}' must be of type {type} and should {(type == "string" ? "" : "not ")}be enclosed in quotes")),
        };
    }

    private string Where(string error) => $"\n{_query.Text}\n ^\nERROR at Row:1:Column:1\n{error}";

    /// <summary>Ids are equal in both their lengths; text is, whatever the case.</summary>
    private static bool AreEqual(object? one, object? other) => (one, other) switch
    {
        (string { Length: 18 } id, string { Length: 15 } cut) when FakeSalesforceSchema.NameOf(id) is not null => id.StartsWith(cut, StringComparison.Ordinal),
        (string { Length: 18 } id, string { Length: 18 } same) when FakeSalesforceSchema.NameOf(id) is not null => id == same,
        (string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase),
        _ => Equals(one, other),
    };

    private static int Compare(object? one, object? other, bool descending, bool nullsLast)
    {
        int order = (one, other) switch
        {
            (null, null) => 0,
            (null, _) => nullsLast ? int.MaxValue : int.MinValue,
            (_, null) => nullsLast ? int.MinValue : int.MaxValue,
            (string a, string b) => string.CompareOrdinal(a, b),
            (IComparable a, _) => a.CompareTo(other),
            _ => 0,
        };
        return order is int.MinValue or int.MaxValue ? Math.Sign(order) : descending ? -order : order;
    }
}

/// <param name="Names">The relationships on the way, and the field.</param>
internal sealed record FakePath(ImmutableArray<string> Names, FakeField Field, Func<FakeRecord, object?> Get)
{
    /// <summary>The record that the field stands in; null where the way to it ends before.</summary>
    public required Func<FakeRecord, FakeRecord?> Owner { get; init; }

    public required string OwnerObject { get; init; }

    public string Text => string.Join('.', Names);
}
