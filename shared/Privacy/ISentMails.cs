using OneOnOne.Pipeline;

namespace OneOnOne.Privacy;

/// <summary>Mails that are out and still in reach: a laptop's outbox. A mail provider's are not.</summary>
public interface ISentMails
{
    /// <summary>Erases what was sent for these runs.</summary>
    void Erase(IReadOnlyCollection<RunId> runs);
}
