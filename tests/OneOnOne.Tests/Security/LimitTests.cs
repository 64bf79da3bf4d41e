using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Fuzzing.Targets;
using OneOnOne.Tests.Ingest;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Security;

/// <summary>S7: each limit holds at its edge, and what is beyond costs little.</summary>
public sealed class LimitTests
{
    private const int EndlessMegabytes = 256;
    private const int MostMegabytes = 8;

    [Fact]
    [Promise("S7")]
    public async Task S7_The_limits_of_an_export_are_settings_and_hold_at_their_edge()
    {
        LimitSettings limits = Settings(("FileGigabytes", "1"), ("FieldKilobytes", "1"), ("Columns", "10")).Limits;
        Assert.Equal((1L << 30, 1024, 10), (limits.Csv.FileBytes, limits.Csv.FieldBytes, limits.Csv.Columns));
        Assert.Equal((20L << 30, 64 << 10, 200, 1 << 20), Defaults(Settings().Limits));

        using CsvExport export = new CsvExport { Limits = limits.Csv }
            .With("opportunities.csv", $"opportunity_id,owner_id,stage,name\nO1,rep,P,{new string('x', 1024)}\nO2,rep,P,{new string('x', 1025)}\nO3,rep,P,\"{new string('é', 513)}\"\nO4,rep,P,x\n");
        await export.ReadAsync();
        Assert.Equal(["opportunities.csv 3 name TooLong", "opportunities.csv 4 name TooLong"], export.Bad.Select(bad => $"{bad.File} {bad.Row} {bad.Column} {bad.Code}"));
        Assert.Equal(2, export.Rows.Count);

        using CsvExport wide = new CsvExport { Limits = limits.Csv }.With("opportunities.csv", "opportunity_id,owner_id,stage" + new string(',', 8) + "\n");
        Assert.Equal("opportunities.csv has 11 columns, and at most 10 are read. Export only those that docs/csv-format.md lists.", wide.Error());

        using CsvExport large = new() { Limits = limits.Csv };
        using (FileStream sparse = File.Create(Path.Combine(large.Folder, "opportunities.csv")))
        {
            sparse.SetLength(limits.Csv.FileBytes + 1);
        }

        Assert.Equal("opportunities.csv has 1073741825 bytes, and at most 1073741824 are read. Export less at a time.", large.Error());
    }

    [Fact]
    public async Task S7_A_snapshot_is_ingested_under_the_limits_that_are_set()
    {
        using PipelineCommand command = new();
        string folder = Path.GetDirectoryName(PipelineCommand.Write(command.Elsewhere("export", "opportunities.csv"), "opportunity_id,owner_id,stage" + new string(',', 8) + "\nO1,rep,P\n"))!;
        PipelineCommand.Write(Path.Combine(command.Data, "settings.json"), """{ "Limits": { "Columns": 10 } }""");
        Assert.Equal(
            (1, "opportunities.csv has 11 columns, and at most 10 are read. Export only those that docs/csv-format.md lists.\n"),
            await command.RunAsync("ingest", "--csv", folder) is var (code, _, error) ? (code, error) : default);
    }

    /// <summary>One line without end, and one quote that never closes: neither is kept in memory.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("O1,\"")]
    [Promise("S7", EndlessMegabytes, "MB in one line, at most", MostMegabytes, "MB of memory")]
    public void S7_A_line_without_end_is_passed_over_in_little_memory(string start)
    {
        byte[] first = Encoding.UTF8.GetBytes("a,b\n" + start);
        using Endless endless = new(first, EndlessMegabytes << 20);
        RecordScan scan = new((byte)',', CsvLimits.Default.FieldBytes);
        using BlockReader reader = new(endless, ReadOnlyMemory<byte>.Empty, scan, CsvLimits.Default.BlockBytes, NotText);
        BlockRecords records = new(2, scan, NotText);
        List<string> rows = [];
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Next() is { } block)
        {
            using (block)
            {
                for (records.Begin(block); records.Next();)
                {
                    rows.Add($"{records.Row} {records.Bad?.Code}");
                }
            }
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMegabytes << 20);
        Assert.Equal(["1 ", $"2 {(start.Length > 0 ? QuarantineCode.BadQuoting : QuarantineCode.TooLong)}"], rows);

