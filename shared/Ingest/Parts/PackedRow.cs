using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest.Parts;

/// <summary>An opportunity's row while the rest of its snapshot is being read. Where it stood in the export is not kept.</summary>
internal static class PackedRow
{
    private static readonly RowPosition Nowhere = new("", 0);

    public static void Write(PackedWriter to, OpportunityRow row, Names names)
    {
        to.Text(row.Id.Value);
        to.Number(names.Of(row.Owner.Value));
        to.Number(names.Of(row.Stage));
        to.Number((int)row.Outcome);
        to.Text(row.Name);
        to.Text(row.Account);
        to.Text(row.Product);
        to.Text(row.NextStep);
        to.Text(row.Url);
        Write(to, row.CreatedAt);
        Write(to, row.ClosedAt);
        Write(to, row.LastActivityAt);
        Write(to, row.NextActivityAt);
        to.Number(row.CloseDate is { } date ? date.DayNumber + 1 : 0);
        to.Number(row.Amount is { } money ? names.Of(money.Currency) + 1 : 0);
        if (row.Amount is { } amount)
        {
            to.Amount(amount.Amount);
        }

        to.Number(row.StageEntries.Length);
        foreach (StageEntry entry in row.StageEntries)
        {
            to.Number(names.Of(entry.Stage));
            to.Number((ulong)entry.At.UtcTicks);
        }
    }

    public static OpportunityRow Read(ref PackedReader from, Names names)
    {
        OpportunityId id = new(from.RequiredText());
        return new OpportunityRow(Nowhere, id, new PersonId(names[from.Int()]), names[from.Int()], (Outcome)from.Int())
        {
            Name = from.Text(),
            Account = from.Text(),
            Product = from.Text(),
            NextStep = from.Text(),
            Url = from.Text(),
            CreatedAt = Instant(ref from),
            ClosedAt = Instant(ref from),
            LastActivityAt = Instant(ref from),
            NextActivityAt = Instant(ref from),
            CloseDate = from.Int() is > 0 and var day ? DateOnly.FromDayNumber(day - 1) : null,
            Amount = from.Int() is > 0 and var currency ? new Money(from.Amount(), names[currency - 1]) : null,
            StageEntries = Entries(ref from, names),
        };
    }

    private static void Write(PackedWriter to, DateTimeOffset? instant) => to.Number(instant is { } at ? (ulong)at.UtcTicks + 1 : 0);

    private static DateTimeOffset? Instant(ref PackedReader from) => from.Number() is > 0 and var ticks ? new DateTimeOffset((long)ticks - 1, TimeSpan.Zero) : null;

    private static ImmutableArray<StageEntry> Entries(ref PackedReader from, Names names)
    {
        int count = from.Count();
        if (count == 0)
        {
            return [];
        }

        ImmutableArray<StageEntry>.Builder entries = ImmutableArray.CreateBuilder<StageEntry>(count);
        for (int i = 0; i < count; i++)
        {
            entries.Add(new StageEntry(names[from.Int()], new DateTimeOffset((long)from.Number(), TimeSpan.Zero)));
        }

        return entries.MoveToImmutable();
    }
}
