using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Meetings;

namespace OneOnOne.Crm;

/// <summary>
/// Everybody the snapshots ever named, each as the newest list of people that had them said; one document. Persons and teams
/// derive from it. Like a book it depends on which snapshots were seen, not on their order.
/// </summary>
public sealed record Company
{
    public int Schema { get; init; } = 1;

    public ImmutableSortedDictionary<PersonId, Listed> People { get; init; } = ImmutableSortedDictionary<PersonId, Listed>.Empty;

    /// <summary>The instant of the newest list of people; null when there never was one.</summary>
    public DateTimeOffset? PeopleAt { get; init; }

    public ImmutableArray<MeetingSeries> Meetings { get; init; } = [];

    public DateTimeOffset? MeetingsAt { get; init; }

    public ImmutableSortedDictionary<PersonId, ImmutableArray<Quota>> Quotas { get; init; } = ImmutableSortedDictionary<PersonId, ImmutableArray<Quota>>.Empty;

    public DateTimeOffset? QuotasAt { get; init; }

    /// <summary>Everybody as a brief needs them.</summary>
    public IEnumerable<Person> Persons() => People.Select(entry => new Person(entry.Key, entry.Value.Name ?? entry.Key.Value)
    {
        Email = entry.Value.Email,
        Manager = ManagerOf(entry.Key),
        TimeZone = entry.Value.TimeZone,
        Country = entry.Value.Country,
        Language = entry.Value.Language,
        Active = IsActive(entry.Value),
        Quotas = Quotas.GetValueOrDefault(entry.Key, []),
    });

    /// <summary>The present teams. A meeting whose manager is no longer the rep's belongs to nobody and takes place no more.</summary>
    public IEnumerable<Team> Teams() =>
        from entry in People
        let manager = ManagerOf(entry.Key)
        where manager is not null && IsActive(entry.Value)
        group entry.Key by manager.Value into team
        orderby team.Key
        select new Team(team.Key, [.. team.Order()], [.. Meetings.Where(series => series.Manager == team.Key && team.Contains(series.Rep))]);

    private PersonId? ManagerOf(PersonId person)
    {
        PersonId? manager = People.GetValueOrDefault(person)?.Manager;
        if (manager is null && PeopleAt is null)
        {
            // Without a list of people, the meetings are all that says who reports to whom.
            manager = Meetings.FirstOrDefault(series => series.Rep == person)?.Manager;
        }

        return manager == person ? null : manager;
    }

    private bool IsActive(Listed listed) => listed.Active != false && (listed.NamedAt is null || listed.NamedAt == PeopleAt);
}

/// <param name="At">The instant of the list that says so; null for somebody who is only named, as an owner or a manager.</param>
public sealed record Listed(DateTimeOffset? At)
{
    /// <summary>The newest list that had them, but with a row that could not be read: they have not left.</summary>
    public DateTimeOffset? UnreadableAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? NamedAt => At is null || UnreadableAt > At ? UnreadableAt : At;

    public string? Name { get; init; }

    public string? Email { get; init; }

    public PersonId? Manager { get; init; }

    public string? TimeZone { get; init; }

    public string? Country { get; init; }

    public string? Language { get; init; }

    public bool? Active { get; init; }
}
