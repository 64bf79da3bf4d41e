using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OneOnOne.Crm;

/// <summary>Why a change of the close date is neither a push nor a pull.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Grace>))]
public enum Grace
{
    /// <summary>Many CRMs fill in a date, such as the end of the month, which the rep then sets right.</summary>
    SoonAfterCreation,

    /// <summary>Closing a deal sets its date to the day.</summary>
    Closing,

    /// <summary>The dates of many deals changed at once.</summary>
    BulkEdit,
}

/// <summary>One change of the close date, told apart by who had the deal and whether it counts.</summary>
/// <param name="Recorded">The CRM's own history has it; else comparing snapshots shows it.</param>
/// <param name="Owner">Whose the deal was; null where it changed hands between the snapshots before and after.</param>
/// <param name="Grace">Null where it counts.</param>
public sealed record LedgerEntry(CloseDateChange Change, bool Recorded, PersonId? Owner, Grace? Grace)
{
    public bool IsPush => Grace is null && Change.IsPush;

    public bool IsPull => Grace is null && Change.Days < 0;
}

/// <summary>All changes of an opportunity's close date, oldest first. What is graced stays in it.</summary>
public static class CloseDateLedger
{
    /// <summary>
    /// Days after the creation in which a date is still being found. No setting: what a rep pushed is summed up at ingest, which knows no
    /// thresholds, and a ledger that counted otherwise than the sums it is held against would accuse somebody wrongly.
    /// </summary>
    public const int GraceDays = 7;

    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    /// <param name="snapshots">The instants of all snapshots, ascending.</param>
    /// <param name="bulk">The bulk edits of the book that it is in.</param>
    public static ImmutableArray<LedgerEntry> Of(Opportunity opportunity, TimeLine line, ImmutableArray<DateTimeOffset> snapshots, ImmutableArray<BulkEdit> bulk)
    {
        if (line.CloseDateChanges.IsEmpty)
        {
            return [];
        }

        // What comparing snapshots adds makes the line longer than the CRM's own history.
        HashSet<CloseDateChange>? recorded = line.CloseDateChanges.Length == opportunity.CloseDateChanges.Length ? null : [.. opportunity.CloseDateChanges];
        ImmutableArray<Tenure> tenures = Tenure.Of(opportunity, snapshots);
        ImmutableArray<LedgerEntry>.Builder entries = ImmutableArray.CreateBuilder<LedgerEntry>(line.CloseDateChanges.Length);
        foreach (CloseDateChange change in line.CloseDateChanges)
        {
            entries.Add(Entry(change, recorded?.Contains(change) ?? true));
        }

        return entries.MoveToImmutable();

        LedgerEntry Entry(CloseDateChange change, bool isRecorded) => new(
            change,
            isRecorded,
            OwnerAt(tenures, change.At),
            IsSoon(change, isRecorded) ? Grace.SoonAfterCreation
                : IsByClosing(line, change, snapshots) ? Grace.Closing
                : isRecorded && BulkEdit.Covers(bulk, change.At) ? Grace.BulkEdit
                : null);

        // Seen between two snapshots it may have been made right after the first of them: the doubt is the rep's.
        bool IsSoon(CloseDateChange change, bool isRecorded) =>
            opportunity.Details.CreatedAt is { } created && change.At >= created && (isRecorded ? change.At : snapshots.Before(change.At)) - created <= TimeSpan.FromDays(GraceDays);
    }

    private static PersonId? OwnerAt(ImmutableArray<Tenure> tenures, DateTimeOffset at)
    {
        foreach (Tenure tenure in tenures)
        {
            if (tenure.Covers(at))
            {
                return tenure.Owner;
            }
        }

        return null;
    }

    private static bool IsByClosing(TimeLine line, CloseDateChange change, ImmutableArray<DateTimeOffset> snapshots)
    {
        foreach (Closing closing in line.Closings)
        {
            if (IsBy(closing, change, snapshots))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Made while it was closed or in the minute before; or in the day before, setting it to the day of the closing. Where only a snapshot
    /// shows the closing, it was at any time since the snapshot before: then a change that set the date to its own day was the closing's.
    /// </summary>
    private static bool IsBy(Closing closing, CloseDateChange change, ImmutableArray<DateTimeOffset> snapshots) => change.At >= closing.At - Together
        ? closing.Until is not { } until || change.At < until
        : (change.At >= closing.At.AddDays(-1) && IsDayOf(change.To, closing.At))
            || (snapshots.BinarySearch(closing.At) >= 0 && change.At > snapshots.Before(closing.At) && IsDayOf(change.To, change.At));

    /// <summary>In any time zone: the CRM's is not known here.</summary>
    private static bool IsDayOf(DateOnly day, DateTimeOffset instant) =>
        day >= DateOnly.FromDateTime(instant.UtcDateTime.AddHours(-12)) && day <= DateOnly.FromDateTime(instant.UtcDateTime.AddHours(14));
}
