using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class Questions_to_open_with
{
    private static readonly string[] Stages = ["Discovery", "Trial", "Proposal", "Contract review", "Awaiting signature", "Stage 4", "İ"];

    [Fact]
    public void Are_open_look_ahead_and_never_interrogate()
    {
        foreach (DealItem deal in EveryKind())
        {
            BriefFacts facts = Facts with { Deals = [deal] };
            string manager = BriefQuestions.ForManager(deal, facts);
            string rep = BriefQuestions.ForRep(deal, facts);
            Assert.NotEqual(manager, rep);
            Assert.Contains('?', manager);
            Assert.Matches("^(What|Which|Who|How|Working back|If you)", manager);
            Assert.DoesNotMatch("(?i)what happened|why (did|didn't|have)|explain yourself|\\bfail", manager + rep);
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Three_deals_of_a_kind_are_not_asked_the_same(bool quiet, bool isLong)
    {
        DealItem[] deals =
        [
            .. Enumerable.Range(0, 3).Select(i => Deal("d" + i, "Deal", null, "Proposal", null, null))
                .Select(deal => Item([Stalled(deal) with { WithoutActivity = quiet }, .. isLong ? new Finding[] { Long(deal) } : []])),
        ];
        BriefFacts facts = Facts with { Deals = [.. deals] };
        Assert.Equal(3, deals.Select(deal => BriefQuestions.ForManager(deal, facts)).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3, deals.Select(deal => BriefQuestions.ForRep(deal, facts)).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("Negotiation", "Which points are still open with Acme, and who on each side can settle them?")]
    [InlineData("Proposal/Price Quote", "Who at Acme has to say yes to the proposal, and what does each of them still need to do so?")]
    [InlineData("Contract Sent", "Which steps lie between Acme's yes and the signature, and who owns each of them?")]
    [InlineData("Phase 3", "What does Acme have to do or decide for this to leave Phase 3, and who there owns it?")]
    public void Long_in_stage_asks_about_that_stage(string stage, string question)
    {
        DealItem deal = Item(Long(Deal("1", "Big", "Acme", stage, null, null)));
        Assert.Equal(question, BriefQuestions.ForManager(deal, Facts with { Deals = [deal] }));
    }

    [Fact]
    public void A_date_that_has_passed_is_not_spoken_of_as_ahead()
    {
        Slip slip = Slipping(Deal("1", "Big", "Acme", "Proposal", null, "2026-11-13")) with { OverdueDays = 0 };
        Assert.DoesNotContain("13 Nov", BriefQuestions.ForManager(Item(slip), Facts), StringComparison.Ordinal);
    }

    [Fact]
    public void What_to_bring_names_what_was_found_and_nothing_else()
    {
        Assert.Equal<string[]>(
            ["An update on your initiatives outside the pipeline.", "One thing that prospects said lately and others here should hear."],
            [.. BriefQuestions.Prepare(Facts)]);
        Assert.Equal(9, BriefQuestions.Prepare(Samples.Full.Facts).Length);
    }

    private static DealItem Item(params Finding[] findings) => new(findings[0].Opportunity, [.. findings], 0);

    private static IEnumerable<DealItem> EveryKind()
    {
        foreach (string stage in Stages)
        {
            foreach (string? account in new[] { "Acme", null })
            {
                OpportunityRef deal = new(new OpportunityId("1"), "Big", account, stage, null, Day("2026-12-12"), null);
                (Stall quiet, Slip habit, StageOutlier outlier) = (Stalled(deal), Slipping(deal), Long(deal));
                yield return Item(quiet);
                yield return Item(quiet with { WithoutActivity = false });
                yield return Item(quiet, habit);
                yield return Item(quiet, outlier);
                yield return Item(habit);
                yield return Item(habit with { Pushes = 1 });
                yield return Item(habit with { Serial = true });
                yield return Item(habit with { OverdueDays = 4 });
                yield return Item(habit, outlier);
                yield return Item(outlier);
            }
        }
    }
}
