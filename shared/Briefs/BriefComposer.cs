using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Calendars;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Settings;

namespace OneOnOne.Briefs;

/// <summary>Everything that a pair is composed from.</summary>
public sealed record BriefMaterial
{
    public required Person Manager { get; init; }

    public required Person Rep { get; init; }

    /// <summary>Null for a rep of whom no snapshot had anything.</summary>
    public required RepBook? Book { get; init; }

    public required ImmutableArray<PartResult> Parts { get; init; }

    public required ImmutableArray<AnalysisPart> Missing { get; init; }

    /// <summary>The pair of the one-on-one before; null when there is none to compare with.</summary>
    public required BriefPair? Before { get; init; }

    public required MeetingFacts? Meeting { get; init; }

    /// <summary>The rep's entries that were in force at the last one-on-one or later.</summary>
    public required ImmutableArray<JournalEntry> Journal { get; init; }

    public required AnalysisContext Context { get; init; }

    public required CompanySettings Company { get; init; }
}

/// <summary>Makes the pair: one computation, two halves. Pure.</summary>
public static class BriefComposer
{
    private const int OldSnapshotDays = 3;

    public static BriefPair Compose(BriefMaterial material)
    {
        BriefFacts facts = Facts(material);
        return new BriefPair(
            facts,
            PrivateDigest.Add(new ManagerHalf([.. facts.Deals.Select(deal => BriefQuestions.ForManager(deal, facts))]), material),
            new RepHalf([.. facts.Deals.Select(deal => BriefQuestions.ForRep(deal, facts))], BriefQuestions.Prepare(facts)));
    }

    private static BriefFacts Facts(BriefMaterial material)
    {
        AnalysisContext context = material.Context;
        RepBook? book = material.Book;
        ImmutableArray<Finding> found =
            [.. material.Parts.OrderBy(part => part.Part).SelectMany(part => part.Findings).Select(finding => WithSafeLink(finding, material.Company.LinkHosts))];
        ImmutableArray<Slip> pushed = book is null ? [] : [.. SlipsSince(book, context).Select(slip => WithSafeLink(slip, material.Company.LinkHosts))];
        JournalDigest journal = new(material);
        ImmutableArray<Finding> findings = [.. found.Where(finding => !journal.Snoozes.Cover(finding))];
        LastBrief last = new(material.Before?.Facts, context.AsOf, material.Missing);
        ImmutableArray<DealItem> ranked = Ranking.Deals(findings, last, LostChance(book, context));
        DealItem[] deals = [.. ranked.Where(deal => !last.IsWorn(deal))];
        Dictionary<OpportunityId, OpportunityRef> open = Open(book, material.Company.LinkHosts);
        ImmutableArray<DealItem> most = [.. deals.Take(BriefFacts.MostDeals)];
        return new BriefFacts
        {
            Manager = PartyOf(material.Manager, material.Company),
            Rep = PartyOf(material.Rep, material.Company),
            Meeting = material.Meeting,
            AsOf = context.AsOf,
            SnapshotId = book?.Snapshot.Id ?? BriefFacts.NoSnapshot,
            DataAsOf = book?.Snapshot.TakenAt ?? context.AsOf,
            Agenda = AgendaOf(material.Meeting?.Minutes ?? 45),
            Context = ContextOf(book, material.Rep, context, material.Company.LinkHosts),
            Deals = most,
            Unchanged = [.. ranked.Where(last.IsWorn)],
            Cleared = last.Cleared(open, found.Select(finding => finding.Opportunity.Id).ToHashSet()),
            UnchangedSince = last.UnchangedSince(ranked),
            MoreDeals = Math.Max(0, deals.Length - BriefFacts.MostDeals),
            SlipsToExplain = [.. pushed.Where(slip => !journal.Snoozes.Cover(slip))],
            PushHabit = book is null ? null : SlipAnalysis.Habit(book),
            Findings = findings,
            Journal = journal.Facts(open, found, pushed, most),
            StageTimes = book is null ? [] : StageTimesOf(book),
            Missing = material.Missing,
            Notes = Notes(material),
            Thresholds = context.Thresholds.Of(context.Manager),
            DayZone = context.TimeZone,
            HolidaysOf = context.BusinessDays.HolidaysOf,
        };
    }

    private static Func<OpportunityId, double?>? LostChance(RepBook? book, AnalysisContext context)
    {
        if (book is null)
        {
            return null;
        }

        LostChances chances = new(book);
        Dictionary<OpportunityId, Opportunity> open = book.Open.ToDictionary(opportunity => opportunity.Id);
        return id => open.TryGetValue(id, out Opportunity? opportunity) ? chances.Of(opportunity, context.AsOf) : null;
    }

    private static Party PartyOf(Person person, CompanySettings company) => new(person.Id, person.Name, person.TimeZone ?? company.TimeZone) { Language = company.LanguageOf(person).Tag };

