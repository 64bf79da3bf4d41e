using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Storage;

namespace OneOnOne.Local.Commands;

internal static class AuditCommand
{
    private const int UsualDays = 30;

    public static async Task<int> RunAsync(DataFolder folder, string rep, DateOnly? from, DateOnly? to, Terminal terminal, CancellationToken cancellation)
    {
        DateOnly last = to ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        DateOnly first = from ?? last.AddDays(1 - UsualDays);
        if (first > last)
        {
            throw new UserErrorException($"--to ({Day(last)}) lies before --from ({Day(first)}). Give the earlier day as --from.");
        }

        await using ServiceProvider services = Composition.BuildToRead(folder);
        Person person = await services.GetRequiredService<Reports>().FindRepAsync(rep, cancellation);
        AuditRecord[] records = [.. await services.GetRequiredService<IAuditLog>().ReadAsync(person.Id, Start(first), Start(last.AddDays(1)), cancellation)];
        foreach (AuditRecord record in records)
        {
            await terminal.Out.WriteLineAsync(Line(record));
        }

        if (records.Length == 0)
        {
            await terminal.Out.WriteLineAsync($"Nobody read anything about {person.Id} over HTTP from {Day(first)} to {Day(last)}. What the command line prints is not written down.");
        }

        return 0;
    }

    private static string Line(AuditRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC  {record.By} {(record.Refused ? "was refused" : "read")} {What(record)}");

    private static string What(AuditRecord record) => record.What switch
    {
        AuditedThing.RepHalf => "the rep's half",
        AuditedThing.ManagerHalf => "the manager's half",
        AuditedThing.Findings => "the findings",
        AuditedThing.Journal => "the journal",
        AuditedThing.JournalByLink => "the journal, answering by a link",
        AuditedThing.Run => record.Run is { } run ? $"the run {run}" : "the list of runs",
        AuditedThing.AuditLog => "this log",
        AuditedThing.Everything => "everything",
        AuditedThing.Deal => "a deal",
        AuditedThing.Weeks => "the weeks",
        _ => throw new ArgumentOutOfRangeException(nameof(record)),
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
