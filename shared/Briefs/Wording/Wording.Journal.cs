using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using static System.FormattableString;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    private const int LongestDeal = 60;

    /// <summary>Latin, Chinese and Japanese, Urdu, Hindi.</summary>
    private static readonly char[] FullStops = ['.', '。', '۔', '।'];

    public static string Of(CommitmentItem item, Voice voice)
    {
        string what = item.Opportunity is { } opportunity ? Invariant($"{Unended(Safe.Text(item.Text))} ({Safe.Title(opportunity, LongestDeal)})") : Safe.Text(item.Text);
        return Invariant($"{voice.Starting(item.Owner)}: {Ended(what)}{Due(item, voice)}{Carried(item, voice)}");
    }

    private static string Due(CommitmentItem item, Voice voice) => item.Due is not { } due ? ""
        : item.Overdue ? Invariant($" Was due {voice.Weekday(due)}, {Count(voice.Today.DayNumber - due.DayNumber, "day")} ago.")
        : Invariant($" Due {voice.Weekday(due)}.");

    private static string Carried(CommitmentItem item, Voice voice) => item.Carried switch
    {
        0 => "",
        null => Invariant($" Carried over since {voice.Day(item.Since)}."),
        { } times => Invariant($" Carried over {Times(times)}, since {voice.Day(item.Since)}."),
    };

    public static string Of(DoneItem item, Voice voice) => Invariant($"{Unended(Safe.Text(item.Text))} ({(item.Owner is { } owner ? voice.Name(owner) : "initiative")})");

    public static string Of(InitiativeItem item, Voice voice) => Ended(Safe.Text(item.Text)) + (item.StatusAt is { } at
        ? Invariant($" Status of {voice.Day(at)}: {Ended(Safe.Text(item.Status))}")
        : " No status yet.");

    public static string Of(TopicItem item, Voice voice) => Invariant($"{voice.Starting(item.By)}: {Ended(Safe.Text(item.Text))}");

    public static string Of(LessonItem item, Voice voice)
    {
        string about = item.About switch { null => "", AnalysisPart.Stalls => "stalls", AnalysisPart.Slips => "slips", _ => "time in stage" };
        string[] labels = [.. new[] { Safe.Text(item.Stage, LongestDeal), about }.Where(label => label.Length > 0)];
        return Invariant($"{(labels.Length == 0 ? "" : Capital(And(labels)) + ": ")}{Ended(Safe.Text(item.Text))} Noted {voice.Day(item.At)}.");
    }

    /// <summary>"Dana's reason, Thu 12 Nov: …".</summary>
    public static string Of(ReasonItem item, Voice voice)
    {
        string reason = item.Answers.IsEmpty ? "earlier reason" : "reason";
        string whose = item.By == Writer.Rep ? (voice.ToRep ? "Your " : Possessive(voice.Rep) + " ") + reason : Capital(reason) + " noted by " + voice.Name(item.By);
        return Invariant($"{whose}, {voice.Day(item.At)}: {Ended(Safe.Text(item.Text))}");
    }

    public static string Of(SnoozedItem item, Voice voice)
    {
        string which = item.Whole ? "" : Invariant($" ({And([.. item.Findings.Select(FindingKind.Of).Distinct().Select(Name)])} alone)");
        return Invariant($"{Safe.Title(item.Opportunity, LongestDeal)}{which}, until {voice.Weekday(item.Until)} ({voice.Name(item.By)}: {Unended(Safe.Text(item.Because))})");
    }

    /// <summary>"1 snoozed deal (USD 48,500)": what no count and no sum of the brief has in it. Empty where that is nothing.</summary>
    public static string Snoozed(ImmutableArray<SnoozedItem> snoozed)
    {
        OpportunityRef[] deals = [.. snoozed.Where(item => item.Whole).Select(item => item.Opportunity).DistinctBy(deal => deal.Id)];
        string money = Sums(deals.Select(deal => deal.Amount).OfType<Money>());
        return deals.Length == 0 ? "" : Count(deals.Length, "snoozed deal") + (money.Length == 0 ? "" : " (" + money + ")");
    }

    /// <summary>People end a note with a full stop or without, and other scripts have their own.</summary>
    public static string Ended(string text) => text.Length > 0 && (FullStops.Contains(text[^1]) || text[^1] is '!' or '?' or '…' or '！' or '？' or '؟') ? text : text + ".";

    public static string Unended(string text) => text.TrimEnd(FullStops);

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
