using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Storage.Sqlite;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>A stored document: the name of its type, a line feed, its JSON. It is read as it was written, or refused; never half understood.</summary>
internal sealed class StoredTarget : FuzzTarget
{
    private static readonly Dictionary<string, (string Table, Func<byte[], byte[]> Again)> Types = new()
    {
        ["Opportunity"] = ("opportunities", Again<Opportunity>),
        ["BookHead"] = ("heads", Again<BookHead>),
        ["TrackRecord"] = ("pools", Again<TrackRecord>),
        ["Person"] = ("people", Again<Person>),
        ["Team"] = ("teams", Again<Team>),
        ["Run"] = ("runs", Again<Run>),
        ["PartResult"] = ("findings", Again<PartResult>),
        ["BriefPair"] = ("briefs", Again<BriefPair>),
        ["Delivery"] = ("deliveries", Again<Delivery>),
        ["JournalEntry"] = ("journal", Again<JournalEntry>),
    };

    private readonly List<byte[]> _seeds = [];

    public override int Usual => 1_500;

    protected override IReadOnlyList<byte[]> Seeds => _seeds;

    public override async Task StartAsync()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        SqliteJournal journal = new(SqliteDatabase.Open(world.Data.Database));
        await journal.TryCreateAsync(Notes.Entry(Notes.Commitment(deal: "rob-1", due: new DateOnly(2026, 3, 9))), CancellationToken.None);
        await journal.TryCreateAsync(Notes.Entry(Notes.Snooze("rob-2", new DateOnly(2026, 3, 9)), "e2"), CancellationToken.None);
        await world.RunAsync();
        await using SqliteConnection connection = new($"Data Source={world.Data.Database};Pooling=False");
        await connection.OpenAsync();
        foreach ((string type, (string table, _)) in Types)
        {
            await using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The names stand above.
            command.CommandText = $"SELECT body FROM {table} ORDER BY 1 LIMIT 2";
#pragma warning restore CA2100
            await using SqliteDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                _seeds.Add(Encoding.UTF8.GetBytes($"{type}\n{StoredText.Of(table, reader.GetFieldValue<byte[]>(0))}"));
            }
        }

        Assert.Equal(Types.Keys.Order(StringComparer.Ordinal), _seeds.Select(seed => Encoding.UTF8.GetString(seed).Split('\n')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    public override Task CheckAsync(byte[] input)
    {
        int end = Math.Max(0, Array.IndexOf(input, (byte)'\n'));
        Func<byte[], byte[]> again = Types.TryGetValue(Encoding.Latin1.GetString(input, 0, end), out (string, Func<byte[], byte[]> Again) known) ? known.Again : Types["Run"].Again;
        try
        {
            byte[] written = again(input[end..]);
            Assert.Equal(written, again(written));
        }
        catch (Exception e) when (e is JsonException or UserErrorException)
        {
            return Task.CompletedTask; // Refused: it is none of ours, or newer than this program.
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>As both stores read: from bytes, and through the check of the schema.</summary>
    private static byte[] Again<T>(byte[] json)
    {
        string text = new UTF8Encoding(false, false).GetString(json);
        Stored.Read<T>(text);
        return Json.Bytes(Json.Read<T>(json));
    }
}
