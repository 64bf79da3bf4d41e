using System.Security.Cryptography;
using System.Text;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>Record ids as Salesforce has them: 15 characters that tell capitals from small letters, and 3 more that say which are capitals.</summary>
internal static class FakeSalesforceId
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Checks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <param name="prefix">The object's three characters, such as 006.</param>
    /// <param name="key">What the record is, in the company's own words. The same key has the same id.</param>
    public static string Of(string prefix, string key) => WithCheck(prefix + "Kx" + Letters(prefix + "|" + key, 10));

    /// <summary>The id of a row that belongs to another, so that later rows have greater ids.</summary>
    public static string Of(string prefix, string owner, DateTimeOffset at, int order) =>
        WithCheck(prefix + Letters(owner, 5) + Base62(at.ToUnixTimeSeconds(), 6) + Base62(order, 1));

    /// <summary>The form in which reports and formula fields show it.</summary>
    public static string Short(string id) => id[..15];

    private static string WithCheck(string id)
    {
        StringBuilder whole = new(id, 18);
        foreach (char[] five in id.Chunk(5))
        {
            whole.Append(Checks[five.Index().Sum(letter => char.IsAsciiLetterUpper(letter.Item) ? 1 << letter.Index : 0)]);
        }

        return whole.ToString();
    }

    private static string Letters(string key, int count) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(key)).Take(count).Select(one => Digits[one % Digits.Length]));

    private static string Base62(long number, int width)
    {
        char[] text = new char[width];
        for (int i = width - 1; i >= 0; i--, number /= Digits.Length)
        {
            text[i] = Digits[(int)(number % Digits.Length)];
        }

        return new string(text);
    }
}
