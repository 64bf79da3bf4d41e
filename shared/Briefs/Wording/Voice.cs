using OneOnOne.Analysis;
using OneOnOne.Journal;
using OneOnOne.Languages;
using OneOnOne.Links;
using OneOnOne.Meetings;

namespace OneOnOne.Briefs;

/// <summary>Who is spoken to, in which language and on which clock. The same fact reads "your" to the rep and "Dana's own" to the manager.</summary>
internal sealed record Voice(Audience For, string Rep, string Manager, Language Language, string Clock, string DayZone, DateOnly Today)
{
    public static Voice Of(BriefFacts facts, Audience audience)
    {
        string zone = facts.DayZone ?? facts.Rep.TimeZone;
        Party reader = facts.Reader(audience);
        return new Voice(audience, ShortName(facts.Rep), ShortName(facts.Manager), Language.Of(reader.Language), reader.TimeZone, zone, TimeZones.ToLocalDate(zone, facts.AsOf));
    }

    /// <summary>What the reader can answer by; null: nothing can be answered from here.</summary>
    public BriefLinks? Links { get; init; }

    /// <summary>How tight the room is that a mail has for this brief; see <see cref="MailRoom"/>.</summary>
    public int Step { get; init; }

    /// <summary>How much of a list there is room for.</summary>
    public int Most(int usual) => Math.Max(1, usual >> Step);

    public bool ToRep => For == Audience.Rep;

    public string Name(Side side) => Name(WriterOf(side));

    /// <summary>"you" for the reader.</summary>
    public string Name(Writer writer) => (writer, For) switch
    {
        (Writer.Rep, Audience.Rep) or (Writer.Manager, Audience.Manager) => Say(nameof(BriefTexts.You)),
        (Writer.Rep, _) => Rep,
        (Writer.Manager, _) => Manager,
        (Writer.EarlierManager, _) => Say(nameof(BriefTexts.EarlierManager)),
        _ => Say(nameof(BriefTexts.Admin)),
    };

    /// <summary>The same at the start of a line. A name is written as it is, small letters too.</summary>
    public string Starting(Writer writer) => (writer, For) is (Writer.Rep, Audience.Manager) or (Writer.Manager, Audience.Rep) ? Name(writer) : Wording.Capital(Name(writer));

    public string Starting(Side side) => Starting(WriterOf(side));

    private static Writer WriterOf(Side side) => side == Side.Rep ? Writer.Rep : Writer.Manager;

    /// <summary>The text of this name in the reader's language, its parts filled in.</summary>
    public string Say(string name, params ReadOnlySpan<(string Part, object Value)> parts) => Language.Say(name, parts);

    /// <summary>The same for a text that counts something.</summary>
    public string Count(string name, int n, params ReadOnlySpan<(string Part, object Value)> parts) => Language.Count(name, n, parts);

    /// <summary>The name of the text for this reader: the rep is spoken to as "you", the manager reads the rep's name.</summary>
    public string Own(string you, string rep) => ToRep ? you : rep;

    /// <summary>The same for what may also be the team's or the company's.</summary>
    public string Whose(BenchmarkRung rung, string you, string rep, string team, string company) => rung switch
    {
        BenchmarkRung.Team => team,
        BenchmarkRung.Company => company,
        _ => Own(you, rep),
    };

    /// <summary>What an opportunity is called; never nothing.</summary>
    public string Title(OpportunityRef opportunity, int longest = 120) => Safe.Title(opportunity, Language, longest);

    /// <summary>"30 Sep"; with the year where it is not this one.</summary>
    public string Date(DateOnly day) => Language.Day(day, Today);

    /// <summary>"Mon 2 Nov": the day of an instant, the same for both readers.</summary>
    public string Day(DateTimeOffset instant) => Weekday(TimeZones.ToLocalDate(DayZone, instant));

    public string Weekday(DateOnly day) => Language.Weekday(day, Today);

    /// <summary>"Tue 24 Nov 2026, 10:00 Europe/Berlin", on the reader's own clock.</summary>
    public string Moment(DateTimeOffset instant) => Language.Moment(instant, Clock);

    // A first name where the name plainly starts with one. "Moreno, Dana" and "Dr. Moreno" stay whole.
    private static string ShortName(Party person)
    {
        string name = person.Shown;
        int space = name.IndexOf(' ', StringComparison.Ordinal);
        return space < 2 || name.Contains(',', StringComparison.Ordinal) || name[space - 1] == '.' ? name : name[..space];
    }
}
