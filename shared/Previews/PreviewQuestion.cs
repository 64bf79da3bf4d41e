using OneOnOne.Crm;

namespace OneOnOne.Previews;

/// <summary>Which thresholds should be different.</summary>
/// <param name="Changes">By their names.</param>
/// <param name="Team">Only for this manager's team.</param>
/// <param name="Stage">Only for this stage.</param>
public sealed record PreviewQuestion(IReadOnlyList<KeyValuePair<string, string>> Changes, PersonId? Team, string? Stage);

/// <summary>Bounds the work of one question.</summary>
/// <param name="Reps">A larger company asks team by team.</param>
/// <param name="PastReps">Of so many the whole books may be read.</param>
public sealed record PreviewLimits(int Reps, int PastReps)
{
    public static PreviewLimits None { get; } = new(int.MaxValue, int.MaxValue);
}
