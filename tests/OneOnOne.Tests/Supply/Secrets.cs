using System.Text.RegularExpressions;

namespace OneOnOne.Tests.Supply;

/// <summary>Finds what looks like a key: by the form that its issuer gives it, or as something random that is called a secret.</summary>
internal static partial class Secrets
{
    /// <summary>Words and names repeat letters; keys hardly do.</summary>
    private const double BitsOfAKey = 4.0;

    public static IEnumerable<string> In(string text) =>
    [
        .. Known().Matches(text).Select(match => match.Value),
        .. Named().Matches(text).Where(match => Entropy(match.Groups["value"].ValueSpan) >= BitsOfAKey).Select(match => match.Value),
    ];

    /// <summary>Shannon's, in bits for each character.</summary>
    private static double Entropy(ReadOnlySpan<char> text)
    {
        int[] counts = new int[128];
        foreach (char c in text)
        {
            counts[c]++;
        }

        double bits = 0;
        foreach (int count in counts.Where(count => count > 0))
        {
            double share = (double)count / text.Length;
            bits -= share * Math.Log2(share);
        }

        return bits;
    }

    [GeneratedRegex(
        @"\bSG\.[\w-]{16,}\.[\w-]{32,}|\bAKIA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(AccountKey|SharedAccessKey|SharedAccessSignature)=[\w+/=%-]{20,}|[?&]sig=[\w%+/=-]{20,}"
        + @"|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|\bgh[pousr]_\w{36}|\bgithub_pat_\w{22,}|\bnpm_\w{36}|\bxox[abprs]-[\w-]{10,}|\bAIza[\w-]{35}|://(?!user:|me:secret@)[^/\s:@""'<>{}()$]+:[^/\s:@""'<>{}()$]+@",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Known();

    [GeneratedRegex(
        @"(api_?key|secret|password|pwd|token|account_?key|credential|connection_?string)[""']?\s*[:=]\s*[""']?(?<value>[A-Za-z0-9+/=._~-]{20,})",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Named();
}
