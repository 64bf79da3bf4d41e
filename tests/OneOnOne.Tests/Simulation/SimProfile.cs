using OneOnOne.Settings;

namespace OneOnOne.Tests.Simulation;

internal enum SimStoreKind
{
    Sqlite,
    Cosmos,
}

internal enum SimProvider
{
    /// <summary>Like the outbox folder: it can be asked, and knows.</summary>
    Tells,

    /// <summary>Like SendGrid: it cannot be asked, its webhook tells sooner or later, or never.</summary>
    Webhook,

    /// <summary>Like SMTP: nobody ever tells.</summary>
    Silent,
}

/// <summary>How a seed's world is made: what is switched off in it, how rough it is, and when it becomes quiet.</summary>
internal sealed record SimProfile
{
    public required SimProvider Provider { get; init; }

    public required UnknownPolicy Policy { get; init; }

    public required TimeSpan Lead { get; init; }

    public required int Workers { get; init; }

    /// <summary>How likely a call of a port is disturbed.</summary>
    public required double Faults { get; init; }

    public required double ProviderFaults { get; init; }

    public required double BusFaults { get; init; }

    public required bool Locks { get; init; }

    public required bool Sessions { get; init; }

    public required bool DuplicateDetection { get; init; }

    public required bool Leases { get; init; }

    public required bool WrongClocks { get; init; }

    public required bool InOrder { get; init; }

    /// <summary>After one tick that planned everything the timer never comes again: messages alone have to bring the briefs out.</summary>
    public required bool OneTick { get; init; }

    public required int Snapshots { get; init; }

    /// <summary>From here on nothing goes wrong any more.</summary>
    public required DateTimeOffset CalmAt { get; init; }

    /// <summary>How long a call may hang at most.</summary>
    public static readonly TimeSpan LongestStall = TimeSpan.FromMinutes(8);

    /// <summary>How long the bus may keep a message. Beyond the one-on-one, unless it is calm early and the brief has to come in time.</summary>
    public TimeSpan LongestDelay => CalmAt + TimeSpan.FromHours(3) > SimCompany.Meeting ? Lead * 1.2 : Lead / 4;

    public DateTimeOffset Begins => SimCompany.Meeting - Lead - TimeSpan.FromMinutes(20);

    public DateTimeOffset Ends => (CalmAt > SimCompany.Meeting ? CalmAt : SimCompany.Meeting).AddHours(WrongClocks ? 52 : 26);

    public static SimProfile Of(SimPlan plan)
    {
        TimeSpan lead = plan.Pick("lead", TimeSpan.FromHours(24), TimeSpan.FromHours(24), TimeSpan.FromHours(3), TimeSpan.FromMinutes(40));
        SimProvider provider = plan.Pick("provider", SimProvider.Tells, SimProvider.Webhook, SimProvider.Webhook, SimProvider.Silent);
        bool wrongClocks = plan.Of("wrong clocks") < 0.3;
        bool oneTick = !wrongClocks && plan.Of("one tick") < 0.25; // By a clock that was fast, the run of a tick that died stands still later than one can wait for.
        return new SimProfile
        {
            Provider = provider,
            Policy = plan.Pick("policy", UnknownPolicy.Hold, UnknownPolicy.ResendOnce),
            Lead = lead,
            Workers = plan.Pick("workers", 1, 2, 2, 3),
            Faults = plan.Pick("faults", 0.0, 0.005, 0.02, 0.05),
            ProviderFaults = plan.Pick("provider faults", 0.0, 0.1, 0.3),
            BusFaults = plan.Pick("bus faults", 0.0, 0.05, 0.2),
            Locks = plan.Of("locks") < 0.75,
            Sessions = plan.Of("sessions") < 0.75,
            DuplicateDetection = plan.Of("duplicate detection") < 0.5,
            Leases = plan.Of("leases") < 0.75,
            WrongClocks = wrongClocks,
            InOrder = plan.Of("in order") < 0.2,
            OneTick = oneTick,
            Snapshots = plan.Pick("snapshots", 0, 1, 2, 3),
            CalmAt = SimCompany.Meeting - lead + (lead * plan.Pick("calm", 0.1, 0.5, 0.9, 1.1)),
        };
    }
}
