using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using static System.FormattableString;

namespace OneOnOne.Journal;

/// <summary>Writes entries by the rules that hold for everybody. Who may read the journal at all is decided before.</summary>
public sealed class JournalWriter(IJournal journal, IBookStore books)
{
    /// <summary>What is open in one journal at most, and as much again of the manager's alone, so that it stays readable in one request. Writers at the same moment may pass it by a few.</summary>
    public const int MostInForce = 300;

    /// <summary>Creates the entry or changes it. The same write twice is one.</summary>
    /// <param name="mayReplace">Tells by its ETag whether the writer knows the stored entry; null when they know of none.</param>
    /// <param name="link">The link that it is changed by; null for none. A second change by the same link changes nothing.</param>
    public async Task<JournalWrite> PutAsync(
        PersonId rep, EntryId id, EntryContent content, EntryState state, Signature signature, Func<string, bool>? mayReplace, CancellationToken cancellation, string? link = null)
    {
        if (content.ManagerOnly && signature.As == SignedAs.Rep)
        {
            return new JournalWrite(WriteOutcome.NotAllowed, null, Invariant($"A {content.Kind} is the manager's alone."));
        }

        if (EntryRules.Refuse(content, state, DateOnly.FromDateTime(signature.At.UtcDateTime)) is { } refusal)
        {
            return new JournalWrite(WriteOutcome.Invalid, null, refusal);
        }

        Versioned<JournalEntry>? known = await journal.FindAsync(rep, id, cancellation);
        if (id.IsManagerOnly != content.ManagerOnly && known?.Value.Content.Kind != content.Kind)
        {
            return new JournalWrite(WriteOutcome.Invalid, null, content.ManagerOnly
                ? Invariant($"The id of a {content.Kind} must begin with {EntryId.ManagerOnly}")
                : Invariant($"The id of a {content.Kind} must not begin with {EntryId.ManagerOnly}"));
        }

        if (known is null && mayReplace is null)
        {
            if (await CreateAsync(rep, id, content, state, signature, cancellation) is { } created)
            {
                return created;
            }

            known = await journal.FindAsync(rep, id, cancellation); // Created in between, perhaps by this very request on its first try.
        }

        return known is null
            ? new JournalWrite(WriteOutcome.Stale, null, Invariant($"There is no entry {id}, so there is nothing to change. Leave If-Match out to create it."))
            : await ChangeAsync(known, content, state, signature, mayReplace, link, cancellation);
    }

    /// <returns>Null when there is an entry with this id after all.</returns>
    private async Task<JournalWrite?> CreateAsync(PersonId rep, EntryId id, EntryContent content, EntryState state, Signature signature, CancellationToken cancellation)
    {
        if (await UnknownDealAsync(rep, content, cancellation) is { } unknown)
        {
            return new JournalWrite(WriteOutcome.Invalid, null, unknown);
        }

        if (await IsFullAsync(rep, content, signature.At, cancellation))
        {
            return Full();
        }

        JournalEntry entry = Closed(new JournalEntry { Id = id, Rep = rep, Content = content, Written = signature }, state, signature.At);
        return await journal.TryCreateAsync(entry, cancellation) is { } created ? new JournalWrite(WriteOutcome.Created, created, null) : null;
    }

    private async Task<JournalWrite> ChangeAsync(
        Versioned<JournalEntry> known, EntryContent content, EntryState state, Signature signature, Func<string, bool>? mayReplace, string? link, CancellationToken cancellation)
    {
        JournalEntry before = known.Value;
        if (before.Content.Kind != content.Kind)
        {
            return new JournalWrite(WriteOutcome.Conflict, null, Invariant($"The id {before.Id} belongs to a {before.Content.Kind}. Choose another one."));
        }

        // Before the ETag is looked at: a change that is sent again because its answer was lost has an old one.
        if ((before.Content == content && before.State == state && link is null) || (link is not null && before.WasChangedBy(link)))
        {
            return new JournalWrite(WriteOutcome.Unchanged, known, null);
        }

        if (mayReplace?.Invoke(known.ETag) == false)
        {
            return Stale(before.Id);
        }

        if (mayReplace is null)
        {
            return new JournalWrite(WriteOutcome.Conflict, null, Invariant($"There is an entry {before.Id} already, and it says something else. To change it, read it and send its ETag in If-Match."));
        }

        if (!before.MayBeChangedBy(signature))
        {
            return new JournalWrite(WriteOutcome.NotAllowed, null, Invariant($"Only its author and the manager may change {before.Id}."));
        }

        if (before.Content.Concerns != content.Concerns && await UnknownDealAsync(before.Rep, content, cancellation) is { } unknown)
        {
            return new JournalWrite(WriteOutcome.Invalid, null, unknown);
        }

        if (before.State != EntryState.Open && state == EntryState.Open && await IsFullAsync(before.Rep, content, signature.At, cancellation))
        {
            return Full();
        }

        JournalEntry after = Closed(before.With(link) with { Content = content, Changed = signature }, state, signature.At);
        return await journal.TryReplaceAsync(known with { Value = after }, cancellation) is { } changed
            ? new JournalWrite(WriteOutcome.Changed, changed, null)
            : Stale(before.Id);
    }

    /// <summary>The instant of closing stays what it was for as long as the entry stays closed.</summary>
    private static JournalEntry Closed(JournalEntry entry, EntryState state, DateTimeOffset at) =>
        entry with { State = state, ClosedAt = state == EntryState.Open ? null : entry.ClosedAt ?? at };

    /// <summary>A reason or a snooze for a mistyped id would do nothing, and nobody would notice.</summary>
    private async Task<string?> UnknownDealAsync(PersonId rep, EntryContent content, CancellationToken cancellation)
    {
        if (content is not (Reason or Snooze) || content.Concerns is not { } opportunity)
        {
            return null;
        }

        ImmutableArray<Opportunity> open = (await books.ReadBookAsync(rep, null, cancellation))?.Open ?? [];
        return open.Any(one => one.Id == opportunity) ? null : Invariant($"opportunity must be the id of an open opportunity of {rep}; \"{opportunity}\" is none.");
    }

    /// <summary>The manager's alone is counted by itself: how full the journal is must not tell a rep that there is more in it than they see.</summary>
    private async Task<bool> IsFullAsync(PersonId rep, EntryContent content, DateTimeOffset now, CancellationToken cancellation) =>
        (await journal.ReadAsync(rep, now, cancellation)).Count(entry => entry.Value.Content.ManagerOnly == content.ManagerOnly) >= MostInForce;

    private static JournalWrite Full() =>
        new(WriteOutcome.Full, null, Invariant($"The journal has {MostInForce} open entries, and more it may not have. Mark some as done or dropped first."));

    private static JournalWrite Stale(EntryId id) => new(WriteOutcome.Stale, null, Invariant($"The entry {id} changed since it was read. Read it again, and change that."));
}

/// <param name="Entry">As it is stored now; null when it was refused.</param>
/// <param name="Because">One sentence for the writer; null when it was not refused.</param>
public sealed record JournalWrite(WriteOutcome Outcome, Versioned<JournalEntry>? Entry, string? Because);

public enum WriteOutcome
{
    Created,
    Changed,

    /// <summary>It was so before: a second try of the same write.</summary>
    Unchanged,

    Invalid,
    NotAllowed,

    /// <summary>The id is taken by something else.</summary>
    Conflict,

    /// <summary>The writer has not seen the present entry.</summary>
    Stale,

    Full,
}
