using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Evaluation;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Evaluation;

/// <summary>Two wins in each quarter of 2024 are the quota of the quarters after it.</summary>
public sealed class QuotaReplayTests
{
    private static readonly DateTimeOffset Until = Days.Utc("2025-10-31T00:00Z");

    private static readonly string[] Wins2024 = ["2024-02-10", "2024-03-01", "2024-05-05", "2024-06-20", "2024-08-02", "2024-09-12", "2024-11-11", "2024-12-20"];

    private static Opportunity Deal(string id, string created, string? closed) => new()
    {
        Id = new OpportunityId(id),
        Owner = BookBuilder.Rep,
        Details = new OpportunityDetails { CreatedAt = At(created), ClosedAt = closed is null ? null : At(closed) },
        StageEntries = [new StageEntry("Proposal", At(created))],
        Observed = [new Observation(Until, new ObservedState(BookBuilder.Rep, closed is null ? "Proposal" : "Won", closed is null ? Outcome.Open : Outcome.Won, null, null))],
    };

    private static DateTimeOffset At(string day) => Days.Utc(day + "T10:00Z");

    private static ImmutableArray<Prediction> Said(string[] wins2025, params string[] mondays)
    {
        Opportunity[] deals =
        [
            .. Wins2024.Concat(wins2025).Select((day, index) => Deal("W" + index, Days.Date(day).AddDays(-20).ToString("yyyy-MM-dd", null), day)),
            Deal("open", "2023-12-20", null), Deal("later", "2024-12-25", null),
        ];
        LifeBuilder lives = new(deals, hasDateHistory: false);
        History history = new(Until, [.. deals.OrderBy(deal => deal.Id).Select(deal => lives.Build(deal, [], [], [Until]))])
        {
            Sections = [Section.Opportunities],
            Stages = ["Proposal"],
            People = ImmutableSortedDictionary<PersonId, Person>.Empty,
            Work = ImmutableSortedDictionary<PersonId, ImmutableArray<ActivityDay>>.Empty,
            Bookings = [],
            RowsRead = 0,
            RowsSetAside = 0,
        };
        PastBooks books = new(history, new AnalysisSettings(new ThresholdSet(new Thresholds()), new CompanySettings()));
        QuotaReplay quotas = new(history);
        foreach (string monday in mondays)
        {
            quotas.Add(Assert.Single(books.At(Days.Utc(monday + "T00:00Z"))));
        }

        return quotas.Predictions();
    }

    [Fact]
    public void A_quarter_is_held_against_the_median_of_the_four_before_and_against_what_was_known_then()
    {
        ImmutableArray<Prediction> said = Said(["2025-02-14", "2025-03-20", "2025-05-14"], "2025-01-06", "2025-01-13", "2025-04-07");
        Assert.Equal([(0, 1.0, 0.5), (0, 1.0, 0.5), (1, 0.0, 2 / 3.0)], said.Select(one => (one.Deal, one.Happened, one.Base)));
        Assert.All(said, one => Assert.InRange(one.Chance, 0.01, 0.99));
    }

    [Fact]
    public void What_came_later_changes_what_happened_and_nothing_that_was_said()
    {
        ImmutableArray<Prediction> with = Said(["2025-02-14", "2025-03-20"], "2025-01-06", "2025-01-20");
        ImmutableArray<Prediction> without = Said([], "2025-01-06", "2025-01-20");
        Assert.Equal(with.Select(one => one.Chance), without.Select(one => one.Chance));
        Assert.Equal([(1, 0), (1, 0)], with.Zip(without, (one, other) => (one.Happened, other.Happened)));
    }

    [Fact]
    public void A_quota_that_is_reached_is_not_foretold_and_a_quarter_that_is_not_over_is_not_judged() =>
        Assert.Equal([0, 0], Said(["2025-02-14", "2025-03-20"], "2025-01-06", "2025-02-17", "2025-03-24", "2025-10-13").Select(one => one.Deal));

    [Fact]
    public void A_quarter_that_the_records_begin_in_makes_no_quota() => Assert.Empty(Said([], "2024-01-08", "2024-10-07", "2024-12-30"));
}
