namespace OneOnOne.Ingest.Csv.Values;

internal static class Currencies
{
    /// <returns>The code in capitals; null for what cannot be one.</returns>
    public static string? Normal(string code) => code is [_, _, _] && code.All(char.IsAsciiLetter) ? code.ToUpperInvariant() : null;
}
