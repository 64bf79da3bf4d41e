using System.Collections.Immutable;
using System.IO.Hashing;
using OneOnOne.Crm;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest.Parts;

/// <summary>
/// An opportunity's row while the rest of its snapshot is being read: first what tells whether it has to be read, then the rest. Where
/// it stood in the export is not kept.
/// </summary>
internal static class PackedRow
{
    private static readonly RowPosition Nowhere = new("", 0);

    /// <param name="body">Room to work in.</param>
    public static void Write(PackedWriter to, PackedWriter body, OpportunityRow row, Names names)
    {
        body.Clear();
        Body(body, row);
        to.Text(row.Id.Value);
        to.Number(names.Of(row.Owner.Value));
        to.Number((ulong)Latest(row));
        to.Number(Ticks(row.LastActivityAt));
        to.Number(Ticks(row.NextActivityAt));
        int stage = names.Of(row.Stage);
        int currency = row.Amount is { } money ? names.Of(money.Currency) : -1;
        ulong sum = Print.Mix(XxHash3.HashToUInt64(body.Written), names.Hash(stage)) + Print.Mix((ulong)row.Outcome + 1, currency < 0 ? 0 : names.Hash(currency));
        to.Number(stage);
        to.Number(currency + 1);
        to.Number((int)row.Outcome);
        to.Number(row.StageEntries.Length);
        foreach (StageEntry entry in row.StageEntries)
        {
            int entered = names.Of(entry.Stage);
            to.Number(entered);
            to.Number((ulong)entry.At.UtcTicks);
            sum += Print.Of(names.Hash(entered), entry.At.UtcTicks);
        }

        to.Number(sum);
        to.Number(body.Written.Length);
        to.Bytes(body.Written);
    }

    public static ListedRow Read(ref PackedReader from, Names names) => new()
    {
        Id = from.Bytes(from.Number() - 1),
        Owner = from.Int(),
        Latest = (long)from.Number(),
        LastActivity = from.Number(),
        NextActivity = from.Number(),
        Stage = from.Int(),
        Currency = from.Int() - 1,
        Outcome = (Outcome)from.Int(),
        StageEntries = Entries(ref from, names),
        Sum = from.Number(),
        Body = from.Bytes(from.Number()),
    };

    public static OpportunityRow Row(in ListedRow listed, Names names)
    {
        PackedReader body = new(listed.Body);
        return new OpportunityRow(Nowhere, new OpportunityId(System.Text.Encoding.UTF8.GetString(listed.Id)), new PersonId(names[listed.Owner]), names[listed.Stage], listed.Outcome)
        {
            Name = body.Text(),
            Account = body.Text(),
            Product = body.Text(),
            NextStep = body.Text(),
            Url = body.Text(),
            CreatedAt = Instant(body.Number()),
            ClosedAt = Instant(body.Number()),
            LastActivityAt = Instant(body.Number()),
            NextActivityAt = Instant(body.Number()),
            CloseDate = body.Int() is > 0 and var day ? DateOnly.FromDayNumber(day - 1) : null,
            Amount = listed.Currency >= 0 ? new Money(body.Amount(), names[listed.Currency]) : null,
            StageEntries = listed.StageEntries,
        };
    }

    private static void Body(PackedWriter to, OpportunityRow row)
    {
        to.Text(row.Name);
        to.Text(row.Account);
        to.Text(row.Product);
        to.Text(row.NextStep);
        to.Text(row.Url);
        to.Number(Ticks(row.CreatedAt));
        to.Number(Ticks(row.ClosedAt));
        to.Number(Ticks(row.LastActivityAt));
        to.Number(Ticks(row.NextActivityAt));
        to.Number(row.CloseDate is { } date ? date.DayNumber + 1 : 0);
        if (row.Amount is { } amount)
        {
            to.Amount(amount.Amount);
        }
    }

    /// <summary>The latest instant of what lies in the past of a sound export.</summary>
    private static long Latest(OpportunityRow row)
    {
        long latest = Math.Max(row.CreatedAt?.UtcTicks ?? 0, row.ClosedAt?.UtcTicks ?? 0);
        foreach (StageEntry entry in row.StageEntries)
        {
            latest = Math.Max(latest, entry.At.UtcTicks);
        }

        return latest;
    }

    private static ulong Ticks(DateTimeOffset? instant) => instant is { } at ? (ulong)at.UtcTicks + 1 : 0;

    private static DateTimeOffset? Instant(ulong ticks) => ticks > 0 ? new DateTimeOffset((long)ticks - 1, TimeSpan.Zero) : null;

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
