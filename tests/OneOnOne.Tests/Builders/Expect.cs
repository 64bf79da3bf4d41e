using System.Collections.Immutable;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Builders;

/// <summary>Comparisons that xunit lacks: an immutable array equals another only if it is the same one.</summary>
internal static class Expect
{
    public static void Items<T>(T[] expected, ImmutableArray<T> actual) => Assert.Equal(expected, actual.AsEnumerable());

    /// <summary>Equal in every field, as the stores see it.</summary>
    public static void Same<T>(T expected, T actual) => Assert.Equal(Json.Text(expected), Json.Text(actual));
}
