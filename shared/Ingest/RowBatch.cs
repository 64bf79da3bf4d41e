using System.Runtime.InteropServices;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>
/// Some rows of one section, in the order in which they stood; they are there until the next batch is asked for. What comes by the
/// million is a value and names its opportunity by number; the rest are objects.
/// </summary>
public abstract class RowBatch
{
    public abstract int Count { get; }
}

/// <typeparam name="T">
/// <see cref="PersonRow"/>, <see cref="OpportunityRow"/>, <see cref="DealActivity"/>, <see cref="DealStage"/>, <see cref="DealCloseDate"/>,
/// <see cref="QuotaRow"/>, or <see cref="SnapshotRow"/> for the meetings, which are of two kinds.
/// </typeparam>
public sealed class RowBatch<T>(List<T> rows) : RowBatch
{
    public ReadOnlySpan<T> Rows => CollectionsMarshal.AsSpan(rows);

    public override int Count => rows.Count;
}

/// <param name="Deal">The opportunity's number in <see cref="DealNumbers"/>; <see cref="None"/> for work that belongs to no opportunity.</param>
/// <param name="By">Who did it; null means the opportunity's owner.</param>
/// <param name="Completed">Null where the CRM does not say: then what lies after the snapshot's instant is booked, the rest is done.</param>
/// <param name="Id">A hash of the activity's id, to know it again by; 0 where it has none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DealActivity(int Deal, PersonId? By, ActivityKind Kind, DateTimeOffset At, bool? Completed, ulong Id)
{
    public const int None = -1;
}

/// <param name="Deal">The opportunity's number in <see cref="DealNumbers"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DealStage(int Deal, string Stage, DateTimeOffset At);

/// <param name="Deal">The opportunity's number in <see cref="DealNumbers"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DealCloseDate(int Deal, DateTimeOffset At, DateOnly From, DateOnly To);
