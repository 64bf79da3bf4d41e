using OneOnOne.Crm;
using OneOnOne.Meetings;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>Which one-on-one is taken for granted where the CRM has none: one rule for the planner and for whoever asks what comes up.</summary>
internal static class AssumedMeetings
{
    /// <returns>Null for somebody who owns nothing and so has nothing to talk about: a back office, or a manager's manager.</returns>
    public static async Task<MeetingSeries?> AssumeAsync(
        this IBookStore books, AssumedMeeting assumed, PersonId manager, PersonId rep, CompanySettings company, CancellationToken cancellation)
    {
        if (await books.ReadHeadAsync(rep, cancellation) is not { OpenCount: > 0 })
        {
            return null;
        }

        Person? person = await books.FindPersonAsync(rep, cancellation);
        return assumed.SeriesOf(manager, rep, person?.TimeZone ?? company.TimeZone);
    }
}
