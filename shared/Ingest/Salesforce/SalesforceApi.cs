using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>The questions that Salesforce is asked. All of them only read, but for making and ending query jobs.</summary>
internal sealed class SalesforceApi(CrmHttp http, SalesforceSignIn signIn, SalesforceSettings settings)
{
    private const int RefusedTokens = 3;
    private const int RowsAtOnce = 2_000;

    private string? _version;

    /// <summary>Salesforce's clock at its last answer.</summary>
    public DateTimeOffset? Now => http.AnsweredAt;

    public Uri Instance => signIn.Instance!;

    public string Organization => signIn.Organization!;

    /// <returns>The version that is asked in: the one that the settings name, or the org's nearest, sooner an older one.</returns>
    public async Task<string> VersionAsync(CancellationToken cancellation)
    {
        if (_version is null)
        {
            string[] offered = await OfferedAsync(cancellation);
            _version = offered.Where(version => Number(version) <= Number(settings.ApiVersion)).MaxBy(Number) ?? offered.MinBy(Number) ?? settings.ApiVersion;
        }

        return _version;
    }

    /// <returns>None where it is not said: then the version of the settings is as good as any.</returns>
    private async Task<string[]> OfferedAsync(CancellationToken cancellation)
    {
        try
        {
            return await GetAsync("/services/data/", answer => answer.EnumerateArray().Select(one => one.GetProperty("version").GetString()!).ToArray(), cancellation);
        }
        catch (CrmRefusedException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    /// <returns>Null where the org has no such object, or hides it.</returns>
    public async Task<SalesforceShape?> DescribeAsync(SalesforceObject @object, CancellationToken cancellation)
    {
        try
        {
            return await GetAsync($"{await RootAsync(cancellation)}/sobjects/{@object.Name}/describe", answer => SalesforceShape.Of(@object, answer), cancellation);
        }
        catch (CrmRefusedException refused) when (refused.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            return null;
        }
    }

    public async Task<T> LimitsAsync<T>(Func<JsonElement, T> read, CancellationToken cancellation) => await GetAsync($"{await RootAsync(cancellation)}/limits", read, cancellation);

    /// <param name="all">Deleted and archived records too.</param>
    public async Task<long> CountAsync(string @object, string? where, bool all, CancellationToken cancellation) =>
        await GetAsync(await QueryAsync($"SELECT COUNT() FROM {@object}{Where(where)}", all, cancellation), answer => answer.GetProperty("totalSize").GetInt64(), cancellation);

    public async Task<string> QueryAsync(string soql, bool all, CancellationToken cancellation) =>
        $"{await RootAsync(cancellation)}/{(all ? "queryAll" : "query")}?q={Uri.EscapeDataString(soql)}";

    /// <param name="path">Of a query, or of its next page.</param>
    public async Task<T> PageAsync<T>(string path, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        try
        {
            return await AskAsync(HttpMethod.Get, path, null, read, cancellation);
        }
        catch (KeyNotFoundException e)
        {
            throw new UserErrorException("Salesforce answered a query with something else than records. Check Salesforce__Url and Salesforce__ApiVersion.", e);
        }
    }

    public Task<T> GetAsync<T>(string path, Func<JsonElement, T> read, CancellationToken cancellation) => AgainAsync(() => AskAsync(HttpMethod.Get, path, null, read, cancellation));

    public async Task<SalesforceJob> StartAsync(string soql, bool all, CancellationToken cancellation)
    {
        string root = await RootAsync(cancellation);
        object job = new { operation = all ? "queryAll" : "query", query = soql, contentType = "CSV", columnDelimiter = "COMMA", lineEnding = "LF" };
        return await AgainAsync(() => AskAsync(HttpMethod.Post, $"{root}/jobs/query", job, answer => SalesforceJob.Of(answer, root), cancellation));
    }

    public Task<SalesforceJob> PollAsync(SalesforceJob job, CancellationToken cancellation) => AgainAsync(() => AskAsync(HttpMethod.Get, job.Path, null, answer => SalesforceJob.Of(answer, job.Root), cancellation));

    /// <param name="read">Gets a page's rows as they come; what it throws on a broken wire makes it run again.</param>
    /// <returns>Where the next page is; null: there is none.</returns>
    public Task<string?> ResultsAsync(SalesforceJob job, string? locator, int rows, Func<Stream, string?, CancellationToken, Task> read, CancellationToken cancellation)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"{job.Path}/results?maxRecords={rows}{(locator is null ? "" : $"&locator={Uri.EscapeDataString(locator)}")}");
        return http.AskAsync(
            () => Request(HttpMethod.Get, path, null, "text/csv"),
            async (answer, token) =>
            {
                if (answer.StatusCode == HttpStatusCode.NoContent && job.Processed != 0)
                {
                    throw new CrmFailedException("a job's results are not there yet", null);
                }

                string? next = answer.Headers.TryGetValues("Sforce-Locator", out IEnumerable<string>? values) && values.First() is { Length: > 0 } value && value != "null" ? value : null;
                await using Stream body = await answer.Content.ReadAsStreamAsync(token);
                await read(body, next, token);
                return next;
            },
            cancellation);
    }

