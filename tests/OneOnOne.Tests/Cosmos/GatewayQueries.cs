using System.Globalization;
using System.Text;

namespace OneOnOne.Tests.Cosmos;

/// <summary>Queries over one partition, page by page.</summary>
internal static class GatewayQueries
{
    private const int DefaultItems = 100;

    /// <summary>
    /// Says that nothing is left to do for the SDK: rows come sorted and cut off, which is true as long as a query stays in one partition.
    /// </summary>
    public const string Plan =
        """
        {"partitionedQueryExecutionInfoVersion":2,"queryInfo":{"distinctType":"None","top":null,"offset":null,"limit":null,"orderBy":[],
        "orderByExpressions":[],"groupByExpressions":[],"groupByAliases":[],"aggregates":[],"groupByAliasToAggregateType":{},"rewrittenQuery":"",
        "hasSelectValue":false,"dCountInfo":null,"hasNonStreamingOrderBy":false},
        "queryRanges":[{"min":"","max":"FF","isMinInclusive":true,"isMaxInclusive":false}]}
        """;

    public static CosmosResult Answer(GatewayContainer container, CosmosRequest request, byte[] body, string? maxItems, string? continuation)
    {
        if (request.PartitionKey is null)
        {
            throw new CosmosMisuseException($"A query without a partition key: no query of ours crosses partitions. {request.Sql}");
        }
        SqlQuery query = SqlParser.Query(CosmosBody.Parse(body)!.Value);
        if (request.Kind == CosmosRequestKind.QueryPlan)
        {
            return new CosmosResult(200) { Body = Encoding.UTF8.GetBytes(Plan) };
        }
        IReadOnlyList<SqlRow> rows = query.Run(container.In(GatewayContainer.PartitionKeyValue(request.PartitionKey)));
        int start = Start(rows, continuation);
        List<SqlRow> page = Page(rows, start, Limit(maxItems));
        bool more = start + page.Count < rows.Count;
        return new CosmosResult(200)
        {
            Body = Write(page),
            ItemCount = page.Count,
            Continuation = more ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].Sequence}:{start + page.Count}") : null,
            Charge = CosmosCharge.Query(page.Sum(row => row.Json.Length)),
        };
    }

    /// <summary>-1 leaves it to the service, which then looks at the size only.</summary>
    private static int Limit(string? maxItems) => int.TryParse(maxItems, CultureInfo.InvariantCulture, out int items) ? items < 0 ? int.MaxValue : items : DefaultItems;

    /// <summary>After the document at which the last page ended, wherever it now stands among the rows: documents may have come and gone meanwhile.</summary>
    private static int Start(IReadOnlyList<SqlRow> rows, string? continuation)
    {
        if (continuation is null or "")
        {
            return 0;
        }
        string[] parts = continuation.Split(':');
        long last = long.Parse(parts[0], CultureInfo.InvariantCulture);
        for (int index = 0; index < rows.Count; index++)
        {
            if (rows[index].Sequence == last)
            {
                return index + 1;
            }
        }
        return Math.Min(rows.Count, int.Parse(parts[1], CultureInfo.InvariantCulture) - 1);
    }

    private static List<SqlRow> Page(IReadOnlyList<SqlRow> rows, int start, int items)
    {
        List<SqlRow> page = [];
        long bytes = 0;
        foreach (SqlRow row in rows.Skip(start).Take(items))
        {
            bytes += row.Json.Length;
            if (bytes > CosmosLimits.Page && page.Count > 0)
            {
                break;
            }
            page.Add(row);
        }
        return page;
    }

    private static byte[] Write(List<SqlRow> page) => CosmosBody.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("Documents");
        foreach (SqlRow row in page)
        {
            writer.WriteRawValue(row.Json);
        }
        writer.WriteEndArray();
        writer.WriteNumber("_count", page.Count);
        writer.WriteEndObject();
    });
}