        static UserErrorException NotText(long row) => new($"row {row} is no text");
    }

    [Fact]
    public async Task S7_A_request_body_is_read_up_to_its_limit()
    {
        await using FuzzApp app = await FuzzApp.StartAsync();
        string now = app.World.Clock.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach ((int size, int status) in new[] { (1 << 20, 401), ((1 << 20) + 1, 413) })
        {
            FuzzAnswer answer = await app.SendAsync("POST", "/api/sendgrid/events", "", new byte[size], [("X-Twilio-Email-Event-Webhook-Timestamp", now), ("X-Twilio-Email-Event-Webhook-Signature", "AA==")]);
            Assert.Equal((size, status), (size, answer.Status));
        }
    }

    [Fact]
    [Promise("S7", MessageJson.LargestBytes, "bytes of a message")]
    public void S7_Messages_and_documents_end_at_200_KB_and_32_levels()
    {
        Assert.Equal("too-large: body", Assert.Throws<PoisonMessageException>(() => MessageJson.Read<Message>(new byte[MessageJson.LargestBytes + 1])).Message);
        Assert.Equal(32, Json.Options.MaxDepth);
        string Nested(int levels) => $$"""{"type":"DeadlineReached","schema":1,"run":"r","x":{{new string('[', levels)}}{{new string(']', levels)}}}""";
        Assert.Equal("r", MessageJson.Read<Message>(Encoding.UTF8.GetBytes(Nested(31))).Run.Value);
        Assert.Equal("unreadable: body", Assert.Throws<PoisonMessageException>(() => MessageJson.Read<Message>(Encoding.UTF8.GetBytes(Nested(32)))).Message);
    }

    [Fact]
    public void S7_No_regular_expression_runs_without_a_time_limit()
    {
        GeneratedRegexAttribute[] all =
        [
            .. new[] { typeof(Message).Assembly, typeof(OneOnOne.Local.DataFolder).Assembly }.SelectMany(assembly => assembly.GetTypes())
                .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)).SelectMany(method => method.GetCustomAttributes<GeneratedRegexAttribute>()),
        ];
        Assert.InRange(all.Length, 4, 50);
        Assert.All(all, one => Assert.InRange(one.MatchTimeoutMilliseconds, 1, 1000));
        string[] sources = [.. new[] { "shared", "local", "functions" }.SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories))];
        Assert.DoesNotContain(sources, file => File.ReadAllText(file) is var text && ((text.Contains("new Regex(", StringComparison.Ordinal) && !text.Contains("TimeSpan.FromSeconds(1));", StringComparison.Ordinal)) || Regex.IsMatch(text, @"\bRegex\.(IsMatch|Match|Matches|Replace|Split)\(", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))));
    }

    private static (long, int, int, int) Defaults(LimitSettings limits) => (limits.Csv.FileBytes, limits.Csv.FieldBytes, limits.Csv.Columns, limits.BodyBytes);

    private static OneOnOneSettings Settings(params IEnumerable<(string Name, string Value)> values) =>
        OneOnOneSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values.Select(one => KeyValuePair.Create("Limits:" + one.Name, (string?)one.Value))).Build());

    /// <summary>As many bytes of an x as it is told, behind a start.</summary>
    private sealed class Endless(byte[] start, long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = (int)Math.Min(count, length - _at);
            buffer.AsSpan(offset, read).Fill((byte)'x');
            if (_at < start.Length)
            {
                read = Math.Min(read, start.Length - (int)_at);
                start.AsSpan((int)_at, read).CopyTo(buffer.AsSpan(offset));
            }

            _at += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
