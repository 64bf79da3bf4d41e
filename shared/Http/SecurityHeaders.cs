using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OneOnOne.Http;

/// <summary>Pages here need nothing but their own inline style; whatever else a browser is told to fetch or run came from a CRM field.</summary>
public static class SecurityHeaders
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return next(context);
    });

    internal static void AllowOwnForms(HttpResponse response) =>
        response.Headers.ContentSecurityPolicy = Policy.Replace("form-action 'none'", "form-action 'self'", StringComparison.Ordinal);
}
