using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Processes;

/// <summary>A data folder looked at from outside, with a connection that can change nothing: what a process left, or has done so far.</summary>
internal sealed class DataLeft : IDisposable
{
    private readonly SqliteConnection _connection;

    public DataLeft(string data)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(data, "oneonone.db")};Mode=ReadOnly;Pooling=False");
        _connection.Open();
    }

    /// <summary>How far a run is: each write of the ledger counts one.</summary>
    public long LedgerWrites => Number("SELECT (SELECT COUNT(*) FROM runs) + (SELECT COUNT(*) FROM findings) + (SELECT COUNT(*) FROM briefs) + (SELECT TOTAL(etag) FROM deliveries)");

    public long Snapshots => Number("SELECT COUNT(*) FROM snapshots");

    public bool IsWhole
    {
        get
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check";
            return (string)command.ExecuteScalar()! == "ok";
        }
    }

    /// <summary>What a process was at when it was killed.</summary>
    /// <param name="runs">How many there are to be.</param>
    public IEnumerable<string> Phases(int runs)
    {
        long planned = Number("SELECT COUNT(*) FROM runs");
        if (planned > 0 && planned < runs)
        {
            yield return "planning";
        }

        if (planned > 0 && Number("SELECT COUNT(*) FROM findings") > 0 && Number("SELECT COUNT(*) FROM briefs") < runs)
        {
            yield return "analysis";
        }

        if (Deliveries().Select(delivery => delivery.State).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            yield return "delivery";
        }
    }

    /// <summary>The briefs that were between the intent to post and the record of its outcome, or whose answer was lost: the window.</summary>
    public IEnumerable<string> Window() => Deliveries().Where(delivery => delivery.State is "Posting" or "Unknown").Select(delivery => delivery.Key);

    public IReadOnlyList<(string Key, string State)> Deliveries()
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT run_id || '-' || lower(audience), CAST(body AS TEXT) ->> '$.state' FROM deliveries ORDER BY 1";
        using SqliteDataReader reader = command.ExecuteReader();
        List<(string, string)> all = [];
        while (reader.Read())
        {
            all.Add((reader.GetString(0), reader.GetString(1)));
        }

        return all;
    }

    /// <summary>Everything stored, but for what may differ between one try and several: a delivery's attempts, when it was settled and what the gateway called it.</summary>
    /// <param name="doubtful">Deliveries to leave out.</param>
    public static string Everything(string data, IReadOnlySet<string>? doubtful = null) => string.Join('\n', PipelineWorld.Dump(Path.Combine(data, "oneonone.db")).Split('\n')
        .Select(line => line.StartsWith("deliveries ", StringComparison.Ordinal) ? Settled(line, doubtful) : line)
        .Order(StringComparer.Ordinal));

    public void Dispose() => _connection.Dispose();

    private static string Settled(string line, IReadOnlySet<string>? doubtful)
    {
        JsonObject delivery = JsonNode.Parse(line["deliveries ".Length..])!.AsObject();
        string key = $"{delivery["run"]}-{delivery["audience"]!.ToString().ToLowerInvariant()}";
        if (doubtful?.Contains(key) == true)
        {
            return $"deliveries {key}";
        }

        delivery.Remove("attempt");
        delivery.Remove("messageId");
        delivery.Remove("settledAt");
        return $"deliveries {delivery.ToJsonString()}";
    }

    private long Number(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Written above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
