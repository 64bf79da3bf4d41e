using OneOnOne.Analysis;

namespace OneOnOne.Briefs;

/// <summary>What the findings of one deal say together; each calls for another conversation.</summary>
internal enum DealPattern
{
    /// <summary>Quiet, and too long in its stage: is it still a deal?</summary>
    Fading,

    /// <summary>Too long in its stage, and the close date keeps moving.</summary>
    Drifting,

    LongInStage,

    /// <summary>Quiet, and the close date moved or passed.</summary>
    UnsupportedDate,

    Quiet,

    NothingBooked,

    /// <summary>Two of stage, amount and close date went back.</summary>
    GoingBack,

    Overdue,

    /// <summary>Pushed as often as makes a habit.</summary>
    Habit,

    /// <summary>One push, far or out of the quarter.</summary>
    OnePush,

    None,
}

internal static class DealPatterns
{
    public static DealPattern Of(DealItem deal)
    {
        Stall? stall = deal.Findings.OfType<Stall>().FirstOrDefault();
        Slip? slip = deal.Findings.OfType<Slip>().FirstOrDefault();
        bool isLong = deal.Findings.OfType<StageOutlier>().Any();
        bool quiet = stall is { WithoutActivity: true };
        return (isLong, quiet, slip) switch
        {
            (true, true, _) => DealPattern.Fading,
            (true, _, not null) => DealPattern.Drifting,
            (true, _, _) => DealPattern.LongInStage,
            (_, true, not null) => DealPattern.UnsupportedDate,
            (_, true, _) => DealPattern.Quiet,
            _ when stall is { GoesBack: true } => DealPattern.GoingBack,
            (_, _, { OverdueDays: > 0 }) => DealPattern.Overdue,
            (_, _, { Pushes: > 1 }) => DealPattern.Habit,
            (_, _, not null) => DealPattern.OnePush,
            _ => stall is null ? DealPattern.None : DealPattern.NothingBooked,
        };
    }

    /// <summary>Once the why is known, several patterns come down to the same talk: when to go on, how to leave the stage, what makes the date hold.</summary>
    public static DealPattern Of(DealItem deal, bool explained) => (Of(deal), explained) switch
    {
        (var pattern, false) => pattern,
        (DealPattern.Fading or DealPattern.Quiet or DealPattern.NothingBooked or DealPattern.GoingBack, _) => DealPattern.Quiet,
        (DealPattern.LongInStage, _) => DealPattern.LongInStage,
        _ => DealPattern.OnePush,
    };

    /// <summary>How many deals before this one show the same, so that two of a kind are not asked in the same words.</summary>
    public static int Earlier(DealItem deal, BriefFacts facts)
    {
        (DealPattern, bool) pattern = Asked(deal);
        return facts.Deals.TakeWhile(other => other.Opportunity.Id != deal.Opportunity.Id).Count(other => Asked(other) == pattern);

        (DealPattern, bool) Asked(DealItem one)
        {
            bool explained = Reasons.Explain(one, facts);
            return (Of(one, explained), explained);
        }
    }
}
