using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Languages;

namespace OneOnOne.Links;

/// <summary>Reasons that most deals have, so that one tap says them; the likeliest first.</summary>
internal static class UsualReasons
{
    /// <summary>The name of the choice, in the form and in links that make it already.</summary>
    public const string Field = "why";

    public const string Other = "other";

    private static readonly ImmutableArray<(string Value, string Text)> ForSlips =
    [
        ("customer", nameof(FormTexts.WhyCustomerMoved)),
        ("ours", nameof(FormTexts.WhyOursLate)),
        ("decider", nameof(FormTexts.WhyDecider)),
        ("budget", nameof(FormTexts.WhyBudget)),
        ("guess", nameof(FormTexts.WhyGuess)),
    ];

    private static readonly ImmutableArray<(string Value, string Text)> ForStanding =
    [
        ("waiting", nameof(FormTexts.WhyWaiting)),
        ("ours", nameof(FormTexts.WhyOursNotYet)),
        ("decider", nameof(FormTexts.WhyDecider)),
        ("budget", nameof(FormTexts.WhyBudget)),
        ("unlogged", nameof(FormTexts.WhyUnlogged)),
    ];

    private static readonly ImmutableArray<string> Texts = [.. ForSlips.Concat(ForStanding).Select(one => one.Text).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// A reason in its reader's words. It is kept as its writer's form said it, so the usual part of it is known again by its text in any
    /// language; whatever somebody wrote themselves stays as it is.
    /// </summary>
    public static string Said(string reason, Language reader)
    {
        foreach (string text in Texts)
        {
            foreach (string usual in Language.Tags.Select(tag => Language.Of(tag)[text]))
            {
                if (reason.StartsWith(usual, StringComparison.Ordinal) && (reason.Length == usual.Length || reason[usual.Length] == '.'))
                {
                    return reader[text] + reason[usual.Length..];
                }
            }
        }

        return reason;
    }

    /// <param name="part">Null: for whatever is found.</param>
    public static ImmutableArray<(string Value, string Text)> Of(AnalysisPart? part) => part is AnalysisPart.Stalls or AnalysisPart.StageOutliers ? ForStanding : ForSlips;
}
