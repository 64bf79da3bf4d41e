using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Meetings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Simulation;

/// <summary>What a snapshot changes in the company besides its figures.</summary>
internal enum SimChange
{
    Figures,
    Later,
    Earlier,
    Cancelled,
    NewManager,
    RiaLeaves,
    NewAddress,
    NoAddress,
}

/// <summary>
/// The CRM at one instant: mia holds a one-on-one with rob and one with ria every Tuesday at 10:00 UTC. Known from these few lines, and
/// not from the product, is also which briefs there should be.
/// </summary>
internal sealed class SimCompany(DateTimeOffset takenAt, params IReadOnlyList<SimChange> changes) : ISnapshotSource
{
    public static readonly DateTimeOffset Base = new(2026, 3, 1, 18, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Meeting = new(2026, 3, 3, 10, 0, 0, TimeSpan.Zero);

    public static readonly PersonId Mia = new("sim-mia");
    public static readonly PersonId Max = new("sim-max");
    public static readonly PersonId Rob = new("sim-rob");
    public static readonly PersonId Ria = new("sim-ria");

    private static readonly DateOnly Tuesday = new(2026, 3, 3);
    private static readonly DateOnly FirstTuesday = new(2026, 1, 6);

    public DateTimeOffset TakenAt => takenAt;

    public string Hash { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(takenAt.ToString("O", CultureInfo.InvariantCulture) + string.Join(',', changes))));

    /// <summary>Whom there should be a brief for, and when that one-on-one begins.</summary>
    public IEnumerable<SimMeeting> Meetings()
    {
        if (!Has(SimChange.Cancelled))
        {
            yield return new SimMeeting(BossOfRob, Rob, MeetingOf(Rob, BossOfRob), Tuesday, StartOfRob);
        }

        yield return new SimMeeting(Mia, Ria, MeetingOf(Ria, Mia), Tuesday, Meeting);
    }

    /// <summary>Nothing that a mail shows besides figures.</summary>
    public bool ChangesFiguresOnly => changes.All(change => change == SimChange.Figures);

    public bool MayRead(PersonId manager, PersonId rep, PersonId to, string address) =>
        (rep == Rob ? BossOfRob : Mia) == manager && AddressOf(to) == address && !(to == Ria && Has(SimChange.RiaLeaves));

    public bool IsCancelled(PersonId rep) => rep == Rob && Has(SimChange.Cancelled);

    public bool Left(PersonId rep) => rep == Ria && Has(SimChange.RiaLeaves);

    public string? AddressOf(PersonId person) =>
        person == Rob && Has(SimChange.NoAddress) ? null : $"{person}@{(person == Rob && Has(SimChange.NewAddress) ? "new." : "")}example.com";

    public PersonId BossOfRob => Has(SimChange.NewManager) ? Max : Mia;

    public Task<SnapshotManifest> DescribeAsync(CancellationToken cancellation) => Task.FromResult(
        new SnapshotManifest(Hash, takenAt, [Section.People, Section.Opportunities, Section.Activities, Section.Meetings], ["Discovery", "Proposal"]));

    public async IAsyncEnumerable<RowBatch> ReadAsync(DealNumbers numbers, IReadReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        SnapshotRow[] rows = [.. People(), .. Opportunities(), .. Activities(), .. Series()];
        foreach (RowBatch batch in Batches.Of(rows, numbers, report))
        {
            yield return batch;
        }

        report.Read(Section.People, rows.OfType<PersonRow>().LongCount(), 0);
        report.Read(Section.Opportunities, rows.OfType<OpportunityRow>().LongCount(), 0);
        report.Read(Section.Activities, rows.OfType<ActivityRow>().LongCount(), 0);
        report.Read(Section.Meetings, rows.LongCount(row => row is MeetingRow or MeetingExceptionRow), 0);
    }

    private DateTimeOffset StartOfRob => Has(SimChange.Later) ? Meeting.AddHours(3) : Has(SimChange.Earlier) ? Meeting.AddMinutes(-20) : Meeting;

    private static RowPosition Row => new("made.csv", 2);

    private static string MeetingOf(PersonId rep, PersonId manager) => $"{manager}-{rep}";

    private bool Has(SimChange change) => changes.Contains(change);

    private IEnumerable<PersonRow> People()
    {
        foreach (PersonId person in new[] { Mia, Max, Rob, Ria })
        {
            yield return new PersonRow(Row, person)
            {
                Name = person.Value,
                Email = AddressOf(person),
                Manager = person == Rob ? BossOfRob : person == Ria ? Mia : null,
                TimeZone = "UTC",
                Active = !Left(person),
            };
        }
    }

    private IEnumerable<OpportunityRow> Opportunities()
    {
        foreach (PersonId rep in new[] { Rob, Ria })
        {
            for (int i = 1; i <= 2; i++)
            {
                yield return new OpportunityRow(Row, new OpportunityId($"{rep}-{i}"), rep, "Proposal", Outcome.Open)
                {
                    Name = $"Deal {i} of {rep}",
                    Amount = new Money((1000 * i) + (int)(takenAt - Base).TotalMinutes, "EUR"),
                    CreatedAt = Base.AddDays(-60 - i),
                    CloseDate = new DateOnly(2026, 2, 10 + i).AddDays((int)(takenAt - Base).TotalHours),
                };
            }
        }
    }

    private static IEnumerable<ActivityRow> Activities() =>
        new[] { Rob, Ria }.Select(rep => new ActivityRow(Row, new OpportunityId($"{rep}-1"), rep, ActivityKind.Call, Base.AddDays(-40), true, $"a-{rep}"));

    private IEnumerable<SnapshotRow> Series()
    {
        yield return new MeetingRow(Row, MeetingOf(Rob, BossOfRob), BossOfRob, Rob, Cadence.Weekly, FirstTuesday, new TimeOnly(10, 0), "UTC", 45);
        yield return new MeetingRow(Row, MeetingOf(Ria, Mia), Mia, Ria, Cadence.Weekly, FirstTuesday, new TimeOnly(10, 0), "UTC", 45);
        if (Has(SimChange.Cancelled) || StartOfRob != Meeting)
        {
            yield return new MeetingExceptionRow(Row, MeetingOf(Rob, BossOfRob), Tuesday, Has(SimChange.Cancelled) ? null : StartOfRob.UtcDateTime, "ill");
        }
    }
}

internal sealed record SimMeeting(PersonId Manager, PersonId Rep, string Id, DateOnly On, DateTimeOffset StartsAt);
