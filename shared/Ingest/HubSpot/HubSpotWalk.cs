using System.Globalization;
using System.Runtime.CompilerServices;

namespace OneOnOne.Ingest.HubSpot;

/// <param name="From">Where to go on behind it: a millisecond since 1970, to be read again with all that was changed in it.</param>
internal sealed record WalkedPage(IReadOnlyList<HubSpotObject> Records, long From);

/// <summary>
/// Finds what was changed since an instant, by search. A search ends after 10,000 results, and while it is paged through, what changes
/// moves to its end and pushes others across the pages' seams; so no page is asked for by its number. Each search starts at the
/// millisecond at which the one before ended. Where a page is all of one millisecond, as after an import, that millisecond is read by id.
/// </summary>
internal sealed class HubSpotWalk(HubSpotClient client, string kind, IEnumerable<string> properties)
{
    private const string ModifiedAt = "hs_lastmodifieddate";
    private const string Id = "hs_object_id";
    private const int PerPage = 200;

    private readonly string[] _properties = [.. properties, ModifiedAt];

    public async IAsyncEnumerable<WalkedPage> FromAsync(long from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            (List<HubSpotObject> records, bool more) = await SearchAsync([Filter(ModifiedAt, "GTE", from)], ModifiedAt, cancellation);
            long last = records.Select(record => record.ModifiedAt ?? from).DefaultIfEmpty(from).Max();
            yield return new WalkedPage(records, last);
            if (!more)
            {
                yield break;
            }

            if (last == from)
            {
                await foreach (List<HubSpotObject> sameInstant in AtAsync(from, cancellation))
                {
                    yield return new WalkedPage(sameInstant, from);
                }

                last = from + 1;
            }

            from = last;
        }
    }

    private async IAsyncEnumerable<List<HubSpotObject>> AtAsync(long instant, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long behind = 0;
        while (true)
        {
            (List<HubSpotObject> records, bool more) =
                await SearchAsync([Filter(ModifiedAt, "GTE", instant), Filter(ModifiedAt, "LT", instant + 1), Filter(Id, "GT", behind)], Id, cancellation);
            yield return records;
            long last = records.Select(record => long.Parse(record.Id!, CultureInfo.InvariantCulture)).DefaultIfEmpty(behind).Max();
            if (!more || last == behind)
            {
                yield break;
            }

            behind = last;
        }
    }

    private async Task<(List<HubSpotObject> Records, bool More)> SearchAsync(object[] filters, string sortBy, CancellationToken cancellation)
    {
        HubSpotPage<HubSpotObject> page = await client.PostAsync<HubSpotObject>(
            client.Paths.Search(kind),
            new { filterGroups = new[] { new { filters } }, sorts = new[] { new { propertyName = sortBy, direction = "ASCENDING" } }, properties = _properties, limit = PerPage },
            cancellation);
        return ([.. page.Rows.Where(record => record.Id is not null)], page.After is not null);
    }

    private static object Filter(string property, string how, long value) => new { propertyName = property, @operator = how, value = value.ToString(CultureInfo.InvariantCulture) };
}
