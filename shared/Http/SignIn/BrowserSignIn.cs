using Microsoft.AspNetCore.Http;

namespace OneOnOne.Http.SignIn;

/// <summary>Where App Service signs a browser in, and sends it back from to the page it asked for.</summary>
internal static class BrowserSignIn
{
    private const string SessionCookie = "AppServiceAuthSession";

    private const string Platform = "/.auth";

    /// <returns>Null for what a browser could not be sent back to.</returns>
    public static string? AddressFor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && ErrorAnswer.IsForPeople(request) && IsHere(request.Path) && !request.Path.StartsWithSegments(Platform, StringComparison.OrdinalIgnoreCase)
            ? $"{Platform}/login/aad?post_login_redirect_uri={Uri.EscapeDataString(request.Path + request.QueryString)}"
            : null;

    /// <summary>To a browser, "//name" and "/\name" are another site's address: a link to them here must not lead there by way of the sign-in.</summary>
    private static bool IsHere(PathString path) => path.Value is not ['/', '/' or '\\', ..];

    /// <returns>Null for whoever did not sign in there.</returns>
    public static string? SignOutAddressFor(HttpRequest request) => HasSession(request) ? $"{Platform}/logout" : null;

    /// <summary>
    /// Whoever has a session there already is asked first: if its token does not reach the app, another sign-in may not either, and
    /// the browser would go round in a circle.
    /// </summary>
    public static bool HasSession(HttpRequest request) => request.Cookies.ContainsKey(SessionCookie);
}
