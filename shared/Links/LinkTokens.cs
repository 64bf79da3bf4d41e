using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Settings;

namespace OneOnOne.Links;

/// <summary>
/// Writes links as short texts that nobody else can make, and reads them: version, form, kind of finding, instant of expiry, nonce, the
/// ids, and an HMAC-SHA256 over all of it, cut to 128 bits. Pure.
/// </summary>
internal sealed class LinkTokens(LinkSettings settings)
{
    private const string Purpose = "oneonone form link";
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int CodeBytes = 16;
    private const int FixedBytes = 3 + sizeof(uint) + NonceBytes;
    private const int LongestId = byte.MaxValue;
    private const int LongestToken = 1200;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The same seed and the same thing give the same nonce, so that what is rendered again is equal byte for byte.</summary>
    /// <returns>Null where there is no key.</returns>
    public string? Nonce(string seed, FormKind form, PersonId person, PersonId rep, string topic, AnalysisPart? part) => settings.Key is { } key
        ? Convert.ToHexStringLower(key.Code("oneonone link nonce", Encoding.UTF8.GetBytes($"{seed}\n{form}\n{person.Value}\n{rep.Value}\n{topic}\n{part}")).AsSpan(0, NonceBytes))
        : null;

    /// <returns>Null where there is no key, or an id is too long to be put into a link.</returns>
    public string? Write(FormLink link)
    {
        byte[] person = Strict.GetBytes(link.For.Value);
        byte[] rep = link.Rep == link.For ? [] : Strict.GetBytes(link.Rep.Value);
        byte[] topic = Strict.GetBytes(link.Topic);
        if (settings.Key is not { } key || person.Length > LongestId || rep.Length > LongestId || topic.Length > LongestId * 2)
        {
            return null;
        }

        byte[] token = new byte[FixedBytes + 2 + person.Length + rep.Length + topic.Length + CodeBytes];
        (token[0], token[1], token[2]) = (Version, (byte)link.Form, link.Part is { } part ? (byte)(part + 1) : (byte)0);
        BinaryPrimitives.WriteUInt32BigEndian(token.AsSpan(3), (uint)link.Expires.ToUnixTimeSeconds());
        Convert.FromHexString(link.Nonce).CopyTo(token.AsSpan(3 + sizeof(uint)));
        token[FixedBytes] = (byte)person.Length;
        token[FixedBytes + 1] = (byte)rep.Length;
        byte[] ids = [.. person, .. rep, .. topic];
        ids.CopyTo(token.AsSpan(FixedBytes + 2));
        key.Code(Purpose, token.AsSpan(0, token.Length - CodeBytes)).AsSpan(0, CodeBytes).CopyTo(token.AsSpan(token.Length - CodeBytes));
        return Base64Url.EncodeToString(token);
    }

    /// <returns>Null for anything that was not written with the key, or the one before it. Whether it has expired is for the caller to ask.</returns>
    public FormLink? Read(string text)
    {
        if (text.Length is 0 or > LongestToken || Decode(text) is not { Length: > FixedBytes + 2 + CodeBytes } token || !IsOurs(token) || token[0] != Version)
        {
            return null;
        }

        int person = token[FixedBytes];
        int rep = token[FixedBytes + 1];
        ReadOnlySpan<byte> ids = token.AsSpan(FixedBytes + 2)[..^CodeBytes];
        PersonId who = new(Strict.GetString(ids[..person]));
        return new FormLink(
            (FormKind)token[1],
            who,
            rep == 0 ? who : new PersonId(Strict.GetString(ids.Slice(person, rep))),
            Strict.GetString(ids[(person + rep)..]),
            token[2] == 0 ? null : (AnalysisPart)(token[2] - 1),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(token.AsSpan(3))),
            Convert.ToHexStringLower(token.AsSpan(3 + sizeof(uint), NonceBytes)));
    }

    /// <summary>Both keys are always asked, each comparison takes the same time whatever it finds.</summary>
    private bool IsOurs(byte[] token) => Matches(settings.Key, token) | Matches(settings.PreviousKey, token);

    private static bool Matches(LinkKey? key, byte[] token) =>
        key is not null && CryptographicOperations.FixedTimeEquals(key.Code(Purpose, token.AsSpan(0, token.Length - CodeBytes)).AsSpan(0, CodeBytes), token.AsSpan(token.Length - CodeBytes));

    /// <returns>Null for what is no base64url, or is written otherwise than we write it: one link has one text.</returns>
    private static byte[]? Decode(string text)
    {
        byte[] bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out int written) && Base64Url.EncodeToString(bytes.AsSpan(0, written)) == text ? bytes[..written] : null;
    }
}
