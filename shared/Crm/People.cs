using System.Collections.Immutable;
using OneOnOne.Meetings;

namespace OneOnOne.Crm;

/// <summary>Somebody of the company, with what a brief needs to know about them.</summary>
public sealed record Person(PersonId Id, string Name)
{
    public int Schema { get; init; } = 1;

    /// <summary>As the CRM's directory has it; whether mail may go there is decided at delivery.</summary>
    public string? Email { get; init; }

    public PersonId? Manager { get; init; }

    /// <summary>IANA time zone; null means the company's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>ISO 3166-1 alpha-2, or a part of one of these; null means the company's.</summary>
    public string? Country { get; init; }

    /// <summary>BCP 47, such as "de-CH"; null means the company's.</summary>
    public string? Language { get; init; }

    /// <summary>False when the newest list of people no longer has them, or says so.</summary>
    public bool Active { get; init; } = true;

    public ImmutableArray<Quota> Quotas { get; init; } = [];
}

/// <param name="To">Last day of the period, included.</param>
public sealed record Quota(DateOnly From, DateOnly To, Money Target)
{
    public bool Covers(DateOnly day) => From <= day && day <= To;
}

/// <summary>A manager's present team and the meetings they hold.</summary>
public sealed record Team(PersonId Manager, ImmutableArray<PersonId> Reps, ImmutableArray<MeetingSeries> Meetings)
{
    public int Schema { get; init; } = 1;
}
