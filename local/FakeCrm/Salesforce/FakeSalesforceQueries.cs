using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>The REST queries of one request.</summary>
internal sealed class FakeSalesforceQueries(FakeSalesforceData data, FakeSalesforceCursors cursors, HttpContext context, string version)
{
    private const int Fewest = 200;
    private const int Most = 2_000;

    public JsonObject Answer(bool all)
    {
        string text = context.Request.Query["q"].ToString();
        FakeSoql query = FakeSoql.Parse(text.Length > 0 ? text : throw FakeRefusal.Malformed("SOQL statements cannot be empty or null"));
        if (!query.Unusual.IsEmpty)
        {
            throw FakeRefusal.Malformed($"{query.Unusual[0]} is not served by this made-up Salesforce.");
        }

        FakeSoqlRun run = FakeSoqlRun.Of(data, query);
        List<FakeRecord> records = run.Records(all);
        if (query.CountsOnly)
        {
            return new JsonObject { ["totalSize"] = records.Count, ["done"] = true, ["records"] = new JsonArray() };
        }

        (IReadOnlyList<FakeRecord> rows, int total, string? next) = cursors.Open(run, records, context.Request.Headers.Authorization.ToString(), Math.Min(Asked(), data.Org.MostRows));
        return Page(run, rows, total, next);
    }

    public JsonObject More(string locator)
    {
        (FakeSoqlRun run, IReadOnlyList<FakeRecord> rows, int total, string? next) = cursors.Continue(locator, context.Request.Headers.Authorization.ToString());
        return Page(run, rows, total, next);
    }

    private JsonObject Page(FakeSoqlRun run, IReadOnlyList<FakeRecord> rows, int total, string? next)
    {
        JsonObject page = new() { ["totalSize"] = total, ["done"] = next is null };
        if (next is not null)
        {
            // It says query, also where queryAll was asked.
            page["nextRecordsUrl"] = $"/services/data/v{version}/query/{next}";
        }

        page["records"] = new JsonArray([.. rows.Select(row => FakeSalesforceText.Json(row, run, version))]);
        return page;
    }

    /// <summary>A hint only: what is too few or too many is brought to what is allowed.</summary>
    private int Asked()
    {
        string? size = context.Request.Headers["Sforce-Query-Options"].ToString().Split(',').Select(option => option.Trim())
            .FirstOrDefault(option => option.StartsWith("batchSize=", StringComparison.OrdinalIgnoreCase))?["batchSize=".Length..];
        return size is null ? Most
            : int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) ? Math.Clamp(asked, Fewest, Most)
            : throw new FakeRefusal(400, "INVALID_BATCH_SIZE", "batchSize must be a number");
    }
}
