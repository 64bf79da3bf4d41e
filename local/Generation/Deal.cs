using System.Collections.Immutable;

namespace OneOnOne.Local.Generation;

internal static class Pipeline
{
    public const int Prospecting = 0;
    public const int Qualification = 1;
    public const int Discovery = 2;
    public const int Proposal = 3;
    public const int Negotiation = 4;
    public const int Contract = 5;
    public const int Won = 6;
    public const int Lost = 7;

    public static readonly ImmutableArray<string> Stages =
        ["Prospecting", "Qualification", "Discovery", "Proposal", "Negotiation", "Contract", "Closed Won", "Closed Lost"];
}

/// <param name="Logged">False where the CRM forgot to write history: only a comparison of two snapshots shows the move.</param>
internal readonly record struct Visit(int Stage, DateTime At, string? NextStep, bool Logged = true)
{
    public bool IsClosing => Stage >= Pipeline.Won;
}

/// <param name="Logged">As for <see cref="Visit"/>.</param>
internal readonly record struct DateMove(DateTime At, DateOnly From, DateOnly To, bool Logged = true);

/// <param name="BookedAt">When it was put into the CRM: before that, no snapshot can know it.</param>
/// <param name="Kept">False for an appointment that never happened and was never tidied up.</param>
internal readonly record struct Touch(long Number, string By, string Kind, DateTime BookedAt, DateTime At, bool Kept = true);

/// <summary>The whole life of one deal, beyond the last snapshot too. What a snapshot shows is this, cut off at its instant.</summary>
internal sealed class Deal
{
    public required string Id { get; init; }

    public required string Owner { get; init; }

    public required string Name { get; init; }

    public required string Account { get; init; }

    public required string Product { get; init; }

    public decimal? Amount { get; init; }

    public string Currency { get; init; } = "USD";

    public required DateTime CreatedAt { get; init; }

    public DateOnly FirstCloseDate { get; set; }

    /// <summary>Set where the CRM loses the deal for good.</summary>
    public DateTime? GoneAt { get; init; }

    public (DateTime At, string Owner)? Handover { get; init; }

    public List<Visit> Visits { get; } = [];

    public List<DateMove> Moves { get; } = [];

    public List<Touch> Touches { get; } = [];

    /// <summary>When the deal was closed for good; null while it is open or where nobody simulated that far.</summary>
    public DateTime? EndsAt => Visits[^1].IsClosing ? Visits[^1].At : null;

    public bool ExistsAt(DateTime instant) => CreatedAt <= instant && !(GoneAt <= instant);

    public string OwnerAt(DateTime instant) => Handover is { } handover && handover.At <= instant ? handover.Owner : Owner;

    public Visit VisitAt(DateTime instant) => Visits.FindLast(visit => visit.At <= instant);

    /// <summary>Closing a deal takes what was booked for later out of the calendar.</summary>
    public bool IsDropped(Touch touch, DateTime instant)
    {
        foreach (Visit visit in Visits)
        {
            if (visit.IsClosing && visit.At <= instant && touch.BookedAt < visit.At && touch.At > visit.At)
            {
                return true;
            }
        }

        return false;
    }

    public DateOnly CloseDateAt(DateTime instant)
    {
        int last = Moves.FindLastIndex(move => move.At <= instant);
        return last < 0 ? FirstCloseDate : Moves[last].To;
    }
}
