using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;
using OneOnOne.Crm;
using OneOnOne.Local.FakeCrm;

namespace OneOnOne.Tests.Ingest.Connect;

/// <summary>
/// A company as each of the CRMs can hold it, written as an export. No CRM's API tells everything that an export may: owners of HubSpot
/// have no time zone, and what is due in Salesforce is due on a day.
/// </summary>
/// <param name="url">Where the CRM shows a deal; null: at no address that may stand in a brief.</param>
internal sealed class CommonGround(FakeCompany company, Func<PersonId, string> person, Func<OpportunityId, string> deal, Func<OpportunityId, string>? url)
{
    /// <summary>HubSpot tells when a deal was closed; of Salesforce, the history of stages does.</summary>
    public bool TellsClosings { get; init; }

    private static readonly ActivityKind[] Kinds = [ActivityKind.Call, ActivityKind.Email, ActivityKind.Meeting, ActivityKind.Task];

    /// <summary>With the ids that it has.</summary>
    public static CommonGround AsItIs(FakeCompany company) => new(company, id => id.Value, id => id.Value, null);

    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Table(folder, "people", ["person_id", "name", "email", "manager_id", "active"], company.People.Select(row => new[]
        {
            person(row.Id), row.Name, row.Email, row.Manager is { } manager ? person(manager) : null, row.Active == false ? "false" : "true",
        }));
        Table(folder, "opportunities", ["opportunity_id", "owner_id", "stage", "outcome", "name", "account", "product", "amount", "currency", "created_at", "closed_at", "close_date", "next_step", "url"],
            company.Opportunities.Select(row => new[]
            {
                deal(row.Id), person(row.Owner), row.Stage, row.Outcome.ToString().ToLowerInvariant(), row.Name, row.Account, row.Product,
                row.Amount?.Amount.ToString(CultureInfo.InvariantCulture), row.Amount?.Currency, Text(row.CreatedAt), Text(ClosedAt(row)), Text(row.CloseDate), row.NextStep, url?.Invoke(row.Id),
            }));
        Table(folder, "activities", ["activity_id", "opportunity_id", "person_id", "kind", "at", "completed"], company.Activities.Where(IsHeld).Select(row => new[]
        {
            row.Id, row.Opportunity is { } of ? deal(of) : null, row.By is { } by ? person(by) : null, row.Kind.ToString().ToLowerInvariant(), Text(Moment(row)), IsBehind(row) ? "true" : "false",
        }));
        Table(folder, "stage_history", ["opportunity_id", "stage", "entered_at"], company.StageHistory.SelectMany(one => one).Select(row => new[] { deal(row.Opportunity), row.Entry.Stage, Text(row.Entry.At) }));
        Table(folder, "close_date_history", ["opportunity_id", "changed_at", "old_close_date", "new_close_date"], company.CloseDateHistory.SelectMany(one => one)
            .Select(row => new[] { deal(row.Opportunity), Text(row.Change.At), Text(row.Change.From), Text(row.Change.To) }));
        Table(folder, "quotas", ["person_id", "from", "to", "amount", "currency"], company.Quotas
            .Select(row => new[] { person(row.Person), Text(row.From), Text(row.To), row.Target.Amount.ToString(CultureInfo.InvariantCulture), row.Target.Currency }));
        string stages = string.Join(", ", company.Stages.Select(stage => $"\"{stage}\""));
        File.WriteAllText(Path.Combine(folder, "snapshot.json"), $$"""{ "takenAt": "{{Text(company.TakenAt)}}", "stages": [{{stages}}] }""");
    }

    /// <summary>A meeting that has passed is taken to have been held: calendars do not say.</summary>
    private bool IsHeld(ActivityRow row) => Kinds.Contains(row.Kind) && (row.At > company.TakenAt || row.Completed != false);

    private DateTimeOffset? ClosedAt(OpportunityRow row) => TellsClosings && row.Outcome != Outcome.Open ? company.StageHistory[row.Id].Max(entry => entry.Entry.At) : null;

    private bool IsBehind(ActivityRow row) => row.At <= company.TakenAt;

    private DateTimeOffset Moment(ActivityRow row) => IsBehind(row) || row.Kind == ActivityKind.Meeting ? row.At : new DateTimeOffset(row.At.UtcDateTime.Date.AddHours(12), TimeSpan.Zero);

    private static string? Text(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string? Text(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);

    private static void Table(string folder, string name, string[] columns, IEnumerable<string?[]> rows)
    {
        using CsvWriter writer = CsvWriter.Create(new StreamWriter(Path.Combine(folder, name + ".csv")), new CsvWriterOptions { NewLine = "\n" });
        writer.WriteRecord(columns);
        foreach (string?[] row in rows)
        {
            writer.WriteRecord(row.Select(field => field ?? "").ToArray());
        }
    }
}
