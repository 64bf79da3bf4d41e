using System.Security.Cryptography;
using System.Text;

namespace OneOnOne.Storage.Cosmos;

/// <summary>
/// Foreign ids as Cosmos DB can keep them, in ids of documents as well as in partition keys. A CRM's ids are any text; Cosmos DB
/// forbids some characters, and gateways, proxies and URLs quietly change others. What comes out is letters, digits, - _ and ~ only,
/// tells any two ids apart, and never begins with $: that marks our own partitions.
/// </summary>
internal static class CosmosId
{
    /// <summary>Beyond it the text is replaced by its hash; Cosmos DB's own limit is 1,023 bytes.</summary>
    private const int Longest = 255;

    public static string Of(string foreign)
    {
        StringBuilder id = new(foreign.Length);
        foreach (char c in foreign)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            {
                id.Append(c);
            }
            else
            {
                id.Append('~').Append(Convert.ToHexStringLower([(byte)(c >> 8), (byte)c]));
            }
        }

        // ~~ follows from no text, as does an empty id.
        return id.Length switch
        {
            0 => "~~",
            <= Longest => id.ToString(),
            _ => "~~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(foreign))),
        };
    }
}
