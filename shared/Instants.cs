namespace OneOnOne;

/// <summary>How people write an instant, on the command line and in a query. Without an offset it is UTC.</summary>
public static class Instants
{
    public static string[] Formats { get; } = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];
}
