using System.Text;

namespace OneOnOne.Ingest.Csv.Values;

/// <summary>Lets only addresses through that may stand in an e-mail: absolute https, without a user name that makes a host look like another.</summary>
internal static class SafeUrl
{
    private const int Longest = 2000;

    public static string? Read(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && text.Length <= Longest
        && Encoding.UTF8.GetString(text) is var address
        && !TextCleaner.HasControls(address)
        && Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
        && uri is { Scheme: "https", UserInfo: "", Host.Length: > 0 }
            ? uri.AbsoluteUri
            : null;
}
