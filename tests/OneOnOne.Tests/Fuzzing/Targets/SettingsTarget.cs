using System.Text;
using Microsoft.Extensions.Configuration;
using OneOnOne.Local;
using OneOnOne.Local.Mail;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>settings.json, or the lines of an environment: each a name, = and a value.</summary>
internal sealed class SettingsTarget : FuzzTarget
{
    private readonly PipelineFolder _folder = new();

    public override int Usual => 1_000;

    protected override IReadOnlyList<byte[]> Seeds { get; } =
    [
        """
        {
          "Company": { "TimeZone": "Europe/Berlin", "FiscalYearFirstMonth": 4, "Weekend": "Saturday,Sunday", "Holidays": "2026-12-25,2027-01-01", "LinkHosts": "crm.example" },
          "Plan": { "LeadHours": 24, "AnalysisDeadlineMinutes": "30", "AssumeMeetings": true, "AssumedDay": "Monday", "AssumedTime": "10:00", "AssumedMinutes": 45 },
          "Delivery": { "FromAddress": "oneonone@example.com", "FromName": "OneOnOne", "AllowedDomains": "example.com", "UnknownPolicy": "Hold", "ReconcileMinutes": 15 },
          "Thresholds": { "StallBusinessDays": 10, "OutlierPercentile": 0.9, "Stages": { "Proposal": { "SlipDays": 20 } }, "Teams": { "mia": { "Stages": { "Discovery": { "SlipCount": 3 } } } } }
        }
        """u8.ToArray(),
        .. OneOnOneSettings.Table().Concat(OneOnOneSettings.ThresholdTable()).Select(one => Encoding.UTF8.GetBytes($"{one.Name}={one.Default}")),
        "Thresholds__Teams__mia__Stages__Proposal__SlipCount=2\nCompany__TimeZone=UTC\nSmtp__Tls=true"u8.ToArray(),
    ];

    public override Task CheckAsync(byte[] input)
    {
        try
        {
            OneOnOneSettings.Read(Configuration(input));
            SmtpSettings.Read("mail.example.com:25", Configuration(input));
        }
        catch (UserErrorException e)
        {
            Assert.NotEmpty(e.Message);
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private IConfiguration Configuration(byte[] input)
    {
        DataFolder data = new(_folder["data"]);
        File.WriteAllBytes(data.Create().SettingsFile, input.Contains((byte)'{') ? input : "{}"u8);
        Dictionary<string, string?> environment = input.Contains((byte)'{') ? [] : Encoding.UTF8.GetString(input).Split('\n')
            .Select(line => line.Split('=', 2)).Where(line => line.Length == 2)
            .GroupBy(line => line[0].Replace("__", ":", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(line => line.Key, line => (string?)line.Last()[1], StringComparer.OrdinalIgnoreCase);
        return new ConfigurationBuilder().AddConfiguration(Composition.Configuration(data)).AddInMemoryCollection(environment).Build();
    }
}
