namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>A value as it is written in Bicep, not as it would be deployed.</summary>
internal abstract record BicepValue
{
    private BicepValue()
    {
    }

    /// <summary>What stands at a path of names; null where nothing does.</summary>
    public BicepValue? At(params ReadOnlySpan<string> path) =>
        path.IsEmpty ? this : (this as Object)?.Members.GetValueOrDefault(path[0])?.At(path[1..]);

    public sealed record Object(IReadOnlyDictionary<string, BicepValue> Members) : BicepValue;

    public sealed record Array(IReadOnlyList<BicepValue> Items) : BicepValue;

    /// <summary>A literal between quotes; what it interpolates is still in it.</summary>
    public sealed record Text(string Value) : BicepValue;

    /// <summary>condition ? then : otherwise.</summary>
    public sealed record Choice(string Condition, BicepValue Then, BicepValue Otherwise) : BicepValue;

    /// <summary>Anything else, such as a name, a number or a call.</summary>
    public sealed record Expression(string Source) : BicepValue;
}
