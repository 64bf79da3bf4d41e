using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Journal;
using OneOnOne.Languages;

namespace OneOnOne.Http.Forms;

/// <summary>A form that asks for a text and for nothing else.</summary>
internal abstract class TextForm(string label) : LinkForm
{
    private const string Text = "text";

    public override ImmutableArray<FormField> Fields(FormVisit visit) => [new WordsField(Text, label, EntryContent.LongestText)];

    public override (EntryContent Content, EntryState State) Read(FormVisit visit, FormAnswers answers) => (Make(answers[Text]), EntryState.Open);

    protected abstract EntryContent Make(string text);
}

internal sealed class TopicForm() : TextForm(nameof(FormTexts.TopicText))
{
    public override string Title => nameof(FormTexts.TopicTitle);

    protected override EntryContent Make(string text) => new Topic { Text = text };
}

internal sealed class NoteForm() : TextForm(nameof(FormTexts.NoteText))
{
    public override string Title => nameof(FormTexts.NoteTitle);

    public override bool ManagerOnly => true;

    protected override EntryContent Make(string text) => new Note { Text = text };
}

internal sealed class PlanForm() : TextForm(nameof(FormTexts.PlanText))
{
    public override string Title => nameof(FormTexts.PlanTitle);

    public override bool ManagerOnly => true;

    protected override EntryContent Make(string text) => new Plan { Text = text };
}

internal sealed class PlanEndForm : LinkForm
{
    public override string Title => nameof(FormTexts.PlanEndTitle);

    public override string? ChangesAn => "plan";

    public override bool ManagerOnly => true;

    public override ImmutableArray<FormField> Fields(FormVisit visit) => [];

    public override (EntryContent Content, EntryState State) Read(FormVisit visit, FormAnswers answers) => (visit.Entry!.Value.Content, EntryState.Dropped);
}

internal sealed class LessonForm : LinkForm
{
    private const string Text = "text";
    private const string Stage = "stage";
    private const string Kind = "about";

    public override string Title => nameof(FormTexts.LessonTitle);

    public override ImmutableArray<FormField> Fields(FormVisit visit) =>
    [
        new WordsField(Text, nameof(FormTexts.LessonText), EntryContent.LongestText),
        new ChoiceField(Stage, nameof(FormTexts.LessonStage), [.. visit.Stages.Where(stage => stage.Length <= Lesson.LongestStage).Select(stage => (stage, stage))], OfTheCrm: true) { Required = false },
        new ChoiceField(Kind, nameof(FormTexts.LessonAbout),
        [
            ("any", nameof(FormTexts.Any)), (nameof(AnalysisPart.Stalls), nameof(FormTexts.AboutStalls)), (nameof(AnalysisPart.Slips), nameof(FormTexts.AboutSlips)), (nameof(AnalysisPart.StageOutliers), nameof(FormTexts.AboutStages)),
        ])
        {
            Default = "any",
        },
    ];

    public override (EntryContent Content, EntryState State) Read(FormVisit visit, FormAnswers answers) => (
        new Lesson { Text = answers[Text], Stage = answers[Stage] is { Length: > 0 } stage ? stage : null, About = answers[Kind] == "any" ? null : answers.Chosen<AnalysisPart>(Kind) },
        EntryState.Open);
}
