using System.Collections.Immutable;
using OneOnOne.Journal;
using OneOnOne.Languages;

namespace OneOnOne.Http.Forms;

/// <param name="Action">Where it is posted to: where it came from.</param>
/// <param name="Error">The name of a text about the whole; null for none.</param>
public sealed record AskModel(FormVisit Visit, LinkForm Form, ImmutableArray<FormField> Fields, FormAnswers Answers, string Action, string? Error)
{
    public Language Language => Visit.Language;
}

/// <param name="Now">Whether it was just written, or before.</param>
public sealed record DoneModel(Language Language, JournalEntry Entry, bool Now);

public sealed record RefusedModel(Language Language, FormRefusal Refusal);
