using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

public sealed class RunFoldTests
{
    private static readonly DateTimeOffset Deadline = PipelineRecords.Run().DeadlineAt;
    private static readonly DateTimeOffset Before = Deadline.AddTicks(-1);

    /// <summary>Parts are written as the snapshots of stalls, slips and outliers; a dash is a part that has not come.</summary>
    [Theory]
    [InlineData("- - -", "ready", "Wait")]
    [InlineData("1 - -", "ready", "Wait")]
    [InlineData("1 1 -", "ready", "Wait")]
    [InlineData("1 - 2", "ready", "Wait")]
    [InlineData("1 1 1", "ready", "Compose()")]
    [InlineData("1 1 2", "ready", "AnalyzeAgain")]
    [InlineData("1 2 3", "ready", "AnalyzeAgain")]
    [InlineData("- - -", "deadline", "Compose(Stalls,Slips,StageOutliers)")]
    [InlineData("1 - -", "deadline", "Compose(Slips,StageOutliers)")]
    [InlineData("- 1 2", "deadline", "Compose(Stalls)")]
    [InlineData("1 1 1", "deadline", "Compose()")]
    [InlineData("1 1 2", "deadline", "Compose()")]
    [InlineData("- - -", "late", "Compose(Stalls,Slips,StageOutliers)")]
    [InlineData("1 1 -", "late", "Compose(StageOutliers)")]
    [InlineData("1 1 1", "late", "Compose()")]
    [InlineData("1 1 2", "late", "Compose()")]
    [InlineData("- - -", "composed", "Deliver")]
    [InlineData("1 1 -", "composed", "Deliver")]
    [InlineData("1 1 2", "composed", "Deliver")]
    [InlineData("1 1 1", "composed", "Deliver")]
    public void Every_state_has_its_decision(string parts, string how, string decision) => Assert.Equal(decision, Decide(parts, how));

    [Fact]
    public void Three_answers_of_one_round_that_disagree_ask_for_one_more_round_and_not_for_three()
    {
        // The first of them asked already: its round is on its way.
        Assert.Equal("Wait", Decide("1 2 2", "ready", runRound: 1, messageRound: 0));
        Assert.Equal("AnalyzeAgain", Decide("1 2 2", "ready", runRound: 1, messageRound: 1));
        Assert.Equal("Compose()", Decide("2 2 2", "ready", runRound: 1, messageRound: 0));
    }

    [Fact]
    public void After_many_rounds_only_the_deadline_ends_the_disagreement()
    {
        Assert.Equal("AnalyzeAgain", Decide("1 2 2", "ready", runRound: 2, messageRound: 2));
        Assert.Equal("Wait", Decide("1 2 2", "ready", runRound: 3, messageRound: 3));
        Assert.Equal("Compose()", Decide("2 2 2", "ready", runRound: 3, messageRound: 3));
        Assert.Equal("Compose()", Decide("1 2 2", "deadline", runRound: 3, messageRound: 0));
    }

    [Fact]
    [Promise("R20", "every state of the three parts, four messages, five rounds: after the deadline nothing waits")]
    public void R20_No_state_is_without_a_decision_and_no_decision_depends_on_anything_else()
    {
        string[] snapshots = ["-", "1", "2", "3"];
        foreach (string parts in from a in snapshots from b in snapshots from c in snapshots select $"{a} {b} {c}")
        {
            foreach (string how in new[] { "ready", "deadline", "late", "composed" })
            {
                for (int round = 0; round < 5; round++)
                {
                    string decision = Decide(parts, how, round, round);
                    Assert.Equal(decision, Decide(parts, how, round, round));
                    Assert.Equal(how == "composed", decision == "Deliver");
                    Assert.False(how is "deadline" or "late" && decision is "Wait" or "AnalyzeAgain", $"{parts} {how}: {decision}");
                }
            }
        }
    }

    private static string Decide(string parts, string how, int runRound = 0, int messageRound = 0)
    {
        ImmutableSortedDictionary<AnalysisPart, string> have = parts.Split(' ').Zip(Enum.GetValues<AnalysisPart>())
            .Where(one => one.First != "-").ToImmutableSortedDictionary(one => one.Second, one => one.First);
        Run run = PipelineRecords.Run() with { Round = runRound, ComposedAt = how == "composed" ? Before : null };
        Message message = how == "deadline" ? new DeadlineReached(run.Id) : new FindingsReady(run.Id, AnalysisPart.Slips, "1") { Round = messageRound };
        RunDecision decision = RunFold.Decide(new RunState(new Versioned<Run>(run, "1"), have), message, how == "late" ? Deadline : Before);
        return decision is RunDecision.Compose compose ? $"Compose({string.Join(',', compose.Missing)})" : decision.GetType().Name;
    }
}
