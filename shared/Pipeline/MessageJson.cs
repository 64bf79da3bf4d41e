using System.Text.Json;
using System.Text.RegularExpressions;
using OneOnOne.Analysis;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>Messages to and from bytes. What cannot be read is poison: no retry will make it better.</summary>
public static partial class MessageJson
{
    public const int LargestBytes = 200 * 1024;

    private const int KnownSchema = 1;
    private const int LongestId = 64;

    public static byte[] Write(Message message) => Json.Bytes(message);

    /// <exception cref="PoisonMessageException">The bytes are no message of a kind and schema that this program knows.</exception>
    public static T Read<T>(ReadOnlySpan<byte> body)
        where T : Message
    {
        if (body.Length > LargestBytes)
        {
            throw new PoisonMessageException("too-large", "body");
        }

        Message message;
        try
        {
            message = Json.Read<Message>(body);
        }
        catch (JsonException e)
        {
            throw new PoisonMessageException("unreadable", e.Path is { } path && OurNames().IsMatch(path) ? path : "body");
        }

        if (message.Schema != KnownSchema)
        {
            throw new PoisonMessageException("unknown-schema", "schema");
        }

        if (string.IsNullOrEmpty(message.Run.Value))
        {
            throw new PoisonMessageException("missing", "run");
        }

        if (!IsPlain(message.Run.Value))
        {
            throw new PoisonMessageException("unknown-value", "run");
        }

        CheckFields(message);
        return message as T ?? throw new PoisonMessageException("wrong-type", "type");
    }

    private static void CheckFields(Message message)
    {
        switch (message)
        {
            case AnalyzeRep { Parts.IsDefaultOrEmpty: true }:
                throw new PoisonMessageException("missing", "parts");
            case AnalyzeRep analyze when !analyze.Parts.All(Enum.IsDefined) || analyze.Parts.Length > Enum.GetValues<AnalysisPart>().Length:
                throw new PoisonMessageException("unknown-value", "parts");
            case FindingsReady ready when !Enum.IsDefined(ready.Part):
                throw new PoisonMessageException("unknown-value", "part");
            case FindingsReady { SnapshotId: { } snapshot } when !IsPlain(snapshot):
                throw new PoisonMessageException("unknown-value", "snapshotId");
            case DeliverBrief deliver when !Enum.IsDefined(deliver.Audience):
                throw new PoisonMessageException("unknown-value", "audience");
            default:
                break;
        }
    }

    /// <summary>Ids of runs and snapshots are of our making, and are logged: what has other characters is somebody's text.</summary>
    private static bool IsPlain(string id) => id.Length <= LongestId && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>A path is made of the message's own names, which may be anything; only ours may stand in a reason.</summary>
    [GeneratedRegex(@"^\$\.(type|schema|run|round|parts|part|snapshotId|audience)(\[[0-9]+\])?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OurNames();
}

/// <summary>A message that can never be handled. The reason names a code and a field and never quotes the content.</summary>
public sealed class PoisonMessageException(string code, string at) : Exception($"{code}: {at}")
{
    public string Code => code;

    public string Field => at;
}
