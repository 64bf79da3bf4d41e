using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Briefs;

/// <summary>
/// Mail readers cut long mails, and Gmail does so at 102 kB without a word of what is missing. A mail that would be longer than
/// <see cref="Longest"/> is laid out again a step tighter: names are shorter, lists end sooner and say how many are left out, and the
/// brief says that it was shortened. Numbers, evidence and questions stay.
/// </summary>
internal static class MailRoom
{
    public const int Longest = 90_000;

    public const int Tightest = 3;

    private const int LongestLesson = 240;

    /// <summary>How long names are at each step; the first step leaves them to the sections.</summary>
    private static readonly ImmutableArray<int> Letters = [int.MaxValue, 48, 28, 18];

    public static BriefFacts Fit(BriefFacts facts, int step)
    {
        if (step == 0)
        {
            return facts;
        }

        Movement movement = facts.Context.Movement;
        return facts with
        {
            Deals = [.. facts.Deals.Select(Fit)],
            Unchanged = [.. facts.Unchanged.Select(Fit)],
            Cleared = [.. facts.Cleared.Select(Short)],
            SlipsToExplain = [.. facts.SlipsToExplain.Select(Of)],
            Findings = [.. facts.Findings.Select(Of)],
            StageTimes = [.. facts.StageTimes.Select(times => times with { Stage = Name(times.Stage) })],
            Journal = facts.Journal is not { } journal ? null : journal with
            {
                Commitments = [.. journal.Commitments.Select(item => item with { Opportunity = item.Opportunity is { } deal ? Short(deal) : null })],
                Snoozed = [.. journal.Snoozed.Select(item => item with { Opportunity = Short(item.Opportunity) })],
            },
            Context = facts.Context with
            {
                Movement = movement with
                {
                    New = [.. movement.New.Select(Short)],
                    Moved = [.. movement.Moved.Select(move => move with { Opportunity = Short(move.Opportunity), From = Name(move.From), To = Name(move.To) })],
                    Won = [.. movement.Won.Select(Closed)],
                    Lost = [.. movement.Lost.Select(Closed)],
                    FastWins = [.. movement.FastWins.Select(win => win with { Opportunity = Closed(win.Opportunity), Stays = [.. win.Stays.Select(stay => stay with { Stage = Name(stay.Stage) })] })],
                },
            },
        };

        DealItem Fit(DealItem deal) => deal with { Opportunity = Short(deal.Opportunity), Findings = [.. deal.Findings.Select(Of)] };
        T Of<T>(T finding)
            where T : Finding => finding with { Opportunity = Short(finding.Opportunity) };
        OpportunityRef Short(OpportunityRef deal) => deal with { Name = Cut(deal.Name), Account = Cut(deal.Account), Stage = Name(deal.Stage) };
        ClosedOpportunity Closed(ClosedOpportunity deal) => deal with { Name = Cut(deal.Name), Account = Cut(deal.Account) };
        string? Cut(string? name) => name is null ? null : Name(name);
        string Name(string name) => Safe.Text(name, Letters[step]);
    }

    public static ManagerHalf Fit(ManagerHalf own, int step) => step == 0 ? own : own with
    {
        Patterns = own.Patterns is { } patterns ? patterns with { Fates = [.. patterns.Fates.Select(deal => deal with { Title = Safe.Text(deal.Title, Letters[step]) })] } : null,
        Lessons = [.. own.Lessons.Select(lesson => lesson with { Stage = Safe.Text(lesson.Stage, Letters[step]), Texts = [.. lesson.Texts.Select(text => Safe.Text(text, LongestLesson >> step))] })],
    };
}
