using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Languages;
using OneOnOne.Links;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    private const int LongestDeal = 60;

    /// <summary>Latin, Chinese and Japanese, Urdu, Hindi.</summary>
    private static readonly char[] FullStops = ['.', '。', '۔', '।'];

    public static string Of(CommitmentItem item, Voice voice)
    {
        string what = item.Opportunity is { } opportunity ? Unended(Safe.Text(item.Text)) + " (" + voice.Title(opportunity, LongestDeal) + ")" : Safe.Text(item.Text);
        string?[] sentences = [voice.Starting(item.Owner) + ": " + Ended(what), Due(item, voice), Carried(item, voice)];
        return string.Join(' ', sentences.OfType<string>());
    }

    private static string? Due(CommitmentItem item, Voice voice) => item.Due is not { } due ? null
        : item.Overdue ? voice.Count(nameof(BriefTexts.WasDue), voice.Today.DayNumber - due.DayNumber, ("day", voice.Weekday(due)))
        : voice.Say(nameof(BriefTexts.Due), ("day", voice.Weekday(due)));

    private static string? Carried(CommitmentItem item, Voice voice) => item.Carried switch
    {
        0 => null,
        null => voice.Say(nameof(BriefTexts.CarriedSince), ("day", voice.Day(item.Since))),
        { } times => voice.Say(nameof(BriefTexts.Carried), ("times", Times(times, voice)), ("day", voice.Day(item.Since))),
    };

    public static string Of(DoneItem item, Voice voice) => Unended(Safe.Text(item.Text)) + " (" + (item.Owner is { } owner ? voice.Name(owner) : voice.Say(nameof(BriefTexts.DoneInitiative))) + ")";

    public static string Of(InitiativeItem item, Voice voice) => Ended(Safe.Text(item.Text)) + " " + (item.StatusAt is { } at
        ? voice.Say(nameof(BriefTexts.StatusOf), ("day", voice.Day(at)), ("status", Ended(Safe.Text(item.Status))))
        : voice.Say(nameof(BriefTexts.NoStatus)));

    public static string Of(TopicItem item, Voice voice) => voice.Starting(item.By) + ": " + Ended(Safe.Text(item.Text));

    public static string Of(LessonItem item, Voice voice)
    {
        string about = item.About switch
        {
            null => "",
            AnalysisPart.Stalls => voice.Say(nameof(BriefTexts.LessonStalls)),
            AnalysisPart.Slips => voice.Say(nameof(BriefTexts.LessonSlips)),
            _ => voice.Say(nameof(BriefTexts.LessonStageTimes)),
        };
        string[] labels = [.. new[] { Safe.Text(item.Stage, LongestDeal), about }.Where(label => label.Length > 0)];
        string lesson = (labels.Length == 0 ? "" : Capital(voice.Language.And(labels)) + ": ") + Ended(Safe.Text(item.Text));
        return lesson + " " + voice.Say(nameof(BriefTexts.LessonNoted), ("day", voice.Day(item.At)));
    }

    /// <summary>"Dana's reason, Thu 12 Nov: …".</summary>
    public static string Of(ReasonItem item, Voice voice)
    {
        string name = (item.By == Writer.Rep, item.Answers.IsEmpty) switch
        {
            (true, false) => voice.Own(nameof(BriefTexts.ReasonYours), nameof(BriefTexts.ReasonOf)),
            (true, true) => voice.Own(nameof(BriefTexts.EarlierReasonYours), nameof(BriefTexts.EarlierReasonOf)),
            (false, false) => nameof(BriefTexts.ReasonNoted),
            (false, true) => nameof(BriefTexts.EarlierReasonNoted),
        };
        return voice.Say(name, ("rep", voice.Rep), ("who", voice.Name(item.By)), ("day", voice.Day(item.At)), ("text", Ended(Safe.Text(UsualReasons.Said(item.Text, voice.Language)))));
    }

    public static string Of(SnoozedItem item, Voice voice) => voice.Say(
        item.Whole ? nameof(BriefTexts.SnoozedUntil) : nameof(BriefTexts.SnoozedPartUntil),
        ("deal", voice.Title(item.Opportunity, LongestDeal)),
        ("parts", voice.Language.And([.. item.Findings.Select(FindingKind.Of).Distinct().Select(part => Name(part, voice.Language))])),
        ("day", voice.Weekday(item.Until)), ("who", voice.Name(item.By)), ("cause", Unended(Safe.Text(item.Because))));

    /// <summary>"1 snoozed deal (USD 48,500)": what no count and no sum of the brief has in it. Null where that is nothing.</summary>
    public static string? Snoozed(ImmutableArray<SnoozedItem> snoozed, Voice voice)
    {
        OpportunityRef[] deals = [.. snoozed.Where(item => item.Whole).Select(item => item.Opportunity).DistinctBy(deal => deal.Id)];
        string money = voice.Language.Sums(deals.Select(deal => deal.Amount).OfType<Money>());
        return deals.Length == 0 ? null : voice.Count(money.Length == 0 ? nameof(BriefTexts.SnoozedDeals) : nameof(BriefTexts.SnoozedDealsWorth), deals.Length, ("money", money));
    }

    /// <summary>People end a note with a full stop or without, and other scripts have their own.</summary>
    public static string Ended(string text) => text.Length > 0 && (FullStops.Contains(text[^1]) || text[^1] is '!' or '?' or '…' or '！' or '？' or '؟') ? text : text + ".";

    public static string Unended(string text) => text.TrimEnd(FullStops);

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
