using OneOnOne.Analysis.Chances;
using OneOnOne.Crm;
using OneOnOne.Evaluation;
using OneOnOne.Local.Evaluation;
using OneOnOne.Local.Generation;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Generation;

namespace OneOnOne.Tests.Evaluation;

public sealed class EvaluationTests
{
    [Fact]
    public async Task Where_quiet_deals_are_lost_the_flag_for_quiet_deals_is_found_to_tell_the_truth()
    {
        EvaluationReport report = Past.Judge(await Past.OfAsync(Past.Company((i, quiet) => quiet ? i % 10 != 0 : i % 10 == 1)));
        FlagRow idle = Assert.Single(report.Findings, row => row.Flag == Flag.StallIdle);
        Assert.InRange(idle.Trouble!.Value.Value, 0.7, 0.9);
        Assert.InRange(idle.Lift!.Value.Limits!.Value.Lower, 1.5, 3);
        Calibration lost = report.Calibrations[1];
        Assert.InRange(lost.Skill!.Value.Limits!.Value.Lower, 0.1, 0.9);
        EqualRow stage = Assert.Single(report.EqualNumbers, row => row.Baseline == Flag.InStage30Days);
        Assert.InRange(stage.Difference!.Value.Limits!.Value.Lower, 0.1, 0.5);
    }

    [Fact]
    public async Task Where_nothing_matters_no_flag_is_found_to_mean_anything()
    {
        EvaluationReport report = Past.Judge(await Past.OfAsync(Past.Company((i, _) => i / 2 % 2 == 0)));
        FlagRow idle = Assert.Single(report.Findings, row => row.Flag == Flag.StallIdle);
        Assert.InRange(1, idle.Lift!.Value.Limits!.Value.Lower, idle.Lift.Value.Limits.Value.Upper);
        Assert.InRange(idle.Lift.Value.Value, 0.8, 1.25);
    }

    [Fact]
    public async Task The_tables_are_these()
    {
        EvaluationReport report = EvaluationReport.Of(await Past.OfAsync([Rows.Deal() with { CreatedAt = Days.At(1) }]), HandMade(), new ReplayOptions(3, 90, 1), CancellationToken.None);
        Assert.Equal(ExpectedTables.Markdown, SheetWriter.Markdown(report));
        Assert.Equal(ExpectedTables.Text, string.Join('\n', SheetWriter.Text(report).Split('\n')[..16].Select(line => line.TrimEnd())));
    }

    [Fact]
    public async Task One_seed_gives_one_report_and_another_seed_only_other_intervals()
    {
        using GeneratedFolder company = await CompanyAsync();
        History history = await Past.OfAsync(Past.Folder(company.Company.Snapshots[0].Folder));
        ReplayResult result = new Replay(history, Past.Settings, new ReplayOptions(20, 90, 1)).Run(null, CancellationToken.None);
        EvaluationReport one = Report(1);
        Assert.Equal(SheetWriter.Markdown(one), SheetWriter.Markdown(Report(1)));
        Assert.NotEqual(SheetWriter.Markdown(one), SheetWriter.Markdown(Report(2)));
        Assert.Equal(Values(one), Values(Report(2)));

        EvaluationReport Report(int seed) => EvaluationReport.Of(history, result, new ReplayOptions(20, 90, seed), CancellationToken.None);
    }

    /// <summary>Every share and score again, by counting.</summary>
    [Fact]
    public async Task Every_value_is_what_counting_gives()
    {
        using GeneratedFolder company = await CompanyAsync();
        History history = await Past.OfAsync(Past.Folder(company.Company.Snapshots[0].Folder));
        ReplayOptions options = new(30, 90, 1);
        ReplayResult result = new Replay(history, Past.Settings, options).Run(null, CancellationToken.None);
        EvaluationReport report = EvaluationReport.Of(history, result, options, CancellationToken.None);
        int judged = 0;
        foreach (FlagRow row in report.Findings.Concat(report.FixedRules).Where(row => row.Trouble is not null))
        {
            judged++;
            List<double> flagged = [];
            List<double> others = [];
            foreach (IGrouping<int, DealWeek> week in result.DealWeeks.GroupBy(one => one.Week))
            {
                DealWeek[] without = [.. week.Where(one => !one.Flags.HasFlag(row.Flag))];
                foreach (DealWeek one in week.Where(one => one.Fresh.HasFlag(row.Flag) && without.Length > 0))
                {
                    flagged.Add(one.Fate.Lost || one.Fate.Pushed ? 1 : 0);
                    others.Add(without.Average(other => other.Fate.Lost || other.Fate.Pushed ? 1.0 : 0));
                }
            }

            Assert.Equal(flagged.Average(), row.Trouble!.Value.Value, 12);
            Assert.Equal(others.Average(), row.OthersTrouble!.Value.Value, 12);
            Assert.Equal(flagged.Average() / others.Average(), row.Lift!.Value.Value, 12);
        }

        Assert.InRange(judged, 4, 12);
        DealWeek[] said = [.. result.DealWeeks.Where(one => one.Win is not null && one.WinBase is not null)];
        double brier = said.Average(one => Math.Pow(one.Win!.Value - (one.Fate.Won ? 1 : 0), 2));
        double known = said.Average(one => Math.Pow(one.WinBase!.Value - (one.Fate.Won ? 1 : 0), 2));
        Assert.Equal(brier, report.Calibrations[0].Brier!.Value.Value, 12);
        Assert.Equal(1 - (brier / known), report.Calibrations[0].Skill!.Value.Value, 12);
        Assert.Equal(said.Length, report.Calibrations[0].Bins.Sum(bin => bin.Predictions));
        DealWeek[] idle = [.. result.DealWeeks.Where(one => one.Flags.HasFlag(Flag.Idle14Days) && one.Risk is not null)];
        EqualRow equal = Assert.Single(report.EqualNumbers, row => row.Baseline == Flag.Idle14Days);
        Assert.Equal(idle.Average(one => one.Fate.Trouble ? 1.0 : 0), equal.Rule!.Value.Value, 12);
        DealWeek[] picks = [.. result.DealWeeks.GroupBy(one => one.Week).SelectMany(week => week.Where(one => one.Risk is not null)
            .OrderByDescending(one => one.Risk!.Value.Trouble).ThenBy(one => one.Deal).Take(idle.Count(one => one.Week == week.Key)))];
        Assert.Equal(picks.Average(one => one.Fate.Trouble ? 1.0 : 0), equal.Product!.Value.Value, 12);
    }

