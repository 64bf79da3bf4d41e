using System.Security.Cryptography;
using System.Text;

namespace OneOnOne.Links;

/// <summary>A key that links are signed with. It shows its bytes to nobody.</summary>
public sealed class LinkKey
{
    public const int Bytes = 32;

    private readonly byte[] _key;

    private LinkKey(byte[] key) => _key = key;

    /// <returns>Null for what is not the base64 of 32 bytes.</returns>
    public static LinkKey? Read(string base64)
    {
        byte[] key = new byte[Bytes];
        return Convert.TryFromBase64String(base64, key, out int written) && written == Bytes ? new LinkKey(key) : null;
    }

    /// <param name="purpose">A code for one purpose is none for another.</param>
    internal byte[] Code(string purpose, ReadOnlySpan<byte> text)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(Encoding.UTF8.GetBytes(purpose + "\n"));
        hash.AppendData(text);
        return hash.GetHashAndReset();
    }
}
