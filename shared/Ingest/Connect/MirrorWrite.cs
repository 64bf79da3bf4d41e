using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OneOnOne.Ingest.Connect;

/// <summary>Changes of a mirror that are made together. Without <see cref="Commit"/> nothing happened.</summary>
internal sealed class MirrorWrite : IDisposable
{
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCommand _put;

    public MirrorWrite(SqliteConnection connection)
    {
        _transaction = connection.BeginTransaction();
        _put = Command("""
            INSERT INTO records (kind, id, parent, reading, body) VALUES ($kind, $id, $parent, $reading, $body)
            ON CONFLICT DO UPDATE SET parent = excluded.parent, reading = MAX(reading, excluded.reading), body = excluded.body
            """);
        foreach (string name in new[] { "$kind", "$id", "$parent", "$reading", "$body" })
        {
            _put.Parameters.Add(new SqliteParameter(name, null));
        }
    }

    /// <param name="reading">The number of the reading that brings it, for <see cref="Sweep"/>. Later ones have greater numbers; the greatest stays.</param>
    public void Put(string kind, MirrorRecord record, long reading = 0)
    {
        _put.Parameters[0].Value = kind;
        _put.Parameters[1].Value = record.Id;
        _put.Parameters[2].Value = (object?)record.Parent ?? DBNull.Value;
        _put.Parameters[3].Value = reading;
        _put.Parameters[4].Value = record.Body;
        _put.ExecuteNonQuery();
    }

    public void Remove(string kind, string id) => Run("DELETE FROM records WHERE kind = $kind AND id = $id", ("$kind", kind), ("$id", id));

    public void RemoveOf(string kind, string parent) => Run("DELETE FROM records INDEXED BY records_by_parent WHERE kind = $kind AND parent = $parent", ("$kind", kind), ("$parent", parent));

    /// <summary>Removes what a full read did not bring again: it is gone from the CRM.</summary>
    public void Sweep(string kind, long reading) => Run("DELETE FROM records WHERE kind = $kind AND reading < $reading", ("$kind", kind), ("$reading", reading));

    /// <summary>Forgets everything: the mirror is of another account, or records are kept otherwise now.</summary>
    public void Clear() => Run("DELETE FROM records; DELETE FROM state;");

    public void Set(string name, string? value) => Run(
        value is null ? "DELETE FROM state WHERE name = $name" : "INSERT INTO state (name, value) VALUES ($name, $value) ON CONFLICT DO UPDATE SET value = excluded.value",
        ("$name", name),
        ("$value", value ?? ""));

    /// <summary>The mirror is whole, as the CRM was at that instant of its own clock.</summary>
    public void SetReadAt(DateTimeOffset at) => Set("readAt", at.ToString("O", CultureInfo.InvariantCulture));

    public void Commit() => _transaction.Commit();

    public void Dispose()
    {
        _put.Dispose();
        _transaction.Dispose();
    }

    private void Run(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = Command(sql);
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = _transaction.Connection!.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = sql;
        return command;
    }
}
