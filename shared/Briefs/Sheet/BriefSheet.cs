using System.Collections.Immutable;

namespace OneOnOne.Briefs;

/// <summary>
/// A half put into sentences, in reading order. HTML and plain text are both written from this, so neither can say what the
/// other does not.
/// </summary>
/// <param name="Language">The tag of the reader's.</param>
/// <param name="Preheader">What a list of mails shows beside the subject: more than the subject says, and as fit for a locked screen.</param>
/// <param name="Lines">When.</param>
/// <param name="Headline">The one sentence to read if only one is read.</param>
/// <param name="Agenda">The parts of the conversation, in their order.</param>
/// <param name="Basis">Who the two are, and how fresh the data.</param>
public sealed record BriefSheet(
    string Language,
    string Subject,
    string Preheader,
    string Title,
    ImmutableArray<string> Lines,
    string Headline,
    ImmutableArray<AgendaLine> Agenda,
    ImmutableArray<string> Basis,
    ImmutableArray<SheetSection> Sections);

/// <param name="Aside">The minutes of an agenda part.</param>
public sealed record SheetSection(string Heading, string? Aside, ImmutableArray<Block> Blocks);

/// <summary>One timed part of the conversation.</summary>
public sealed record AgendaLine(string Name, string Minutes);

public abstract record Block;

public sealed record Subheading(string Text) : Block;

public sealed record Para(string Text, Tone Tone = Tone.Plain) : Block;

public sealed record Bullets(ImmutableArray<string> Items) : Block;

/// <summary>Two lengths to compare: this one, and what is usual or due.</summary>
/// <param name="Share">0 to 1.</param>
public sealed record Bars(string Label, string Text, double Share, double OtherShare) : Block;

/// <summary>A count over time, oldest first. The text has the numbers; the picture of them says nothing more.</summary>
/// <param name="Counts">Null where nobody could tell.</param>
public sealed record Sparkline(string Label, string Text, ImmutableArray<int?> Counts) : Block;

public sealed record DealBlock(int Number, string Title, string? Link, string Meta, string? Since, ImmutableArray<string> Evidence, string AskLabel, string? Ask) : Block
{
    public ImmutableArray<Actions> Actions { get; init; } = [];
}

/// <summary>What the reader can do about what stands above: links of ours, never of the CRM's.</summary>
public sealed record Actions(string Label, ImmutableArray<PageLink> Links) : Block;

/// <summary>First column words, the others short.</summary>
public sealed record Grid(string Caption, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows) : Block;

/// <summary>The findings table: deals beyond the few that get a block.</summary>
public sealed record MoreDeals(ImmutableArray<string> Columns, ImmutableArray<MoreDeal> Rows) : Block;

public sealed record MoreDeal(string Title, string? Link, string Amount, string Found);

public enum Tone
{
    Plain,
    Good,
    Warning,
    Soft,
}
