using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Http.Findings;
using OneOnOne.Tests.Briefs;

namespace OneOnOne.Tests.Http.Findings;

public sealed class Filters_of_findings
{
    private static readonly ImmutableArray<string> Stages = ["Discovery", "Proposal", "Negotiation"];

    /// <summary>Every filter and order against a list that is looked through by hand.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_asked_for_it_is_what_looking_at_each_row_finds(int seed)
    {
        Random random = new(seed);
        FindingRow[] all = [.. Enumerable.Range(0, 120).Select(i => Row(i, random))];
        HashSet<int> sizes = [];
        for (int i = 0; i < 400; i++)
        {
            FindingFilter filter = Filter(random);
            FindingRow[] expected = [.. all.Where(row => Fits(row, filter))];
            ImmutableArray<FindingRow> found = FindingList.Of(all.OrderBy(_ => random.Next()), filter, Stages);
            Assert.Equal(expected.Select(Name).Order(StringComparer.Ordinal), found.Select(Name).Order(StringComparer.Ordinal));
            for (int at = 1; at < found.Length; at++)
            {
                Assert.True(MayFollow(found[at - 1], found[at], filter), $"{filter}: {Name(found[at - 1])} before {Name(found[at])}");
            }

            sizes.Add(Math.Min(3, found.Length));
        }

        Assert.Equal([0, 1, 2, 3], sizes.Order());
    }

    [Fact]
    public void An_address_gives_back_the_filter_that_it_was_made_of()
    {
        Random random = new(7);
        for (int i = 0; i < 300; i++)
        {
            FindingFilter filter = Filter(random);
            string address = FindingAddress.Of("/findings", filter, 1 + (i % 3));
            Assert.Equal(new FindingQuery(filter, 1 + (i % 3), null), Read(address.Contains('?', StringComparison.Ordinal) ? address[address.IndexOf('?', StringComparison.Ordinal)..] : ""));
        }
    }

    [Theory]
    [InlineData("?kind=&stage=&min=&q=++&page=", null)]
    [InlineData("?kind=nonsense", "WrongKind")]
    [InlineData("?min=ten", "WrongAmount")]
    [InlineData("?min=-5", "WrongAmount")]
    [InlineData("?min=10,000", "WrongAmount")]
    [InlineData("?sort=1", "WrongSort")]
    [InlineData("?page=0", "WrongPage")]
    [InlineData("?page=-1", "WrongPage")]
    public void A_field_left_empty_is_not_named_and_what_cannot_be_read_is_told(string query, string? mistake) =>
        Assert.Equal(new FindingQuery(new FindingFilter(null, null, null, null, null, null, null), 1, mistake), Read(query));

    private static FindingQuery Read(string query) => FindingQuery.Of(new QueryCollection(QueryHelpers.ParseQuery(query)));

    private static bool Fits(FindingRow row, FindingFilter filter)
    {
        string kind = row.Finding switch { Stall => "stall", Slip => "slip", _ => "stageOutlier" };
        string[] searched = [row.Deal.Name ?? "", row.Deal.Account ?? "", row.Deal.Id.Value, row.Rep.Name];
        bool[] wrong =
        [
            filter.Kind is not null && filter.Kind != kind,
            filter.Stage is not null && filter.Stage != row.Deal.Stage,
            filter.Team is not null && !filter.Team.Equals(row.Rep.Manager),
            filter.Rep is not null && filter.Rep.Value.Value != row.Rep.Id.Value,
            filter.Currency is not null && (row.Deal.Amount is null || row.Deal.Amount.Value.Currency != filter.Currency),
            filter.AtLeast is not null && (row.Deal.Amount is null || row.Deal.Amount.Value.Amount < filter.AtLeast.Value),
            filter.Text is not null && !Array.Exists(searched, text => text.ToUpperInvariant().Contains(filter.Text.ToUpperInvariant(), StringComparison.Ordinal)),
        ];
        return !wrong.Contains(true);
    }

    private static bool MayFollow(FindingRow before, FindingRow after, FindingFilter filter)
    {
        int sign = filter.Reverse ? -1 : 1;
        return filter.Sort switch
        {
            FindingSort.Deal => sign * string.Compare(before.Deal.Title, after.Deal.Title, StringComparison.OrdinalIgnoreCase) <= 0,
            FindingSort.Rep => sign * string.Compare(before.Rep.Name, after.Rep.Name, StringComparison.OrdinalIgnoreCase) <= 0,
            FindingSort.Kind => sign * Rank(before).CompareTo(Rank(after)) <= 0,
            FindingSort.Stage => sign * Stages.IndexOf(before.Deal.Stage).CompareTo(Stages.IndexOf(after.Deal.Stage)) <= 0,
            FindingSort.CloseDate => after.Deal.CloseDate is null || (before.Deal.CloseDate is { } due && sign * due.CompareTo(after.Deal.CloseDate.Value) <= 0),
            _ => after.Deal.Amount is not { } less
                || (before.Deal.Amount is { } more && (string.CompareOrdinal(more.Currency, less.Currency) < 0 || (more.Currency == less.Currency && sign * more.Amount.CompareTo(less.Amount) >= 0))),
        };
    }

    private static int Rank(FindingRow row) => row.Finding switch { Stall => 0, Slip => 1, _ => 2 };

    private static string Name(FindingRow row) => $"{row.Rep.Id} {row.Kind} {row.Deal.Id}";

    private static FindingFilter Filter(Random random) => new(
        Maybe(random, "stall", "slip", "stageOutlier"),
        Maybe(random, [.. Stages]),
        random.Next(3) > 0 ? null : new PersonId("m" + random.Next(2)),
        random.Next(4) > 0 ? null : new PersonId("r" + random.Next(4)),
        random.Next(2) > 0 ? null : random.Next(0, 60) + 0.5m,
        Maybe(random, "EUR", "USD"),
        random.Next(3) > 0 ? null : random.Next(0, 12).ToString(CultureInfo.InvariantCulture) + (random.Next(2) > 0 ? "" : " ÄB"))
    {
        Sort = Enum.GetValues<FindingSort>()[random.Next(6)],
        Reverse = random.Next(2) > 0,
    };

    private static string? Maybe(Random random, params string[] choices) => random.Next(3) > 0 ? null : choices[random.Next(choices.Length)];

    private static FindingRow Row(int number, Random random)
    {
        int rep = random.Next(4);
        OpportunityRef deal = new(
            new OpportunityId("d" + number), random.Next(5) == 0 ? null : $"{random.Next(20)} äb deal", random.Next(2) == 0 ? null : "Account " + random.Next(9), Stages[random.Next(3)],
            random.Next(4) == 0 ? null : new Money(random.Next(0, 60), random.Next(2) == 0 ? "EUR" : "USD"), random.Next(4) == 0 ? null : new DateOnly(2026, 12, 1 + random.Next(20)), null);
        Finding finding = random.Next(3) switch { 0 => BriefBuilder.Stalled(deal), 1 => BriefBuilder.Slipping(deal), _ => BriefBuilder.Long(deal) };
        return new FindingRow(new Person(new PersonId("r" + rep), "Rep " + rep) { Manager = rep == 3 ? null : new PersonId("m" + (rep % 2)) }, finding);
    }
}
