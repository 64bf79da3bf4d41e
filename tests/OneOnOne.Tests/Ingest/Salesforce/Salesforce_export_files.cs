using CsvHelper;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Salesforce;
using OneOnOne.Local;
using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.Salesforce;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Ingest.Connect;

namespace OneOnOne.Tests.Ingest.Salesforce;

/// <summary>The files of Salesforce's weekly export, in their own columns and forms.</summary>
public sealed class Salesforce_export_files : IDisposable
{
    private readonly PipelineCommand _command = new();

    [Fact]
    public async Task Are_understood_as_its_API_is()
    {
        FakeCompany company = await FakeCompany.ReadAsync(PipelineCommand.Sample("2026-11-20"), CancellationToken.None);
        await using FakeSalesforce crm = await FakeSalesforce.StartAsync(company, FakeTrouble.None, "http://127.0.0.1:0", CancellationToken.None);
        using PipelineCommand api = new();
        One_company_in_three_forms.Connect(api, crm.Settings);
        await api.DoAsync("ingest", "--from", "salesforce", "--taken-at", "2026-11-20T18:00:00Z");
        using (Mirror mirror = Mirror.Open(new DataFolder(api.Data).MirrorOf(CrmKind.Salesforce)))
        {
            foreach (SalesforceObject @object in SalesforceObject.All("Product__c"))
            {
                Write($"{@object.Name}.csv", @object.Fields.Select(field => field.Name), mirror.Records(@object.Name).Select(record => SalesforceRecord.Of(@object, record))
                    .Select(record => @object.Fields.Select(field => record[field.Name] ?? "")));
            }
        }

        One_company_in_three_forms.Connect(_command, crm.Settings);
        await _command.DoAsync("ingest", "--salesforce-export", Folder, "--taken-at", "2026-11-20T18:00:00Z");

        Assert.Equal(One_company_in_three_forms.Books(api), One_company_in_three_forms.Books(_command));
    }

    [Fact]
    public async Task Of_the_weekly_export_have_numbers_for_yes_and_no_and_times_without_a_zone()
    {
        Write("User.csv", "Id,Username,Name,Email,ManagerId,IsActive,TimeZoneSidKey,UserType", "00558000001AAAA,dana@example.com,Dana Moreno,dana@example.com,,1,Europe/London,Standard");
        Write("Account.csv", "Id,Name,Industry", "0015800000BBBBB,\"Hooli, Inc.\",Software");
        Write(
            "Opportunity.csv",
            "Id,IsDeleted,AccountId,Name,StageName,Amount,CloseDate,IsClosed,IsWon,OwnerId,CreatedDate,LastModifiedDate,SystemModstamp,LastActivityDate",
            "0065800000CCCCC,0,0015800000BBBBB,\"Renewal\nin two lines\",Proposal,25000.5,2026-12-31,0,0,00558000001AAAA,2026-09-01 09:00:00,2026-11-02 10:00:00,2026-11-02 10:00:00,2026-10-01",
            "0065800000DDDDD,1,,Deleted,Proposal,1,2026-12-31,0,0,00558000001AAAA,2026-09-01 09:00:00,2026-11-02 10:00:00,2026-11-02 10:00:00,");
        Write(
            "Opportunity_History.csv",
            "Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate,SystemModstamp",
            "0085800000EEEEE,0065800000CCCCC,Discovery,25000.5,2026-10-31,2026-09-01 09:00:00,2026-09-01 09:00:00",
            "0085800000FFFFF,0065800000CCCCC,Proposal,25000.5,2026-10-31,2026-09-15 09:00:00,2026-09-15 09:00:00",
            "0085800000GGGGG,0065800000CCCCC,Proposal,25000.5,2026-11-30,2026-10-20 09:00:00,2026-10-20 09:00:00");
        Write("Task.csv", "Id,WhatId,OwnerId,IsClosed,ActivityDate,Subject", "00T5800000HHHHH,0065800000CCCCC,00558000001AAAA,1,2026-10-01,Called");

        string told = await _command.DoAsync("ingest", "--salesforce-export", Folder);

        Assert.EndsWith("Snapshot of Mon 2 Nov 2026 10:00 UTC: 1 opportunities, 5 documents written.\n", told, StringComparison.Ordinal);
        string[] findings = (await _command.DoAsync("findings", "--format", "csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(findings, line => line.Contains(",stall,0065800000CCCCCAA5,Renewal in two lines,\"Hooli, Inc.\",Proposal,", StringComparison.Ordinal));
        Assert.Contains(findings, line => line.Contains(",slip,0065800000CCCCCAA5,", StringComparison.Ordinal) && line.Contains("2026-12-31", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_bad_row_lose_that_row_alone()
    {
        Write("opportunity.csv", "id,owner_id,stage_name,created_date", "0065800000CCCCC,00558000001AAAA,Proposal,2026-09-01T09:00:00.000Z", "0065800000DDDDD,00558000001AAAA,Proposal,yesterday", "0065800000EEEEE,short");

        (int code, string told, string error) = await _command.RunAsync("ingest", "--salesforce-export", Folder);

        Assert.Equal(1, code);
        Assert.StartsWith("The snapshot of Tue 1 Sep 2026 09:00 UTC was refused: ", error, StringComparison.Ordinal);
        Assert.Contains("  Opportunity 0065800000DDDDDAA5, column created_at: BadDate", told, StringComparison.Ordinal);
        Assert.Contains("  opportunity.csv row 4: FieldCount", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accounts.csv", "Id,Name", "FOLDER has no Opportunity.csv. It has: accounts.csv. Unpack Salesforce's export there, or give another folder with --salesforce-export.\n")]
    [InlineData("Opportunity.csv", "Id,Name,StageName", "Opportunity.csv has no column OwnerId, which is needed of every Opportunity. Export that field too.\n")]
    public async Task That_are_none_are_told_in_one_line(string file, string header, string expected)
    {
        Write(file, header);

        (int code, _, string error) = await _command.RunAsync("ingest", "--salesforce-export", Folder);

        Assert.Equal((1, expected), (code, error.Replace("ROOT/elsewhere/export", "FOLDER", StringComparison.Ordinal)));
    }

    public void Dispose() => _command.Dispose();

    private string Folder => _command.Elsewhere("export");

    private void Write(string file, params string[] lines) => PipelineCommand.Write(Path.Combine(Folder, file), string.Join('\n', lines) + "\n");

    private void Write(string file, IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        Directory.CreateDirectory(Folder);
        using CsvWriter writer = CsvWriter.Create(new StreamWriter(Path.Combine(Folder, file)), new CsvWriterOptions { NewLine = "\r\n" });
        writer.WriteRecord(columns.ToArray());
        foreach (IEnumerable<string> row in rows)
        {
            writer.WriteRecord(row.ToArray());
        }
    }
}
