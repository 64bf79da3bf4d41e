namespace OneOnOne.Ingest.Salesforce;

/// <summary>Record ids: 15 characters that tell capitals from small letters, or the same with 3 more that make it 18 whatever the case.</summary>
internal static class SalesforceId
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    private const int Short = 15;
    private const int Chunk = 5;

    public const string OfUsers = "005";
    public const string OfOpportunities = "006";

    /// <returns>The long form; what is no id of 15 characters stays as it is.</returns>
    public static string Long(string id)
    {
        if (id.Length != Short || !id.All(char.IsAsciiLetterOrDigit))
        {
            return id;
        }

        Span<char> checks = stackalloc char[Short / Chunk];
        for (int chunk = 0; chunk < checks.Length; chunk++)
        {
            int capitals = 0;
            for (int i = 0; i < Chunk; i++)
            {
                capitals |= char.IsAsciiLetterUpper(id[(chunk * Chunk) + i]) ? 1 << i : 0;
            }

            checks[chunk] = Letters[capitals];
        }

        return string.Concat(id, checks);
    }

    public static bool IsUser(string? id) => id?.StartsWith(OfUsers, StringComparison.Ordinal) == true;
}
