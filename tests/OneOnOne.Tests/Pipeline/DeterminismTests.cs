using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Ingest.Csv;
using OneOnOne.Local.Mail;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Generation;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

/// <summary>From the rows of the files to the bytes of the mails, in every culture, in any order of rows, with one worker and with eight.</summary>
public sealed partial class DeterminismTests
{
    private const int Cultures = 6;
    private const int UsualShuffles = 2;

    private static readonly string[] Names = ["en-US", "de-DE", "tr-TR", "fa-IR", "ar-SA", "th-TH"];
    private static readonly int Shuffles = Soak.Or("R15_SHUFFLES", UsualShuffles);

    [Fact]
    [Promise("R15", Cultures, "cultures x", UsualShuffles, "shuffles of the rows of every file, with 1 and with 8 workers; 100 shuffles with R15_SHUFFLES=100. The snapshot's id, which names the files' bytes, is left out")]
    public async Task R15_The_same_rows_give_the_same_bytes()
    {
        Assert.Equal(Cultures, Names.Length);
        using GeneratedFolder made = await GeneratedFolder.MakeAsync(root => GeneratedFolder.Sample(root) with { Reps = 2, Weeks = 1, Stories = false });
        string folder = made.Company.Snapshots.Single().Folder;
        folder = Path.IsPathRooted(folder) ? folder : Path.Combine(made.Root, folder);
        string expected = await EverythingAsync(folder, made.Company.Snapshots.Single().TakenAt, workers: 1);
        Assert.Contains("=== eml", expected, StringComparison.Ordinal);
        Assert.InRange(expected.Length, 20_000, 1_000_000);
        for (int i = 0; i < Cultures * Shuffles; i++)
        {
            string shuffled = Shuffled(folder, Path.Combine(made.Root, $"shuffled-{i}"), new Random(i));
            string actual = await InCultureAsync(Names[i % Cultures], () => EverythingAsync(shuffled, made.Company.Snapshots.Single().TakenAt, workers: i / Cultures % 2 == 0 ? 8 : 1));
            Assert.True(expected == actual, $"{Names[i % Cultures]}, shuffle {i}:\n{FirstDifference(expected, actual)}");
            Directory.Delete(shuffled, recursive: true);
        }
    }

    private static async Task<string> EverythingAsync(string folder, DateTime takenAt, int workers)
    {
        await using PipelineWorld world = new();
        world.Clock.Now = new DateTimeOffset(takenAt, TimeSpan.Zero);
        world.Settings = world.Settings with { Plan = world.Settings.Plan with { Lead = TimeSpan.FromDays(7) } };
        PipelineTimeline queue = new(world.Clock, workers);
        world.ShareWith(queue);
        ServiceProvider process = world.Start();
        Assert.Equal(IngestOutcome.Published, (await process.GetRequiredService<IngestStep>().RunAsync(CsvSnapshotSource.Open(folder), new NothingIsBad(), null, CancellationToken.None)).Outcome);
        await process.GetRequiredService<PlanStep>().RunAsync(CancellationToken.None);
        await queue.RunAsync(process.GetRequiredService<MessageHandler>(), world.Clock.Now.AddHours(1));

        StringBuilder all = new();
        foreach (RunSummary run in (await world.RunsAsync()).OrderBy(one => one.Run.Id.Value, StringComparer.Ordinal))
        {
            BriefPair pair = (await process.GetRequiredService<IRunStore>().ReadPairAsync(run.Run.Id, CancellationToken.None))!;
            (OneOnOne.Crm.PersonId, OneOnOne.Analysis.Finding)[] findings = [.. pair.Facts.Findings.Select(finding => (pair.Facts.Rep.Id, finding))];
            using StringWriter csv = new(CultureInfo.CurrentCulture);
            FindingsCsv.Write(csv, findings);
            all.Append("=== csv\n").Append(csv).Append("=== json\n").Append(FindingsJson.Of(findings));
            foreach (Audience audience in Enum.GetValues<Audience>())
            {
                all.Append("=== brief\n").Append(BriefJson.Of(pair, audience));
            }
        }

        string outbox = Directory.CreateDirectory(Path.Combine(world.Data.Root, "mails")).FullName;
        foreach (Mail mail in world.Mail.Accepted.OrderBy(mail => mail.BriefKey, StringComparer.Ordinal))
        {
            all.Append("=== body\n").Append(mail.Subject).Append('\n').Append(mail.Html).Append(mail.Text);
            Assert.Equal(PostOutcome.Accepted, (await new OutboxGateway(outbox).PostAsync(mail, CancellationToken.None)).Outcome);
        }

        foreach (string file in Directory.GetFiles(outbox, "*.eml").Order(StringComparer.Ordinal))
        {
            all.Append("=== eml ").Append(Path.GetFileName(file)).Append('\n').Append(Line().Replace(Boundary().Replace(await File.ReadAllTextAsync(file), "boundary"), ""));
        }

        // Quoted-printable may break a line within the id.
        return SnapshotId().Replace(all.ToString().Replace("=\r\n", "", StringComparison.Ordinal), "snapshot");
    }

    private static string Shuffled(string from, string to, Random random)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            string[] lines = File.ReadAllText(file).TrimEnd('\n').Split('\n');
            if (file.EndsWith(".csv", StringComparison.Ordinal))
            {
                random.Shuffle(lines.AsSpan(1));
            }

            File.WriteAllText(Path.Combine(to, Path.GetFileName(file)), string.Join('\n', lines) + '\n');
        }

        return to;
    }

    private static async Task<string> InCultureAsync(string name, Func<Task<string>> work)
    {
        (CultureInfo before, CultureInfo beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.GetCultureInfo(name), CultureInfo.GetCultureInfo(name));
            return await work();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }

    private static string FirstDifference(string expected, string actual)
    {
        int at = Enumerable.Range(0, Math.Min(expected.Length, actual.Length)).FirstOrDefault(i => expected[i] != actual[i], Math.Min(expected.Length, actual.Length));
        string Around(string text) => text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 200)];
        return $"{Around(expected)}\n---\n{Around(actual)}";
    }

    [GeneratedRegex(@"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SnapshotId();

    [GeneratedRegex(@"^(Date|Message-ID):.*\r?\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Line();

    [GeneratedRegex(@"--boundary_[0-9A-Za-z_-]+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Boundary();
}
