using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OneOnOne.Local.Generation;

/// <summary>One snapshot's folder. It writes what was known at its instant and nothing that came later.</summary>
internal sealed class SnapshotFolder : IAsyncDisposable
{
    private readonly string _folder;
    private readonly DateTime _now;
    private readonly CsvFile _people;
    private readonly CsvFile _opportunities;
    private readonly CsvFile _activities;
    private readonly CsvFile _stageHistory;
    private readonly CsvFile _closeDateHistory;
    private readonly CsvFile _quotas;
    private readonly CsvFile _meetings;
    private readonly Dictionary<string, CsvFile> _files = new(StringComparer.Ordinal);

    public SnapshotFolder(string outDirectory, DateTime takenAt)
    {
        _now = takenAt;
        _folder = Path.Combine(outDirectory, takenAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Directory.CreateDirectory(_folder);
        File.Delete(ManifestPath);
        _people = Open("people.csv", "person_id,name,email,manager_id,time_zone,active");
        _opportunities = Open("opportunities.csv", "opportunity_id,owner_id,stage,outcome,name,account,product,amount,currency,created_at,closed_at,close_date,next_step,url");
        _activities = Open("activities.csv", "activity_id,opportunity_id,person_id,kind,at,completed");
        _stageHistory = Open("stage_history.csv", "opportunity_id,stage,entered_at");
        _closeDateHistory = Open("close_date_history.csv", "opportunity_id,changed_at,old_close_date,new_close_date");
        _quotas = Open("quotas.csv", "person_id,from,to,amount,currency");
        _meetings = Open("meetings.csv", "meeting_id,manager_id,rep_id,cadence,first_on,at,time_zone,minutes,occurrence_on,moved_to,cause");
    }

    private string ManifestPath => Path.Combine(_folder, "snapshot.json");

    public void Write(Person person) => _people
        .Text(person.Id).Text(person.Name).Text(person.Email).Text(person.ManagerId).Text(person.TimeZone).Bool(person.Active).End();

    public void Write(Meeting meeting) => _meetings
        .Text(meeting.Id).Text(meeting.ManagerId).Text(meeting.RepId).Text(meeting.Cadence.ToString().ToLowerInvariant()).Date(meeting.FirstOn)
        .Text(meeting.At.ToString("HH:mm", CultureInfo.InvariantCulture)).Text(meeting.TimeZone).Number(meeting.Minutes)
        .Text(null).Text(null).Text(null).End();

    public void Write(MeetingException exception) => _meetings
        .Text(exception.MeetingId).Text(null).Text(null).Text(null).Text(null).Text(null).Text(null).Text(null)
        .Date(exception.OccurrenceOn).Text(exception.MovedTo?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)).Text(exception.Cause).End();

    /// <summary>This quarter's quota and the four before, as far as the rep was here; targets grow.</summary>
    public void WriteQuotas(Rep rep)
    {
        DateOnly today = WorkClock.Day(_now);
        DateOnly quarter = new(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1);
        for (int back = 4; back >= 0; back--)
        {
            DateOnly from = quarter.AddMonths(-3 * back);
            DateOnly to = from.AddMonths(3).AddDays(-1);
            if (to > today.AddDays(-rep.Habits.TenureDays))
            {
                decimal age = Math.Clamp(((2026 - from.Year) * 4) + ((10 - from.Month) / 3), -20, 20);
                _quotas.Text(rep.Id).Date(from).Date(to).Number(Math.Round(rep.QuarterlyQuota * (1 - (0.03m * age)) / 1000) * 1000).Text("USD").End();
            }
        }
    }

    public void Write(Deal deal)
    {
        if (!deal.ExistsAt(_now))
        {
            return;
        }

        Visit visit = deal.VisitAt(_now);
        WriteOpportunity(deal, visit);
        foreach (Visit past in deal.Visits.Where(past => past.At <= _now && past.Logged))
        {
            _stageHistory.Text(deal.Id).Text(Pipeline.Stages[past.Stage]).Instant(past.At).End();
        }

        foreach (DateMove move in deal.Moves.Where(move => move.At <= _now && move.Logged))
        {
            _closeDateHistory.Text(deal.Id).Instant(move.At).Date(move.From).Date(move.To).End();
        }

        foreach (Touch touch in deal.Touches)
        {
            if (!deal.IsDropped(touch, _now))
            {
                Write(touch, deal.Id);
            }
        }
    }

    public void Write(Touch touch, string? opportunity)
    {
        if (touch.BookedAt <= _now)
        {
            _activities.Number("A-", touch.Number).Text(opportunity).Text(touch.By).Text(touch.Kind).Instant(touch.At)
                .Bool(touch.Kept && touch.At <= _now).End();
        }
    }

    public void WriteBadOpportunity(string row) => _opportunities.Raw(row);

    public void WriteBadActivity(string row) => _activities.Raw(row);

    public async ValueTask FlushAsync(bool all, CancellationToken cancellation)
    {
        foreach (CsvFile file in _files.Values)
        {
            await file.FlushAsync(all, cancellation);
        }
    }

    /// <summary>The manifest comes last: without it a folder is not a finished snapshot.</summary>
    public async Task<GeneratedSnapshot> FinishAsync(CancellationToken cancellation)
    {
        await FlushAsync(all: true, cancellation);
        string stages = string.Join(", ", Pipeline.Stages.Select(stage => $"\"{stage}\""));
        string manifest = $"{{\n  \"takenAt\": \"{_now.ToString("s", CultureInfo.InvariantCulture)}Z\",\n  \"stages\": [{stages}]\n}}\n";
        await File.WriteAllTextAsync(ManifestPath, manifest, new UTF8Encoding(false), cancellation);
        return new GeneratedSnapshot(_folder, _now, _files.ToImmutableSortedDictionary(file => file.Key, file => file.Value.Rows, StringComparer.Ordinal), _files.Values.Sum(file => file.Bytes));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (CsvFile file in _files.Values)
        {
            await file.DisposeAsync();
        }
    }

    private void WriteOpportunity(Deal deal, Visit visit) => _opportunities
        .Text(deal.Id).Text(deal.OwnerAt(_now)).Text(Pipeline.Stages[visit.Stage])
        .Text(visit.Stage switch { Pipeline.Won => "won", Pipeline.Lost => "lost", _ => "open" })
        .Text(deal.Name).Text(deal.Account).Text(deal.Product)
        .Number(deal.Amount).Text(deal.Amount is null ? null : deal.Currency)
        .Instant(deal.CreatedAt).Instant(visit.IsClosing ? visit.At : null).Date(deal.CloseDateAt(_now))
        .Text(visit.NextStep).Text($"https://crm.example.com/opportunities/{deal.Id}").End();

    private CsvFile Open(string name, string header) => _files[name] = new CsvFile(Path.Combine(_folder, name), header);
}
