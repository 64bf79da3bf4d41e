using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Languages;
using OneOnOne.Links;
using OneOnOne.Pipeline;

namespace OneOnOne.Http.Forms;

/// <summary>A link that counts, with all that its form needs to know.</summary>
/// <param name="Reader">Who may answer.</param>
/// <param name="Signature">As whom they write, at this instant.</param>
/// <param name="Deal">The open deal that it is about; null for none.</param>
/// <param name="Entry">The entry that it changes; null for a form that makes one.</param>
/// <param name="Answered">What the link's answer made, or what closed the entry in between; null while it can be answered.</param>
/// <param name="Stages">The pipeline's, where they are known.</param>
public sealed record FormVisit(
    FormLink Link, Person Reader, Person Rep, Signature Signature, Language Language, OpportunityRef? Deal, Versioned<JournalEntry>? Entry, JournalEntry? Answered, ImmutableArray<string> Stages)
{
    /// <summary>UTC, as the journal's own rules have it.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Signature.At.UtcDateTime);

    public bool ByRep => Signature.As == SignedAs.Rep;
}

/// <summary>Why a link opens nothing. It tells what to do, and nothing about anybody.</summary>
/// <param name="Title">The name of a text, as is the other.</param>
public sealed record FormRefusal(int Status, string Title, string Text);
