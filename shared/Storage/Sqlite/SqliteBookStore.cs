using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using OneOnOne.Crm;
using OneOnOne.Privacy;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Storage.Sqlite;

/// <summary>Books in the embedded database. One transaction an ingest; readers keep the state they began with.</summary>
public sealed class SqliteBookStore(SqliteDatabase database) : IBookStore
{
    private const string OpenOnes = "SELECT body FROM opportunities WHERE rep_id = $rep AND is_open ORDER BY opportunity_id";

    private const string OneHead = "SELECT body FROM heads WHERE rep_id = $rep";

    private readonly ParsedPools _pools = new();

    public async Task<ImmutableArray<Snapshot>> SnapshotsAsync(CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await SnapshotsAsync(connection, cancellation);
    }

    public async Task<Snapshot?> NewestSnapshotAsync(CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await connection.FindAsync<Snapshot>("SELECT body FROM snapshots ORDER BY taken_at DESC LIMIT 1", [], cancellation);
    }

    public async Task<RepBook?> ReadBookAsync(PersonId rep, PersonId? manager, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await using SqliteTransaction reading = connection.BeginTransaction(deferred: true); // One view of all that is read below.
        ImmutableArray<Snapshot> snapshots = await SnapshotsAsync(connection, cancellation);
        BookHead? head = await connection.FindAsync(OneHead, [("$rep", rep.Value)], PackedHead.Read, cancellation);
        if (head is null || snapshots.IsEmpty)
        {
            return null;
        }

        List<Opportunity> open = await connection.QueryAsync(OpenOnes, [("$rep", rep.Value)], PackedOpportunity.Read, cancellation).ToListAsync(cancellation);
        return new RepBook(head, [.. open], snapshots[^1])
        {
            Snapshots = [.. snapshots.Select(snapshot => snapshot.TakenAt)],
            Team = manager is null ? TrackRecord.Empty : await PoolAsync(connection, PoolId.Team(manager.Value), cancellation) ?? TrackRecord.Empty,
            Company = await PoolAsync(connection, PoolId.Company, cancellation) ?? TrackRecord.Empty,
        };
    }

    public async IAsyncEnumerable<Opportunity> ReadAllAsync(PersonId rep, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await foreach (Opportunity opportunity in connection.QueryAsync(
            "SELECT body FROM opportunities WHERE rep_id = $rep ORDER BY opportunity_id", [("$rep", rep.Value)], PackedOpportunity.Read, cancellation))
        {
            yield return opportunity;
        }
    }

    public async IAsyncEnumerable<Opportunity> ReadAsync(PersonId rep, IReadOnlyCollection<OpportunityId> opportunities, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (opportunities.Count == 0)
        {
            yield break;
        }

        await using SqliteConnection connection = database.Connect();
        await using SqliteCommand command = connection.Command("SELECT body FROM opportunities WHERE rep_id = $rep AND opportunity_id = $id", ("$rep", rep.Value), ("$id", ""));
        foreach (OpportunityId id in opportunities)
        {
            command.Parameters[1].Value = id.Value;
            if (await command.ExecuteScalarAsync(cancellation) is byte[] body)
            {
                yield return PackedOpportunity.Read(body);
            }
        }
    }

    public async Task<byte[]?> ReadSheetAsync(PersonId rep, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await using SqliteCommand command = connection.Command("SELECT body FROM sheets WHERE rep_id = $rep", ("$rep", rep.Value));
        return await command.ExecuteScalarAsync(cancellation) as byte[];
    }

    public async Task<ImmutableArray<PersonId>> RepsAsync(CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        await using SqliteCommand command = connection.Command("SELECT rep_id FROM heads ORDER BY rep_id");
        await using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellation);
        ImmutableArray<PersonId>.Builder reps = ImmutableArray.CreateBuilder<PersonId>();
        while (await reader.ReadAsync(cancellation))
        {
            reps.Add(new PersonId(reader.GetString(0)));
        }

        return reps.ToImmutable();
    }

    public async Task<BookHead?> ReadHeadAsync(PersonId rep, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await connection.FindAsync(OneHead, [("$rep", rep.Value)], PackedHead.Read, cancellation);
    }

    public async Task<TrackRecord?> ReadPoolAsync(PoolId pool, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await PoolAsync(connection, pool, cancellation);
    }

    public async Task<Company> ReadCompanyAsync(CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await connection.FindAsync<Company>("SELECT body FROM company", [], cancellation) ?? new Company();
    }

    public async Task<Person?> FindPersonAsync(PersonId person, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await connection.FindAsync<Person>("SELECT body FROM people WHERE person_id = $id", [("$id", person.Value)], cancellation);
    }

    public async Task<ImmutableArray<Person>> PeopleAsync(CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return [.. await connection.ListAsync<Person>("SELECT body FROM people ORDER BY person_id", [], cancellation)];
    }

    public async Task<Team?> FindTeamAsync(PersonId manager, CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return await connection.FindAsync<Team>("SELECT body FROM teams WHERE manager_id = $id", [("$id", manager.Value)], cancellation);
    }

    public async Task<ImmutableArray<Team>> TeamsAsync(CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return [.. await connection.ListAsync<Team>("SELECT body FROM teams ORDER BY manager_id", [], cancellation)];
    }

    public async Task<Forgotten> ForgottenAsync(CancellationToken cancellation)
    {
        await using SqliteConnection connection = database.Connect();
        return new Forgotten(await connection.ListAsync<Tombstone>("SELECT body FROM tombstones", [], cancellation));
    }

    public Task<IBookWriter> BeginAsync(CancellationToken cancellation) => Task.FromResult<IBookWriter>(new SqliteBookWriter(database.Connect()));

    private static async Task<ImmutableArray<Snapshot>> SnapshotsAsync(SqliteConnection connection, CancellationToken cancellation) =>
        [.. await connection.ListAsync<Snapshot>("SELECT body FROM snapshots ORDER BY taken_at", [], cancellation)];

    private async Task<TrackRecord?> PoolAsync(SqliteConnection connection, PoolId pool, CancellationToken cancellation)
    {
        await using SqliteCommand command = connection.Command("SELECT rowid FROM pools WHERE id = $id", [("$id", pool.Value)]);
        if (await command.ExecuteScalarAsync(cancellation) is not long row)
        {
            return null;
        }

        // Into a buffer that is used again: half a megabyte for each brief would have the garbage collector go through everything.
        await using SqliteBlob blob = new(connection, "pools", "body", row, readOnly: true);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)blob.Length);
        try
        {
            Span<byte> body = buffer.AsSpan(0, (int)blob.Length);
            blob.ReadExactly(body);
            return _pools.Read(body);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
