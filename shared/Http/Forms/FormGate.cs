using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Languages;
using OneOnOne.Links;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Http.Forms;

/// <summary>Tells a link that opens a form from all others: ours, in time, for somebody who is still the rep or the rep's manager, about something that is still open. It writes nothing.</summary>
internal sealed class FormGate(LinkSettings settings, IBookStore books, IJournal journal, CompanySettings company, TimeProvider clock)
{
    private static readonly FormRefusal Unknown = new(StatusCodes.Status404NotFound, nameof(FormTexts.UnknownTitle), nameof(FormTexts.UnknownText));
    private static readonly FormRefusal Expired = new(StatusCodes.Status410Gone, nameof(FormTexts.ExpiredTitle), nameof(FormTexts.ExpiredText));
    private static readonly FormRefusal NotYours = new(StatusCodes.Status403Forbidden, nameof(FormTexts.NotYoursTitle), nameof(FormTexts.NotYoursText));
    private static readonly FormRefusal Over = new(StatusCodes.Status410Gone, nameof(FormTexts.OverTitle), nameof(FormTexts.OverText));

    private readonly LinkTokens _tokens = new(settings);

    public async Task<(FormVisit? Visit, FormRefusal? Refusal)> OpenAsync(string? token, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (token is null || _tokens.Read(token) is not { } link || !LinkForm.All.TryGetValue(link.Form, out LinkForm? form))
        {
            return (null, Unknown);
        }

        if (link.Expires <= now)
        {
            return (null, Expired);
        }

        Person? reader = await books.FindPersonAsync(link.For, cancellation);
        Person? rep = await books.FindPersonAsync(link.Rep, cancellation);
        if (reader is not { Active: true } || rep is not { Active: true } || PartOf(reader.Id, rep) is not { } part || (form.ManagerOnly && part == SignedAs.Rep))
        {
            return (null, NotYours);
        }

        FormVisit visit = new(link, reader, rep, new Signature(reader.Id, part, now), company.LanguageOf(reader), null, null, null, []);
        return form.ChangesAn is { } kind ? await ToChangeAsync(visit, kind, cancellation) : await ToMakeAsync(visit, form, cancellation);
    }

    /// <summary>The present org chart decides, as it does for whoever signs in.</summary>
    private static SignedAs? PartOf(PersonId reader, Person rep) => reader == rep.Id ? SignedAs.Rep : reader == rep.Manager ? SignedAs.Manager : null;

    private async Task<(FormVisit?, FormRefusal?)> ToChangeAsync(FormVisit visit, string kind, CancellationToken cancellation)
    {
        Versioned<JournalEntry>? entry = EntryId.IsAllowed(visit.Link.Topic) ? await journal.FindAsync(visit.Rep.Id, new EntryId(visit.Link.Topic), cancellation) : null;
        return entry is null || entry.Value.Content.Kind != kind ? (null, Over)
            : !entry.Value.MayBeChangedBy(visit.Signature) ? (null, NotYours)
            : (visit with { Entry = entry, Answered = entry.Value.WasChangedBy(visit.Link.Nonce) || entry.Value.State != EntryState.Open ? entry.Value : null }, null);
    }

    private async Task<(FormVisit?, FormRefusal?)> ToMakeAsync(FormVisit visit, LinkForm form, CancellationToken cancellation)
    {
        if (await journal.FindAsync(visit.Rep.Id, visit.Link.Entry, cancellation) is { } made)
        {
            return (visit with { Answered = made.Value }, null);
        }

        if (visit.Link.Form == FormKind.Held)
        {
            return DateOnly.TryParseExact(visit.Link.Topic, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? (visit, null) : (null, Over);
        }

        if (visit.Link.Topic.Length == 0 && !form.NeedsADeal)
        {
            return (visit.Link.Form == FormKind.Lesson ? visit with { Stages = (await books.NewestSnapshotAsync(cancellation))?.Stages ?? [] } : visit, null);
        }

        ImmutableArray<Opportunity> open = (await books.ReadBookAsync(visit.Rep.Id, null, cancellation))?.Open ?? [];
        return open.FirstOrDefault(one => one.Id.Value == visit.Link.Topic) is { } deal ? (visit with { Deal = deal.ToRef() }, null) : (null, Over);
    }
}
