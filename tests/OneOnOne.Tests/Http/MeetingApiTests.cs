using System.Net.Http.Json;
using System.Text.Json;
using OneOnOne.Http.Meetings;
using OneOnOne.Meetings;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Http.SignIn;

namespace OneOnOne.Tests.Http;

public sealed class MeetingApiTests(SharedEntraApp shared) : IClassFixture<SharedEntraApp>
{
    [Fact]
    public async Task Everybody_sees_their_own_and_their_teams_and_an_admin_all()
    {
        EntraApp app = shared.App;
        Assert.Equal("boss-max max-sam mia-ria mia-rob", await PairsAsync(app, "admin"));
        Assert.Equal("mia-rob", await PairsAsync(app, "rob"));
        Assert.Equal("mia-ria mia-rob", await PairsAsync(app, "mia"));
        Assert.Equal("boss-max max-sam", await PairsAsync(app, "max"));
        Assert.Equal("boss-max", await PairsAsync(app, "boss"));
        Assert.Equal("", await PairsAsync(app, "stranger"));
        Assert.Equal("", await PairsAsync(app, "guest"));
    }

    [Fact]
    public void A_moved_one_stands_where_it_went_a_cancelled_one_where_it_was_each_on_the_pairs_clock()
    {
        MeetingSeries series = new("m1", PipelineCompany.Mia, PipelineCompany.Rob, Cadence.Weekly, new DateOnly(2026, 3, 3), new TimeOnly(9, 30), "Europe/Berlin", 45)
        {
            Changes =
            [
                new MeetingChange(new DateOnly(2026, 3, 10), new DateTime(2026, 3, 12, 16, 0, 0), "Fair"),
                new MeetingChange(new DateOnly(2026, 3, 17), null, "Ill"),
                new MeetingChange(new DateOnly(2026, 3, 18), null, "No one-on-one was on this day"),
            ],
        };
        Assert.Equal(
            [
                "2026-03-03 2026-03-03T09:30:00+01:00 Planned ",
                "2026-03-10 2026-03-12T16:00:00+01:00 Moved Fair",
                "2026-03-17 2026-03-17T09:30:00+01:00 Cancelled Ill",
                "2026-03-24 2026-03-24T09:30:00+01:00 Planned ",
                "2026-03-31 2026-03-31T09:30:00+02:00 Planned ",
            ],
            MeetingCalendar.Between(series, new DateOnly(2026, 3, 3), new DateOnly(2026, 3, 31)).OrderBy(one => one.On)
                .Select(one => $"{one.On:yyyy-MM-dd} {one.StartsAt:yyyy-MM-ddTHH:mm:sszzz} {one.Status} {one.Cause}"));
    }

    [Fact]
    public void The_days_are_the_pairs_own()
    {
        MeetingSeries late = new("m1", PipelineCompany.Mia, PipelineCompany.Rob, Cadence.Weekly, new DateOnly(2026, 3, 3), new TimeOnly(23, 30), "America/New_York", 45);
        Assert.Single(MeetingCalendar.Between(late, new DateOnly(2026, 3, 3), new DateOnly(2026, 3, 3)));
        Assert.Empty(MeetingCalendar.Between(late, new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 4)));
    }

    private static async Task<string> PairsAsync(EntraApp app, string who)
    {
        using HttpResponseMessage answer = await app.SendAsync("GET", "/api/meetings?from=2026-03-02&to=2026-03-08", Callers.SignedIn[who](app.Directory));
        JsonElement meetings = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return string.Join(' ', meetings.EnumerateArray().Select(one => $"{one.GetProperty("manager")}-{one.GetProperty("rep")}").Order(StringComparer.Ordinal));
    }
}
