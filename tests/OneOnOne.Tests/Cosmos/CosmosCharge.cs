namespace OneOnOne.Tests.Cosmos;

/// <summary>
/// Request units by rule of thumb: 1 per started KB read, 5 per started KB written, 2.5 and 1 per started KB for a page of a query, 1 for
/// what is refused. Good for comparing two ways of doing the same; <b>not Azure's figures</b>, which depend on indexing and load.
/// </summary>
internal static class CosmosCharge
{
    public const double Refused = 1;

    public static double Read(int bytes) => Kilobytes(bytes);

    public static double Write(int bytes) => 5 * Kilobytes(bytes);

    public static double Query(int bytes) => 2.5 + Kilobytes(bytes);

    private static double Kilobytes(int bytes) => Math.Max(1, Math.Ceiling(bytes / 1024.0));
}
