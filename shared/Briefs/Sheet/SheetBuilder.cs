using System.Collections.Immutable;
using OneOnOne.Languages;
using OneOnOne.Links;

namespace OneOnOne.Briefs;

/// <summary>
/// Lays out one half. What the two halves share is written by sections that see the facts alone; only the questions, the
/// self-checks and the list of what to bring come from the half itself.
/// </summary>
internal static class SheetBuilder
{
    /// <param name="step">How tight the room is; see <see cref="MailRoom"/>.</param>
    public static BriefSheet Of(BriefView view, BriefLinks? links = null, int step = 0) => view switch
    {
        ManagerView manager => Of(new ManagerView(Fit(manager.Facts, links, step), MailRoom.Fit(manager.Own, step)), links, step),
        RepView rep => Of(rep with { Facts = Fit(rep.Facts, links, step) }, links, step),
        _ => throw new ArgumentOutOfRangeException(nameof(view)),
    };

    private static BriefFacts Fit(BriefFacts facts, BriefLinks? links, int step) => JournalRoom.Fit(MailRoom.Fit(facts, step), links is not null, step);

    private static BriefSheet Of(ManagerView view, BriefLinks? links, int step)
    {
        Voice voice = Voice.Of(view.Facts, Audience.Manager) with { Links = links, Step = step };
        Prompts prompts = new(voice.Say(nameof(QuestionTexts.AskLabel)), view.Own.Questions);
        ImmutableArray<SheetSection> agenda = view.Own.Plan is { } plan ? PlanSections.Of(view, plan, voice, prompts) : Usual(view.Facts, voice, prompts);
        return Sheet(view.Facts, voice, view.Facts.Rep.Shown, [.. agenda, .. PrivateSection.Of(view, voice)]);
    }

    private static BriefSheet Of(RepView view, BriefLinks? links, int step)
    {
        Voice voice = Voice.Of(view.Facts, Audience.Rep) with { Links = links, Step = step };
        ImmutableArray<SheetSection> bring = view.Own.Prepare.IsEmpty
            ? []
            : [new SheetSection(voice.Say(nameof(BriefTexts.ToBring)), null, [new Bullets([.. view.Own.Prepare.Select(line => Safe.Text(line))])])];
        return Sheet(
            view.Facts, voice, view.Facts.Manager.Shown,
            [.. bring, .. Usual(view.Facts, voice, new Prompts(voice.Say(nameof(QuestionTexts.CheckLabel)), view.Own.SelfChecks))]);
    }

    private static ImmutableArray<SheetSection> Usual(BriefFacts facts, Voice voice, Prompts prompts) =>
    [
        SinceSection.Of(facts, voice),
        ContextSection.Of(facts, voice),
        CommunicationSection.Of(facts, voice),
        CoachingSection.Of(facts, voice, prompts),
    ];

    private static BriefSheet Sheet(BriefFacts facts, Voice voice, string other, ImmutableArray<SheetSection> own)
    {
        string title = facts.Meeting is null ? voice.Own(nameof(BriefTexts.TitleYourDeals), nameof(BriefTexts.TitleBetween)) : nameof(BriefTexts.TitleMeeting);
        return new BriefSheet(
            voice.Language.Tag,
            Header.Subject(facts, voice, other),
            Gist.More(facts, voice),
            voice.Say(title, ("other", other)),
            Header.When(facts, voice),
            Header.Headline(facts, voice),
            [.. own.Where(section => section.Aside is not null).Select(section => new AgendaLine(section.Heading, section.Aside!))],
            Header.Basis(facts, voice),
            [.. own, .. ActionRows.Afterwards(facts, voice), StageTimesSection.Of(facts, voice), FootSection.Of(facts, voice)]);
    }

    /// <summary>Without a meeting there is no clock to divide, so the parts stand without minutes.</summary>
    public static string? Minutes(BriefFacts facts, AgendaKind kind, Voice voice) =>
        facts.Meeting is not null && facts.Agenda.FirstOrDefault(part => part.Kind == kind) is { } part ? voice.Count(nameof(BriefTexts.Minutes), part.Minutes) : null;
}

/// <summary>One line for each of the deals, in their order, and what such a line is called.</summary>
internal sealed record Prompts(string Label, ImmutableArray<string> Lines)
{
    public string? For(int index) => index < Lines.Length ? Safe.Text(Lines[index]) : null;
}
