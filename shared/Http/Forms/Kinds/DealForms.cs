using System.Collections.Immutable;
using System.Globalization;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Languages;
using OneOnOne.Links;

namespace OneOnOne.Http.Forms;

/// <summary>Why a deal slips, stands still or takes long: a usual reason with one tap, or own words.</summary>
internal sealed class ReasonForm : LinkForm
{
    private const string Words = "words";
    private const int LongestWords = 400; // The usual reason before it has to fit into the entry's text as well.

    public override string Title => nameof(FormTexts.ReasonTitle);

    public override string TitleOf(FormVisit visit) => visit.Link.Part switch
    {
        AnalysisPart.Stalls => nameof(FormTexts.ReasonOfStall),
        AnalysisPart.Slips => nameof(FormTexts.ReasonOfPush),
        AnalysisPart.StageOutliers => nameof(FormTexts.ReasonOfStay),
        _ => Title,
    };

    public override bool NeedsADeal => true;

    public override ImmutableArray<FormField> Fields(FormVisit visit) =>
    [
        new ChoiceField(UsualReasons.Field, nameof(FormTexts.ReasonChoice), [.. UsualReasons.Of(visit.Link.Part), (UsualReasons.Other, nameof(FormTexts.WhyOther))]),
        new WordsField(Words, nameof(FormTexts.ReasonWords), LongestWords) { Required = false },
    ];

    public override (string Field, string Error)? Check(FormAnswers answers) =>
        answers[UsualReasons.Field] == UsualReasons.Other && answers[Words].Length == 0 ? (Words, nameof(FormTexts.PleaseWrite)) : null;

    public override (EntryContent Content, EntryState State) Read(FormVisit visit, FormAnswers answers)
    {
        string usual = UsualReasons.Of(visit.Link.Part).FirstOrDefault(one => one.Value == answers[UsualReasons.Field]).Text is { } name ? visit.Language[name] : "";
        string text = string.Join(". ", new[] { usual, answers[Words] }.Where(part => part.Length > 0));
        return (new Reason { Text = text, Opportunity = new OpportunityId(visit.Link.Topic), About = visit.Link.Part }, EntryState.Open);
    }
}

internal sealed class SnoozeForm : LinkForm
{
    private const string Until = "until";
    private const string Because = "because";
    private const int UsualDays = 14;

    public override string Title => nameof(FormTexts.SnoozeTitle);

    public override bool NeedsADeal => true;

    public override ImmutableArray<FormField> Fields(FormVisit visit) =>
    [
        new DayField(Until, nameof(FormTexts.SnoozeUntil), visit.Today, visit.Today.AddDays(Snooze.LongestDays)) { Default = visit.Today.AddDays(UsualDays).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
        new WordsField(Because, nameof(FormTexts.SnoozeBecause), EntryContent.LongestText),
    ];

    public override (EntryContent Content, EntryState State) Read(FormVisit visit, FormAnswers answers) =>
        (new Snooze { Text = answers[Because], Opportunity = new OpportunityId(visit.Link.Topic), About = visit.Link.Part, Until = answers.Day(Until)!.Value }, EntryState.Open);
}
