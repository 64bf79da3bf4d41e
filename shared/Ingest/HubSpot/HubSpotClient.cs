using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>Asks HubSpot's API.</summary>
internal sealed class HubSpotClient(CrmHttp http, HubSpotSettings settings) : IDisposable
{
    /// <summary>Records in one batch, where their history is wanted as well.</summary>
    public const int BatchWithHistory = 50;

    public const int Batch = 100;

    /// <summary>Of 1,000 that are allowed; what comes back for one may be long.</summary>
    private const int Links = 200;

    /// <summary>A list whose cursor is no longer known is begun anew that often.</summary>
    private const int Begins = 5;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public HubSpotPaths Paths { get; } = new(settings.ApiVersion);

    /// <summary>HubSpot's present.</summary>
    public DateTimeOffset Now => http.AnsweredAt ?? throw new InvalidOperationException("HubSpot has not answered yet.");

    /// <summary>Requests allowed in a day, and how many of them are left; null where HubSpot does not say.</summary>
    public (long Limit, long Left)? Daily { get; private set; }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellation) => AskAsync<T>(() => new HttpRequestMessage(HttpMethod.Get, new Uri(settings.BaseAddress, path)), cancellation);

    public Task<HubSpotPage<T>> PostAsync<T>(string path, object body, CancellationToken cancellation) => AskAsync<HubSpotPage<T>>(
        () => new HttpRequestMessage(HttpMethod.Post, new Uri(settings.BaseAddress, path)) { Content = JsonContentOf(body) },
        cancellation,
        page => page.Failure);

    /// <summary>All pages of a list. Rows may come twice: where a page repeats one, and where the list had to be begun anew.</summary>
    /// <param name="path">With a query that has everything but the cursor.</param>
    /// <param name="after">Where an earlier reading was cut off; null: at the begin.</param>
    public async IAsyncEnumerable<HubSpotPage<T>> PagesAsync<T>(string path, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int begins = 0; ;)
        {
            HubSpotPage<T>? page = null;
            try
            {
                page = await GetAsync<HubSpotPage<T>>(after is null ? path : $"{path}&after={Uri.EscapeDataString(after)}", cancellation);
            }
            catch (CrmRefusedException refused) when (after is not null && refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Gone && ++begins < Begins)
            {
                after = null;
                continue;
            }

            yield return page;
            if (page.After is not { } next || next == after)
            {
                yield break;
            }

            after = next;
        }
    }

    /// <summary>Records by their ids; those that are gone are missing in what comes back.</summary>
    public async Task<List<HubSpotObject>> BatchAsync(string kind, IReadOnlyCollection<string> ids, IEnumerable<string> properties, IEnumerable<string> history, CancellationToken cancellation)
    {
        string[] values = [.. properties];
        string[] kept = [.. history];
        HubSpotPage<HubSpotObject>[] pages = await Task.WhenAll(ids.Chunk(kept.Length == 0 ? Batch : BatchWithHistory).Select(some => PostAsync<HubSpotObject>(
            Paths.Batch(kind),
            new { inputs = some.Select(id => new { id }), properties = values, propertiesWithHistory = kept },
            cancellation)));
        return [.. pages.SelectMany(page => page.Rows)];
    }

    /// <summary>By record, what of another kind it is associated with.</summary>
    public async Task<Dictionary<string, List<HubSpotLink>>> LinksAsync(string from, string to, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        Dictionary<string, List<HubSpotLink>> links = new(StringComparer.Ordinal);
        List<(string Id, string? After)> open = [.. ids.Select(id => (id, (string?)null))];
        while (open.Count > 0)
        {
            HubSpotPage<HubSpotLinks>[] pages = await Task.WhenAll(open.Chunk(Links).Select(some => LinkPageAsync(from, to, some, cancellation)));
            open = [];
            foreach (HubSpotLinks found in pages.SelectMany(page => page.Rows))
            {
                if (found.From?.Id is not { } id || found.To.IsDefault)
                {
                    continue;
                }

                if (!links.TryGetValue(id, out List<HubSpotLink>? known))
                {
                    links[id] = known = [];
                }

                known.AddRange(found.To);
                if (found.Paging?.Next?.After is { } next)
                {
                    open.Add((id, next));
                }
            }
        }

        return links;
    }

    public void Dispose() => http.Dispose();

    /// <summary>A cursor that is no longer known costs the first pages of these records once more.</summary>
    private async Task<HubSpotPage<HubSpotLinks>> LinkPageAsync(string from, string to, (string Id, string? After)[] records, CancellationToken cancellation)
    {
        for (int begins = 0; ; begins++)
        {
            try
            {
                return await PostAsync<HubSpotLinks>(
                    Paths.Associations(from, to),
                    new { inputs = records.Select(one => one.After is { } after ? (object)new { id = one.Id, after } : new { id = one.Id }) },
                    cancellation);
            }
            catch (CrmRefusedException refused) when (refused.Status == HttpStatusCode.BadRequest && begins < Begins && Array.Exists(records, one => one.After is not null))
            {
                records = [.. records.Select(one => (one.Id, (string?)null))];
            }
        }
    }

    /// <param name="failure">Says why an answer is not whole; null where it is.</param>
    private Task<T> AskAsync<T>(Func<HttpRequestMessage> question, CancellationToken cancellation, Func<T, string?>? failure = null) => http.AskAsync(
        question,
        async (answer, token) =>
        {
            Note(answer);
            await using Stream body = await answer.Content.ReadAsStreamAsync(token);
            try
            {
                T read = await JsonSerializer.DeserializeAsync<T>(body, Form, token) ?? throw new JsonException("null");
                return failure?.Invoke(read) is { } why ? throw new CrmFailedException(why, null) : read;
            }
            catch (JsonException e)
            {
                // A proxy's page, or an answer that ended early without saying so: the next may be whole.
                throw new CrmFailedException($"an answer that is none of HubSpot's: {e.Message}", null);
            }
        },
        cancellation);

    private void Note(HttpResponseMessage answer)
    {
        if (Number(answer, "X-HubSpot-RateLimit-Daily") is { } limit && Number(answer, "X-HubSpot-RateLimit-Daily-Remaining") is { } left)
        {
            Daily = (limit, left);
        }
    }

    private static long? Number(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out IEnumerable<string>? values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static ByteArrayContent JsonContentOf(object body)
    {
        ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(body, Form));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
