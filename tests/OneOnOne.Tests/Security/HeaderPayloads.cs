namespace OneOnOne.Tests.Security;

/// <summary>Texts that would begin a header, a receiver or a body of their own, or look like none: every control character in four places, and the usual tricks.</summary>
internal static class HeaderPayloads
{
    public const int Count = 300;

    public static IReadOnlyList<string> All { get; } = [.. Controls().SelectMany(Placed), .. Tricks()];

    public static IEnumerable<char> Controls() => Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(code => (char)code).Concat(['\u2028', '\u2029']);

    private static IEnumerable<string> Placed(char control) => [$"{control}a", $"a{control}", $"a{control}Bcc: eve@evil.example", $"a{control}{control}<html>body"];

    private static IEnumerable<string> Tricks() =>
    [
        "a\r\nBcc: eve@evil.example", "a\r\n\tBcc: eve@evil.example", "a\r\n Bcc: eve@evil.example", "a\n\rBcc: eve@evil.example", "a\r\n.\r\nMAIL FROM:<eve@evil.example>", "a\r\n\r\n--boundary\r\nContent-Type: text/html", "\r\nSubject: other", "a\r\r\nTo: eve@evil.example",
        "a\n\nbody", "a\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+", "a\r\nX-SMTPAPI: {}", "a\r\nReply-To: eve@evil.example", "a\r\nSender: eve@evil.example", "a\r\nReturn-Path: <>", "a\r\nMessage-ID: <x@y>", "a\r\nDate: Thu, 1 Jan 1970 00:00:00 +0000",
        "a\0\r\nBcc: eve@evil.example", "\u0085Bcc: eve@evil.example", "\u000b\u000cBcc: eve@evil.example", "\u001b]0;title\u0007", "\u001b[2J", "a\bb", "\u2028\u2029Bcc: eve@evil.example", "\r", "\n", "\r\n", "a\r\nBcc:eve@evil.example\r\n", "=?utf-8?q?a?=\r\n", "a\t\tb", "a\u0000", "\u007f\u007f", "\u009f",
    ];
}
