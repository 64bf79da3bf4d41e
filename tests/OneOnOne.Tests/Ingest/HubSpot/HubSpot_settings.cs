using Microsoft.Extensions.Configuration;
using OneOnOne.Ingest.HubSpot;

namespace OneOnOne.Tests.Ingest.HubSpot;

public sealed class HubSpot_settings
{
    [Fact]
    public void What_is_set_holds()
    {
        HubSpotSettings settings = Read(("HubSpot:Token", "pat-na1-abc"), ("HubSpot:ApiVersion", "2026-03"), ("HubSpot:ProductProperty", "product_line"), ("HubSpot:Managers:12", "34"), ("HubSpot:Managers:56", ""));

        Assert.Equal(("pat-na1-abc", new Uri("https://api.hubapi.com"), "2026-03", "product_line"), (settings.Token, settings.BaseAddress, settings.ApiVersion, settings.ProductProperty));
        Assert.Equal([KeyValuePair.Create("12", "34")], settings.Managers);
        Assert.DoesNotContain("pat-na1-abc", settings.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HubSpot:Token", "two words", "The setting HubSpot__Token must be a token of letters, digits and dashes.")]
    [InlineData("HubSpot:BaseAddress", "http://api.hubapi.com", "The setting HubSpot__BaseAddress is \"http://api.hubapi.com\", but must be an https address without path; http for this machine alone.")]
    [InlineData("HubSpot:ApiVersion", "v4", "The setting HubSpot__ApiVersion is \"v4\", but must be v3, or a dated version such as 2026-03.")]
    [InlineData("HubSpot:ProductProperty", "Product line", "The setting HubSpot__ProductProperty is \"Product line\", but must be a property's internal name: lower-case letters, digits and underscores.")]
    [InlineData("HubSpot:Managers:12", "12", "The setting HubSpot__Managers__12 is \"12\", but must be an owner's id, which is a number.")]
    [InlineData("HubSpot:Managers:ann", "12", "The setting HubSpot__Managers__ann is \"12\", but must be an owner's id, which is a number.")]
    [InlineData("HubSpot:Tokn", "x", "HubSpot__Tokn is not a setting. Under HubSpot there are: Token, BaseAddress, ApiVersion, ProductProperty.")]
    public void A_bad_value_is_told_with_what_is_allowed(string name, string value, string expected) =>
        Assert.Equal(expected, Assert.Throws<UserErrorException>(() => Read(name == "HubSpot:Token" ? [(name, value)] : [("HubSpot:Token", "pat"), (name, value)])).Message);

    [Fact]
    public void Without_a_token_nothing_is_read() => Assert.Equal(
        "HubSpot cannot be read without a token. Set HubSpot__Token to the access token of a private app: docs/connectors.md says which scopes it needs.", Assert.Throws<UserErrorException>(() => Read()).Message);

    private static HubSpotSettings Read(params (string Name, string Value)[] values) =>
        HubSpotSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value))).Build());
}
