using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Journal;
using OneOnOne.Pipeline;

namespace OneOnOne.Http.Journal;

/// <summary>One entry as it is told. Which of the fields in the middle there are depends on the kind.</summary>
/// <param name="ETag">For If-Match.</param>
/// <param name="Text">For a snooze, because of what; for a one-on-one that was held, moved or cancelled too.</param>
/// <param name="About">The kind of finding; null for any.</param>
/// <param name="Until">The last day of quiet.</param>
/// <param name="On">The one-on-one by its series' rhythm.</param>
/// <param name="Changed">The last change; null when there was none.</param>
public sealed record EntryReport(
    string Id,
    string Kind,
    [property: JsonPropertyName("etag")] string ETag,
    EntryState State,
    string Text,
    Side? Owner,
    DateOnly? Due,
    string? Opportunity,
    AnalysisPart? About,
    DateOnly? Until,
    string? Status,
    string? Stage,
    DateOnly? On,
    HeldOutcome? Outcome,
    SignatureReport Written,
    SignatureReport? Changed,
    DateTimeOffset? ClosedAt)
{
    internal static EntryReport Of(Versioned<JournalEntry> stored)
    {
        JournalEntry entry = stored.Value;
        EntryContent content = entry.Content;
        return new EntryReport(
            entry.Id.Value,
            content.Kind,
            EntryTags.Of(stored.ETag),
            entry.State,
            Safe.Text(content.Text),
            (content as Commitment)?.Owner,
            (content as Commitment)?.Due,
            content.Concerns?.Value,
            content switch { Reason reason => reason.About, Snooze snooze => snooze.About, Lesson lesson => lesson.About, _ => null },
            (content as Snooze)?.Until,
            Shown((content as Initiative)?.Status),
            Shown((content as Lesson)?.Stage),
            (content as Held)?.On,
            (content as Held)?.Outcome,
            SignatureReport.Of(entry.Written),
            entry.Changed is { } changed ? SignatureReport.Of(changed) : null,
            entry.ClosedAt);
    }

    /// <summary>Entries are kept as they were written, and whoever asks for them shows them to somebody.</summary>
    private static string? Shown(string? text) => text is null ? null : Safe.Text(text);
}

/// <param name="Person">Null for an admin who is nobody of the CRM.</param>
/// <param name="As">What they were to the rep at that time.</param>
public sealed record SignatureReport(string? Person, SignedAs As, DateTimeOffset At)
{
    internal static SignatureReport Of(Signature signature) => new(signature.Person?.Value, signature.As, signature.At);
}
