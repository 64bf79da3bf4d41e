using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OneOnOne.Crm;
using OneOnOne.Http.Deals;
using OneOnOne.Languages;

namespace OneOnOne.Http.Pages;

/// <summary>The heights of the drawing's lanes, from the top: the axis, one for each stage, close dates, activities, the journal.</summary>
public partial class DealDrawing
{
    /// <summary>Each arrow has a line of its own; what was pushed two hundred times would else be a page long.</summary>
    private const int MostArrows = 12;

    private const int Top = 18;
    private const int StageHeight = 36;
    private const int ArrowHeight = 11;
    private const int WorkHeight = 46;
    private const int NotesHeight = 38;

    [Parameter, EditorRequired]
    public required DealHistory History { get; set; }

    /// <summary>As the deal was last seen; null where it never was.</summary>
    [Parameter, EditorRequired]
    public required ObservedState? Now { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    private DealTexts Texts => new(Language, Frame);

    private bool ShowsDates => !History.Changes.IsEmpty || Now?.CloseDate is not null;

    /// <summary>The newest, oldest first.</summary>
    private ImmutableArray<LedgerEntry> Drawn => History.Changes[Math.Max(0, History.Changes.Length - MostArrows)..];

    private int DatesY => StageY(History.Stages.Length);

    private int WorkY => ShowsDates ? DatesY + 40 + (ArrowHeight * (Drawn.Length + 1)) : DatesY;

    private int NotesY => WorkY + WorkHeight;

    private int Height => NotesY + (History.Notes.IsEmpty ? 0 : NotesHeight);

    /// <summary>Where a stay that lasts is drawn to.</summary>
    private DateTimeOffset End => History.AsOf;

    private string Description => string.Join(' ', Parts());

    private static int StageY(int lane) => Top + 4 + (lane * StageHeight);

    private int ArrowY(int arrow) => DatesY + 42 + (arrow * ArrowHeight);

    private string Anchor(DateOnly day) => History.Axis.ShareOf(History.Axis.At(day)) switch { < 0.06 => "start", > 0.94 => "end", _ => "middle" };

    private static string Class(LedgerEntry entry) => entry.IsPush ? "push" : entry.IsPull ? "pull" : "graced";

    private IEnumerable<string> Parts()
    {
        yield return Count(nameof(PageTexts.DescStages), History.Stages.Length);
        yield return Count(nameof(PageTexts.DescPushes), History.Changes.Count(change => change.IsPush));
        yield return Count(nameof(PageTexts.DescActivities), History.Activities.Sum(day => day.Count));
        yield return Say(nameof(PageTexts.DescTable));
    }
}
