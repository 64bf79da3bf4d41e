namespace OneOnOne.Evaluation;

/// <summary>What was said of one open deal at one week, and what became of it.</summary>
/// <param name="Deal">Its index: deals are what is drawn for intervals.</param>
/// <param name="Week">0 is the first.</param>
/// <param name="Flags">All that held then.</param>
/// <param name="Fresh">Those of them that did not hold the week before.</param>
/// <param name="Win">P(won within the horizon); null where there was too little to say.</param>
/// <param name="Trouble">P(lost or pushed) by the product; null likewise.</param>
public sealed record DealWeek(int Deal, int Week, Flag Flags, Flag Fresh, double? Win, double? Trouble, Fate Fate)
{
    /// <summary>The share of deals won within the horizon that was known by then; null where none was.</summary>
    public double? WinBase { get; init; }

    public double? TroubleBase { get; init; }
}
