using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;

namespace OneOnOne.Tests.Http;

/// <summary>What can be made of an ECDSA signature on P-256 without the key.</summary>
internal static class Malleable
{
    private static readonly BigInteger Order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>(r, n - s) fits the same message and key as (r, s).</summary>
    public static string OtherForm(string signature)
    {
        (BigInteger r, BigInteger s) = Read(signature);
        return Convert.ToBase64String(Write(r, Order - s));
    }

    /// <summary>The second number cut to half its length.</summary>
    public static string CutOff(string signature)
    {
        (BigInteger r, BigInteger s) = Read(signature);
        return Convert.ToBase64String(Write(r, s >> 128));
    }

    /// <summary>The second number plus the group's order: the same in the group, and out of range.</summary>
    public static string Padded(string signature)
    {
        (BigInteger r, BigInteger s) = Read(signature);
        return Convert.ToBase64String(Write(r, s + Order));
    }

    public static string Longer(string signature) => Convert.ToBase64String([.. Convert.FromBase64String(signature), 0]);

    private static (BigInteger R, BigInteger S) Read(string signature)
    {
        AsnReader numbers = new AsnReader(Convert.FromBase64String(signature), AsnEncodingRules.DER).ReadSequence();
        return (numbers.ReadInteger(), numbers.ReadInteger());
    }

    private static byte[] Write(BigInteger r, BigInteger s)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(s);
        }

        return writer.Encode();
    }
}