    /// <summary>A quarter for the numbers, a quarter to talk, the rest to coach; whole minutes that add up.</summary>
    private static ImmutableArray<AgendaPart> AgendaOf(int minutes)
    {
        int context = minutes / 4;
        int communication = minutes / 4;
        return
        [
            new AgendaPart(AgendaKind.Context, context),
            new AgendaPart(AgendaKind.Communication, communication),
            new AgendaPart(AgendaKind.Coaching, minutes - context - communication),
        ];
    }

    private static BriefContext ContextOf(RepBook? book, Person rep, AnalysisContext context, ImmutableArray<string> hosts) => book is null
        ? new BriefContext([], [], new Movement(context.Since), 0, [], 0)
        : new BriefContext(
            ActivityMetrics.Of(book, context),
            QuotaAttainment.Of(rep.Quotas, book, context),
            WithSafeLinks(Movement.Of(book, context), hosts),
            book.Open.Length,
            Money.SumByCurrency(book.Open.Select(opportunity => opportunity.Now!.Amount)),
            book.Open.Count(opportunity => opportunity.Now!.Amount is null));

    private static IEnumerable<Slip> SlipsSince(RepBook book, AnalysisContext context) =>
        SlipAnalysis.Ledgers(book, context)
            .Where(slip => slip.PushesSinceLastMeeting > 0)
            .OrderByDescending(slip => slip.LastPush!.Days).ThenBy(slip => slip.Opportunity.Id);

    private static Dictionary<OpportunityId, OpportunityRef> Open(RepBook? book, ImmutableArray<string> hosts) =>
        book is null ? [] : book.Open.ToDictionary(opportunity => opportunity.Id, opportunity => WithSafeLink(opportunity.ToRef(), hosts));

    private static ImmutableArray<StageTimes> StageTimesOf(RepBook book)
    {
        ImmutableArray<string> order = book.Snapshot.Stages;
        return
        [
            .. book.Head.Record.Stages.OrderBy(stage => order.IndexOf(stage.Key) is var at && at < 0 ? int.MaxValue : at).ThenBy(stage => stage.Key, StringComparer.Ordinal)
                .Select(stage => new StageTimes(
                    stage.Key,
                    stage.Value.Won.Count, Percentile.OfDays(stage.Value.Won, 0.5), Percentile.OfDays(stage.Value.Won, 0.9),
                    stage.Value.Lost.Count, Percentile.OfDays(stage.Value.Lost, 0.5))),
        ];
    }

    private static ImmutableArray<DataNote> Notes(BriefMaterial material)
    {
        List<DataNote> notes = [.. material.Parts.SelectMany(part => part.Notes)];
        if (material.Book is { } book)
        {
            int age = (int)(material.Context.AsOf - book.Snapshot.TakenAt).TotalDays;
            Add(DataIssue.OldSnapshot, age > OldSnapshotDays ? age : 0);
            Add(DataIssue.NewerThanAsOf, book.Snapshot.TakenAt > material.Context.AsOf ? 1 : 0);
            Add(DataIssue.RowsQuarantined, book.Snapshot.Quarantined);
            Add(DataIssue.NoAmount, book.Open.Count(opportunity => opportunity.Now!.Amount is null));
            int currencies = book.Open.Select(opportunity => opportunity.Now!.Amount?.Currency).OfType<string>().Distinct(StringComparer.Ordinal).Count();
            Add(DataIssue.NoHolidays, material.Rep.Country is { } country && Countries.Find(country) is null ? 1 : 0);
            Add(DataIssue.MixedCurrencies, currencies > 1 ? currencies : 0);
        }

        return [.. notes.OrderBy(note => note.Issue)];

        void Add(DataIssue issue, int count)
        {
            if (count > 0)
            {
                notes.Add(new DataNote(issue, count));
            }
        }
    }

    /// <summary>Links lead to the CRM and nowhere else, whatever an export says.</summary>
    private static OpportunityRef WithSafeLink(OpportunityRef opportunity, ImmutableArray<string> hosts) =>
        opportunity.Url is { } url && (!Uri.TryCreate(url, UriKind.Absolute, out Uri? link) || link.Scheme != Uri.UriSchemeHttps || !hosts.Contains(link.Host, StringComparer.OrdinalIgnoreCase))
            ? opportunity with { Url = null }
            : opportunity;

    private static T WithSafeLink<T>(T finding, ImmutableArray<string> hosts)
        where T : Finding => finding with { Opportunity = WithSafeLink(finding.Opportunity, hosts) };

    private static Movement WithSafeLinks(Movement movement, ImmutableArray<string> hosts) => movement with
    {
        New = [.. movement.New.Select(one => WithSafeLink(one, hosts))],
        Moved = [.. movement.Moved.Select(move => move with { Opportunity = WithSafeLink(move.Opportunity, hosts) })],
    };
}
