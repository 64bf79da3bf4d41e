using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>
/// A file of an export: its name, a line feed, its bytes. What loads is now and then taken all the way into a book and a brief, since a
/// value that is allowed must not bring down what comes later.
/// </summary>
internal sealed class CsvTarget : FuzzTarget
{
    private const int TakenAllTheWay = 16;

    private static readonly CanaryLog Log = new();

    private readonly ExportFolder _export = new();

    public override int Usual => 1_500;

    protected override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. ExportFolder.Files.Where(file => file.Key.EndsWith(".csv", StringComparison.Ordinal)).SelectMany(file => new[]
        {
            Encoding.UTF8.GetBytes($"{file.Key}\n{file.Value}"),
            Encoding.UTF8.GetBytes($"{file.Key}\n\ufeff{file.Value.ReplaceLineEndings("\r\n")}"),
            [.. Encoding.UTF8.GetBytes($"{file.Key}\n"), .. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(file.Value)],
            [.. Encoding.UTF8.GetBytes($"{file.Key}\n"), .. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(file.Value.ReplaceLineEndings("\r"))],
        }),
    ];

    public override async Task CheckAsync(byte[] input)
    {
        int end = Math.Max(0, Array.IndexOf(input, (byte)'\n'));
        string name = Encoding.Latin1.GetString(input, 0, end);
        bool known = name.EndsWith(".csv", StringComparison.Ordinal) && ExportFolder.Files.ContainsKey(name);
        string file = known ? name : "opportunities.csv";
        await File.WriteAllBytesAsync(_export[file], known ? input[(end + 1)..] : input);
        try
        {
            CsvSnapshotSource? source = await _export.ReadAsync(null);
            if (source is not null && input.Sum(one => one) % TakenAllTheWay == 0)
            {
                await BriefAsync(source);
            }
        }
        catch (UserErrorException e)
        {
            Assert.DoesNotContain('\n', e.Message); // Such as an export without any opportunity.
        }
        finally
        {
            _export.Restore(file);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _export.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task BriefAsync(CsvSnapshotSource source)
    {
        await using PipelineWorld world = new();
        world.Change = services => services.AddLogging(logging => logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(Log));
        ServiceProvider process = world.Start();
        IngestReport report = await process.GetRequiredService<IngestStep>().RunAsync(source, new Anything(), null, CancellationToken.None);
        Assert.All(report.Counts, count => Assert.Equal(count.Read, count.Loaded + count.Quarantined + count.Skipped));
        if (report.Outcome == IngestOutcome.Published)
        {
            BriefRenderer renderer = process.GetRequiredService<BriefRenderer>();
            Reports reports = process.GetRequiredService<Reports>();
            foreach (PersonId rep in await process.GetRequiredService<IBookStore>().RepsAsync(CancellationToken.None))
            {
                DateTimeOffset asOf = await reports.DefaultAsOfAsync(CancellationToken.None);
                Person? person = await process.GetRequiredService<IBookStore>().FindPersonAsync(rep, CancellationToken.None);
                BriefPair pair = await reports.BriefAsync(person ?? new Person(rep, rep.Value), asOf, CancellationToken.None);
                foreach (Audience half in Enum.GetValues<Audience>())
                {
                    Markup.IsOurs((await renderer.RenderAsync(pair, half)).Html);
                }
            }

            await OneOnOne.Local.Pipelines.RunOnceAsync(process, CancellationToken.None);
        }

        Log.Check();
    }

    private sealed class Anything : IQuarantine
    {
        public void Add(QuarantinedRow row)
        {
        }
    }
}
