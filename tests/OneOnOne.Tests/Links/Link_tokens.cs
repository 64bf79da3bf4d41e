using Microsoft.Extensions.Configuration;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Links;
using OneOnOne.Settings;
using OneOnOne.Tests.Http.Forms;

namespace OneOnOne.Tests.Links;

public sealed class Link_tokens
{
    private static readonly DateTimeOffset Expires = new(2026, 3, 17, 10, 0, 0, TimeSpan.Zero);

    private static readonly FormLink Usual = new(FormKind.Reason, new PersonId("mia"), new PersonId("rob"), "rob-1", AnalysisPart.Slips, Expires, "0123456789abcdef01234567");

    public static TheoryData<FormLink> Some =>
    [
        Usual,
        Usual with { For = new PersonId("rob"), Part = null, Topic = "" },
        Usual with { For = new PersonId("ü漢😀/?&"), Topic = new string('漢', 100), Form = FormKind.PlanEnd, Part = AnalysisPart.StageOutliers },
        Usual with { Rep = new PersonId(new string('x', 255)), For = new PersonId(new string('y', 255)) },
    ];

    [Theory]
    [MemberData(nameof(Some))]
    public void Are_read_as_they_were_written(FormLink link) => Assert.Equal(link, Tokens().Read(Tokens().Write(link)!));

    /// <summary>Links that are out stay readable.</summary>
    [Fact]
    public void Of_this_release_are_these_letters() =>
        Assert.Equal("AQECabkmIAEjRWeJq83vASNFZwMDbWlhcm9icm9iLTFRoTj2WmgopMOPmAwbdpNy", Tokens().Write(Usual));

    [Fact]
    public void Are_short_with_ids_as_CRMs_have_them() =>
        Assert.InRange(Tokens().Write(Usual with { For = new PersonId("0055g00000AbCdEAAV"), Rep = new PersonId("0055g00000AbCdFAAV"), Topic = "0065g00000XyZaBAAX" })!.Length, 100, 159);

    [Fact]
    public void With_an_id_that_is_too_long_or_without_a_key_are_none()
    {
        Assert.Null(Tokens().Write(Usual with { For = new PersonId(new string('x', 256)) }));
        Assert.Null(Tokens().Write(Usual with { Topic = new string('x', 511) }));
        Assert.Null(new LinkTokens(new LinkSettings()).Write(Usual));
        Assert.Null(new LinkTokens(new LinkSettings()).Read(Tokens().Write(Usual)!));
    }

    [Fact]
    public void Of_one_thing_for_one_person_in_one_brief_have_one_nonce_and_of_all_else_another()
    {
        LinkTokens tokens = Tokens();
        string[] nonces =
        [
            tokens.Nonce("a", FormKind.Reason, new PersonId("mia"), new PersonId("rob"), "1", null)!,
            tokens.Nonce("b", FormKind.Reason, new PersonId("mia"), new PersonId("rob"), "1", null)!,
            tokens.Nonce("a", FormKind.Snooze, new PersonId("mia"), new PersonId("rob"), "1", null)!,
            tokens.Nonce("a", FormKind.Reason, new PersonId("rob"), new PersonId("rob"), "1", null)!,
            tokens.Nonce("a", FormKind.Reason, new PersonId("mia"), new PersonId("ria"), "1", null)!,
            tokens.Nonce("a", FormKind.Reason, new PersonId("mia"), new PersonId("rob"), "2", null)!,
            tokens.Nonce("a", FormKind.Reason, new PersonId("mia"), new PersonId("rob"), "1", AnalysisPart.Slips)!,
        ];
        Assert.Equal(nonces.Length, nonces.Distinct().Count());
        Assert.Equal(nonces[0], Tokens().Nonce("a", FormKind.Reason, new PersonId("mia"), new PersonId("rob"), "1", null));
    }

    [Theory]
    [InlineData("Key", "c2VjcmV0", "The setting Links__Key must be 32 random bytes in base64, such as `openssl rand -base64 32` makes.")]
    [InlineData("PreviousKey", "@Microsoft.KeyVault(SecretUri=https://v/secrets/c2VjcmV0)", "The setting Links__PreviousKey must be 32 random bytes in base64, such as `openssl rand -base64 32` makes.")]
    [InlineData("BaseAddress", "http://oneonone.example.com", "The setting Links__BaseAddress is \"http://oneonone.example.com\", but must be an https address without path, such as https://oneonone.example.com; http for this machine alone.")]
    [InlineData("BaseAddress", "https://a.example/path", "The setting Links__BaseAddress is \"https://a.example/path\", but must be an https address without path, such as https://oneonone.example.com; http for this machine alone.")]
    [InlineData("Days", "61", "The setting Links__Days is \"61\", but must be a whole number from 1 to 60.")]
    public void Of_bad_settings_stop_the_start_without_telling_a_secret(string name, string value, string says) =>
        Assert.Equal(says, Assert.Throws<UserErrorException>(() => Read(name, value)).Message);

    [Theory]
    [InlineData("https://a.example/", "https://a.example")]
    [InlineData("https://a.example:8443", "https://a.example:8443")]
    [InlineData("http://localhost:5080", "http://localhost:5080")]
    [InlineData("", null)]
    public void Lead_to_the_base_address_of_the_settings(string value, string? root) => Assert.Equal(root, Read("BaseAddress", value).Links.BaseAddress);

    private static OneOnOneSettings Read(string name, string value) =>
        OneOnOneSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Links:" + name, value)]).Build());

    private static LinkTokens Tokens() => new(FormsApp.Links);
}
