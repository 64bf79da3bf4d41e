using System.Globalization;
using NodaTime;
using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>Makes rows of a mirror, section by section.</summary>
internal sealed class HubSpotRows
{
    private readonly HubSpotSettings _settings;
    private readonly Mirror _mirror;
    private readonly AccountBody _account;
    private readonly HubSpotStages _stages;
    private readonly DateTimeZone _zone;

    /// <exception cref="UserErrorException">The account's time zone is not known here, or nothing was read.</exception>
    public HubSpotRows(HubSpotSettings settings, Mirror mirror)
    {
        (_settings, _mirror) = (settings, mirror);
        _account = mirror.Find(HubSpotKind.Account, HubSpotKind.Account) is { } account
            ? HubSpotBodies.Read<AccountBody>(account.Body)
            : throw new UserErrorException("Nothing of HubSpot was read yet.");
        _stages = new HubSpotStages(mirror);
        _zone = Zones.Find(_account.TimeZone) ?? throw new UserErrorException($"HubSpot's account is in the time zone {_account.TimeZone}, which is not known here. Choose another in HubSpot's account settings.");
    }

    public AccountBody Account => _account;

    public HubSpotStages Stages => _stages;

    public DateTimeZone Zone => _zone;

    /// <summary>Of an account without one, dollars: HubSpot's own default.</summary>
    public string Currency => Currencies.Normal(_account.Currency ?? "") ?? "USD";

    public IEnumerable<CanonicalRow> Of(Section section) => section switch
    {
        Section.People => People(),
        Section.Opportunities => Opportunities(),
        Section.Activities => new HubSpotActivityRows(_mirror).All(),
        Section.StageHistory => StageHistory(),
        Section.CloseDateHistory => CloseDateHistory(),
        Section.Quotas => Quotas(),
        _ => [],
    };

    private IEnumerable<CanonicalRow> People()
    {
        CanonicalRow row = new(Section.People);
        foreach (MirrorRecord record in _mirror.Records(HubSpotKind.Owners))
        {
            OwnerBody owner = HubSpotBodies.Read<OwnerBody>(record.Body);
            yield return row.Begin("owner", record.Id)
                .Set("person_id", record.Id).Set("name", owner.Name).Set("email", owner.Email).Set("active", owner.Active)
                .Set("manager_id", _settings.Managers.GetValueOrDefault(record.Id));
        }
    }

    private IEnumerable<CanonicalRow> Opportunities()
    {
        CanonicalRow row = new(Section.Opportunities);
        bool allWork = !HubSpotKind.Activities.Intersect(HubSpotLack.Kinds(_mirror)).Any();
        using IEnumerator<MirrorRecord> companies = _mirror.ByParent(HubSpotKind.LinksOf(HubSpotKind.Companies)).GetEnumerator();
        bool more = companies.MoveNext();
        foreach (MirrorRecord record in _mirror.Records(HubSpotKind.Deals))
        {
            while (more && string.CompareOrdinal(companies.Current.Parent, record.Id) < 0)
            {
                more = companies.MoveNext();
            }

            string? company = more && companies.Current.Parent == record.Id ? companies.Current.Id[..companies.Current.Id.IndexOf('/', StringComparison.Ordinal)] : null;
            DealBody deal = HubSpotBodies.Read<DealBody>(record.Body);
            Outcome outcome = OutcomeOf(deal);
            yield return row.Begin("deal", record.Id)
                .Set("opportunity_id", record.Id)
                .Set("owner_id", deal["hubspot_owner_id"])
                .Set("stage", deal["dealstage"] is { } stage ? _stages.LabelOf(stage) : null)
                .Set("outcome", outcome switch { Outcome.Won => "won", Outcome.Lost => "lost", _ => "open" })
                .Set("name", deal["dealname"])
                .Set("account", company is null ? null : NameOf(company))
                .Set("product", _settings.ProductProperty is { } product ? deal[product] : null)
                .Set("amount", Amount(deal["amount"]))
                .Set("currency", deal["deal_currency_code"])
                .Set("created_at", HubSpotTime.Normal(deal["createdate"]))
                .Set("closed_at", outcome == Outcome.Open ? null : ClosedAt(deal, outcome))
                .Set("close_date", DateOf(deal["closedate"]))
                .Set("next_step", deal["hs_next_step"])
                .Set("url", $"https://{_account.Domain}/contacts/{_account.Portal}/record/0-3/{record.Id}")
                .Set("last_activity_at", allWork ? null : HubSpotTime.Normal(deal["notes_last_contacted"]))
                .Set("next_activity_at", allWork ? null : HubSpotTime.Normal(deal["notes_next_activity_date"]));
        }
    }

