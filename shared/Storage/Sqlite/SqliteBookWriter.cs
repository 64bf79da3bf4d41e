using Microsoft.Data.Sqlite;
using OneOnOne.Crm;
using OneOnOne.Privacy;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Storage.Sqlite;

/// <summary>One ingest's writes in one transaction. It begins with the first write, so that a long merge locks nobody out before.</summary>
internal sealed class SqliteBookWriter(SqliteConnection connection) : IBookWriter
{
    private SqliteTransaction? _transaction;
    private SqliteCommand? _put;

    public int Writes { get; private set; }

    /// <summary>By a statement that is compiled once: there are hundreds of thousands.</summary>
    public Task PutAsync(Opportunity opportunity, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _transaction ??= connection.BeginTransaction(deferred: false);
        _put ??= connection.Command(
            "INSERT OR REPLACE INTO opportunities (rep_id, opportunity_id, is_open, body) VALUES ($rep, $id, $open, $body)",
            ("$rep", ""), ("$id", ""), ("$open", false), ("$body", Array.Empty<byte>()));
        _put.Parameters[0].Value = opportunity.Owner.Value;
        _put.Parameters[1].Value = opportunity.Id.Value;
        _put.Parameters[2].Value = opportunity.IsOpen;
        _put.Parameters[3].Value = PackedOpportunity.Bytes(opportunity);
        Writes += _put.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    public Task RemoveAsync(PersonId rep, OpportunityId opportunity, CancellationToken cancellation) => WriteAsync(
        "DELETE FROM opportunities WHERE rep_id = $rep AND opportunity_id = $id", [("$rep", rep.Value), ("$id", opportunity.Value)], cancellation);

    public Task PutAsync(BookHead head, CancellationToken cancellation) => WriteAsync(
        "INSERT OR REPLACE INTO heads (rep_id, body) VALUES ($id, $body)", [("$id", head.Rep.Value), ("$body", PackedHead.Bytes(head))], cancellation);

    public async Task RemoveHeadAsync(PersonId rep, CancellationToken cancellation)
    {
        await WriteAsync("DELETE FROM heads WHERE rep_id = $id", [("$id", rep.Value)], cancellation);
        await PutSheetAsync(rep, null, cancellation);
    }

    public Task PutSheetAsync(PersonId rep, byte[]? sheet, CancellationToken cancellation) => sheet is null
        ? ExecuteAsync("DELETE FROM sheets WHERE rep_id = $id", [("$id", rep.Value)], cancellation)
        : ExecuteAsync("INSERT OR REPLACE INTO sheets (rep_id, body) VALUES ($id, $body)", [("$id", rep.Value), ("$body", sheet)], cancellation);

    public Task PutAsync(PoolId id, TrackRecord pool, CancellationToken cancellation) => WriteAsync(
        "INSERT OR REPLACE INTO pools (id, body) VALUES ($id, $body)", [("$id", id.Value), ("$body", PackedTrackRecord.Bytes(pool))], cancellation);

    public Task RemoveAsync(PoolId id, CancellationToken cancellation) => WriteAsync(
        "DELETE FROM pools WHERE id = $id", [("$id", id.Value)], cancellation);

    public Task PutAsync(Company company, CancellationToken cancellation) => WriteAsync(
        "INSERT OR REPLACE INTO company (id, body) VALUES (1, $body)", [("$body", Json.Bytes(company))], cancellation);

    public Task PutAsync(Person person, CancellationToken cancellation) => WriteAsync(
        "INSERT OR REPLACE INTO people (person_id, body) VALUES ($id, $body)", [("$id", person.Id.Value), ("$body", Json.Bytes(person))], cancellation);

    public Task RemovePersonAsync(PersonId person, CancellationToken cancellation) => WriteAsync(
        "DELETE FROM people WHERE person_id = $id", [("$id", person.Value)], cancellation);

    public Task PutAsync(Team team, CancellationToken cancellation) => WriteAsync(
        "INSERT OR REPLACE INTO teams (manager_id, body) VALUES ($id, $body)", [("$id", team.Manager.Value), ("$body", Json.Bytes(team))], cancellation);

    public Task RemoveTeamAsync(PersonId manager, CancellationToken cancellation) => WriteAsync(
        "DELETE FROM teams WHERE manager_id = $id", [("$id", manager.Value)], cancellation);

    public async Task PublishAsync(Snapshot snapshot, CancellationToken cancellation)
    {
        await WriteAsync(
            "INSERT INTO snapshots (id, taken_at, body) VALUES ($id, $at, $body)",
            [("$id", snapshot.Id), ("$at", snapshot.TakenAt.ToSortable()), ("$body", Json.Bytes(snapshot))],
            cancellation);
        await _transaction!.CommitAsync(cancellation);
    }

    public async Task PublishAsync(Tombstone tombstone, CancellationToken cancellation)
    {
        await WriteAsync(SqliteErasure.PutTombstone, SqliteErasure.Row(tombstone), cancellation);
        await _transaction!.CommitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_put is not null)
        {
            await _put.DisposeAsync();
        }

        if (_transaction is not null)
        {
            await _transaction.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    private async Task WriteAsync(string text, (string Name, object Value)[] parameters, CancellationToken cancellation) =>
        Writes += await ExecuteAsync(text, parameters, cancellation);

    private Task<int> ExecuteAsync(string text, (string Name, object Value)[] parameters, CancellationToken cancellation)
    {
        _transaction ??= connection.BeginTransaction(deferred: false);
        return connection.ExecuteAsync(text, parameters, cancellation);
    }
}
