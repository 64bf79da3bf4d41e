using System.Globalization;
using System.Text;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Simulation;

/// <summary>What comes from outside of the pipeline: dead letters that somebody looks at, webhooks, clocks, kills.</summary>
internal sealed partial class SimWorld
{
    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(10);

    /// <summary>Dead letters that the bus has, by what they will be recorded as.</summary>
    public Dictionary<string, string> Dead { get; } = new(StringComparer.Ordinal);

    /// <summary>The provider's webhook posts.</summary>
    public void Tell(DeliveryEvent happened)
    {
        string key = Delivery.KeyOf(happened.Run, happened.Audience);
        void Then(SimActor actor)
        {
            if (actor.Failure is null)
            {
                Mail.Told.Add(key);
                Mail.Untold--;
            }
            else
            {
                Later(TellAgain, $"webhook {key}", () => Tell(happened));
            }
        }

        if (!Start($"webhook {key} {happened.Kind}", worker => worker.Get<EventStep>().RecordAsync([happened], worker.Stopping.Token), Then))
        {
            Later(TellAgain, $"webhook {key}", () => Tell(happened));
        }
    }

    /// <summary>A message is given up: it waits on the bus until it is recorded.</summary>
    public void Bury(SimMessage message, string reason, int attempts)
    {
        DeadLetter letter = new($"{message.Subscription}:{message.Id}", message.Subscription, Encoding.UTF8.GetString(message.Body), reason, attempts, Now);
        Dead[letter.Id] = reason;
        Step($"dead: {letter.Id} ({reason})");
        void Again() => Later(TimeSpan.FromMinutes(1), "dead letter", RecordIt);
        void RecordIt()
        {
            if (!Start("dead letter " + letter.Id, worker => worker.Get<DeadLetterStep>().RecordAsync(letter, worker.Stopping.Token), actor => { if (actor.Failure is not null) { Again(); } }))
            {
                Again();
            }
        }

        RecordIt();
    }

    /// <summary>Somebody looks after what was given up or held.</summary>
    private void LookAfter()
    {
        Later(LookEvery, "people", LookAfter);
        Start("replay", async worker =>
        {
            DeadLetterStep step = worker.Get<DeadLetterStep>();
            foreach (DeadLetter letter in await worker.Get<IRunStore>().DeadLettersAsync(worker.Stopping.Token))
            {
                if (letter.ReplayedAt is null)
                {
                    await step.ReplayAsync(letter, worker.Clock.GetUtcNow(), worker.Stopping.Token);
                }
            }
        });
        foreach (string key in Record.Ledger.Keys.Order(StringComparer.Ordinal).Where(key => MayBeAsked(Record.Of(key).Last().Delivery.State)))
        {
            string where = Plan.Again("person " + key);
            ResolvedAs? word = Plan.Happens("Person says sent", where, 0.2) ? ResolvedAs.Sent : Plan.Happens("Person resends", where, 0.3) ? ResolvedAs.Resend : null;
            if (word is { } said)
            {
                Resolve(key, said);
            }
        }
    }

    /// <summary>Where no planner comes any more, what is unknown has to find its end by its own messages.</summary>
    private bool MayBeAsked(DeliveryState state) => state is DeliveryState.Held || (state is DeliveryState.Unknown && !Profile.OneTick);

    /// <summary>Whoever gets no answer says it again.</summary>
    private void Resolve(string key, ResolvedAs said)
    {
        (RunId run, Audience audience) = Delivery.ParseKey(key)!.Value;
        void Again() => Later(TellAgain, $"person {key}", () => Resolve(key, said));
        void Then(SimActor actor)
        {
            if (actor.Failure is not null)
            {
                Again();
            }
        }

        if (!Start($"person {key} {said}", worker => worker.Get<ResolveStep>().RunAsync(run, audience, said, worker.Stopping.Token), Then, isPerson: true))
        {
            Again();
        }
    }

    private void ScheduleTrouble()
    {
        const int Most = 4;
        for (int i = 1; i <= Most; i++)
        {
            string which = string.Create(CultureInfo.InvariantCulture, $"trouble {i}");
            TimeSpan at = Plan.Of("early " + which) < 0.6 ? Plan.Between("when " + which, TimeSpan.FromMinutes(18), TimeSpan.FromMinutes(26)) : Plan.Between("when " + which, TimeSpan.Zero, Profile.Lead);
            Later(at, which, () => Trouble(which));
        }

        if (Profile.WrongClocks)
        {
            foreach (SimWorker worker in _workers)
            {
                if (Disturb("Wrong clock", worker.Name, 0.8))
                {
                    worker.Clock.Wrong = Plan.Between("clock of " + worker.Name, TimeSpan.FromMinutes(-5), TimeSpan.FromMinutes(5));
                }
            }
        }

        Later(Profile.CalmAt - Now, "calm", () => _workers.ForEach(worker => worker.Clock.Wrong = TimeSpan.Zero));
    }

    private void Trouble(string which)
    {
        if (AnyWorker(which) is not { } worker)
        {
            return;
        }

        double chance = Profile.Faults > 0 ? 0.3 : 0;
        if (Disturb("Kill", which, chance))
        {
            Crash(worker);
        }
        else if (Disturb("Stop", which, chance))
        {
            Step($"{worker.Name} is stopping");
            worker.Stopping.Cancel();
            Gone(worker);
        }
        else if (Profile.WrongClocks && Disturb("Clock jumps back", which, 0.3))
        {
            worker.Clock.Wrong = TimeSpan.FromHours(-1);
        }
        else if (Profile.WrongClocks && Disturb("Clock jumps forward", which, 0.3))
        {
            worker.Clock.Wrong = Plan.Between("jump of " + which, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        }
    }

    /// <summary>It ends what is under way, for as long as it is let.</summary>
    private void Gone(SimWorker worker) => Later(TimeSpan.FromSeconds(30), "drain of " + worker.Name, () =>
    {
        if (!worker.Dead)
        {
            Crash(worker);
        }
    });

    /// <summary>Nothing moves any more but timers.</summary>
    private bool IsQuiet() => Bus.IsEmpty && _calls.Count == 0 && Actors.Count == 0 && _agenda.TrueForAll(one => one.Name is "plan" or "people" or "renewal");

    private bool IsSettled() => Bus.IsEmpty && Record.Composed.Values.All(composed =>
        composed.Halves.All(half => Record.Of(half.BriefKey).LastOrDefault().Delivery?.IsTerminal == true));
}
