using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using OneOnOne.Http.SignIn;
using OneOnOne.Settings;

namespace OneOnOne.Functions.Settings;

/// <summary>Reads EntraId__*: whose sign-ins count. Nothing in here switches a check off.</summary>
internal static class EntraIdSettings
{
    public const string Section = "EntraId";

    public static ImmutableArray<Setting<EntraId>> All { get; } =
    [
        new("TenantId", "", "the directory's id, such as 72f988bf-0000-0000-0000-2d7cd011db47", "Directory (tenant) whose people may sign in.",
            (all, value) => IdOf(value) is { } id ? all with { TenantId = id } : null),
        new("ClientId", "", "the application's id, such as 72f988bf-0000-0000-0000-2d7cd011db47", "This app's registration: tokens have to be for it.",
            (all, value) => IdOf(value) is { } id ? all with { ClientId = id } : null),
        new("Instance", EntraId.PublicCloud, "an https address without a path", "Where the cloud signs people in. Sovereign clouds have their own.",
            (all, value) => Uri.TryCreate(value, UriKind.Absolute, out Uri? at) && at.Scheme == Uri.UriSchemeHttps && at.GetLeftPart(UriPartial.Authority) + "/" == at.ToString() && at.UserInfo.Length == 0
                ? all with { Instance = at } : null),
        new("PersonClaim", "preferred_username", "a claim's name: letters, digits and underscores", "Claim that is compared with the e-mail addresses of the CRM's people.",
            (all, value) => value.Length is > 0 and <= 64 && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? all with { PersonClaim = value } : null),
    ];

    /// <exception cref="UserErrorException">A setting is missing or wrong.</exception>
    public static EntraId Read(IConfiguration configuration)
    {
        FunctionsSettings.Required(configuration, $"{Section}__{nameof(EntraId.TenantId)}");
        FunctionsSettings.Required(configuration, $"{Section}__{nameof(EntraId.ClientId)}");
        return Values.ApplyAll(configuration.GetSection(Section), new EntraId(), All);
    }

    /// <summary>In the form that tokens have it; all zeroes is what a template leaves behind.</summary>
    private static string? IdOf(string text) => Guid.TryParseExact(text, "D", out Guid id) && id != Guid.Empty ? id.ToString("D") : null;
}
