using System.Collections.Immutable;

namespace OneOnOne.Pipeline;

/// <summary>
/// Decides whether a directory's address may be mailed to. Parsing alone is no check: .NET reads "b@example.com, c@evil.example"
/// as c@evil.example, so the address has to come back exactly as it went in.
/// </summary>
public static class RecipientPolicy
{
    private const int LongestAddress = 254;

    /// <returns>Null when it may be mailed to; else the code of the refusal.</returns>
    public static string? Refusal(string? address, ImmutableArray<string> allowedDomains)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return "no-address";
        }

        bool plain = address.Length <= LongestAddress
            && address.Count(c => c == '@') == 1
            && address.All(c => c is > ' ' and < '\u007f' and not (',' or ';' or '<' or '>' or '"' or '(' or ')' or '[' or ']' or '\\' or ':' or '%' or '!'))
            && !$"@{address}@".Replace('@', '.').Contains("..", StringComparison.Ordinal); // Neither an empty label nor a dot at an end.
        if (!plain || !System.Net.Mail.MailAddress.TryCreate(address, out System.Net.Mail.MailAddress? parsed) || parsed.Address != address)
        {
            return "bad-address";
        }

        return allowedDomains.IsEmpty || allowedDomains.Contains(parsed.Host, StringComparer.OrdinalIgnoreCase) ? null : "domain-not-allowed";
    }
}
