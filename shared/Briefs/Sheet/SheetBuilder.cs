using System.Collections.Immutable;
using OneOnOne.Links;
using static System.FormattableString;

namespace OneOnOne.Briefs;

/// <summary>
/// Lays out one half. What the two halves share is written by sections that see the facts alone; only the questions, the
/// self-checks and the list of what to bring come from the half itself.
/// </summary>
internal static class SheetBuilder
{
    public static BriefSheet Of(BriefView view, BriefLinks? links = null) => view switch
    {
        ManagerView manager => Of(manager with { Facts = JournalRoom.Fit(manager.Facts, links is not null) }, links),
        RepView rep => Of(rep with { Facts = JournalRoom.Fit(rep.Facts, links is not null) }, links),
        _ => throw new ArgumentOutOfRangeException(nameof(view)),
    };

    private static BriefSheet Of(ManagerView view, BriefLinks? links)
    {
        Voice voice = Voice.Of(view.Facts, Audience.Manager) with { Links = links };
        return Sheet(view.Facts, voice, Safe.First(80, view.Facts.Rep.Name, view.Facts.Rep.Id.Value), before: PrivateSection.Of(view.Own, voice), new Prompts("Ask", view.Own.Questions));
    }

    private static BriefSheet Of(RepView view, BriefLinks? links)
    {
        Voice voice = Voice.Of(view.Facts, Audience.Rep) with { Links = links };
        ImmutableArray<SheetSection> before = view.Own.Prepare.IsEmpty
            ? []
            : [new SheetSection("What to bring", null, [new Bullets([.. view.Own.Prepare.Select(line => Safe.Text(line))])])];
        return Sheet(view.Facts, voice, Safe.First(80, view.Facts.Manager.Name, view.Facts.Manager.Id.Value), before, new Prompts("Check yourself", view.Own.SelfChecks));
    }

    private static BriefSheet Sheet(BriefFacts facts, Voice voice, string other, ImmutableArray<SheetSection> before, Prompts prompts)
    {
        string title = facts.Meeting is null ? "Between one-on-ones: " + (voice.ToRep ? "your deals" : other) : "One-on-one with " + other;
        return new BriefSheet(
            voice.Language.Tag,
            Header.Subject(facts, voice, other),
            title,
            Header.Headline(facts),
            Header.Lines(facts, voice),
            [
                .. before,
                SinceSection.Of(facts, voice),
                ContextSection.Of(facts, voice),
                CommunicationSection.Of(facts, voice),
                CoachingSection.Of(facts, voice, prompts),
                .. ActionRows.Afterwards(facts, voice),
                StageTimesSection.Of(facts, voice),
                FootSection.Of(facts, voice),
            ]);
    }

    /// <summary>Without a meeting there is no clock to divide, so the parts stand without minutes.</summary>
    public static string? Minutes(BriefFacts facts, AgendaKind kind) =>
        facts.Meeting is not null && facts.Agenda.FirstOrDefault(part => part.Kind == kind) is { } part ? Invariant($"{part.Minutes} min") : null;
}

/// <summary>One line for each of the deals, in their order, and what such a line is called.</summary>
internal sealed record Prompts(string Label, ImmutableArray<string> Lines)
{
    public string? For(int index) => index < Lines.Length ? Safe.Text(Lines[index]) : null;
}
