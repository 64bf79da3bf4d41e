using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Simulation;

/// <summary>The mail provider, and what it remembers: the truth that the ledger is held against.</summary>
internal sealed class SimMail(SimWorld sim)
{
    public List<(string Key, DateTimeOffset At, Mail Mail)> Posts { get; } = [];

    public List<(string Key, DateTimeOffset At)> Accepted { get; } = [];

    /// <summary>What it refused, and answers that nobody got or that said nothing, by brief.</summary>
    public List<(string Key, PostOutcome Outcome)> Answers { get; } = [];

    /// <summary>Before these instants it does not want to hear of a brief again, as its last answers said.</summary>
    public Dictionary<string, DateTimeOffset> Asked { get; } = new(StringComparer.Ordinal);

    /// <summary>Briefs of which its webhook has told us.</summary>
    public HashSet<string> Told { get; } = new(StringComparer.Ordinal);

    public int Untold { get; set; }

    public PostResult Post(Mail mail, SimActor actor)
    {
        string key = mail.BriefKey;
        sim.Record.Posted(actor, mail);
        Posts.Add((key, sim.Now, mail));
        Asked.Remove(key);
        string where = sim.Plan.Again("post " + key);
        double chance = sim.Profile.ProviderFaults;
        if (sim.Disturb("Refuse", where, chance / 4))
        {
            return Answer(key, new PostResult(PostOutcome.Refused, "provider-550"));
        }

        if (sim.Disturb("Busy", where, chance))
        {
            TimeSpan wait = sim.Plan.Between("busy " + where, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(12));
            Asked[key] = actor.Worker.Clock.GetUtcNow() + wait;
            return Answer(key, new PostResult(PostOutcome.Deferred, "busy", RetryAfter: wait));
        }

        if (sim.Disturb("Connection refused", where, chance))
        {
            return Answer(key, new PostResult(PostOutcome.Deferred, "no-connection"));
        }

        if (sim.Disturb("Timeout unsent", where, chance / 2))
        {
            return Answer(key, new PostResult(PostOutcome.Unknown, "timeout"));
        }

        // A provider that can be asked and knows does not accept later what it said it had not.
        if (sim.Profile.Provider != SimProvider.Tells && sim.Disturb("Timeout sent later", where, chance / 2))
        {
            sim.Later(sim.Plan.Between("later " + where, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(40)), "accept " + where, () => Accept(key, where));
            return Answer(key, new PostResult(PostOutcome.Unknown, "timeout"));
        }

        Accept(key, where);
        if (sim.Disturb("Timeout sent", where, chance / 2))
        {
            return Answer(key, new PostResult(PostOutcome.Unknown, "timeout"));
        }

        return sim.Disturb("Gateway throws", where, chance / 4) ? throw new IOException("The gateway broke.") : new PostResult(PostOutcome.Accepted, MessageId: where);
    }

    /// <summary>Who can be asked and knows also knows of a post that is on its way: it does not say no then.</summary>
    public Lookup Find(string key) => sim.Profile.Provider != SimProvider.Tells ? Lookup.CannotTell
        : Accepted.Any(one => one.Key == key) ? Lookup.Accepted
        : sim.Actors.Any(actor => actor.Lives && actor.Intent == key) ? Lookup.CannotTell
        : Lookup.NotAccepted;

    private PostResult Answer(string key, PostResult result)
    {
        Answers.Add((key, result.Outcome));
        return result;
    }

    private void Accept(string key, string where)
    {
        Accepted.Add((key, sim.Now));
        sim.Step($"the provider accepts {key}");
        if (sim.Profile.Provider != SimProvider.Webhook || sim.Disturb("Never told", where, sim.Profile.ProviderFaults / 2))
        {
            return;
        }

        foreach (DeliveryEventKind kind in new[] { DeliveryEventKind.Processed, sim.Plan.Pick("becomes " + where, DeliveryEventKind.Delivered, DeliveryEventKind.Delivered, DeliveryEventKind.Bounced) })
        {
            bool late = sim.Disturb("Told late", $"{kind} of {where}", sim.Profile.ProviderFaults);
            int times = sim.Disturb("Told twice", $"{kind} of {where}", sim.Profile.ProviderFaults) ? 2 : 1;
            (RunId run, Audience audience) = Delivery.ParseKey(key)!.Value;
            DeliveryEvent happened = new(run, audience, kind, sim.Now);
            for (int i = 0; i < times; i++)
            {
                Untold++;
                TimeSpan wait = sim.Plan.Between($"told {kind} {where} {i}", TimeSpan.FromSeconds(1), late ? TimeSpan.FromHours(3) : TimeSpan.FromMinutes(2));
                sim.Later(wait, $"webhook {kind} {where} {i}", () => sim.Tell(happened));
            }
        }
    }
}

/// <summary>A worker's way to the provider. Like SendGrid's adapter it looks events up in the ledger.</summary>
internal sealed class SimGateway(SimWorld sim, Func<IRunStore> runs) : IMailGateway
{
    public Task<PostResult> PostAsync(Mail mail, CancellationToken cancellation) => Task.FromResult(sim.Mail.Post(mail, sim.Performing!));

    public async Task<Lookup> FindAsync(string briefKey, CancellationToken cancellation)
    {
        if (sim.Profile.Provider != SimProvider.Webhook)
        {
            return sim.Mail.Find(briefKey);
        }

        (RunId run, Audience audience) = Delivery.ParseKey(briefKey)!.Value;
        return (await runs().EventsAsync(run, audience, cancellation)).IsEmpty ? Lookup.CannotTell : Lookup.Accepted;
    }
}
