using OneOnOne.Settings;

namespace OneOnOne.Pipeline;

/// <summary>
/// A provider that says "not before" means it for every mail, and not just for the one that was told. This process posts nothing until
/// then; after it one mail tries, and the others follow when the provider has taken or refused that one.
/// </summary>
public sealed class ProviderPause(DeliverySettings settings)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _until;
    private bool _trying;

    /// <returns>When to ask again; null: nothing stands in the way.</returns>
    public DateTimeOffset? Until(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _until is not { } until || until <= now ? null
                : _trying && now + settings.DeferFor < until ? now + settings.DeferFor
                : until;
        }
    }

    /// <summary>Asks for leave to post. After a pause the first who asks is the one that tries.</summary>
    /// <returns>When to ask again; null: go ahead, and tell <see cref="After"/> what came of it.</returns>
    public DateTimeOffset? Enter(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (Until(now) is { } later)
            {
                return later;
            }

            if (_until is not null)
            {
                // The lease outlasts any post: if nothing is heard of this one until then, another may try.
                (_until, _trying) = (now + settings.Lease, true);
            }

            return null;
        }
    }

    /// <summary>Mails that were on their way when the pause began say nothing about its end.</summary>
    public void After(PostResult result, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (result is { Outcome: PostOutcome.Deferred, RetryAfter: { } wait })
            {
                _until = !_trying && _until > now + wait ? _until : now + wait;
                _trying = false;
            }
            else if (_trying && result.Outcome is PostOutcome.Accepted or PostOutcome.Refused)
            {
                (_until, _trying) = (null, false);
            }
        }
    }
}
