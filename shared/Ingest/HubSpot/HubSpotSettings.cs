using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using OneOnOne.Settings;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>How HubSpot is read. See docs/connectors.md.</summary>
internal sealed record HubSpotSettings
{
    public const string Section = "HubSpot";

    public const string ManagersSection = "Managers";

    /// <summary>Of a private app or a service key.</summary>
    public string? Token { get; init; }

    public Uri BaseAddress { get; init; } = new("https://api.hubapi.com");

    /// <summary>v3, or a dated one such as 2026-03.</summary>
    public string ApiVersion { get; init; } = "v3";

    /// <summary>The property of deals that says what is sold; null: none.</summary>
    public string? ProductProperty { get; init; }

    /// <summary>By the owner's id, the id of the owner who manages them: HubSpot does not say it.</summary>
    public ImmutableSortedDictionary<string, string> Managers { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static ImmutableArray<Setting<HubSpotSettings>> All { get; } =
    [
        new("Token", "", "a token of letters, digits and dashes", "Access token of a private app or service key. A secret.",
            (all, value) => value.Length == 0 ? all : value.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.') ? all with { Token = value } : null) { IsSecret = true },
        new("BaseAddress", "https://api.hubapi.com", "an https address without path; http for this machine alone", "Where HubSpot's API answers.",
            (all, value) => Address(value) is { } address ? all with { BaseAddress = address } : null),
        new("ApiVersion", "v3", "v3, or a dated version such as 2026-03", "Version of HubSpot's API.",
            (all, value) => IsVersion(value) ? all with { ApiVersion = value } : null),
        new("ProductProperty", "", "a property's internal name: lower-case letters, digits and underscores", "Property of deals that says what is sold. Not set: none.",
            (all, value) => value.Length == 0 ? all : value.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one == '_') ? all with { ProductProperty = value } : null),
    ];

    /// <summary>All of them, the map of managers as one.</summary>
    public static ImmutableArray<Setting<HubSpotSettings>> Table => [.. All, Manager("<owner id>") with { Key = ManagersSection + "__<owner id>" }];

    /// <summary>Of one line of the map of managers; the owner's id stands in the setting's name.</summary>
    public static Setting<HubSpotSettings> Manager(string owner) => new(
        owner, "", "an owner's id, which is a number", "Id of the owner who manages the owner whose id ends the setting's name.",
        (all, value) => value.Length == 0 ? all : IsId(owner) && IsId(value) && owner != value ? all with { Managers = all.Managers.SetItem(owner, value) } : null);

    /// <exception cref="UserErrorException">A value is not allowed, a name is no setting, or there is no token.</exception>
    public static HubSpotSettings Read(IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection(Section);
        HubSpotSettings settings = Values.ApplyAll(section, new HubSpotSettings(), All, leave: key => key.Equals(ManagersSection, StringComparison.OrdinalIgnoreCase));
        foreach (IConfigurationSection manager in section.GetSection(ManagersSection).GetChildren())
        {
            settings = Manager(manager.Key).Set(settings, manager.Path, manager.Value ?? "");
        }

        return settings.Token is null
            ? throw new UserErrorException("HubSpot cannot be read without a token. Set HubSpot__Token to the access token of a private app: docs/connectors.md says which scopes it needs.")
            : settings;
    }

    /// <summary>A record prints its members; this one holds a secret.</summary>
    public override string ToString() => nameof(HubSpotSettings);

    private static bool IsId(string text) => text.Length is > 0 and <= 20 && text.All(char.IsAsciiDigit);

    private static bool IsVersion(string text) => text == "v3" || (text.Length == 7 && text[4] == '-' && text.Where((_, index) => index != 4).All(char.IsAsciiDigit));

    private static Uri? Address(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? address
            : null;
}
