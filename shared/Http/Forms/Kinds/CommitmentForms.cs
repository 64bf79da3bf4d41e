using System.Collections.Immutable;
using OneOnOne.Journal;
using OneOnOne.Languages;

namespace OneOnOne.Http.Forms;

internal sealed class CommitmentForm : LinkForm
{
    private const string Text = "text";
    private const string Owner = "owner";
    private const string Due = "due";

    public override string Title => nameof(FormTexts.CommitmentTitle);

    public override ImmutableArray<FormField> Fields(FormVisit visit) =>
    [
        new WordsField(Text, nameof(FormTexts.CommitmentText), EntryContent.LongestText),
        new ChoiceField(Owner, nameof(FormTexts.CommitmentOwner), [(nameof(Side.Rep), nameof(FormTexts.ByRep)), (nameof(Side.Manager), nameof(FormTexts.ByManager))]) { Default = visit.ByRep ? nameof(Side.Rep) : nameof(Side.Manager) },
        new DayField(Due, nameof(FormTexts.CommitmentDue), new DateOnly(Instants.FirstYear, 1, 1), new DateOnly(Instants.LastYear, 12, 31)) { Required = false },
    ];

    public override (EntryContent Content, EntryState State) Read(FormVisit visit, FormAnswers answers) =>
        (new Commitment { Text = answers[Text], Owner = answers.Chosen<Side>(Owner), Due = answers.Day(Due), Opportunity = visit.Deal?.Id }, EntryState.Open);
}

internal sealed class CommitmentStateForm : LinkForm
{
    private const string State = "state";

    public override string Title => nameof(FormTexts.CommitmentStateTitle);

    public override string? ChangesAn => "commitment";

    public override ImmutableArray<FormField> Fields(FormVisit visit) =>
        [new ChoiceField(State, nameof(FormTexts.WhatBecame), [(nameof(EntryState.Done), nameof(FormTexts.StateDone)), (nameof(EntryState.Dropped), nameof(FormTexts.StateDropped))]) { Default = nameof(EntryState.Done) }];

    public override (EntryContent Content, EntryState State) Read(FormVisit visit, FormAnswers answers) => (visit.Entry!.Value.Content, answers.Chosen<EntryState>(State));
}
