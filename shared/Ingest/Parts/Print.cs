using System.Runtime.InteropServices;

namespace OneOnOne.Ingest.Parts;

/// <summary>
/// Rows by what they add up to, whatever their order: as long as a deal's rows have the print of those that were merged last, there is
/// nothing to merge. It is a sum of 64-bit hashes: that a change does not show in it has a chance of one in ten to the nineteenth.
/// </summary>
/// <param name="Sum">Of the rows' hashes.</param>
/// <param name="Due">Ticks: from this instant on the same rows say something else, as an activity that was booked becomes one that is past. 0: they are to be read each time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Print(ulong Sum, long Due)
{
    private const ulong StageSeed = 0x9E37_79B9_7F4A_7C15;
    private const ulong CloseDateSeed = 0xC2B2_AE3D_27D4_EB4F;
    private const ulong ActivitySeed = 0x1656_67B1_9E37_79F9;
    private const ulong Second = 0xA076_1D64_78BD_642F;

    /// <summary>Of rows that are to be read each time.</summary>
    public static Print None => default;

    /// <summary>Of no rows at all.</summary>
    public static Print Nothing => new(0, long.MaxValue);

    /// <summary>Whether rows with that print, of a later snapshot, say nothing new.</summary>
    public bool Covers(Print later, DateTimeOffset takenAt) => Sum == later.Sum && takenAt.UtcTicks < Due;

    public static ulong Of(ulong stage, long ticks) => Mix(stage ^ StageSeed, (ulong)ticks);

    public static ulong Of(in CloseDateRecord row) => Mix((ulong)row.Ticks ^ CloseDateSeed, ((ulong)(uint)row.From << 32) | (uint)row.To);

    public static ulong Of(in Did did, ulong id) => Mix((ulong)did.Ticks ^ ActivitySeed, did.Bits ^ (id == 0 ? 0 : Mix(id, Second)));

    /// <summary>Both halves of the product of two numbers depend on every bit of them.</summary>
    public static ulong Mix(ulong one, ulong other)
    {
        ulong high = Math.BigMul(one ^ Second, other ^ StageSeed, out ulong low);
        return high ^ low;
    }
}
