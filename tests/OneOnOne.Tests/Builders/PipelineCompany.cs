using System.Runtime.CompilerServices;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Meetings;

namespace OneOnOne.Tests.Builders;

/// <summary>
/// A snapshot made by hand: manager mia with some reps, each with deals and a weekly one-on-one on Tuesday at 10:00 UTC. It is taken
/// on Monday 2 March 2026 at 06:00 UTC.
/// </summary>
internal sealed class PipelineCompany : ISnapshotSource
{
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Meeting = new(2026, 3, 3, 10, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly FirstTuesday = new(2026, 1, 6);

    public static PersonId Mia { get; } = new("mia");

    public static PersonId Rob { get; } = new("rob");

    public IReadOnlyList<string> Reps { get; init; } = ["rob", "ria"];

    public DateTimeOffset TakenAt { get; init; } = Monday;

    /// <summary>Changes a person's row; the manager's too.</summary>
    public Func<PersonRow, PersonRow> Person { get; init; } = person => person;

    public IReadOnlyList<MeetingExceptionRow> Moves { get; init; } = [];

    /// <summary>Another number is another content.</summary>
    public int Edition { get; init; } = 1;

    public static MeetingExceptionRow Moved(string rep, DateTime? to, string? cause = null) =>
        new(new RowPosition("meetings.csv", 99), $"meet-{rep}", DateOnly.FromDateTime(Meeting.UtcDateTime), to, cause);

    public Task<SnapshotManifest> DescribeAsync(CancellationToken cancellation) => Task.FromResult(new SnapshotManifest(
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{TakenAt:O} {Edition}"))),
        TakenAt,
        [Section.People, Section.Opportunities, Section.Activities, Section.Meetings],
        ["Discovery", "Proposal"]));

    public async IAsyncEnumerable<RowBatch> ReadAsync(DealNumbers numbers, IReadReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        int row = 1;
        RowPosition At(string file) => new(file, ++row);
        foreach (RowBatch batch in Batches.Of(Rows(At), numbers, report))
        {
            yield return batch;
        }

        foreach (Section section in new[] { Section.People, Section.Opportunities, Section.Activities, Section.Meetings })
        {
            report.Read(section, Rows(At).Count(one => SectionOf(one) == section), 0);
        }
    }

    private IEnumerable<SnapshotRow> Rows(Func<string, RowPosition> at)
    {
        yield return Person(new PersonRow(at("people.csv"), Mia) { Name = "Mia Manager", Email = "mia@example.com", TimeZone = "UTC", Active = true });
        foreach (string rep in Reps)
        {
            yield return Person(new PersonRow(at("people.csv"), new PersonId(rep)) { Name = $"{rep} Rep", Email = $"{rep}@example.com", Manager = Mia, TimeZone = "UTC", Active = true });
        }

        foreach (string rep in Reps)
        {
            for (int i = 1; i <= 3; i++)
            {
                yield return new OpportunityRow(at("opportunities.csv"), new OpportunityId($"{rep}-{i}"), new PersonId(rep), "Proposal", Outcome.Open)
                {
                    Name = $"Deal {i} of {rep}",
                    Amount = new Money((1000 * i) + Edition, "EUR"),
                    CreatedAt = Monday.AddDays(-60 - i),
                    CloseDate = new DateOnly(2026, 2, 10 + i),
                };
            }
        }

        foreach (string rep in Reps)
        {
            yield return new ActivityRow(at("activities.csv"), new OpportunityId($"{rep}-1"), new PersonId(rep), ActivityKind.Call, Monday.AddDays(-40), true, $"a-{rep}");
        }

        foreach (string rep in Reps)
        {
            yield return new MeetingRow(at("meetings.csv"), $"meet-{rep}", Mia, new PersonId(rep), Cadence.Weekly, FirstTuesday, new TimeOnly(10, 0), "UTC", 45);
        }

        foreach (MeetingExceptionRow move in Moves)
        {
            yield return move;
        }
    }

    private static Section SectionOf(SnapshotRow row) => row switch
    {
        PersonRow => Section.People,
        OpportunityRow => Section.Opportunities,
        ActivityRow => Section.Activities,
        _ => Section.Meetings,
    };
}

/// <summary>For snapshots in which nothing is bad.</summary>
internal sealed class NothingIsBad : IQuarantine
{
    public void Add(QuarantinedRow row) => throw new InvalidOperationException($"Nobody expected a bad row: {row}");
}
