using System.Collections.Immutable;
using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Analysis;

public sealed class RiskTests
{
    [Fact]
    public void A_closed_deal_is_remembered_week_by_week_with_what_followed()
    {
        // Entered on day 1, active on days 1 and 16, pushed on day 12 from day 20 to day 60, lost on day 25.
        Opportunity deal = BookBuilder.Open(close: 60) with
        {
            Details = new OpportunityDetails { CreatedAt = Days.At(1), ClosedAt = Days.At(25) },
            Observed = [new Observation(Days.At(30), new ObservedState(BookBuilder.Rep, "Closed Lost", Outcome.Lost, Days.On(60), null))],
            CloseDateChanges = [new CloseDateChange(Days.At(12), Days.On(20), Days.On(60))],
            Activities = [new ActivityDay(Days.On(1), ActivityKind.Call, 1), new ActivityDay(Days.On(16), ActivityKind.Call, 1)],
        };
        SignalCell[] cells = [.. HeadBuilder.Of(new TallyContext(BookBuilder.Rep, [Days.At(30)], HistoryKept: false), [deal], []).Record.Signals["Proposal"]];

        // Looked at on days 4.5, 11.5, 18.5: age, idle, pushes, due.
        Assert.Equal(
            [
                new SignalCell(new DealSignals(0, 0, 0, 1).Code, 1, 1, 0),
                new SignalCell(new DealSignals(0, 1, 0, 1).Code, 1, 1, 0),
                new SignalCell(new DealSignals(1, 0, 1, 0).Code, 1, 1, 0),
            ],
            cells);
        Assert.All(cells, cell => Assert.Equal(cell.Code, DealSignals.OfCode(cell.Code).Code));
    }

    [Fact]
    public void Records_add_up_their_signals()
    {
        TrackRecord one = TrackRecord.Empty with { Signals = Signals(("Proposal", new SignalCell(1, 2, 1, 0)), ("Proposal", new SignalCell(3, 1, 0, 1))) };
        TrackRecord two = TrackRecord.Empty with { Signals = Signals(("Proposal", new SignalCell(1, 5, 2, 2)), ("Discovery", new SignalCell(1, 1, 1, 0))) };
        TrackRecord sum = TrackRecord.OfTeam([one, two]);
        Assert.Equal([new SignalCell(1, 7, 3, 2), new SignalCell(3, 1, 0, 1)], sum.Signals["Proposal"].AsEnumerable());
        Assert.Equal([new SignalCell(1, 1, 1, 0)], sum.Signals["Discovery"].AsEnumerable());
    }

    [Fact]
    public void Effects_are_where_the_penalised_likelihood_is_largest()
    {
        EffectCell[] cells = [Cell(0, 0, 3, 40), Cell(0, 1, 9, 30), Cell(1, 0, 12, 25), Cell(1, 1, 20, 24)];
        MainEffects found = MainEffects.Fit(cells, [2, 2])!;
        double best = Likelihood(cells, found, 0, 0);
        for (int factor = 0; factor < 2; factor++)
        {
            for (int band = 0; band < 2; band++)
            {
                foreach (double step in new[] { -0.001, 0.001 })
                {
                    Assert.True(Likelihood(cells, found, step, (factor * 2) + band) < best);
                }
            }
        }
    }

    [Fact]
    public void Two_signals_that_say_the_same_are_not_counted_twice()
    {
        EffectCell[] single = [Cell(0, 0, 100, 1000), Cell(1, 0, 500, 1000)];
        EffectCell[] twice = [Cell(0, 0, 100, 1000), Cell(1, 1, 500, 1000)];
        double once = MainEffects.Share(MainEffects.Fit(single, [2, 2])!.LogOdds([1, 0]));
        double both = MainEffects.Share(MainEffects.Fit(twice, [2, 2])!.LogOdds([1, 1]));
        Assert.InRange(once, 0.49, 0.51);
        Assert.InRange(both, 0.49, 0.51);
    }

    [Fact]
    public void What_everybody_shows_has_no_effect_and_few_deals_hardly_any()
    {
        MainEffects few = MainEffects.Fit([Cell(0, 0, 0, 1), Cell(1, 0, 1, 1)], [2, 2])!;
        Assert.InRange(MainEffects.Share(few.LogOdds([1, 0])) - MainEffects.Share(few.LogOdds([0, 0])), 0.05, 0.35);
        MainEffects many = MainEffects.Fit([Cell(0, 0, 0, 100), Cell(1, 0, 100, 100)], [2, 2])!;
        Assert.InRange(MainEffects.Share(many.LogOdds([1, 0])) - MainEffects.Share(many.LogOdds([0, 0])), 0.8, 1);
        Assert.Null(MainEffects.Fit([], [2, 2]));
    }

    [Fact]
    public void A_rep_who_always_pushes_is_expected_to_push()
    {
        SignalCell company = new(new DealSignals(0, 0, 0, 1).Code, 400, 40, 90);
        TrackRecord everybody = new TrackRecord(TrackRecord.Empty.Stages) { Signals = Signals(("Proposal", company)), Reps = [new RepTotals(60, 40)] };
        double usual = Pushed(TrackRecord.Empty);
        double pusher = Pushed(TrackRecord.Empty with { Signals = Signals(("Proposal", new SignalCell(company.Code, 80, 0, 80))) });
        double never = Pushed(TrackRecord.Empty with { Signals = Signals(("Proposal", new SignalCell(company.Code, 80, 0, 0))) });
        Assert.Equal(0.25, usual, 0.01);
        Assert.InRange(pusher, 0.6, 0.9);
        Assert.InRange(never, 0.02, 0.15);

        double Pushed(TrackRecord own)
        {
            RepBook book = BookBuilder.Book(BookBuilder.Open(close: 30) with { LastActivity = new LastActivity(Days.At(3), null) });
            book = book with { Head = book.Head with { Record = own }, Company = everybody };
            return RiskModel.Of(everybody).For(book).Of(book.Open[0], Days.At(5))!.Value.Pushed;
        }
    }

    private static EffectCell Cell(int one, int other, int successes, int count) => new([one, other], new Trials(successes, count));

    private static ImmutableSortedDictionary<string, ImmutableArray<SignalCell>> Signals(params (string Stage, SignalCell Cell)[] cells) =>
        cells.GroupBy(cell => cell.Stage).ToImmutableSortedDictionary(group => group.Key, group => group.Select(cell => cell.Cell).ToImmutableArray());

    private static double Likelihood(EffectCell[] cells, MainEffects found, double step, int moved)
    {
        double sum = 0;
        foreach (EffectCell cell in cells)
        {
            double odds = found.LogOdds(cell.Bands.AsSpan()) + (cell.Bands[moved / 2] == moved % 2 ? step : 0);
            double share = MainEffects.Share(odds);
            sum += (cell.Outcomes.Successes * Math.Log(share)) + ((cell.Outcomes.Count - cell.Outcomes.Successes) * Math.Log(1 - share));
        }

        double effect = found.Effect(moved / 2, moved % 2) + step;
        double old = found.Effect(moved / 2, moved % 2);
        return sum - (((effect * effect) - (old * old)) / (2 * MainEffects.PriorDeviation * MainEffects.PriorDeviation));
    }
}
