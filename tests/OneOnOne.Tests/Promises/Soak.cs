using System.Globalization;

namespace OneOnOne.Tests.Promises;

/// <summary>How often something is tried: seldom in every run of the suite, and as often as the promise says when the environment asks for it.</summary>
internal static class Soak
{
    public static int Or(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) ? asked : usual;
}
