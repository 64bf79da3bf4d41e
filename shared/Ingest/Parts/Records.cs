using System.Runtime.InteropServices;
using OneOnOne.Crm;

namespace OneOnOne.Ingest.Parts;

/// <param name="Stage">Its number in <see cref="Names"/>.</param>
/// <param name="Ticks">UTC.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct StageRecord(int Deal, int Stage, long Ticks) : IOfDeal;

/// <param name="From">A day number.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct CloseDateRecord(int Deal, long Ticks, int From, int To) : IOfDeal;

[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct ActivityRecord(int Deal, Did Did) : IOfDeal;

/// <param name="Id">A hash of its id: it can be told from another.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct NamedActivityRecord(int Deal, Did Did, ulong Id) : IOfDeal;

/// <param name="Person">The number of whoever did it in <see cref="Names"/>.</param>
/// <param name="Id">0 where it has none.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct WorkRecord(int Person, Did Did, ulong Id);

/// <summary>What is left to say of an activity, in nine bytes, so that millions of them stay small.</summary>
/// <param name="Ticks">UTC.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Did(long Ticks, byte Bits)
{
    private const int CompletedShift = 3;
    private const int OthersBit = 1 << 5;

    /// <param name="others">Somebody did it who is not the opportunity's owner.</param>
    public static Did Of(ActivityKind kind, DateTimeOffset at, bool? completed, bool others) =>
        new(at.UtcTicks, (byte)((int)kind | ((completed switch { null => 0, false => 1, true => 2 }) << CompletedShift) | (others ? OthersBit : 0)));

    public ActivityKind Kind => (ActivityKind)(Bits & 7);

    public DateTimeOffset At => new(Ticks, TimeSpan.Zero);

    public bool? Completed => ((Bits >> CompletedShift) & 3) switch { 0 => null, 1 => false, _ => true };

    public bool IsOthers => (Bits & OthersBit) != 0;
}
