using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Languages;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Http.Runs;

/// <summary>The ledger to look at, and the two things in it that only a person can do. For admins.</summary>
internal static class RunPages
{
    public static void MapRunPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runs", ListAsync).ExcludeFromDescription();
        routes.MapGet("/runs/{run}", RunAsync).ExcludeFromDescription();
        routes.MapPost("/runs/{run}/deliveries/{half}", ResolveAsync).ExcludeFromDescription();
        routes.MapPost("/dead-letters/{id}/replay", ReplayAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ListAsync(HttpContext http, string? from, string? to, RunBook book, IBookStore books, PageAnswers pages, CancellationToken cancellation)
    {
        // A field that was left empty in the form is not named.
        (DateOnly first, DateOnly last) = Query.Days(from is "" ? null : from, to is "" ? null : to, await book.UsualDaysAsync(cancellation));
        SecurityHeaders.AllowOwnForms(http.Response);
        return await pages.OfAsync<RunsPage>(http, new RunsModel(first, last, await book.ListAsync(Viewer.Of(http.User), first, last, cancellation), await NamesAsync(books, cancellation)));
    }

    private static async Task<IResult> RunAsync(HttpContext http, string run, RunBook book, IBookStore books, TimeProvider clock, PageAnswers pages, CancellationToken cancellation)
    {
        if (await book.FindAsync(Viewer.Of(http.User), new RunId(run), cancellation) is not { } found)
        {
            return TypedResults.NotFound();
        }

        if (found.Deliveries.Any(delivery => delivery.State is DeliveryState.Unknown or DeliveryState.Held))
        {
            SecurityHeaders.AllowOwnForms(http.Response);
        }

        return await pages.OfAsync<RunPage>(http, new RunModel(found, await NamesAsync(books, cancellation), clock.GetUtcNow() >= found.Run.StartsAt));
    }

    /// <summary>The answer is a page of its own: asked for again by a reload, it does no more than the first time.</summary>
    private static async Task<IResult> ResolveAsync(HttpContext http, string run, string half, ResolveStep step, PageAnswers pages, CancellationToken cancellation)
    {
        if (Values.Named<Audience>(half) is not { } audience)
        {
            return TypedResults.NotFound();
        }

        ResolvedAs outcome = Query.Choice(await FieldAsync(http, "outcome", cancellation), "outcome", ResolvedAs.Sent);
        RunId id = new(run);
        try
        {
            return await step.RunAsync(id, audience, outcome, cancellation) switch
            {
                null => TypedResults.NotFound(),
                ResolveMove.Refuse refusal => await SayAsync(nameof(PageTexts.NotDecided), StatusCodes.Status409Conflict, frame => Because(frame.Language, refusal.Delivery)),
                _ => await SayAsync(nameof(PageTexts.Decided), StatusCodes.Status200OK, frame => frame.Language[outcome == ResolvedAs.Sent ? nameof(PageTexts.MarkedAsSent) : nameof(PageTexts.WillBeSentAgain)]),
            };
        }
        catch (ConcurrencyException)
        {
            return await SayAsync(nameof(PageTexts.NotDecided), StatusCodes.Status409Conflict, frame => frame.Language[nameof(PageTexts.KeepsChanging)]);
        }

        Task<ContentHttpResult> SayAsync(string title, int status, Func<Frame, string> message) => pages.MessageAsync(
            http, frame => new MessageModel(frame.Language[title], message(frame), [new PageLink(frame.Language[nameof(PageTexts.BackToRun)], PageLinks.Run(id))]), status);
    }

    private static string Because(Language language, Delivery delivery) => delivery.State is DeliveryState.Held or DeliveryState.Unknown
        ? language[nameof(PageTexts.DecideBegun)]
        : language.Say(nameof(PageTexts.NothingToDecide), ("state", language["Delivery" + delivery.State]));

    private static async Task<IResult> ReplayAsync(HttpContext http, string id, DeadLetterReplay replay, PageAnswers pages, CancellationToken cancellation)
    {
        try
        {
            return await replay.OfAsync(Query.PathValue(id), cancellation) is { } letter
                ? await SayAsync(nameof(PageTexts.Replayed), StatusCodes.Status200OK, frame => frame.Language.Say(nameof(PageTexts.ReplayedMessage), ("id", letter.Id)))
                : TypedResults.NotFound();
        }
        catch (PoisonMessageException poison)
        {
            return await SayAsync(nameof(PageTexts.NotReplayed), StatusCodes.Status409Conflict, frame => frame.Language.Say(nameof(PageTexts.Poison), ("reason", poison.Message)));
        }

        Task<ContentHttpResult> SayAsync(string title, int status, Func<Frame, string> message) => pages.MessageAsync(
            http, frame => new MessageModel(frame.Language[title], message(frame), [new PageLink(frame.Language[nameof(PageTexts.AllRuns)], PageLinks.Runs)]), status);
    }

    /// <summary>Of a form as a browser sends it.</summary>
    private static async Task<string> FieldAsync(HttpContext http, string name, CancellationToken cancellation)
    {
        if (http.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new BadHttpRequestException("The request's body has to be a form, with the content type application/x-www-form-urlencoded.", StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            return (await http.Request.ReadFormAsync(cancellation))[name].ToString();
        }
        catch (InvalidDataException e)
        {
            throw new BadHttpRequestException("The form cannot be read.", e);
        }
    }

    private static async Task<IReadOnlyDictionary<PersonId, string>> NamesAsync(IBookStore books, CancellationToken cancellation) =>
        (await books.PeopleAsync(cancellation)).ToImmutableDictionary(person => person.Id, person => person.Name);
}
