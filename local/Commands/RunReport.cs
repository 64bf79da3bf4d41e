using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using Spectre.Console;

namespace OneOnOne.Local.Commands;

/// <summary>What came of a pass: each one-on-one within the lead time, and what became of its two briefs.</summary>
internal static class RunReport
{
    public static IProgress<int> Progress(Terminal terminal) =>
        terminal.Progress<int>(handled => string.Create(CultureInfo.InvariantCulture, $"Preparing briefs: {handled:N0} steps done"));

    /// <returns>1 when a brief waits for somebody to act, else 0. What was refused or has expired is settled: it is told, and is no failure.</returns>
    public static async Task<int> WriteAsync(
        IServiceProvider services, PlanReport report, DataFolder folder, TimeSpan lead, DateTimeOffset now, string? smtp, Terminal terminal, CancellationToken cancellation)
    {
        terminal.EndProgress();
        List<RunSummary> all = await Pipelines.RunsAsync(services, cancellation);
        await WriteMissedAsync(services.GetRequiredService<IBookStore>(), [.. all.Select(one => one.Run).Where(run => run.MissedAt >= now).OrderBy(run => run.StartsAt).ThenBy(run => run.Id.Value, StringComparer.Ordinal)], terminal, cancellation);
        List<RunSummary> runs = [.. all.Where(run => run.Run.StartsAt >= now && run.Run.StartsAt < now + lead).OrderBy(run => run.Run.StartsAt).ThenBy(run => run.Run.Id.Value, StringComparer.Ordinal)];
        if (runs.Count == 0 && (await services.GetRequiredService<IBookStore>().TeamsAsync(cancellation)).IsEmpty)
        {
            terminal.Out.WriteLine("The CRM names nobody's manager, so there are no one-on-ones. Export people.csv with manager_id, or meetings.csv (docs/csv-format.md). Until then `brief REP --for rep` and `serve` show what was found.");
            return 0;
        }

        if (runs.Count == 0)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"No one-on-one begins within {lead.TotalHours:0} hours of {now.UtcDateTime:ddd d MMM yyyy HH:mm} UTC. Look further ahead with --lead HOURS."));
            return 0;
        }

        terminal.Pretty.Write(await TableAsync(services.GetRequiredService<IBookStore>(), services.GetRequiredService<IRunStore>(), runs, cancellation));
        Delivery[] deliveries = [.. runs.SelectMany(run => run.Deliveries)];
        int sent = deliveries.Count(delivery => delivery.State == DeliveryState.Sent);
        string where = smtp is null ? folder.Outbox : smtp;
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Planned} runs planned, {report.Known} known from before. {sent} of {deliveries.Length} briefs are out: {where}"));
        foreach (IGrouping<string, Delivery> others in deliveries.Where(delivery => delivery.State != DeliveryState.Sent).GroupBy(Explain, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {others.Count()} {others.Key}"));
        }

        int dead = (await services.GetRequiredService<IRunStore>().DeadLettersAsync(cancellation)).Count(letter => letter.ReplayedAt is null);
        string[] open = [.. OpenEnds.Of(deliveries, dead, where)];
        foreach (string line in open)
        {
            await terminal.Error.WriteLineAsync(line);
        }

        return open.Length > 0 ? 1 : 0;
    }

    /// <summary>Those that this pass found; `runs` lists them for good.</summary>
    private static async Task WriteMissedAsync(IBookStore books, Run[] missed, Terminal terminal, CancellationToken cancellation)
    {
        const int Most = 30;
        if (missed.Length == 0)
        {
            return;
        }

        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{missed.Length} one-on-one{(missed.Length == 1 ? "" : "s")} began since the last run without a brief, because nothing had planned {(missed.Length == 1 ? "it" : "them")}:"));
        foreach (Run run in missed.TakeLast(Most))
        {
            terminal.Out.WriteLine($"  {Local(run)}, {Short(await NameAsync(books, run.Manager, cancellation))} with {Short(await NameAsync(books, run.Rep, cancellation))}");
        }

        if (missed.Length > Most)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {missed.Length - Most} before them: see `runs`"));
        }
    }

    private static string Local(Run run) => string.Create(
        CultureInfo.InvariantCulture, $"{Meetings.TimeZones.ToLocal(run.TimeZone, run.StartsAt):ddd d MMM HH:mm} {run.TimeZone.Split('/')[^1].Replace('_', ' ')}");

    public static string Explain(Delivery delivery) => delivery.State switch
    {
        DeliveryState.Refused when delivery.Code == "no-address" => "not mailed: the CRM has no e-mail address for the person. Read them with `brief` or `serve`.",
        DeliveryState.Refused when delivery.Code == "manager-changed" => "not mailed: the rep has another manager by now.",
        DeliveryState.Refused when delivery.Code == "left-the-company" => "not mailed: the person is no longer active in the CRM.",
        DeliveryState.Refused when delivery.Code == "one-on-one-cancelled" => "not mailed: the one-on-one was cancelled.",
        DeliveryState.Refused => $"refused ({delivery.Code}).",
        DeliveryState.Deferred => $"waiting ({delivery.Code}). Run again later.",
        DeliveryState.Unknown => "with an unknown outcome: the mail server's answer was lost. Run again in a quarter of an hour.",
        DeliveryState.Held => "held: nobody can say whether they went out. README.md says what that means.",
        DeliveryState.Expired => "expired: the one-on-one had begun.",
        _ => "not finished. Run again.",
    };

    private static async Task<Table> TableAsync(IBookStore books, IRunStore store, List<RunSummary> runs, CancellationToken cancellation)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in new[] { "one-on-one", "manager", "rep" })
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (string column in new[] { "stalls", "slips", "outliers" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumn("briefs");
        foreach (RunSummary run in runs)
        {
            BriefFacts? facts = (await store.ReadPairAsync(run.Run.Id, cancellation))?.Facts;
            table.AddRow(
                Markup.Escape(Local(run.Run)),
                Markup.Escape(Short(await NameAsync(books, run.Run.Manager, cancellation))),
                Markup.Escape(Short(await NameAsync(books, run.Run.Rep, cancellation))),
                Count<Analysis.Stall>(facts), Count<Analysis.Slip>(facts), Count<Analysis.StageOutlier>(facts),
                States(run));
        }

        return table;
    }

    private static async Task<string> NameAsync(IBookStore books, PersonId id, CancellationToken cancellation) =>
        (await books.FindPersonAsync(id, cancellation))?.Name ?? id.Value;

    private static string Short(string name)
    {
        const int Longest = 22;
        return name.Length <= Longest ? name : name[..(Longest - 1)] + "…";
    }

    private static string Count<T>(BriefFacts? facts)
        where T : Analysis.Finding => facts is null ? "-" : facts.Findings.OfType<T>().Count().ToString(CultureInfo.InvariantCulture);

    /// <summary>One word where the two went the same way.</summary>
    private static string States(RunSummary run)
    {
        string[] states = [.. run.Deliveries.OrderBy(delivery => delivery.Audience).Select(State)];
        return states.Length == 0 ? "not composed" : string.Join(", ", states.Distinct(StringComparer.Ordinal).Count() == 1 ? states[..1] : states);
    }

    private static string State(Delivery delivery) => delivery.State.ToString().ToLowerInvariant() + (delivery.State == DeliveryState.Refused ? $" ({delivery.Code})" : "");
}
