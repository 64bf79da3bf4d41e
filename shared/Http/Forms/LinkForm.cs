using System.Collections.Frozen;
using System.Collections.Immutable;
using OneOnOne.Briefs;
using OneOnOne.Journal;
using OneOnOne.Links;

namespace OneOnOne.Http.Forms;

/// <summary>One form: what it asks for, and what entry comes of the answers. Pure.</summary>
public abstract class LinkForm
{
    public static FrozenDictionary<FormKind, LinkForm> All { get; } = new Dictionary<FormKind, LinkForm>
    {
        [FormKind.Reason] = new ReasonForm(),
        [FormKind.Snooze] = new SnoozeForm(),
        [FormKind.Commitment] = new CommitmentForm(),
        [FormKind.CommitmentState] = new CommitmentStateForm(),
        [FormKind.Initiative] = new InitiativeForm(),
        [FormKind.InitiativeStatus] = new InitiativeStatusForm(),
        [FormKind.Lesson] = new LessonForm(),
        [FormKind.Topic] = new TopicForm(),
        [FormKind.Held] = new HeldForm(),
        [FormKind.Note] = new NoteForm(),
        [FormKind.Plan] = new PlanForm(),
        [FormKind.PlanEnd] = new PlanEndForm(),
    }.ToFrozenDictionary();

    /// <summary>The name of a text.</summary>
    public abstract string Title { get; }

    /// <summary>The same for one visit, where it can be said more closely.</summary>
    public virtual string TitleOf(FormVisit visit) => Title;

    /// <summary>The kind of entry that it changes; null for a form that makes one.</summary>
    public virtual string? ChangesAn => null;

    public virtual bool ManagerOnly => false;

    /// <summary>Whether it is about an open deal or about nothing.</summary>
    public virtual bool NeedsADeal => false;

    /// <summary>What it is about, as somebody else wrote it; null where the title says all.</summary>
    public virtual string? About(FormVisit visit) => visit.Deal is { } deal ? Safe.Title(deal, visit.Language) : visit.Entry?.Value.Content.Text;

    public abstract ImmutableArray<FormField> Fields(FormVisit visit);

    /// <summary>What only several answers together can have wrong: the field, and the name of the text that says what.</summary>
    public virtual (string Field, string Error)? Check(FormAnswers answers) => null;

    /// <summary>Of answers without errors.</summary>
    public abstract (EntryContent Content, EntryState State) Read(FormVisit visit, FormAnswers answers);
}
