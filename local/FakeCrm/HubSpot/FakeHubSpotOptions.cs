using System.Collections.Immutable;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>How a made-up HubSpot account is set up.</summary>
internal sealed record FakeHubSpotOptions
{
    public const string Deals = "crm.objects.deals.read";
    public const string Owners = "crm.objects.owners.read";
    public const string Contacts = "crm.objects.contacts.read";
    public const string Companies = "crm.objects.companies.read";
    public const string Emails = "sales-email-read";
    public const string Goals = "crm.objects.goals.read";

    public string Token { get; init; } = "pat-made-up-for-tests";

    /// <summary>What its private app was granted.</summary>
    public ImmutableHashSet<string> Scopes { get; init; } = [Deals, Owners, Contacts, Companies, Emails, Goals];

    /// <summary>As HubSpot writes it: an old name of America/New_York.</summary>
    public string TimeZone { get; init; } = "US/Eastern";

    /// <summary>Requests in ten seconds of real time.</summary>
    public int TenSecondLimit { get; init; } = 100_000;

    /// <summary>Requests until <see cref="FakeHubSpot.NextDay"/>.</summary>
    public int DailyLimit { get; init; } = 650_000;

    /// <summary>For how long a change cannot be found by search.</summary>
    public TimeSpan IndexLag { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
