using System.Runtime.InteropServices;
using OneOnOne.Crm;

namespace OneOnOne.Ingest.Parts;

/// <param name="Deal">Its index among the opportunities of its part.</param>
/// <param name="Stage">Its number in <see cref="Names"/>.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct StageRecord(int Deal, int Stage, long Ticks);

/// <param name="From">A day number.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct CloseDateRecord(int Deal, long Ticks, int From, int To);

/// <param name="Owner">The index of the opportunity in its part, or the number of the person in <see cref="Names"/>.</param>
/// <param name="Ticks">UTC.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct ActivityRecord(int Owner, long Ticks, ActivityMark Mark)
{
    public DateTimeOffset At => new(Ticks, TimeSpan.Zero);
}

/// <summary>What is left to say of an activity, in one byte, so that millions of them stay small.</summary>
internal readonly record struct ActivityMark(byte Bits)
{
    private const int CompletedShift = 3;
    private const int OthersBit = 1 << 5;

    /// <param name="others">Somebody did it who is not the opportunity's owner.</param>
    public static ActivityMark Of(ActivityKind kind, bool? completed, bool others) =>
        new((byte)((int)kind | ((completed switch { null => 0, false => 1, true => 2 }) << CompletedShift) | (others ? OthersBit : 0)));

    public ActivityKind Kind => (ActivityKind)(Bits & 7);

    public bool? Completed => ((Bits >> CompletedShift) & 3) switch { 0 => null, 1 => false, _ => true };

    public bool IsOthers => (Bits & OthersBit) != 0;
}

/// <summary>One that can be told from another by its id.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct NamedActivityRecord(ActivityRecord Activity, ulong Id);
