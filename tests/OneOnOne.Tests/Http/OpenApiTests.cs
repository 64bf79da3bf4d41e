using System.Text.Json;
using OneOnOne.Briefs;
using OneOnOne.Tests.Http.SignIn;

namespace OneOnOne.Tests.Http;

public sealed class OpenApiTests(SharedEntraApp shared) : IClassFixture<SharedEntraApp>
{
    private const string Renew = "ONEONONE_RENEW_OPENAPI";

    [Fact(DisplayName = "docs/openapi.json is what the app serves (set ONEONONE_RENEW_OPENAPI=1 to write it anew)")]
    public async Task The_copy_in_docs_is_what_the_app_serves()
    {
        string served = await GetAsync("/api/openapi.json");
        string copy = Repository.File("docs", "openapi.json");
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            await File.WriteAllTextAsync(copy, served + "\n");
        }

        Assert.Equal((await File.ReadAllTextAsync(copy)).TrimEnd(), served);
    }

    [Fact]
    public async Task Every_API_endpoint_is_described_with_a_summary_and_its_answers()
    {
        using JsonDocument document = JsonDocument.Parse(await GetAsync("/api/openapi.json"));
        Assert.StartsWith("3.1", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        string[] described = [.. document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal)];
        string[] routes = [.. shared.App.Routes.Where(route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null).Select(route => route.RoutePattern.RawText!).Where(path => path.StartsWith("/api/", StringComparison.Ordinal) && path != "/api/openapi.json").Order(StringComparer.Ordinal)];
        Assert.Equal(routes, described);
        foreach (JsonElement operation in document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(one => one.Value))
        {
            Assert.EndsWith(".", operation.GetProperty("summary").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(operation.GetProperty("tags").EnumerateArray());
            Assert.True(operation.GetProperty("responses").TryGetProperty("401", out _));
            if (operation.GetProperty("responses").TryGetProperty("204", out JsonElement nothing))
            {
                Assert.False(nothing.TryGetProperty("content", out _));
                continue;
            }

            Assert.Contains("$ref", operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetRawText(), StringComparison.Ordinal);
        }
    }

    /// <summary>The two that are written by hand are described by types that nothing is written from: they must fit to the last name.</summary>
    [Theory]
    [InlineData("/api/reps/rob/brief?for=rep", typeof(BriefJson.BriefHalf))]
    [InlineData("/api/reps/rob/brief?for=manager", typeof(BriefJson.BriefHalf))]
    [InlineData("/api/findings?format=json", typeof(FindingsJson.RepFinding[]))]
    public async Task What_is_described_is_what_is_answered(string path, Type described)
    {
        JsonSerializerOptions strict = new(OneOnOne.Storage.Json.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };
        string answer = await GetAsync(path);
        object read = JsonSerializer.Deserialize(answer, described, strict)!;
        using JsonDocument one = JsonDocument.Parse(answer);
        using JsonDocument other = JsonDocument.Parse(JsonSerializer.Serialize(read, described, strict));
        Assert.True(JsonElement.DeepEquals(one.RootElement, other.RootElement));
    }

    /// <summary>Every JSON answer has what its schema requires, and nothing that its schema does not know.</summary>
    [Theory]
    [InlineData("/api/teams/mia", "/api/teams/{manager}")]
    [InlineData("/api/meetings?from=2026-03-02", "/api/meetings")]
    [InlineData("/api/runs", "/api/runs")]
    [InlineData("/api/runs/{run}", "/api/runs/{run}")]
    [InlineData("/api/thresholds", "/api/thresholds")]
    [InlineData("/api/thresholds/preview?SlipCount=1&StallBusinessDays=300", "/api/thresholds/preview")]
    public async Task An_answer_fits_its_schema(string path, string described)
    {
        using JsonDocument document = JsonDocument.Parse(await GetAsync("/api/openapi.json"));
        using JsonDocument answer = JsonDocument.Parse(await GetAsync(path.Replace("{run}", shared.Run, StringComparison.Ordinal)));
        JsonElement schema = document.RootElement.GetProperty("paths").GetProperty(described).GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        Assert.True(Fit(document.RootElement, schema, answer.RootElement, "$") > 10);
    }

    [Fact]
    public async Task HEAD_is_GET_without_the_body()
    {
        foreach (string path in new[] { "/", "/runs", "/api/runs", "/api/openapi.json", "/api/reps/rob/brief" })
        {
            using HttpResponseMessage answer = await shared.App.SendAsync("HEAD", path, Callers.SignedIn["admin"](shared.App.Directory));
            Assert.Equal((path, 200, ""), (path, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            Assert.NotNull(answer.Content.Headers.ContentType);
        }

        Assert.Equal(401, await shared.App.StatusAsync("HEAD", "/api/runs", null));
        Assert.Equal(403, await shared.App.StatusAsync("HEAD", "/api/runs", Callers.SignedIn["rob"](shared.App.Directory)));
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("GET", "/api/teams/nobody", 404)]
    [InlineData("DELETE", "/api/runs", 405)]
    [InlineData("GET", "/api/runs", 403)]
    [InlineData("GET", "/api/findings?format=xml", 400)]
    public async Task An_error_is_a_problem_for_a_program_and_a_page_for_a_person(string method, string path, int status)
    {
        string who = Callers.SignedIn[status == 403 ? "rob" : "admin"](shared.App.Directory);
        using HttpResponseMessage answer = await shared.App.SendAsync(method, path, who, ("Accept", "text/html"));
        using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((status, status, "application/problem+json"), ((int)answer.StatusCode, problem.RootElement.GetProperty("status").GetInt32(), answer.Content.Headers.ContentType!.MediaType));
        Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);

        using HttpResponseMessage page = await shared.App.SendAsync("GET", "/runs/nothing", who, ("Accept", "text/html,application/xhtml+xml"));
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.NotEmpty(Briefs.Html.Parse(await page.Content.ReadAsStringAsync()).QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("/reps/nobody", 404, "Not found", "There is no rep \"nobody\".")]
    [InlineData("/reps/rob?asOf=soon", 400, "Not understood", "asOf must be a time such as 2026-11-20 or 2026-11-20T18:00:00Z.")]
    [InlineData("/runs?from=soon", 400, "Not understood", "from must be a day such as 2026-11-20.")]
    public async Task A_person_reads_on_a_page_what_was_wrong_with_the_address(string path, int status, string title, string message)
    {
        using HttpResponseMessage answer = await shared.App.SendAsync("GET", path, Callers.SignedIn["admin"](shared.App.Directory), ("Accept", "text/html"));
        Assert.Equal((status, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        AngleSharp.Dom.IDocument page = Briefs.Html.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((title, true), (page.QuerySelector("h1")!.TextContent, page.Body!.TextContent.Contains(message, StringComparison.Ordinal)));
    }

    private async Task<string> GetAsync(string path)
    {
        using HttpResponseMessage answer = await shared.App.SendAsync("GET", path, Callers.SignedIn["admin"](shared.App.Directory));
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Counts the values that were looked at.</summary>
    private static int Fit(JsonElement document, JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            return Fit(document, document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), value, at);
        }

        if (schema.TryGetProperty("oneOf", out JsonElement either))
        {
            return Fit(document, either.EnumerateArray().Last(), value, at);
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                JsonElement? more = schema.TryGetProperty("additionalProperties", out JsonElement additional) ? additional : null;
                JsonElement? known = schema.TryGetProperty("properties", out JsonElement properties) ? properties : null;
                foreach (JsonElement name in schema.TryGetProperty("required", out JsonElement required) ? required.EnumerateArray().ToArray() : [])
                {
                    Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{at} lacks {name}.");
                }

                return 1 + value.EnumerateObject().Sum(property =>
                {
                    JsonElement? of = known?.TryGetProperty(property.Name, out JsonElement own) == true ? own : more;
                    Assert.True(of is not null, $"{at}.{property.Name} is not described.");
                    return Fit(document, of.Value, property.Value, $"{at}.{property.Name}");
                });
            case JsonValueKind.Array:
                return 1 + value.EnumerateArray().Sum(item => Fit(document, schema.GetProperty("items"), item, at + "[]"));
            default:
                string kind = value.ValueKind switch { JsonValueKind.String => "string", JsonValueKind.Number => value.TryGetInt64(out _) ? "integer number" : "number", JsonValueKind.True or JsonValueKind.False => "boolean", _ => "null" };
                Assert.True(!schema.TryGetProperty("type", out JsonElement type) || kind.Split(' ').Any(one => type.GetRawText().Contains($"\"{one}\"", StringComparison.Ordinal)), $"{at} is {kind}, not {type}.");
                return 1;
        }
    }
}
