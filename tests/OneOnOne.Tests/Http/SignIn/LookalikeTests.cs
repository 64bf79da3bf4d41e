using System.Text.Json.Nodes;
using OneOnOne.Http;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Http.SignIn;

/// <summary>Tokens that are good, and yet say nearly what they would have to say.</summary>
public sealed class LookalikeTests(SharedEntraApp shared) : IClassFixture<SharedEntraApp>
{
    private const int Lookalikes = 16;
    private const int Roles = 10;

    public static TheoryData<string> Addresses =>
    [
        "r\u043Eb@example.com", // A Cyrillic o.
        "rob@ex\u0430mple.com", // A Cyrillic a.
        "\uFF52\uFF4F\uFF42@example.com", // Full width.
        "rob@example.com ",
        " rob@example.com",
        "rob@example.com\u200B",
        "rob@example.com\0",
        "rob@example.com\n",
        "rob+x@example.com",
        "rob@example.com.",
        "Rob <rob@example.com>",
        "rob@example.com,boss@example.com",
        "%72ob@example.com",
        "ro\u0062\u0301@example.com",
        "ro\uA7B4@example.com",
        "rob",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    [Promise("S1", Lookalikes, "addresses that look like somebody's")]
    public async Task S1_An_address_that_looks_like_somebodys_is_nobodys(string address)
    {
        Assert.Equal(Lookalikes, ((IReadOnlyCollection<object[]>)Addresses).Count);
        Assert.Equal(403, await StatusAsync("/api/reps/rob/brief", claims => claims["preferred_username"] = address));
    }

    /// <summary>Letters whose capital is an ASCII letter in some culture or folding: the dotless i, the long s.</summary>
    [Theory]
    [InlineData("sam", "\u017Fam@example.com")]
    [InlineData("ria", "r\u0131a@example.com")]
    [InlineData("ria", "R\u0130A@example.com")]
    [Promise("S1")]
    public async Task S1_A_letter_that_folds_into_another_is_another(string rep, string address) =>
        Assert.Equal(403, await StatusAsync($"/api/reps/{rep}/brief", claims => claims["preferred_username"] = address));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("""["rob@example.com","boss@example.com"]""")]
    [InlineData("""["rob@example.com","rob@example.com"]""")]
    [InlineData("""[["rob@example.com"]]""")]
    [InlineData("""{"value":"rob@example.com"}""")]
    [Promise("S1")]
    public async Task S1_A_claim_that_is_not_one_text_says_nothing(string json) =>
        Assert.Equal(403, await StatusAsync("/api/reps/rob/brief", claims => claims["preferred_username"] = JsonNode.Parse(json)));

    [Fact]
    [Promise("S1")]
    public async Task S1_An_address_in_another_claim_does_not_count() => Assert.Equal(403, await StatusAsync("/api/reps/rob/brief", claims =>
    {
        claims.Remove("preferred_username");
        foreach (string name in new[] { "email", "upn", "unique_name", "name", "sub", Viewer.PersonClaim, Viewer.AccountClaim, "Preferred_Username" })
        {
            claims[name] = "rob@example.com";
        }

        claims[Viewer.PersonClaim] = "rob";
    }));

    public static TheoryData<string, bool> RoleClaims => new()
    {
        { $"[\"{Viewer.AdminRole}\"]", true },
        { $"\"{Viewer.AdminRole}\"", true }, // As some libraries write a list of one.
        { $"\"Something,{Viewer.AdminRole}\"", false },
        { $"\"{Viewer.AdminRole.ToLowerInvariant()}\"", false },
        { $"\"{Viewer.AdminRole} \"", false },
        { $"[\"{Viewer.AdminRole}s\"]", false },
        { $"[[\"{Viewer.AdminRole}\"]]", false },
        { $"{{\"{Viewer.AdminRole}\":true}}", false },
        { $"{{\"value\":\"{Viewer.AdminRole}\"}}", false },
        { "[]", false },
    };

    [Theory]
    [MemberData(nameof(RoleClaims))]
    [Promise("S1", Roles, "ways to write a role")]
    public async Task S1_The_admin_role_is_one_exact_word(string json, bool admin)
    {
        Assert.Equal(Roles, ((IReadOnlyCollection<object[]>)RoleClaims).Count);
        Assert.Equal(admin ? 200 : 403, await StatusAsync("/api/runs", claims => claims["roles"] = JsonNode.Parse(json)));
    }

    [Theory]
    [InlineData("role")]
    [InlineData("Roles")]
    [InlineData("groups")]
    [InlineData("wids")]
    [InlineData("scp")]
    [InlineData("http://schemas.microsoft.com/ws/2008/06/identity/claims/role")]
    [Promise("S1")]
    public async Task S1_The_admin_role_in_another_claim_does_not_count(string claim) =>
        Assert.Equal(403, await StatusAsync("/api/runs", claims => claims[claim] = Viewer.AdminRole));

    /// <summary>Ids in paths are looked up, never trusted: whatever is guessed, a rep reads what is theirs.</summary>
    [Theory]
    [InlineData("/api/reps/r%C3%ADa/brief")]
    [InlineData("/api/reps/..%2Fria/brief")]
    [InlineData("/api/reps/ria%2F..%2Frob/brief")]
    [InlineData("/api/reps/rob%2Cria/brief")]
    [InlineData("/api/reps/*/brief")]
    [InlineData("/api/reps/%25/brief")]
    [InlineData("/api/reps/ria/journal")]
    [InlineData("/api/reps/mia/journal")]
    [InlineData("/api/findings?rep=ria")]
    [InlineData("/api/teams/rob")]
    [Promise("S1")]
    public async Task S1_Guessed_ids_lead_nowhere(string path) => Assert.Equal(403, await StatusAsync(path, _ => { }));

    private Task<int> StatusAsync(string path, Action<JsonObject> change) => shared.App.StatusAsync("GET", path, shared.App.Directory.Token("rob@example.com", change));
}
