using System.Collections.Immutable;
using System.Globalization;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Crm;
using static System.FormattableString;

namespace OneOnOne.Briefs;

/// <summary>How a rep stands against the quota: closed, still open, and how likely it is reached.</summary>
internal static class QuotaBlocks
{
    public static IEnumerable<Block> Of(ImmutableArray<QuotaAttainment> quotas, Voice voice)
    {
        if (quotas.IsEmpty)
        {
            yield return new Para("No quota is on record for this period.", Tone.Soft);
        }

        foreach (QuotaAttainment quota in quotas)
        {
            int days = quota.To.DayNumber - quota.From.DayNumber + 1;
            int gone = Math.Clamp(voice.Today.DayNumber - quota.From.DayNumber + 1, 0, days);
            string attained = quota.Attained is { } share ? Invariant($", {Wording.Percent(share)}, with day {gone} of {days} reached") : "";
            yield return new Bars(
                Invariant($"{voice.Date(quota.From)} to {voice.Date(quota.To)}"),
                Invariant($"{Amount(quota.Closed, quota)} of {Wording.Of(quota.Target)} closed{attained}{Usually(quota)}"),
                (double)Math.Clamp(quota.Attained ?? 0, 0, 1),
                quota.Usually?.Share ?? (days <= 0 ? 0 : (double)gone / days));
            yield return new Para((quota.Remaining == 0 ? "Quota reached." : Invariant($"{Amount(quota.Remaining, quota)} to go."))
                + Invariant($" Open with a close date by then: {Wording.Count(quota.OpenCount, "deal")}, {Amount(quota.Open, quota)} if every one is won{Weighted(quota)}.")
                + (quota.OtherCurrencies == 0 ? "" : Invariant($" {Wording.Count(quota.OtherCurrencies, "deal")} in another currency left out of these sums.")));
            if (quota.Outlook is { } outlook)
            {
                yield return new Para(Chance(outlook));
            }
        }
    }

    /// <summary>What the chance rests on, once, for the end of the brief; null where none is given.</summary>
    public static string? Rule(ImmutableArray<QuotaAttainment> quotas) => quotas.FirstOrDefault(quota => quota.Outlook?.Standing is not null)?.Outlook!.Labels is { } labels
        ? Invariant($"Chance to hit: the rest of the period drawn {Wording.Number(QuotaDraws.Rounds)} times. An open deal is won as past deals of its stage and age were, a new one as often as quick wins came in the last year. On track from {InTen(labels.OnTrackFrom)} in 10, off track below {InTen(labels.AtRiskFrom)} in 10.")
        : null;

    private static string Usually(QuotaAttainment quota) => quota.Usually is { } usual
        ? Invariant($"; the team usually has {Wording.Percent((decimal)usual.Share)} of its bookings by then (mean of {usual.Periods} past periods)")
        : "";

    private static string Weighted(QuotaAttainment quota) => quota.Outlook?.Weighted is { } weighted
        ? Invariant($", about {Amount(weighted, quota)} by the chance of each")
        : "";

    private static string Chance(QuotaOutlook outlook)
    {
        if (outlook.Chance is not { } chance || outlook.Standing is not { } standing)
        {
            return Invariant($"No chance to hit is given: fewer than {Landmark.FewestClosed} closed deals to judge the open ones by.");
        }

        int open = outlook.Counted + outlook.LeftOut;
        string counted = outlook.LeftOut == 0 ? Wording.Count(open, "open deal") : Invariant($"{Wording.Number(outlook.Counted)} of {Wording.Count(open, "open deal")}");
        string because = outlook.LeftOut == 0 ? "" : " (the rest have no amount in the currency, or too few closed deals like them)";
        string fresh = outlook.NewWins > 0 ? Invariant($", and about {outlook.NewWins:0.#} {(outlook.NewWins == 1 ? "win" : "wins")} of deals not open yet") : "";
        return Invariant($"Chance to hit: {Said(chance)}, {Name(standing)}. It counts {counted}{because}{fresh}.");
    }

    private static string Said(double chance) => chance switch
    {
        <= 0 => "less than 1 in 20",
        >= 1 => "more than 19 in 20",
        _ => Invariant($"about {Math.Round(chance * 10):0} in 10"),
    };

    private static string Name(QuotaStanding standing) => standing switch
    {
        QuotaStanding.OnTrack => "on track",
        QuotaStanding.AtRisk => "at risk",
        _ => "off track",
    };

    private static string InTen(double share) => (share * 10).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount, QuotaAttainment quota) => Wording.Of(new Money(amount, quota.Target.Currency));
}