    /// <summary>In a past like the generator's, the product's order beats each fixed rule's, and its chances the share that was known.</summary>
    [Fact]
    public async Task In_the_generated_company_the_product_picks_better_than_each_fixed_rule()
    {
        using GeneratedFolder company = await GeneratedFolder.MakeAsync(root => new GeneratorOptions(16, 1, 3, root, GeneratorOptions.DefaultUntil) { OpportunitiesPerRep = 60, ActivitiesPerOpportunity = 8 });
        EvaluationReport report = Past.Judge(await Past.OfAsync(Past.Folder(company.Company.Snapshots[0].Folder)), new ReplayOptions(20, 90, 1));
        Assert.All(
            report.EqualNumbers.Where(row => row.Baseline != Flag.MoreThan3Pushes),
            row => Assert.InRange(row.Difference!.Value.Value, 0.02, 0.5));
        Assert.All(report.Calibrations, one => Assert.InRange(one.Skill!.Value.Limits!.Value.Lower, 0.02, 0.6));
    }

    [Fact]
    public async Task A_push_of_the_close_date_is_trouble_and_the_change_that_closing_makes_is_none()
    {
        History history = await Past.OfAsync(
        [
            Rows.Deal("pushed", stage: "Closed Won", outcome: Outcome.Won, close: 90) with { CreatedAt = Days.At(1), ClosedAt = Days.At(80) },
            Rows.Moved("pushed", 30, 60, 90),
            Rows.Deal("late", stage: "Closed Won", outcome: Outcome.Won, close: 80) with { CreatedAt = Days.At(1), ClosedAt = Days.At(80) },
            Rows.Moved("late", 80, 60, 80),
            Rows.Deal("open", close: 60) with { CreatedAt = Days.At(1) },
        ]);
        Fate[] fates = [.. history.Lives.Select(life => life.FateOf(Days.At(10), Days.At(100)))];
        Assert.Equal([new Fate(true, false, false, true), new Fate(false, false, false, true), new Fate(true, false, true, true)], fates);
    }

    [Fact]
    public async Task A_deal_that_leaves_the_crm_has_no_fate()
    {
        SnapshotRow[] stays = [Rows.Deal("stays") with { CreatedAt = Days.At(1) }, Rows.Entered("stays", "Proposal", 1)];
        History history = await Past.OfAsync(
            new MemorySource("first", Days.At(20), [.. stays, Rows.Deal("goes") with { CreatedAt = Days.At(1) }, Rows.Entered("goes", "Proposal", 1)]),
            new MemorySource("second", Days.At(40), stays));
        Life goes = history.Lives.Single(life => life.Id.Value == "goes");
        Assert.NotNull(goes.At(Days.At(30)));
        Assert.Null(goes.At(Days.At(41)));
        Assert.Equal(new Fate(false, false, false, Known: false), goes.FateOf(Days.At(30), Days.At(60)));
        Assert.Equal(new Fate(false, false, false, Known: true), goes.FateOf(Days.At(30), Days.At(39)));
    }

    /// <summary>Sixty deals for three weeks. Every third is idle from the second week on, and those are lost oftener.</summary>
    private static ReplayResult HandMade() => new(Days.At(1), Days.At(15), 3,
    [
        .. from week in Enumerable.Range(0, 3)
           from deal in Enumerable.Range(0, 60)
           let idle = deal % 3 == 0 && week > 0
           let lost = deal % (deal % 3 == 0 ? 2 : 10) == 0
           select new DealWeek(
               deal, week, idle ? Flag.StallIdle | Flag.AnyFinding | Flag.Idle14Days : deal == 1 ? Flag.MoreThan3Pushes : Flag.None,
               idle && week == 1 ? Flag.StallIdle | Flag.AnyFinding | Flag.Idle14Days : deal == 1 && week == 0 ? Flag.MoreThan3Pushes : Flag.None,
               lost ? 0.25 : 0.7, new DealRisk(lost || deal % 4 == 0 ? 0.6 : 0.1, 0.2),
               new Fate(!lost && deal % 5 > 1, lost, deal % 7 == 0, Known: true)) { WinBase = 0.5, TroubleBase = 0.4 },
    ])
    {
        Deals = 60,
        Reps = 4,
        Vanished = 2,
    };

    private static Task<GeneratedFolder> CompanyAsync() => GeneratedFolder.MakeAsync(root => new GeneratorOptions(8, 1, 9, root, GeneratorOptions.DefaultUntil) { OpportunitiesPerRep = 50, ActivitiesPerOpportunity = 8 });

    private static IEnumerable<double?> Values(EvaluationReport report) =>
        report.Findings.SelectMany(row => new[] { row.Trouble?.Value, row.Lift?.Value }).Concat(report.EqualNumbers.Select(row => row.Difference?.Value)).Concat(report.Calibrations.Select(one => one.Skill?.Value));
}
