using System.Collections.Frozen;
using System.Text;
using OneOnOne.Crm;

namespace OneOnOne.Ingest.Csv.Values;

/// <summary>Words that exports use for one thing, whatever their case.</summary>
internal sealed class Words<T>
    where T : struct
{
    private const int Longest = 32;
    private const int Places = 64;

    private readonly Remembered<T> _seen = new(Places);
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _words;

    public Words(params ReadOnlySpan<(T Meaning, string Words)> meanings)
    {
        Dictionary<string, T> words = new(StringComparer.OrdinalIgnoreCase);
        foreach ((T meaning, string list) in meanings)
        {
            foreach (string word in list.Split('|'))
            {
                words.Add(word, meaning);
            }
        }

        _words = words.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool TryFind(ReadOnlySpan<byte> text, out T meaning)
    {
        if (_seen.TryGet(text, out meaning))
        {
            return true;
        }

        Span<char> word = stackalloc char[Longest];
        if (!Encoding.UTF8.TryGetChars(text, word, out int length) || !_words.TryGetValue(word[..length], out meaning))
        {
            return false;
        }

        _seen.Add(text, meaning);
        return true;
    }
}

internal static class Words
{
    public static Words<bool> Flags { get; } = new((true, "true|yes|y|1|x"), (false, "false|no|n|0"));

    public static Words<ActivityStatus> Statuses { get; } = new(
        (ActivityStatus.Done, "true|yes|y|1|x|completed|done|held"),
        (ActivityStatus.Ahead, "false|no|n|0|scheduled|planned|open|booked|not started|not_started|in progress|in_progress|waiting|waiting on someone else|deferred"),
        (ActivityStatus.CalledOff, "cancelled|canceled|no show|no-show|no_show|rescheduled"));

    /// <summary>What software sends to many, or by itself.</summary>
    public static Words<bool> AutomatedKinds { get; } = new(
        (true, "list email|listemail|mass email|massemail|bulk email|marketing email|automated email|newsletter|auto-reply|autoreply|out of office"));

    public static Words<Outcome> Outcomes { get; } = new((Outcome.Open, "open"), (Outcome.Won, "won"), (Outcome.Lost, "lost"));

    public static Words<Meetings.Cadence> Cadences { get; } = new(
        (Meetings.Cadence.Weekly, "weekly"), (Meetings.Cadence.Fortnightly, "fortnightly"), (Meetings.Cadence.Monthly, "monthly"));

    public static Words<ActivityKind> Kinds { get; } = new(
        (ActivityKind.Call, "call|calls|phone|phone call|phonecall|telephone"),
        (ActivityKind.Email, "email|e-mail|mail|emails"),
        (ActivityKind.Meeting, "meeting|meetings|event|appointment|demo|visit|lunch"),
        (ActivityKind.Task, "task|tasks|to-do|todo|to do"));
}

internal enum ActivityStatus
{
    Done,
    Ahead,

    /// <summary>It did not take place, and will not.</summary>
    CalledOff,
}
