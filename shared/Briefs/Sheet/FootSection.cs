using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>What the claims rest on, so that either reader can check or doubt them.</summary>
internal static class FootSection
{
    private const int MostClaims = 10;

    public static SheetSection Of(BriefFacts facts, Voice voice) => new(voice.Say(nameof(BriefTexts.Basis)), null,
    [
        new Bullets([.. Rules(facts, voice), .. Few([.. Claims(facts, voice)], voice)]),
        .. Notes(facts, voice),
        new Para(voice.Say(nameof(BriefTexts.Snapshot), ("id", Safe.Text(facts.SnapshotId, 100)), ("moment", voice.Moment(facts.AsOf))), Tone.Soft),
    ]);

    private static IEnumerable<string> Rules(BriefFacts facts, Voice voice)
    {
        Thresholds set = facts.Thresholds;
        yield return voice.Count(Stalled(set), set.StallBusinessDays)
            + (facts.HolidaysOf is { } country ? " " + voice.Say(nameof(BriefTexts.RuleHolidays), ("country", voice.Language.Country(country))) : "");
        if (facts.Findings.OfType<Stall>().Any(stall => stall.GoesBack))
        {
            yield return voice.Say(nameof(BriefTexts.RuleGoingBack));
        }

        yield return Slipping(facts, voice);
        yield return voice.Count(
            set.OutlierDefaultDays is null ? nameof(BriefTexts.RuleLong) : nameof(BriefTexts.RuleLongDefault), set.MinimumWonVisits,
            ("share", Wording.InWords(set.OutlierPercentile, voice)), ("days", set.OutlierDefaultDays ?? 0));
        if (facts.Deals.Any(deal => deal.ChanceLost is not null))
        {
            yield return voice.Say(nameof(BriefTexts.RuleOrder));
        }

        if (QuotaBlocks.Rule(facts.Context.Quotas, voice) is { } quota)
        {
            yield return quota;
        }

        string[] own = [.. facts.Findings.Select(finding => Override(finding, set, voice)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (own.Length > 0)
        {
            yield return voice.Say(nameof(BriefTexts.RuleApart), ("rules", Wording.Few(own, voice, 8)));
        }
    }

    private static string Slipping(BriefFacts facts, Voice voice)
    {
        Slip[] slips = [.. facts.Findings.OfType<Slip>()];
        string?[] rules =
        [
            voice.Count(nameof(BriefTexts.RuleSlipping), facts.Thresholds.SlipDays, ("times", Wording.Times(facts.Thresholds.SlipCount, voice))),

            // Only where it matters: most briefs have neither.
            slips.All(slip => slip.Graced.IsEmpty) ? null : voice.Say(nameof(BriefTexts.RuleGraced), ("days", CloseDateLedger.GraceDays), ("deals", BulkEdit.FewestDeals)),
            slips.Any(slip => slip.Serial) ? voice.Say(nameof(BriefTexts.RuleSerial)) : null,
        ];
        return string.Join(' ', rules.OfType<string>());
    }

    private static string Stalled(Thresholds set) => (set.StallWithoutNextActivity, set.StallDespiteNextActivity) switch
    {
        (true, true) => nameof(BriefTexts.RuleStalled),
        (true, false) => nameof(BriefTexts.RuleStalledUnlessBooked),
        (false, true) => nameof(BriefTexts.RuleStalledWhenQuiet),
        (false, false) => nameof(BriefTexts.RuleStalledWhenBoth),
    };

    private static string? Override(Finding finding, Thresholds set, Voice voice) => finding switch
    {
        Stall stall when stall.ThresholdBusinessDays != set.StallBusinessDays =>
            voice.Count(nameof(BriefTexts.ApartStall), stall.ThresholdBusinessDays, ("stage", Safe.Text(stall.Opportunity.Stage, 60))),
        Slip slip when slip.ThresholdCount != set.SlipCount || slip.ThresholdDays != set.SlipDays =>
            voice.Say(nameof(BriefTexts.ApartSlip), ("stage", Safe.Text(slip.Opportunity.Stage, 60)), ("pushes", slip.ThresholdCount), ("days", slip.ThresholdDays)),
        _ => null,
    };

    // One line for each stage and rung: the sample behind every claim about time.
    private static IEnumerable<string> Claims(BriefFacts facts, Voice voice) => facts.Findings.OfType<StageOutlier>()
        .GroupBy(outlier => (Stage: Safe.Text(outlier.Opportunity.Stage, 60), outlier.Rung))
        .OrderBy(group => group.Key.Stage, StringComparer.Ordinal).ThenBy(group => group.Key.Rung)
        .Select(group => Claim(group.First(), voice));

    private static IEnumerable<string> Few(string[] claims, Voice voice) => claims.Length <= voice.Most(MostClaims)
        ? claims
        : claims.Take(voice.Most(MostClaims)).Append(voice.Count(nameof(BriefTexts.PushesMore), claims.Length - voice.Most(MostClaims)));

    private static string Claim(StageOutlier outlier, Voice voice)
    {
        (string, object) stage = ("stage", Safe.Text(outlier.Opportunity.Stage, 60));
        (string, object) limit = ("limit", Wording.Up(outlier.LimitDays, voice));
        if (outlier.Rung == BenchmarkRung.AdminDefault)
        {
            return voice.Count(nameof(BriefTexts.ClaimDefault), outlier.WonVisits, stage, limit);
        }

        string stays = voice.Count(
            voice.Whose(outlier.Rung, nameof(BriefTexts.StaysYours), nameof(BriefTexts.StaysRep), nameof(BriefTexts.StaysTeam), nameof(BriefTexts.StaysCompany)), outlier.WonVisits, ("rep", voice.Rep));
        return voice.Count(outlier.LostVisits == 0 ? nameof(BriefTexts.ClaimNoneLost) : nameof(BriefTexts.Claim), outlier.LostVisits, stage, limit, ("stays", stays));
    }

    private static IEnumerable<Block> Notes(BriefFacts facts, Voice voice)
    {
        ImmutableArray<string> notes =
        [
            .. voice.Step > 0 ? new[] { voice.Say(nameof(BriefTexts.Shortened)) } : [],
            .. facts.Missing.Select(part => Wording.NotInTime(part, voice)),
            .. facts.Context.Quotas.IsEmpty && Header.HasData(facts) ? new[] { voice.Say(nameof(BriefTexts.NoQuota)) } : [],
            .. facts.Notes.Where(note => note.Issue != DataIssue.ActivityStopped).Select(note => Wording.Of(note, voice)),
        ];
        return notes.IsEmpty ? [] : [new Subheading(voice.Say(nameof(BriefTexts.MindTheData))), new Bullets(notes)];
    }
}