    /// <summary>Ends a job that nobody will ask for any more. That it does not work changes nothing.</summary>
    public async Task EndAsync(SalesforceJob job, bool isDone)
    {
        try
        {
            using CancellationTokenSource soon = new(TimeSpan.FromSeconds(10));
            HttpMethod method = isDone ? HttpMethod.Delete : HttpMethod.Patch;
            await http.AskAsync(() => Request(method, job.Path, isDone ? null : new { state = "Aborted" }, "application/json"), (_, _) => Task.FromResult(true), soon.Token);
        }
        catch (Exception e) when (e is CrmRefusedException or UserErrorException or OperationCanceledException)
        {
            // Salesforce forgets jobs after seven days by itself.
        }
    }

    public static string Where(string? condition) => condition is null ? "" : $" WHERE {condition}";

    private async Task<string> RootAsync(CancellationToken cancellation) => $"/services/data/v{await VersionAsync(cancellation)}";

    private Task<T> AskAsync<T>(HttpMethod method, string path, object? body, Func<JsonElement, T> read, CancellationToken cancellation) => http.AskAsync(
        () => Request(method, path, body, "application/json"),
        async (answer, token) =>
        {
            await using Stream text = await answer.Content.ReadAsStreamAsync(token);
            try
            {
                using JsonDocument json = await JsonDocument.ParseAsync(text, cancellationToken: token);
                return read(json.RootElement);
            }
            catch (JsonException e)
            {
                throw new CrmFailedException("an answer that is no JSON: " + e.Message, null);
            }
        },
        cancellation);

    /// <summary>A token may be taken back right after the sign-in. One that is refused again and again is another matter.</summary>
    private static async Task<T> AgainAsync<T>(Func<Task<T>> ask)
    {
        for (int refused = 1; ; refused++)
        {
            try
            {
                return await ask();
            }
            catch (CrmRefusedException e) when (e.Status == HttpStatusCode.Unauthorized && refused < RefusedTokens)
            {
                // Asked again with a token of its own.
            }
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, object? body, string accept)
    {
        Uri url = new(Instance, path);
        if (url.Authority != Instance.Authority)
        {
            throw new UserErrorException($"Salesforce sends this program to {url.Host} for the next page, and its token is for {Instance.Host} alone.");
        }

        HttpRequestMessage request = new(method, url) { Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd(accept);
        if (path.Contains("?q=", StringComparison.Ordinal))
        {
            request.Headers.Add("Sforce-Query-Options", string.Create(CultureInfo.InvariantCulture, $"batchSize={RowsAtOnce}"));
        }

        return request;
    }

    private static decimal Number(string version) => decimal.TryParse(version, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : 0;
}
