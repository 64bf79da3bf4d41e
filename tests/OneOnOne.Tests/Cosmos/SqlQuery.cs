using System.Text.Json;

namespace OneOnOne.Tests.Cosmos;

/// <summary>A value worked out from one document.</summary>
internal delegate JsonElement SqlExpression(JsonElement document);

/// <summary>One line of a result, and which document it comes from.</summary>
internal sealed record SqlRow(long Sequence, byte[] Json);

/// <summary>
/// A query in the part of Cosmos SQL that the gateway knows: <c>SELECT [TOP n] * | VALUE x | x [AS name], ... FROM c [WHERE ...] [ORDER BY c.x [DESC]]</c>.
/// Every row comes from one document; there are no joins and no aggregates. Sorting by several fields
/// needs a composite index in Azure, and our containers have none.
/// </summary>
internal sealed class SqlQuery
{
    public int? Top { get; init; }

    /// <summary>Nothing for a star.</summary>
    public IReadOnlyList<(string Name, SqlExpression Value)> Fields { get; init; } = [];

    /// <summary>Whether a row is the one field's value itself.</summary>
    public bool IsValue { get; init; }

    public SqlExpression Where { get; init; } = _ => SqlValue.True;

    public (SqlExpression Value, bool Descending)? OrderBy { get; init; }

    public IReadOnlyList<SqlRow> Run(IEnumerable<GatewayDocument> documents)
    {
        IEnumerable<GatewayDocument> chosen = documents.Where(document => SqlValue.Truth(Where(document.Body)) == true);
        if (OrderBy is (SqlExpression key, bool descending))
        {
            Comparer<JsonElement> order = Comparer<JsonElement>.Create(SqlValue.Order);
            chosen = descending ? chosen.OrderByDescending(document => key(document.Body), order) : chosen.OrderBy(document => key(document.Body), order);
        }
        IEnumerable<SqlRow> rows = chosen.Select(Row).OfType<SqlRow>();
        return [.. Top is int top ? rows.Take(top) : rows];
    }

    private SqlRow? Row(GatewayDocument document)
    {
        if (Fields.Count == 0)
        {
            return new SqlRow(document.Sequence, document.Stored);
        }
        if (!IsValue)
        {
            return new SqlRow(document.Sequence, CosmosBody.Write(writer => WriteFields(writer, document.Body)));
        }
        JsonElement value = Fields[0].Value(document.Body);
        return value.ValueKind == JsonValueKind.Undefined ? null : new SqlRow(document.Sequence, CosmosBody.Write(value.WriteTo));
    }

    private void WriteFields(Utf8JsonWriter writer, JsonElement document)
    {
        writer.WriteStartObject();
        foreach ((string name, SqlExpression field) in Fields)
        {
            if (field(document) is { ValueKind: not JsonValueKind.Undefined } value)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }
        writer.WriteEndObject();
    }
}
