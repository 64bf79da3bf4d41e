using System.Text;

namespace OneOnOne.Tests.Fuzzing;

/// <summary>Texts that have broken other programs. Those with markup carry a word that may stand in no log and in no answer as markup.</summary>
internal static class Hostile
{
    public const string Canary = "canary";

    public static IReadOnlyList<string> Texts { get; } =
    [
        "", " ", "\0", "\r\n", "\n", "\r", "\t", "\u000b", "\u001b[31mcanary", "\u007f", "\u0085", "\u2028", "\u2029", "\ufeff", "\u00ad", "\u061c", "\ufffd",
        "\u200b", "\u200d", "\u202egnp.canary\u202c", "\u2066canary\u2069", "e\u0301\u0301\u0301", "ﷺ", "İstanbul ı ß ẞ ﬀ", "ｃａｎａｒｙ", "＝1+1", "\U000e0041", "🇩🇪👩‍👩‍👧", "ᾈ", "Ω≈ç√∫", "社會科學院", "\ue000", "\U0010ffff", "\ufdd0", "\uffff",
        "<canary onload=canary>", "\"><canary x=\"", "' canary='", "</title><canary>", "</style></script><canary>", "<!--canary", "]]>canary", "javascript:canary", "data:text/html,<canary>", "https://user@canary.example/", "//canary.example", "https://canary.example\\@x",
        "{{canary}}", "${canary}", "@(canary)", "%canary%", "`canary`", "$(canary)", "';canary--", "\" OR canary=1", "canary%00", "%0d%0aSet-Cookie:canary", "%c0%af", "%2e%2e%2f", "%ff", "%u0041", "..", "../../etc/canary", "..\\..\\canary", "C:\\canary", "CON", "NUL", "/", "\\", ".", "~",
        "=1+1", "+1", "-1", "@SUM(canary)", "\t=1", "=cmd|' /C calc'!A0", ",", ";", "|", "\"", "\"\"", "\"\"\"", "'", "a,b\"c", "\"canary", "canary\"",
        "null", "undefined", "NaN", "Infinity", "-Infinity", "true", "TRUE", "yes", "None", "nil", "[object Object]", "0x10", "1e400", "1_000", "١٢٣", "½", "Ⅷ", "1,234.50", "1.234,50", "-0", "00", "+5",
        "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-29", "2024-02-29", "2026-13-01", "0000-00-00", "2026-03-08T02:30:00", "2026-06-30T23:59:60Z", "9999-12-31T23:59:59.9999999-14:00", "0001-01-01T00:00:00+14:00", "1900-01-01", "2199-12-31",
        "a@b", "canary@example.com, eve@evil.example", "mia@example.com\r\nBcc: eve@evil.example", "rob", "ROB", "mia", "rob@example.com", "Rep", "Manager", "rep", "manager", "open", "done", "sent", "resend", "*", "W/\"1\"", "\"1\"",
        "type", "schema", "$type", "__proto__", "kind", "id", "Bearer", "none", "None", "HS256", "RS256", "key-1", "{h}.{c}.{s}", "ours", "stranger",
        "%s%s%n", "{0}{99}", "\\u0000", "\\", "\\ud800", "\\x41", "&#x3c;canary&#x3e;", "&lt;canary&gt;", "\u0000canary\u0000",
    ];

    /// <summary>What is no UTF-8, or is UTF-8 of what is no character.</summary>
    private static readonly byte[][] NoText =
    [
        [0xff], [0xfe, 0xff], [0xff, 0xfe], [0xc0, 0xaf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0x80], [0xc3], [0xe2, 0x82], [0xef, 0xbb, 0xbf], [0, 0, 0xfe, 0xff], [0xff, 0xfe, 0, 0], [0x1a],
    ];

    private static readonly string[] ExtremeNumbers =
    [
        "0", "-1", "1", "-0", "00", "0.5", "2147483647", "2147483648", "-2147483649", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551616", "79228162514264337593543950335", "79228162514264337593543950336", "1e308", "1e309", "-1e999", "1e-400", "0.1e1",
        "99999999999999999999999999999999999999999999999999", "253402300799", "253402300800", "62135596800", "9999", "10000", "365", "99", "13", "32", "60", "24", "3.0", "1E5",
    ];

    public static byte[] Bytes(Random random)
    {
        int which = random.Next(Texts.Count + NoText.Length);
        return which < Texts.Count ? Encoding.UTF8.GetBytes(Texts[which]) : NoText[which - Texts.Count];
    }

    public static string Number(Random random) => ExtremeNumbers[random.Next(ExtremeNumbers.Length)];
}
