using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>What there is below a version of the API, for whoever has signed in.</summary>
internal sealed class FakeSalesforceResources(FakeSalesforceData data, FakeSalesforceCursors cursors, FakeSalesforceJobs jobs, FakeSalesforceTroubles troubles)
{
    public async Task AnswerAsync(HttpContext context, string version, string[] rest, int number)
    {
        FakeSalesforceQueries queries = new(data, cursors, context, version);
        switch (context.Request.Method, rest)
        {
            case ("GET", ["limits"]):
                await troubles.WriteAsync(context, new JsonObject
                {
                    ["DailyApiRequests"] = Limit(data.Org.DailyRequests, data.Org.DailyRequests - number),
                    ["DailyBulkV2QueryJobs"] = Limit(10_000, 10_000 - jobs.Made),
                    ["DailyBulkV2QueryFileStorageMB"] = Limit(976_562, 976_562),
                });
                break;
            case ("GET", ["sobjects", string name, "describe"]):
                await troubles.WriteAsync(context, FakeSalesforceDescribe.Of(data.Object(name) ?? throw FakeRefusal.NotFound()));
                break;
            case ("GET", ["query" or "queryAll"]):
                await troubles.WriteAsync(context, queries.Answer(all: rest[0] == "queryAll"));
                break;
            case ("GET", ["query" or "queryAll", string locator]):
                await troubles.WriteAsync(context, queries.More(locator));
                break;
            case (_, ["jobs", "query", ..]) when !data.Org.HasBulk:
                throw new FakeRefusal(403, "FUNCTIONALITY_NOT_ENABLED", "This functionality is not enabled for this organization.");
            case ("POST", ["jobs", "query"]):
                await troubles.WriteAsync(context, jobs.Create(await BodyAsync(context), version));
                break;
            case ("GET", ["jobs", "query", string job]):
                await troubles.WriteAsync(context, jobs.Poll(job, version));
                break;
            case ("GET", ["jobs", "query", string job, "results"]):
                await ResultsAsync(context, version, job);
                break;
            case ("PATCH", ["jobs", "query", string job]):
                await troubles.WriteAsync(context, jobs.Abort(job, await BodyAsync(context), version));
                break;
            case ("DELETE", ["jobs", "query", string job]):
                jobs.Delete(job, version);
                context.Response.StatusCode = 204;
                break;
            default:
                throw FakeRefusal.NotFound();
        }
    }

    private async Task ResultsAsync(HttpContext context, string version, string job)
    {
        string? most = context.Request.Query["maxRecords"];
        if (most is not null && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) || asked == 0))
        {
            throw new FakeRefusal(400, "INVALIDPARAMETER", "maxRecords must be a positive integer");
        }

        (string csv, int rows, string locator) = jobs.Results(job, version, context.Request.Query["locator"], Math.Min(most is null ? int.MaxValue : int.Parse(most, CultureInfo.InvariantCulture), data.Org.MostResults));
        context.Response.Headers["Sforce-NumberOfRecords"] = rows.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["Sforce-Locator"] = locator;
        await troubles.WriteAsync(context, 200, "text/csv", csv);
    }

    private static JsonObject Limit(int most, int left) => new() { ["Max"] = most, ["Remaining"] = left };

    private static async Task<JsonObject> BodyAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new FakeRefusal(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type header specified in HTTP request is not supported: " + context.Request.ContentType);
        }

        try
        {
            return (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new FakeRefusal(400, "JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body.");
        }
    }
}
