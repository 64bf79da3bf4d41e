using System.Collections.Immutable;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Crm;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>How a rep stands against the quota: closed, still open, and how likely it is reached.</summary>
internal static class QuotaBlocks
{
    public static IEnumerable<Block> Of(ImmutableArray<QuotaAttainment> quotas, Voice voice)
    {
        if (!quotas.IsEmpty)
        {
            yield return new Subheading(voice.Say(nameof(BriefTexts.Quota)));
        }

        foreach (QuotaAttainment quota in quotas)
        {
            int days = quota.To.DayNumber - quota.From.DayNumber + 1;
            int gone = Math.Clamp(voice.Today.DayNumber - quota.From.DayNumber + 1, 0, days);
            yield return new Bars(
                voice.Say(nameof(BriefTexts.QuotaPeriod), ("from", voice.Date(quota.From)), ("to", voice.Date(quota.To))),
                Closed(quota, gone, days, voice),
                (double)Math.Clamp(quota.Attained ?? 0, 0, 1),
                quota.Usually?.Share ?? (days <= 0 ? 0 : (double)gone / days));
            yield return new Para(string.Join(' ', Open(quota, voice)));
            if (quota.Outlook is { } outlook)
            {
                yield return new Para(string.Join(' ', Chance(outlook, voice)));
            }
        }
    }

    /// <summary>What the chance rests on, once, for the end of the brief; null where none is given.</summary>
    public static string? Rule(ImmutableArray<QuotaAttainment> quotas, Voice voice) => quotas.FirstOrDefault(quota => quota.Outlook?.Standing is not null)?.Outlook!.Labels is { } labels
        ? voice.Say(
            nameof(BriefTexts.ChanceRule),
            ("rounds", QuotaDraws.Rounds), ("onTrack", voice.Language.Tenths(labels.OnTrackFrom * 10)), ("atRisk", voice.Language.Tenths(labels.AtRiskFrom * 10)))
        : null;

    private static string Closed(QuotaAttainment quota, int gone, int days, Voice voice)
    {
        string closed = voice.Say(
            quota.Attained is null ? nameof(BriefTexts.QuotaClosed) : nameof(BriefTexts.QuotaClosedShare),
            ("closed", Amount(quota.Closed, quota, voice)), ("target", voice.Language.Of(quota.Target)),
            ("share", voice.Language.Percent(quota.Attained ?? 0)), ("day", gone), ("days", days));
        return quota.Usually is { } usual
            ? voice.Count(nameof(BriefTexts.QuotaUsually), usual.Periods, ("closed", closed), ("share", voice.Language.Percent((decimal)usual.Share)))
            : closed;
    }

    private static IEnumerable<string> Open(QuotaAttainment quota, Voice voice)
    {
        yield return quota.Remaining == 0 ? voice.Say(nameof(BriefTexts.QuotaReached)) : voice.Say(nameof(BriefTexts.QuotaToGo), ("amount", Amount(quota.Remaining, quota, voice)));
        yield return voice.Count(
            quota.OpenCount == 0 ? nameof(BriefTexts.QuotaNoneOpen) : quota.Outlook?.Weighted is null ? nameof(BriefTexts.QuotaOpen) : nameof(BriefTexts.QuotaOpenWeighted), quota.OpenCount,
            ("day", voice.Date(quota.To)), ("amount", Amount(quota.Open, quota, voice)), ("weighted", Amount(quota.Outlook?.Weighted ?? 0, quota, voice)));
        if (quota.OtherCurrencies > 0)
        {
            yield return voice.Count(nameof(BriefTexts.QuotaOtherCurrencies), quota.OtherCurrencies);
        }
    }

    private static IEnumerable<string> Chance(QuotaOutlook outlook, Voice voice)
    {
        if (outlook.Chance is not { } chance || outlook.Standing is not { } standing)
        {
            yield return voice.Count(nameof(BriefTexts.NoChance), Landmark.FewestClosed);
            yield break;
        }

        yield return voice.Say(nameof(BriefTexts.ChanceToHit), ("chance", Said(chance, voice)), ("standing", voice.Say(Name(standing))));
        string counts = (outlook.LeftOut == 0, outlook.NewWins > 0) switch
        {
            (true, false) => nameof(BriefTexts.ChanceCounts),
            (true, true) => nameof(BriefTexts.ChanceCountsAndNew),
            (false, false) => nameof(BriefTexts.ChanceCountsSome),
            (false, true) => nameof(BriefTexts.ChanceCountsSomeAndNew),
        };
        yield return voice.Count(
            counts, outlook.Counted,
            ("open", outlook.Counted + outlook.LeftOut), ("deals", voice.Count(nameof(BriefTexts.OpenDeals), outlook.Counted)), ("wins", voice.Language.Tenths(outlook.NewWins)));
    }

    private static string Said(double chance, Voice voice) => chance switch
    {
        <= 0 => voice.Say(nameof(BriefTexts.ChanceLow)),
        >= 1 => voice.Say(nameof(BriefTexts.ChanceHigh)),
        _ => voice.Count(nameof(BriefTexts.ChanceInTen), (int)Math.Round(chance * 10)),
    };

    private static string Name(QuotaStanding standing) => standing switch
    {
        QuotaStanding.OnTrack => nameof(BriefTexts.OnTrack),
        QuotaStanding.AtRisk => nameof(BriefTexts.AtRisk),
        _ => nameof(BriefTexts.OffTrack),
    };

    private static string Amount(decimal amount, QuotaAttainment quota, Voice voice) => voice.Language.Of(new Money(amount, quota.Target.Currency));
}
