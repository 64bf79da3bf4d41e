using Microsoft.AspNetCore.Components;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Languages;
using OneOnOne.Meetings;

namespace OneOnOne.Http.Pages;

/// <summary>A part of a page: it speaks the reader's language, on the reader's clock.</summary>
public abstract class Speaker : ComponentBase
{
    [CascadingParameter]
    public required Frame Frame { get; set; }

    protected Language Language => Frame.Language;

    protected string Say(string text, params ReadOnlySpan<(string Part, object Value)> parts) => Language.Say(text, parts);

    protected string Count(string text, int n, params ReadOnlySpan<(string Part, object Value)> parts) => Language.Count(text, n, parts);

    protected string Number(int number) => Language.Number(number);

    /// <summary>"Tue 24 Nov 2026, 10:00 Europe/Berlin".</summary>
    protected string At(DateTimeOffset instant) => Language.Moment(instant, Frame.TimeZone);

    /// <summary>"Tue 24 Nov, 10:00": for a page's lists; the foot names the zone.</summary>
    protected string Local(DateTimeOffset instant) => Say(nameof(PageTexts.DayAndTime), ("day", Weekday(TimeZones.ToLocalDate(Frame.TimeZone, instant))), ("time", Language.Time(instant, Frame.TimeZone)));

    /// <summary>The day of an instant, there.</summary>
    protected string DayOf(DateTimeOffset instant) => Day(TimeZones.ToLocalDate(Frame.TimeZone, instant));

    protected string Day(DateOnly day) => Language.Day(day, Frame.Today);

    protected string Weekday(DateOnly day) => Language.Weekday(day, Frame.Today);

    protected string Sums(IEnumerable<Money> money) => Language.Sums(money);

    /// <summary>A name of the CRM, made harmless and short enough for a line.</summary>
    private protected static string NameOf(params ReadOnlySpan<string?> candidates) => Safe.First(80, candidates);
}

/// <summary>A whole page.</summary>
public abstract class PageView<TModel> : Speaker
{
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }
}
