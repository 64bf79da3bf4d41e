using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>Merges a snapshot's people, quotas and meetings: of each, the newest snapshot that carries it decides.</summary>
internal static class CompanyMerge
{
    public static Company Merge(Company company, IncomingSnapshot incoming, IReadOnlySet<Section> sections)
    {
        DateTimeOffset at = incoming.TakenAt;
        Company merged = company with { People = People(company.People, incoming) };
        if (sections.Contains(Section.People) && !(company.PeopleAt > at))
        {
            merged = merged with { PeopleAt = at };
        }

        if (sections.Contains(Section.Meetings) && !(company.MeetingsAt > at))
        {
            merged = merged with { MeetingsAt = at, Meetings = [.. incoming.Meetings] };
        }

        if (sections.Contains(Section.Quotas) && !(company.QuotasAt > at))
        {
            merged = merged with { QuotasAt = at, Quotas = Quotas(incoming.Quotas) };
        }

        return merged;
    }

    private static ImmutableSortedDictionary<PersonId, Listed> People(ImmutableSortedDictionary<PersonId, Listed> known, IncomingSnapshot incoming)
    {
        ImmutableSortedDictionary<PersonId, Listed>.Builder people = known.ToBuilder();
        foreach (PersonRow row in incoming.People)
        {
            Listed? listed = people.GetValueOrDefault(row.Id);
            if (listed?.At is null || listed.At <= incoming.TakenAt)
            {
                people[row.Id] = new Listed(incoming.TakenAt)
                {
                    UnreadableAt = listed?.UnreadableAt,
                    Name = row.Name,
                    Email = row.Email,
                    Manager = row.Manager,
                    TimeZone = row.TimeZone,
                    Country = row.Country,
                    Language = row.Language,
                    Active = row.Active,
                };
            }
        }

        foreach (PersonId id in incoming.UnreadablePeople)
        {
            Listed listed = people.GetValueOrDefault(id, new Listed(At: null));
            people[id] = listed.UnreadableAt > incoming.TakenAt ? listed : listed with { UnreadableAt = incoming.TakenAt };
        }

        IEnumerable<PersonId> named = incoming.Parts.Owners
            .Concat(incoming.People.Select(row => row.Manager).OfType<PersonId>())
            .Concat(incoming.Meetings.SelectMany(series => new[] { series.Manager, series.Rep }));
        foreach (PersonId id in named)
        {
            if (!people.ContainsKey(id))
            {
                people[id] = new Listed(At: null);
            }
        }

        return people.ToImmutable();
    }

    private static ImmutableSortedDictionary<PersonId, ImmutableArray<Quota>> Quotas(IReadOnlyList<QuotaRow> rows) =>
        rows.GroupBy(row => row.Person).ToImmutableSortedDictionary(
            group => group.Key,
            group => group.Select(row => new Quota(row.From, row.To, row.Target)).Distinct()
                .OrderBy(quota => quota.From).ThenBy(quota => quota.To).ThenBy(quota => quota.Target.Currency, StringComparer.Ordinal).ThenBy(quota => quota.Target.Amount)
                .ToImmutableArray());
}
