using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Cosmos;
using OneOnOne.Crm;
using OneOnOne.Privacy;

namespace OneOnOne.Storage.Cosmos;

/// <summary>The audit log in Cosmos DB. A record costs one write and leaves by itself when its time is over.</summary>
internal sealed class CosmosAuditLog(Documents audit, TimeSpan kept) : IAuditLog
{
    private const int WritesAtOnce = 8;

    public Task WriteAsync(IReadOnlyCollection<AuditRecord> records, CancellationToken cancellation) => Parallel.ForEachAsync(
        records,
        new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellation },
        async (record, stop) => await PutAsync(Of(record), stop));

    public async Task<ImmutableArray<AuditRecord>> ReadAsync(PersonId whose, DateTimeOffset from, DateTimeOffset before, CancellationToken cancellation)
    {
        QueryDefinition query = new QueryDefinition("SELECT * FROM c WHERE c.at >= @from AND c.at < @before").WithParameter("@from", from.ToSortable()).WithParameter("@before", before.ToSortable());
        return
        [
            .. (await audit.QueryAsync<AuditDocument>(query, CosmosId.Of(whose.Value), cancellation)).Select(Read)
                .OrderByDescending(record => record.At).ThenBy(record => record.By.ToString(), StringComparer.Ordinal).ThenBy(record => record.Key, StringComparer.Ordinal),
        ];
    }

    public async Task RemoveAsync(PersonId whose, CancellationToken cancellation)
    {
        foreach (AuditDocument document in await audit.QueryAsync<AuditDocument>(new QueryDefinition("SELECT * FROM c"), CosmosId.Of(whose.Value), cancellation))
        {
            await Repeated.WriteAsync(() => audit.DeleteAsync(document.Id, document.PersonId, cancellation));
        }
    }

    /// <summary>The pseudonym's record first: a crash in between leaves two of one reading, and the next attempt one.</summary>
    public async Task RenameAsync(PersonId whose, PersonId reader, CancellationToken cancellation)
    {
        QueryDefinition query = new QueryDefinition("SELECT * FROM c WHERE c.reader = @reader").WithParameter("@reader", new Reader(ReaderKind.Person, reader.Value).ToString());
        foreach (AuditDocument document in await audit.QueryAsync<AuditDocument>(query, CosmosId.Of(whose.Value), cancellation))
        {
            await PutAsync(Of(Authors.Without(Read(document), reader)), cancellation);
            await Repeated.WriteAsync(() => audit.DeleteAsync(document.Id, document.PersonId, cancellation));
        }
    }

    private static AuditRecord Read(AuditDocument document) => Stored.Read<AuditRecord>(document.Text);

    private Task<Written> PutAsync(AuditDocument document, CancellationToken cancellation) =>
        Repeated.WriteAsync(() => audit.UpsertAsync(document, document.PersonId, cancellation));

    private AuditDocument Of(AuditRecord record) => new()
    {
        Id = IdOf(record),
        PersonId = CosmosId.Of(record.Whose.Value),
        At = record.At.ToSortable(),
        Reader = record.By.ToString(),
        Ttl = (int)kept.TotalSeconds,
        Text = Json.Text(record),
    };

    private static string IdOf(AuditRecord record)
    {
        const int Digits = 16;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{record.By}\n{record.Key}")))[..Digits];
        return FormattableString.Invariant($"{record.At.UtcTicks}-{hash}");
    }
}
