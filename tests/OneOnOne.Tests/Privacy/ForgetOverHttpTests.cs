using System.Net.Http.Json;
using System.Text.Json;
using OneOnOne.Privacy;
using OneOnOne.Tests.Http.SignIn;

namespace OneOnOne.Tests.Privacy;

public sealed class ForgetOverHttpTests
{
    [Fact]
    public async Task An_admin_forgets_somebody_and_then_nobody_knows_them()
    {
        await using EntraApp app = await EntraApp.StartAsync();
        await app.World.RunAsync();
        string admin = Callers.SignedIn["admin"](app.Directory);
        Dictionary<string, JsonElement>? all = await Json("/api/people/rob/data");
        Assert.Equal(["audit records", "books", "deliveries", "findings", "managers' halves of briefs", "meetings", "opportunities", "people", "reps' halves of briefs", "runs"], all!.Keys.Except(["dead letters"]).Order(StringComparer.Ordinal));
        Assert.Equal(403, await app.StatusAsync("DELETE", "/api/people/rob", admin, ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(204, await app.StatusAsync("DELETE", "/api/people/rob", admin));
        Assert.Equal(204, await app.StatusAsync("DELETE", "/api/people/rob", admin));
        Assert.Equal(404, await app.StatusAsync("GET", "/api/people/rob/data", admin));
        Assert.Equal(404, await app.StatusAsync("GET", "/api/reps/rob/brief", admin));
        Assert.Equal(403, await app.StatusAsync("GET", "/api/reps/rob/brief?for=manager", Callers.SignedIn["mia"](app.Directory)));
        Assert.Equal(403, await app.StatusAsync("GET", "/api/reps/rob/brief", Callers.SignedIn["rob"](app.Directory)));
        Assert.Equal(409, await app.StatusAsync("DELETE", "/api/people/rob/tombstone", admin)); // Another look is due before it is through.
        app.World.Clock.Now += ForgetStep.Settled;
        await app.Service<ForgetStep>().ContinueAsync(CancellationToken.None);
        admin = Callers.SignedIn["admin"](app.Directory);
        Assert.Equal(204, await app.StatusAsync("DELETE", "/api/people/rob/tombstone", admin));
        Assert.Equal(404, await app.StatusAsync("DELETE", "/api/people/rob/tombstone", admin));

        async Task<Dictionary<string, JsonElement>?> Json(string path)
        {
            await app.StatusAsync("GET", "/reps/rob", admin);
            using HttpResponseMessage answer = await app.SendAsync("GET", path, admin);
            return await answer.Content.ReadFromJsonAsync<Dictionary<string, JsonElement>>();
        }
    }
}
