using System.Collections.Immutable;
using OneOnOne.Journal;
using OneOnOne.Languages;

namespace OneOnOne.Http.Forms;

internal sealed class InitiativeForm : LinkForm
{
    private const string Text = "text";
    private const string Status = "status";

    public override string Title => nameof(FormTexts.InitiativeTitle);

    public override ImmutableArray<FormField> Fields(FormVisit visit) =>
    [
        new WordsField(Text, nameof(FormTexts.InitiativeText), EntryContent.LongestText),
        new WordsField(Status, nameof(FormTexts.InitiativeStatus), EntryContent.LongestText, OneLine: true) { Required = false },
    ];

    public override (EntryContent Content, EntryState State) Read(FormVisit visit, FormAnswers answers) =>
        (new Initiative { Text = answers[Text], Status = answers[Status] is { Length: > 0 } status ? status : null }, EntryState.Open);
}

internal sealed class InitiativeStatusForm : LinkForm
{
    private const string Status = "status";
    private const string State = "state";

    public override string Title => nameof(FormTexts.InitiativeStatusTitle);

    public override string? ChangesAn => "initiative";

    public override ImmutableArray<FormField> Fields(FormVisit visit) =>
    [
        new WordsField(Status, nameof(FormTexts.InitiativeStatus), EntryContent.LongestText) { Default = (visit.Entry?.Value.Content as Initiative)?.Status ?? "" },
        new ChoiceField(State, nameof(FormTexts.GoesOn), [(nameof(EntryState.Open), nameof(FormTexts.StateOpen)), (nameof(EntryState.Done), nameof(FormTexts.StateDone)), (nameof(EntryState.Dropped), nameof(FormTexts.StateDropped))])
        {
            Default = nameof(EntryState.Open),
        },
    ];

    public override (EntryContent Content, EntryState State) Read(FormVisit visit, FormAnswers answers) =>
        (((Initiative)visit.Entry!.Value.Content) with { Status = answers[Status] }, answers.Chosen<EntryState>(State));
}
