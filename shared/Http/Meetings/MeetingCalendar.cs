using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Meetings;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Http.Meetings;

/// <summary>The one-on-ones of some days, as the planner will see them: those of the CRM, and assumed ones where it has none.</summary>
internal sealed class MeetingCalendar(IBookStore books, PlanSettings plan, CompanySettings company)
{
    /// <summary>The viewer's own, those of their present team, or everybody's for an admin; in time order.</summary>
    public async Task<ImmutableArray<MeetingReport>> BetweenAsync(Viewer viewer, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        List<MeetingReport> all = [];
        foreach (Team team in await TeamsAsync(viewer, cancellation))
        {
            foreach (PersonId rep in team.Reps.Where(rep => viewer.MayReadTeam(team.Manager) || rep == viewer.Person))
            {
                foreach (MeetingSeries series in await SeriesAsync(team, rep, cancellation))
                {
                    all.AddRange(Between(series, from, to));
                }
            }
        }

        return [.. all.OrderBy(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Rep)];
    }

    /// <summary>A cancelled one stands at the time that it would have had.</summary>
    public static IEnumerable<MeetingReport> Between(MeetingSeries series, DateOnly from, DateOnly to)
    {
        DateTimeOffset first = TimeZones.ToUtc(series.TimeZone, from, TimeOnly.MinValue);
        DateTimeOffset end = TimeZones.ToUtc(series.TimeZone, to.AddDays(1), TimeOnly.MinValue);
        HashSet<DateOnly> cancelled = [.. series.Changes.Where(change => change.MovedTo is null).Select(change => change.On)];
        return Occurrences.Between(series, first, end).Select(held => Report(held, held.Moved is null ? MeetingStatus.Planned : MeetingStatus.Moved, held.Moved?.Cause))
            .Concat(Occurrences.Between(series with { Changes = [] }, first, end).Where(usual => cancelled.Contains(usual.On))
                .Select(usual => Report(usual, MeetingStatus.Cancelled, series.Changes.First(change => change.On == usual.On).Cause)));
    }

    /// <summary>A viewer takes part in their own team's and in their manager's; nobody else's is read.</summary>
    private async Task<IEnumerable<Team>> TeamsAsync(Viewer viewer, CancellationToken cancellation)
    {
        if (viewer.IsAdmin)
        {
            return await books.TeamsAsync(cancellation);
        }

        if (viewer.Person is not { } self)
        {
            return [];
        }

        Team? own = await books.FindTeamAsync(self, cancellation);
        Team? managers = (await books.FindPersonAsync(self, cancellation))?.Manager is { } manager ? await books.FindTeamAsync(manager, cancellation) : null;
        return new[] { own, managers }.OfType<Team>();
    }

    private async Task<IEnumerable<MeetingSeries>> SeriesAsync(Team team, PersonId rep, CancellationToken cancellation)
    {
        MeetingSeries[] known = [.. team.Meetings.Where(series => series.Rep == rep)];
        return known.Length == 0 && plan.Assumed is { } assumed && await books.AssumeAsync(assumed, team.Manager, rep, company, cancellation) is { } series ? [series] : known;
    }

    private static MeetingReport Report(Occurrence occurrence, MeetingStatus status, string? cause)
    {
        MeetingSeries series = occurrence.Series;
        DateTime local = TimeZones.ToLocal(series.TimeZone, occurrence.StartsAt);
        return new MeetingReport(
            series.Manager,
            series.Rep,
            series.Id,
            occurrence.On,
            new DateTimeOffset(local, local - occurrence.StartsAt.UtcDateTime),
            series.TimeZone,
            series.Minutes,
            status,
            series.Assumed,
            cause);
    }
}

/// <summary>One dated one-on-one.</summary>
/// <param name="MeetingId">The series, as the CRM names it.</param>
/// <param name="On">The day by the series' own rhythm, which a move does not change.</param>
/// <param name="StartsAt">On the clock of <paramref name="TimeZone"/>, the pair's IANA zone; for a cancelled one, when it would have been.</param>
/// <param name="Assumed">The CRM has none for the two; the settings' default stands in.</param>
/// <param name="Cause">Why it was moved or cancelled, where the CRM says so.</param>
public sealed record MeetingReport(
    PersonId Manager,
    PersonId Rep,
    string MeetingId,
    DateOnly On,
    DateTimeOffset StartsAt,
    string TimeZone,
    int Minutes,
    MeetingStatus Status,
    bool Assumed,
    string? Cause);

public enum MeetingStatus
{
    Planned,
    Moved,
    Cancelled,
}