    private IEnumerable<CanonicalRow> StageHistory()
    {
        CanonicalRow row = new(Section.StageHistory);
        foreach (MirrorRecord record in _mirror.Records(HubSpotKind.Deals))
        {
            foreach (ValueAt entry in HubSpotBodies.Read<DealBody>(record.Body).Stages.Where(entry => entry.Value.Length > 0))
            {
                yield return row.Begin("deal", record.Id).Set("opportunity_id", record.Id).Set("stage", _stages.LabelOf(entry.Value)).Set("entered_at", HubSpotTime.Text(entry.At));
            }
        }
    }

    private IEnumerable<CanonicalRow> CloseDateHistory()
    {
        CanonicalRow row = new(Section.CloseDateHistory);
        foreach (MirrorRecord record in _mirror.Records(HubSpotKind.Deals))
        {
            string? before = null;
            foreach (ValueAt version in HubSpotBodies.Read<DealBody>(record.Body).CloseDates)
            {
                string? now = DateOf(version.Value);
                if (now is not null && before is not null && now != before)
                {
                    yield return row.Begin("deal", record.Id)
                        .Set("opportunity_id", record.Id).Set("changed_at", HubSpotTime.Text(version.At)).Set("old_close_date", before).Set("new_close_date", now);
                }

                before = now ?? before;
            }
        }
    }

    private IEnumerable<CanonicalRow> Quotas()
    {
        CanonicalRow row = new(Section.Quotas);
        foreach (MirrorRecord record in _mirror.Records(HubSpotKind.Goals))
        {
            SortedDictionary<string, string> goal = HubSpotBodies.Read<SortedDictionary<string, string>>(record.Body);
            if (HubSpotGoal.Of(goal, _zone) is { } period)
            {
                yield return row.Begin("goal", record.Id)
                    .Set("person_id", goal.GetValueOrDefault("hubspot_owner_id")).Set("from", period.From).Set("to", period.To)
                    .Set("amount", Amount(goal.GetValueOrDefault("hs_target_amount"))).Set("currency", Currency);
            }
        }
    }

    /// <summary>HubSpot reckons it from the stage; where it does not say, so do we.</summary>
    private Outcome OutcomeOf(DealBody deal) => (deal["hs_is_closed"]?.ToUpperInvariant(), deal["hs_is_closed_won"]?.ToUpperInvariant()) switch
    {
        (_, "TRUE") => Outcome.Won,
        ("TRUE", _) => Outcome.Lost,
        ("FALSE", _) => Outcome.Open,
        _ => deal["dealstage"] is { } stage ? _stages.OutcomeOf(stage) ?? Outcome.Open : Outcome.Open,
    };

    /// <summary>When it entered the outcome that it has, through whichever stages of it. The close date may be anybody's guess, also of a closed deal.</summary>
    private string? ClosedAt(DealBody deal, Outcome outcome)
    {
        int first = deal.Stages.Length;
        while (first > 0 && _stages.OutcomeOf(deal.Stages[first - 1].Value) == outcome)
        {
            first--;
        }

        return first < deal.Stages.Length ? HubSpotTime.Text(deal.Stages[first].At) : HubSpotTime.Normal(deal["closedate"]);
    }

    /// <summary>The account's calendar decides: HubSpot keeps an instant where people entered a day.</summary>
    private string? DateOf(string? instant) =>
        string.IsNullOrEmpty(instant) ? null
        : instant.Length > 10 || !instant.Contains('-', StringComparison.Ordinal) ? HubSpotTime.Read(instant) is { } at ? HubSpotGoal.Day(at, _zone) : instant
        : instant;

    private string? NameOf(string company) => _mirror.Find(HubSpotKind.Companies, company) is { } record
        ? HubSpotBodies.Read<SortedDictionary<string, string>>(record.Body).GetValueOrDefault("name")
        : null;

    /// <summary>Numbers may come with an exponent, which no column of ours has.</summary>
    private static string? Amount(string? text) =>
        text is not null && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount) ? amount.ToString(CultureInfo.InvariantCulture) : text;
}
