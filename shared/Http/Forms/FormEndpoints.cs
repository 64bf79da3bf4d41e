using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Http.Limits;
using OneOnOne.Journal;
using OneOnOne.Languages;
using OneOnOne.Links;
using OneOnOne.Settings;

namespace OneOnOne.Http.Forms;

/// <summary>The forms that links of briefs open. The link is the credential: looking changes nothing, since mail scanners look, and posting answers once.</summary>
internal static class FormEndpoints
{
    private const int LargestBytes = 64 * 1024;
    private const string Query = BriefLinks.Parameter;

    public static void MapForms(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder forms = routes.MapGroup(BriefLinks.Path).AllowAnonymous().ExcludeFromDescription().LimitForms()
            .AddEndpointFilter<UserErrors>().WithMetadata(new RequestSizeLimitAttribute(routes.ServiceProvider.GetRequiredService<LimitSettings>().BodyBytes));
        forms.MapGet("", ShowAsync);
        forms.MapPost("", AnswerAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, [FromQuery(Name = Query)] string? token, FormGate gate, FailedLinks failed, BriefRenderer renderer, CompanySettings company, CancellationToken cancellation)
    {
        (FormVisit? visit, FormRefusal? refusal) = await gate.OpenAsync(token, cancellation);
        if (visit is null)
        {
            return await RefuseAsync(http, refusal!, failed, renderer, company);
        }

        ImmutableArray<FormField> fields = LinkForm.All[visit.Link.Form].Fields(visit);
        return visit.Answered is { } answered
            ? await DoneAsync(http, renderer, visit, answered, now: false)
            : await AskAsync(http, renderer, visit, fields, FormAnswers.Before(fields, name => http.Request.Query[name] is [var one] ? one : null), StatusCodes.Status200OK);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http, [FromQuery(Name = Query)] string? token, FormGate gate, FormDesk desk, FailedLinks failed, BriefRenderer renderer, CompanySettings company, CancellationToken cancellation)
    {
        (FormVisit? visit, FormRefusal? refusal) = await gate.OpenAsync(token, cancellation);
        if (visit is null)
        {
            return await RefuseAsync(http, refusal!, failed, renderer, company);
        }

        if (visit.Answered is { } before)
        {
            return await DoneAsync(http, renderer, visit, before, now: false);
        }

        LinkForm form = LinkForm.All[visit.Link.Form];
        ImmutableArray<FormField> fields = form.Fields(visit);
        IFormCollection posted = await PostedAsync(http.Request, cancellation);
        FormAnswers answers = FormAnswers.Given(form, fields, name => posted[name] is [var one] ? one : null);
        if (answers.HasErrors)
        {
            return await AskAsync(http, renderer, visit, fields, answers, StatusCodes.Status400BadRequest);
        }

        (EntryContent content, EntryState state) = form.Read(visit, answers);
        (JournalEntry? entry, bool now, string? error) = await desk.WriteAsync(visit, content, state, cancellation);
        if (entry is not null)
        {
            return await DoneAsync(http, renderer, visit, entry, now);
        }

        // The same link at the same moment, from a second click or another device: what it made is what stands.
        return await gate.OpenAsync(token, cancellation) is ({ Answered: { } meanwhile } again, _)
            ? await DoneAsync(http, renderer, again, meanwhile, now: false)
            : await AskAsync(http, renderer, visit, fields, answers, StatusCodes.Status409Conflict, error);
    }

    /// <exception cref="BadHttpRequestException">The body is no form, or larger than one.</exception>
    private static async Task<IFormCollection> PostedAsync(HttpRequest request, CancellationToken cancellation)
    {
        const int MostFields = 16;
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new BadHttpRequestException("The answer to a form comes as the form sends it: application/x-www-form-urlencoded.", StatusCodes.Status415UnsupportedMediaType);
        }

        if (request.ContentLength > LargestBytes)
        {
            throw new BadHttpRequestException("The answer is larger than any form's.", StatusCodes.Status413PayloadTooLarge);
        }

        try
        {
            request.HttpContext.Features.Set<IFormFeature>(new FormFeature(request, new FormOptions { ValueCountLimit = MostFields, KeyLengthLimit = 100, ValueLengthLimit = LargestBytes }));
            return await request.ReadFormAsync(cancellation);
        }
        catch (InvalidDataException e)
        {
            throw new BadHttpRequestException("The answer to a form cannot be read.", e);
        }
    }

    private static Task<IResult> AskAsync(HttpContext http, BriefRenderer renderer, FormVisit visit, ImmutableArray<FormField> fields, FormAnswers answers, int status, string? error = null) =>
        PageAsync<AskPage>(http, renderer, status, new AskModel(visit, LinkForm.All[visit.Link.Form], fields, answers, http.Request.Path + http.Request.QueryString, error));

    /// <param name="now">Whether it was this request that wrote it.</param>
    private static Task<IResult> DoneAsync(HttpContext http, BriefRenderer renderer, FormVisit visit, JournalEntry entry, bool now) =>
        PageAsync<DonePage>(http, renderer, StatusCodes.Status200OK, new DoneModel(visit.Language, entry, now));

    private static async Task<IResult> RefuseAsync(HttpContext http, FormRefusal refusal, FailedLinks failed, BriefRenderer renderer, CompanySettings company) =>
        failed.MayBeTold(http, refusal.Status)
            ? await PageAsync<RefusedPage>(http, renderer, refusal.Status, new RefusedModel(Language.Of(company.Language), refusal))
            : TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> PageAsync<T>(HttpContext http, BriefRenderer renderer, int status, object model)
        where T : IComponent
    {
        SecurityHeaders.AllowLinkForms(http.Response);
        return TypedResults.Content(await renderer.PageAsync<T>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Model"] = model }), "text/html; charset=utf-8", statusCode: status);
    }
}
