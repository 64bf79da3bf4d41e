using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OneOnOne.Briefs.Mail;
using OneOnOne.Http.Forms;
using OneOnOne.Http.Pages;

namespace OneOnOne.Http;

/// <summary>
/// Pages here need nothing but their own styles, of which a browser is told the hashes; whatever else it is told to apply, fetch or run
/// came from a CRM field.
/// </summary>
public static class SecurityHeaders
{
    /// <summary>A year, the least that counts: https alone, which is all that is deployed.</summary>
    private const string HttpsAlone = "max-age=31536000; includeSubDomains";

    /// <summary>Nothing of a device is asked for.</summary>
    private const string NoDevices =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), "
        + "microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

    private static readonly string ForPages = Policy(Hash(PageLook.Sheet), "'none'");
    private static readonly string ForForms = Policy(Hash(PageLook.Sheet), "'self'");

    private static readonly string ForLinkForms = Policy(Hash(FormLook.Sheet), "'self'");

    /// <summary>A brief is a mail, and mails need style attributes: each that the template has, and no other.</summary>
    private static readonly string ForBriefs = Policy($"{Hash(PageLook.Sheet)} {Hash(Look.Dark)} 'unsafe-hashes' {string.Join(' ', Look.Attributes.Select(Hash))}", "'none'");

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ForPages;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = NoDevices;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = HttpsAlone;
        }

        return next(context);
    });

    /// <summary>For pages that have a form; each leads back to this site.</summary>
    internal static void AllowOwnForms(HttpResponse response) => response.Headers.ContentSecurityPolicy = ForForms;

    /// <summary>For a form that a link opens; it leads back to itself.</summary>
    internal static void AllowLinkForms(HttpResponse response) => response.Headers.ContentSecurityPolicy = ForLinkForms;

    /// <summary>For a brief as it is mailed, also where it stands in a page.</summary>
    internal static void AllowBriefStyles(HttpResponse response) => response.Headers.ContentSecurityPolicy = ForBriefs;

    private static string Policy(string styles, string forms) =>
        $"default-src 'none'; style-src {styles}; object-src 'none'; base-uri 'none'; form-action {forms}; frame-ancestors 'none'";

    /// <summary>Of the text as it is rendered: with the line ends of the web, whatever the source has.</summary>
    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))))}'";
}
