using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Configuration;
using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>
/// Files that Salesforce exported, in its own columns. They fill a mirror of their own, so that they are understood just as what its API
/// answers; it is gone with this.
/// </summary>
public sealed class SalesforceExport : IDisposable
{
    private const int RowsOfTransaction = 20_000;
    private const string Account = "Account";

    /// <summary>Without these a file is none of its object. Files have no fewer rows for lacking any other column.</summary>
    private static readonly ImmutableDictionary<string, string> Needed = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create(SalesforceMirror.Opportunity, "Id OwnerId StageName"),
        KeyValuePair.Create(SalesforceObject.History.Name, "OpportunityId StageName CreatedDate"),
        KeyValuePair.Create(SalesforceObject.FieldHistory.Name, "OpportunityId Field NewValue CreatedDate"),
        KeyValuePair.Create(SalesforceObject.Task.Name, "OwnerId"),
        KeyValuePair.Create(SalesforceObject.Event.Name, "OwnerId"),
        KeyValuePair.Create(SalesforceObject.Quota.Name, "QuotaOwnerId QuotaAmount PeriodId"),
    ]);

    private static readonly string[] Stamps = ["SystemModstamp", "LastModifiedDate", "CreatedDate"];

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("oneonone-export-");
    private readonly SalesforceExportFolder _folder;
    private readonly SalesforceSettings _settings;
    private readonly CsvLimits _limits;
    private readonly Mirror _mirror;
    private readonly List<QuarantinedRow> _unreadable = [];
    private DateTimeOffset? _newest;

    private SalesforceExport(string folder, SalesforceSettings settings, CsvLimits limits)
    {
        (_folder, _settings, _limits) = (new SalesforceExportFolder(folder), settings, limits);
        _mirror = Mirror.Open(Path.Combine(_place.FullName, "export.db"));
    }

    /// <summary>Set once it is read.</summary>
    public CrmSnapshotSource Source { get; private set; } = null!;

    /// <param name="takenAt">When the export was made; null: the newest time stamp in it.</param>
    /// <exception cref="UserErrorException">The folder or one of its files is not what it should be.</exception>
    public static SalesforceExport Read(string folder, IConfiguration configuration, DateTimeOffset? takenAt, CsvLimits limits, CancellationToken cancellation)
    {
        SalesforceExport export = new(folder, SalesforceSettings.Read(configuration), limits);
        try
        {
            export.Fill(cancellation);
            export.Source = new CrmSnapshotSource(new SalesforceRecords(export._settings), export._mirror, takenAt, limits) { Unreadable = export._unreadable };
            return export;
        }
        catch
        {
            export.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _mirror.Dispose();
        _place.Delete(recursive: true);
    }

    private void Fill(CancellationToken cancellation)
    {
        foreach (string file in _folder.Of(Account))
        {
            Read(file, ["Id", "Name"], Section.Opportunities, (write, values, _) => write.Put(Account, new MirrorRecord(SalesforceId.Long(values[0] ?? ""), null, Encoding.UTF8.GetBytes(values[1] ?? ""))), cancellation);
        }

        List<string> there = [];
        foreach (SalesforceObject @object in SalesforceObject.All(_settings.ProductField))
        {
            string[] files = [.. _folder.Of(@object.Name)];
            foreach (string file in files)
            {
                Read(@object, file, cancellation);
            }

            there.AddRange(files.Length > 0 ? [@object.Name] : []);
        }

        new SalesforcePast(_mirror, _settings).Write(started: null);
        using MirrorWrite done = _mirror.Begin();
        done.Set(SalesforceMirror.Objects, string.Join(' ', there));
        done.Set(SalesforceMirror.Instance, _settings.Url?.ToString() ?? "");
        if (_newest is { } newest)
        {
            done.SetReadAt(newest);
        }

        done.Commit();
    }

    private void Read(SalesforceObject @object, string file, CancellationToken cancellation)
    {
        string[] columns = [.. @object.Fields.Select(field => field.Name), .. @object.Name == SalesforceMirror.Opportunity ? ["AccountId"] : Array.Empty<string>()];
        HashSet<string> has = Read(file, columns, SectionOf(@object), (write, values, row) => Put(@object, write, values, $"{Path.GetFileName(file)} row {row}"), cancellation);
        if (@object.Name == SalesforceObject.History.Name)
        {
            using MirrorWrite write = _mirror.Begin();
            write.Set(SalesforceMirror.Fields(@object.Name), string.Join(", ", has));
            write.Commit();
        }

        if ((Needed.GetValueOrDefault(@object.Name) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(field => !has.Contains(field)) is { } lacking)
        {
            throw new UserErrorException($"{Path.GetFileName(file)} has no column {lacking}, which is needed of every {@object.Name}. Export that field too.");
        }
    }

    private void Put(SalesforceObject @object, MirrorWrite write, string?[] values, string place)
    {
        string?[] own = [.. @object.Fields.Select((field, i) => SalesforceValue.Normal(values[i], TypeOf(field.Name)))];
        own[@object.Place("Id")] ??= place;
        SalesforceRecord record = new(@object, own);
        if (@object.Name == SalesforceMirror.Opportunity && record["Account.Name"] is null && values[^1] is { } account && _mirror.Find(Account, SalesforceId.Long(account)) is { } known)
        {
            own[@object.Place("Account.Name")] = Encoding.UTF8.GetString(known.Body);
        }

        foreach (string stamp in Stamps.Where(stamp => @object.Fields.Any(field => field.Name == stamp)))
        {
            _newest = SalesforceValue.Instant(record[stamp]) is { } at && !(at < _newest) ? at : _newest;
        }

        SalesforceMirror.Put(write, record, 0);
    }

    /// <returns>The columns that the file has.</returns>
    private HashSet<string> Read(string path, string[] columns, Section section, Action<MirrorWrite, string?[], long> put, CancellationToken cancellation)
    {
        using CsvFile file = CsvFile.Open(path, CsvMapping.None, _limits);
        Dictionary<string, int> named = Enumerable.Range(0, file.Header.Width).Where(i => file.Header[i] is not null)
            .DistinctBy(i => SalesforceExportFolder.Plain(file.Header[i]!)).ToDictionary(i => SalesforceExportFolder.Plain(file.Header[i]!));
        int[] places = [.. columns.Select(column => named.GetValueOrDefault(SalesforceExportFolder.Plain(column), -1))];
        MirrorWrite write = _mirror.Begin();
        int rows = 0;
        BlockRecords records = file.Records();
        try
        {
            while (file.Next() is { } block)
            {
                using Block _ = block;
                cancellation.ThrowIfCancellationRequested();
                for (records.Begin(block); records.Next(); rows++)
                {
                    if (records.Bad is { } bad)
                    {
                        _unreadable.Add(new QuarantinedRow(section, Path.GetFileName(path), records.Row, file.Header[bad.Field], bad.Code, bad.Shape));
                    }
                    else if (!records.HasExpectedFields)
                    {
                        _unreadable.Add(new QuarantinedRow(section, Path.GetFileName(path), records.Row, null, QuarantineCode.FieldCount, null));
                    }
                    else
                    {
                        put(write, [.. places.Select(place => place < 0 || records[place].IsEmpty ? null : Encoding.UTF8.GetString(records[place]))], records.Row);
                    }
                }

                if (rows >= RowsOfTransaction)
                {
                    rows = 0;
                    write.Commit();
                    write.Dispose();
                    write = _mirror.Begin();
                }
            }

            write.Commit();
        }
        finally
        {
            write.Dispose();
        }

        return [.. columns.Where((_, i) => places[i] >= 0)];
    }

    private static Section SectionOf(SalesforceObject @object) => @object.Name switch
    {
        "User" => Section.People,
        "OpportunityHistory" => Section.StageHistory,
        "OpportunityFieldHistory" => Section.CloseDateHistory,
        "Task" or "Event" => Section.Activities,
        "ForecastingQuota" or "Period" or "ForecastingType" => Section.Quotas,
        _ => Section.Opportunities,
    };

    /// <summary>Nobody describes the columns of a file. Salesforce's own fields tell it by their names.</summary>
    private static string TypeOf(string field) => field switch
    {
        "CreatedDate" or "SystemModstamp" or "LastModifiedDate" or "CompletedDateTime" or "ActivityDateTime" => "datetime",
        "CloseDate" or "PrevCloseDate" or "ActivityDate" or "LastActivityDate" or "StartDate" or "EndDate" => "date",
        "Amount" or "PrevAmount" or "QuotaAmount" or "SortOrder" => "double",
        _ when field == "Id" || field.EndsWith("Id", StringComparison.Ordinal) => "id",
        _ when field.StartsWith("Is", StringComparison.Ordinal) => "boolean",
        _ => "string",
    };
}
