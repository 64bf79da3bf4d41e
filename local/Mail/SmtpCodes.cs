using System.Globalization;

namespace OneOnOne.Local.Mail;

/// <summary>What the ledger keeps of a mail server's trouble.</summary>
internal static class SmtpCodes
{
    public const string Timeout = "smtp-timeout";
    public const string Stopped = "smtp-stopped";
    public const string Paused = "smtp-paused";
    public const string Lost = "smtp-connection-lost";
    public const string Unreachable = "smtp-unreachable";
    public const string Tls = "smtp-tls";

    private static readonly int[] SignIn = [530, 534, 535, 538];

    public static string Of(int status) => string.Create(CultureInfo.InvariantCulture, $"smtp-{status}");

    /// <summary>RFC 4954: who sends is not signed in, or not well enough.</summary>
    public static bool IsSignIn(int status) => SignIn.Contains(status);

    public static bool IsSignInCode(string code) => SignIn.Any(status => code == Of(status));
}
