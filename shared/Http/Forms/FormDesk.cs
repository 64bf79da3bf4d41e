using OneOnOne.Http.Privacy;
using OneOnOne.Journal;
using OneOnOne.Languages;
using OneOnOne.Privacy;

namespace OneOnOne.Http.Forms;

/// <summary>
/// Writes down what somebody answered. The entry is how a used link is known: made under an id that the link gives, or marked with the
/// link as it changes. One write does both, so that no crash and no second click can part them.
/// </summary>
internal sealed class FormDesk(JournalWriter writer, AuditTrail trail)
{
    /// <returns>The entry as it is now, and whether this answer made it so; or the name of the text that says why it cannot be taken.</returns>
    public async Task<(JournalEntry? Entry, bool Now, string? Error)> WriteAsync(FormVisit visit, EntryContent content, EntryState state, CancellationToken cancellation)
    {
        await trail.ReadsAsync(new Viewer(visit.Reader.Id, false), visit.Rep.Id, AuditedThing.JournalByLink, cancellation);
        JournalWrite write = visit.Entry is { } known
            ? await writer.PutAsync(visit.Rep.Id, known.Value.Id, content, state, visit.Signature, etag => etag == known.ETag, cancellation, visit.Link.Nonce)
            : await writer.PutAsync(visit.Rep.Id, visit.Link.Entry, content, state, visit.Signature, null, cancellation);
        return (write.Entry?.Value, write.Outcome != WriteOutcome.Unchanged, write.Outcome switch
        {
            WriteOutcome.Created or WriteOutcome.Changed or WriteOutcome.Unchanged => null,
            WriteOutcome.Full => nameof(FormTexts.JournalFull),
            _ => nameof(FormTexts.ChangedMeanwhile),
        });
    }
}
