using System.Collections.Immutable;
using System.Globalization;
using OneOnOne.Journal;
using OneOnOne.Languages;

namespace OneOnOne.Http.Forms;

/// <summary>How a one-on-one went: met, moved or cancelled, and because of what.</summary>
internal sealed class HeldForm : LinkForm
{
    private const string Outcome = "outcome";
    private const string Because = "because";

    public override string Title => nameof(FormTexts.HeldTitle);

    public static string TextOf(HeldOutcome outcome) => outcome switch
    {
        HeldOutcome.Met => nameof(FormTexts.OutcomeMet),
        HeldOutcome.Moved => nameof(FormTexts.OutcomeMoved),
        _ => nameof(FormTexts.OutcomeCancelled),
    };

    public override string About(FormVisit visit) => visit.Language.Weekday(On(visit), visit.Today);

    public override ImmutableArray<FormField> Fields(FormVisit visit) =>
    [
        new ChoiceField(Outcome, nameof(FormTexts.HeldOutcome), [.. Enum.GetValues<HeldOutcome>().Select(one => (one.ToString().ToLowerInvariant(), TextOf(one)))]),
        new WordsField(Because, nameof(FormTexts.HeldWords), EntryContent.LongestText) { Required = false },
    ];

    public override (string Field, string Error)? Check(FormAnswers answers) =>
        answers[Because].Length == 0 && answers.Chosen<HeldOutcome>(Outcome) != HeldOutcome.Met ? (Because, nameof(FormTexts.PleaseBecause)) : null;

    public override (EntryContent Content, EntryState State) Read(FormVisit visit, FormAnswers answers) =>
        (new Held { Text = answers[Because], On = On(visit), Outcome = answers.Chosen<HeldOutcome>(Outcome) }, EntryState.Open);

    private static DateOnly On(FormVisit visit) => DateOnly.ParseExact(visit.Link.Topic, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
