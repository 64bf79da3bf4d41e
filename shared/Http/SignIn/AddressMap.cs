using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Storage;

namespace OneOnOne.Http.SignIn;

/// <summary>
/// Whose address it is, by the newest snapshot. One map is kept, as large as the company, so that a request reads one small document
/// and not everybody.
/// </summary>
internal sealed class AddressMap(IBookStore books) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile Known _known = new(null, ImmutableDictionary<string, PersonId>.Empty);

    /// <summary>The one active person with this address, however its letters are written; null where there is none or more than one.</summary>
    public async Task<PersonId?> FindAsync(string address, CancellationToken cancellation)
    {
        Known known = await KnownAsync(cancellation);
        return known.People.TryGetValue(address, out PersonId person) ? person : null;
    }

    public void Dispose() => _one.Dispose();

    private async Task<Known> KnownAsync(CancellationToken cancellation)
    {
        if (_known is var before && before.Snapshot == await NewestAsync(cancellation))
        {
            return before;
        }

        await _one.WaitAsync(cancellation);
        try
        {
            // Asked before people are read: a snapshot that lands in between is read again at the next request, never missed.
            string? newest = await NewestAsync(cancellation);
            if (_known.Snapshot != newest)
            {
                _known = new Known(newest, Unique(await books.PeopleAsync(cancellation)));
            }

            return _known;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<string?> NewestAsync(CancellationToken cancellation) => (await books.NewestSnapshotAsync(cancellation))?.Id;

    private static ImmutableDictionary<string, PersonId> Unique(IEnumerable<Person> people) => people
        .Where(person => person is { Active: true, Email.Length: > 0 })
        .GroupBy(person => person.Email!, StringComparer.OrdinalIgnoreCase)
        .Where(namesakes => namesakes.Count() == 1)
        .ToImmutableDictionary(only => only.Key, only => only.Single().Id, StringComparer.OrdinalIgnoreCase);

    private sealed record Known(string? Snapshot, ImmutableDictionary<string, PersonId> People);
}
