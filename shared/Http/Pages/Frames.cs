using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using OneOnOne.Crm;
using OneOnOne.Http.SignIn;
using OneOnOne.Languages;
using OneOnOne.Meetings;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Http.Pages;

/// <summary>Finds out what stands around a page for one viewer.</summary>
internal sealed class Frames(IBookStore books, CompanySettings company, TimeProvider clock)
{
    public async Task<Frame> OfAsync(HttpContext http, CancellationToken cancellation)
    {
        Viewer viewer = Viewer.Of(http.User);
        Person? self = viewer.Person is { } id ? await books.FindPersonAsync(id, cancellation) : null;
        Frame frame = Of(self, http);
        return frame with
        {
            Links = Links(viewer, await RolesAsync(self, cancellation), frame.Language, Query.PathValue(http.Request.Path)),
            DataAsOf = (await books.NewestSnapshotAsync(cancellation))?.TakenAt,
        };
    }

    /// <summary>What whoever asks reads.</summary>
    public async Task<Language> LanguageOfAsync(HttpContext http, CancellationToken cancellation) =>
        company.LanguageOf(Viewer.Of(http.User).Person is { } id ? await books.FindPersonAsync(id, cancellation) : null);

    /// <summary>For a page that must not ask the store, since the store, or nobody's being signed in, is why it is shown.</summary>
    public Frame Bare(HttpContext http) => Of(null, http);

    private Frame Of(Person? reader, HttpContext http)
    {
        string zone = reader?.TimeZone ?? company.TimeZone;
        return new Frame(company.LanguageOf(reader), zone, TimeZones.ToLocalDate(zone, clock.GetUtcNow())) { SignOutAt = BrowserSignIn.SignOutAddressFor(http.Request) };
    }

    /// <summary>Whoever leads a team has a brief of their own only with open deals of their own: a manager may sell nothing.</summary>
    private async Task<(bool Leads, bool Sells)> RolesAsync(Person? self, CancellationToken cancellation)
    {
        if (self is null)
        {
            return (false, false);
        }

        bool leads = await books.FindTeamAsync(self.Id, cancellation) is not null;
        return (leads, !leads || await books.ReadHeadAsync(self.Id, cancellation) is { OpenCount: > 0 });
    }

    private static ImmutableArray<NavLink> Links(Viewer viewer, (bool Leads, bool Sells) roles, Language language, string path)
    {
        ImmutableArray<NavLink>.Builder links = ImmutableArray.CreateBuilder<NavLink>();
        if (viewer.Person is { } self)
        {
            Add(roles.Sells, nameof(PageTexts.MyBrief), PageLinks.Rep(self));
            Add(roles.Sells, nameof(PageTexts.MyWeeks), PageLinks.OverTime(self));
            Add(roles.Leads, nameof(PageTexts.MyTeam), PageLinks.Team(self));
        }

        bool known = viewer.IsAdmin || roles.Leads || roles.Sells;
        Add(viewer.IsAdmin, nameof(PageTexts.AllTeams), PageLinks.Home);
        Add(known, nameof(PageTexts.Findings), PageLinks.AllFindings);
        Add(viewer.IsAdmin, nameof(PageTexts.Runs), PageLinks.Runs);
        Add(known, nameof(PageTexts.Thresholds), PageLinks.Thresholds);
        return links.ToImmutable();

        void Add(bool wanted, string text, string href)
        {
            if (wanted)
            {
                links.Add(new NavLink(language[text], href, Uri.UnescapeDataString(href) == path));
            }
        }
    }
}
