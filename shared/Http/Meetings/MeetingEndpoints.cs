using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Pipeline;

namespace OneOnOne.Http.Meetings;

/// <summary>When one-on-ones are.</summary>
internal static class MeetingEndpoints
{
    private const int UsualDays = 14;

    public static void MapMeetings(this IEndpointRouteBuilder routes) => routes.MapGet("/api/meetings", MeetingsAsync).WithTags("Meetings").WithName("meetings")
        .WithSummary("The one-on-ones of some days (two weeks from the newest snapshot on by default): the viewer's own and their present team's, or everybody's for admins. Moved and cancelled ones are marked.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Ok<ImmutableArray<MeetingReport>>> MeetingsAsync(
        HttpContext http, [Description(Query.FromMeaning)] string? from, [Description(Query.ToMeaning)] string? to, MeetingCalendar calendar, Reports reports, CancellationToken cancellation)
    {
        DateOnly today = DateOnly.FromDateTime((await reports.DefaultAsOfAsync(cancellation)).UtcDateTime);
        (DateOnly first, DateOnly last) = Query.Days(from, to, (today, today.AddDays(UsualDays - 1)));
        return TypedResults.Ok(await calendar.BetweenAsync(Viewer.Of(http.User), first, last, cancellation));
    }
}
