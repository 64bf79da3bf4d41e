using System.Security.Cryptography;
using System.Text;

namespace OneOnOne.Http.Events;

/// <summary>The public half of the key that the mail provider signs its events with: ECDSA on P-256.</summary>
public sealed class WebhookKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly byte[] _subjectPublicKeyInfo;

    private WebhookKey(byte[] subjectPublicKeyInfo) => _subjectPublicKeyInfo = subjectPublicKeyInfo;

    /// <param name="base64">A SubjectPublicKeyInfo, as SendGrid shows it: no PEM frame around it.</param>
    /// <returns>Null when it is none, or one of another kind.</returns>
    public static WebhookKey? Read(string base64)
    {
        try
        {
            byte[] bytes = Convert.FromBase64String(base64);
            using ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(bytes, out int read);
            return read == bytes.Length && key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256 ? new WebhookKey(bytes) : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether the key's owner signed this time stamp and this body, byte for byte.</summary>
    /// <param name="signature">DER in Base64, as it stands in the header.</param>
    public bool HasSigned(string timestamp, ReadOnlySpan<byte> body, string signature)
    {
        byte[] der = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature, der, out int length))
        {
            return false;
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp));
        hash.AppendData(body);
        try
        {
            // One for each request: an instance may not be used by two at once.
            using ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(_subjectPublicKeyInfo, out _);
            return key.VerifyHash(hash.GetHashAndReset(), der.AsSpan(0, length), DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false; // What is no DER at all is refused this way.
        }
    }
}

/// <param name="Key">Null: nobody's events are believed.</param>
public sealed record EventWebhookSettings(WebhookKey? Key);
