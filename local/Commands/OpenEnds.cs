using System.Globalization;
using OneOnOne.Local.Mail;
using OneOnOne.Pipeline;

namespace OneOnOne.Local.Commands;

/// <summary>What somebody has to do after a run: a line for each kind of trouble that keeps a brief from being settled.</summary>
internal static class OpenEnds
{
    /// <param name="where">The outbox, or the mail server.</param>
    public static IEnumerable<string> Of(IReadOnlyList<Delivery> deliveries, int deadLetters, string where)
    {
        foreach (IGrouping<string, Delivery> waiting in deliveries.Where(delivery => delivery.State == DeliveryState.Deferred).GroupBy(delivery => delivery.Code ?? "", StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return $"{Briefs(waiting.Count(), "waits", "wait")}: {Because(waiting.Key, where)} Then run again.";
        }

        if (Count(deliveries, DeliveryState.Unknown) is > 0 and int unknown)
        {
            yield return $"{Briefs(unknown, "has", "have")} an unknown outcome: {where} had begun to get the mail and its answer was lost. Run again in a quarter of an hour; nothing is sent twice.";
        }

        if (Count(deliveries, DeliveryState.Held) is > 0 and int held)
        {
            yield return $"{Briefs(held, "is", "are")} held: nobody can say whether {(held == 1 ? "it" : "they")} went out. Look in the mail server's log, then say so (docs/runbook.md, \"Held on a laptop\").";
        }

        if (deadLetters > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{deadLetters} messages were given up. `runs` lists them with the reason.");
        }
    }

    private static string Because(string code, string where) => code switch
    {
        SmtpCodes.Unreachable => $"the mail server {where} cannot be reached. Check --smtp and the network.",
        SmtpCodes.Timeout => $"the mail server {where} did not answer in time. Look after it, or raise Smtp__TimeoutSeconds.",
        SmtpCodes.Tls => $"TLS with the mail server {where} failed. Check its certificate, its name in --smtp, and Smtp__Tls.",
        SmtpCodes.Lost => $"the mail server {where} hung up before it had the mail. Look after it.",
        SmtpCodes.Paused => $"nothing more was risked after the mail server {where} had kept an answer back. Look after it.",
        SmtpCodes.Stopped => "the run was stopped before the mail server had them.",
        OutboxGateway.NotWritable => $"the outbox {where} cannot be written. Make room there and check its permissions.",
        _ when SmtpCodes.IsSignInCode(code) => $"the mail server {where} refused the sign-in ({code}). Check Smtp__User and Smtp__Password.",
        _ => $"the mail server {where} asked for patience ({code}). Give it some minutes.",
    };

    private static int Count(IReadOnlyList<Delivery> deliveries, DeliveryState state) => deliveries.Count(delivery => delivery.State == state);

    private static string Briefs(int count, string one, string many) =>
        count == 1 ? $"1 brief {one}" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} briefs {many}");
}
