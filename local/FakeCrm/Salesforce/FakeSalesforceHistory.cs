using OneOnOne.Crm;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>
/// OpportunityHistory and OpportunityFieldHistory: a row for every change of stage, close date, amount or probability. Rows of old do not
/// say what was before, some stand twice within one second, and some changes left no row at all.
/// </summary>
internal sealed class FakeSalesforceHistory(FakeSalesforceOrg org, DateTimeOffset first)
{
    private readonly DateTimeOffset _before = first.AddDays(-200);
    private readonly DateTimeOffset _tracked = first.AddDays(-120);
    private readonly HashSet<(OpportunityId, DateTimeOffset)> _silent = [];
    private readonly HashSet<OpportunityId> _seen = [];

    public static int Draw(string key, int of) => FakeSalesforceId.Of("000", key)[6..12].Sum(letter => letter) % of;

    public (List<FakeRecord> History, List<FakeRecord> Fields) Of(FakeCompany company)
    {
        List<FakeRecord> history = [];
        List<FakeRecord> fields = [];
        foreach (OpportunityRow deal in company.Opportunities.DistinctBy(deal => deal.Id))
        {
            List<Moment> moments = Moments(deal, company);
            if (org.SilentChanges && moments.Count > 1 && moments[^1] is { Stage: null, Close: not null } newest && deal.Outcome == Outcome.Open && Draw(deal.Id.Value, 3) == 0 && !_seen.Contains(deal.Id))
            {
                _silent.Add((deal.Id, newest.At));
            }

            _seen.Add(deal.Id);
            Write(deal, moments, history, fields);
        }

        return (history, fields);
    }

    private static List<Moment> Moments(OpportunityRow deal, FakeCompany company)
    {
        List<Moment> moments =
        [
            .. company.StageHistory[deal.Id].Select(row => new Moment(row.Entry.At, row.Entry.Stage, null, null))
                .Concat(company.CloseDateHistory[deal.Id].Select(row => new Moment(row.Change.At, null, row.Change, null)))
                .GroupBy(moment => moment.At)
                .Select(same => new Moment(same.Key, same.Select(one => one.Stage).LastOrDefault(stage => stage is not null), same.Select(one => one.Close).LastOrDefault(close => close is not null), null))
                .OrderBy(moment => moment.At),
        ];
        if (deal.Amount is { } amount && moments.Count > 1 && Draw(deal.Id.Value, 2) == 0)
        {
            DateTimeOffset middle = moments[0].At + TimeSpan.FromSeconds(Math.Floor((moments[1].At - moments[0].At).TotalSeconds / 2));
            if (moments.TrueForAll(moment => moment.At != middle))
            {
                moments.Insert(1, new Moment(middle, null, null, amount.Amount));
            }
        }

        return moments;
    }

    private void Write(OpportunityRow deal, List<Moment> moments, List<FakeRecord> history, List<FakeRecord> fields)
    {
        string stage = moments.FirstOrDefault(moment => moment.Stage is not null)?.Stage ?? deal.Stage;
        DateOnly? close = moments.FirstOrDefault(moment => moment.Close is not null)?.Close?.From ?? deal.CloseDate;
        decimal? amount = moments.Exists(moment => moment.Amount is not null) ? deal.Amount?.Amount * 0.8m : deal.Amount?.Amount;
        foreach ((int index, Moment moment) in moments.Index())
        {
            (string? stageBefore, DateOnly? closeBefore, decimal? amountBefore) = (index == 0 ? null : stage, index == 0 ? null : close, index == 0 ? null : amount);
            (string was, DateOnly? due) = (stage, close);
            (stage, close, amount) = (moment.Stage ?? stage, moment.Close?.To ?? close, moment.Amount ?? amount);
            if (_silent.Contains((deal.Id, moment.At)))
            {
                continue;
            }

            bool tracked = org.TracksFields && moment.At >= _tracked && index > 0;
            if (tracked && moment.Close is { } change)
            {
                fields.Add(Field(deal, moment.At, "CloseDate", "Date", change.From, change.To));
            }

            if (tracked && moment.Stage is not null)
            {
                fields.Add(Field(deal, moment.At, "StageName", "Picklist", was, moment.Stage));
            }

            if (tracked && moment is { Stage: null, Close: not null } && Draw(deal.Id.Value, 5) == 2)
            {
                continue; // Only the fields' history has it.
            }

            if (moment.Stage is not null && index > 0 && Draw(deal.Id.Value, 4) == 1)
            {
                history.Add(Row(deal, moment.At, 0, was, due, amount, closeBefore, amountBefore));
                closeBefore = due;
            }

            history.Add(Row(deal, moment.At, 1, stage, close, amount, stageBefore is null ? null : closeBefore, amountBefore));
        }
    }

    private FakeRecord Row(OpportunityRow deal, DateTimeOffset at, int order, string stage, DateOnly? close, decimal? amount, DateOnly? closeBefore, decimal? amountBefore) =>
        new(FakeSalesforceId.Of("008", deal.Id.Value, at, order))
        {
            ["IsDeleted"] = false,
            ["OpportunityId"] = FakeSalesforceData.IdOf(deal.Id),
            ["StageName"] = stage,
            ["Amount"] = amount,
            ["CurrencyIsoCode"] = deal.Amount?.Currency,
            ["ExpectedRevenue"] = amount * 0.4m,
            ["CloseDate"] = close,
            ["Probability"] = 40m,
            ["ForecastCategory"] = "Pipeline",
            ["PrevAmount"] = at < _before ? null : amountBefore,
            ["PrevCloseDate"] = at < _before ? null : closeBefore,
            ["CreatedDate"] = at,
        };

    private static FakeRecord Field(OpportunityRow deal, DateTimeOffset at, string field, string type, object? before, object? after) =>
        new(FakeSalesforceId.Of("017", deal.Id.Value + field, at, 0))
        {
            ["IsDeleted"] = false,
            ["OpportunityId"] = FakeSalesforceData.IdOf(deal.Id),
            ["Field"] = field,
            ["DataType"] = type,
            ["OldValue"] = before,
            ["NewValue"] = after,
            ["CreatedDate"] = at,
        };

    /// <param name="Stage">The stage that was entered.</param>
    /// <param name="Amount">What it came to.</param>
    private sealed record Moment(DateTimeOffset At, string? Stage, CloseDateChange? Close, decimal? Amount);
}
