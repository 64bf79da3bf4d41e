using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>Query jobs of Bulk API 2.0. A job is done when it was asked about a few times; its results stay until it is deleted.</summary>
internal sealed class FakeSalesforceJobs(FakeSalesforceData data, FakeTrouble trouble, FakeDice dice)
{
    private readonly Lock _one = new();
    private readonly Dictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>Of those that were made: how many are neither done nor ended by somebody.</summary>
    public int Running
    {
        get
        {
            lock (_one)
            {
                return _jobs.Values.Count(job => job.State is "UploadComplete" or "InProgress");
            }
        }
    }

    public int Made => _made;

    public JsonObject Create(JsonObject asked, string version)
    {
        string operation = Text(asked, "operation") ?? throw new FakeRefusal(400, "INVALIDJOB", "operation is required");
        string query = Text(asked, "query") ?? throw new FakeRefusal(400, "INVALIDJOB", "query is required");
        if (operation is not ("query" or "queryAll") || (Text(asked, "contentType") ?? "CSV") != "CSV" || (Text(asked, "columnDelimiter") ?? "COMMA") != "COMMA" || (Text(asked, "lineEnding") ?? "LF") != "LF")
        {
            throw new FakeRefusal(400, "INVALIDJOB", "Only query and queryAll with CSV, COMMA and LF are served by this made-up Salesforce.");
        }

        FakeSoql soql = FakeSoql.Parse(query);
        FakeSoqlRun run = FakeSoqlRun.Of(data, soql);
        if (soql.CountsOnly || !soql.Unusual.IsEmpty || run.Columns.Any(column => column.Field.IsCompound))
        {
            throw new FakeRefusal(400, "API_ERROR", "Unsupported query: GROUP BY, OFFSET, TYPEOF, aggregate functions, parent-to-child relationships and compound fields are not allowed in Bulk API 2.0.");
        }

        if (run.From.Name is "OpportunityStage" or "Organization" or "Period")
        {
            throw new FakeRefusal(400, "INVALIDENTITY", $"Entity '{run.From.Name}' is not supported by the Bulk API.");
        }

        lock (_one)
        {
            Job job = new(FakeSalesforceId.Of("750", (++_made).ToString(CultureInfo.InvariantCulture)), operation, run, version);
            _jobs[job.Id] = job;
            return Info(job);
        }
    }

    public JsonObject Poll(string id, string version)
    {
        lock (_one)
        {
            Job job = Find(id, version);
            if (job.State is "UploadComplete" or "InProgress")
            {
                job.Polls++;
                if (job.Polls > 1)
                {
                    job.State = "InProgress";
                }

                if (job.Polls > 2)
                {
                    job.Records = job.Query.Records(job.Operation == "queryAll");
                    job.State = "JobComplete";
                }
            }

            return Info(job);
        }
    }

    public (string Csv, int Rows, string Locator) Results(string id, string version, string? locator, int most)
    {
        lock (_one)
        {
            Job job = Find(id, version);
            if (job.State != "JobComplete")
            {
                throw new FakeRefusal(400, "INVALIDJOBSTATE", $"Query job {id} is not in the state JobComplete.");
            }

            int at = 0;
            if (locator is not null && (dice.Chance(trouble.LostCursor) || !TryRead(locator, out at) || at >= job.Records!.Count))
            {
                _jobs.Remove(id);
                throw dice.Chance(50) ? FakeRefusal.NotFound() : new FakeRefusal(400, "INVALIDLOCATOR", "The locator is not valid.");
            }

            int to = Math.Min(job.Records!.Count, at + (dice.Chance(trouble.SmallPages) ? dice.Between(1, most) : most));
            int from = at > 0 && dice.Chance(trouble.RepeatedRows) ? at - 1 : at;
            return (FakeSalesforceText.Csv(job.Records[from..to], job.Query.Columns), to - from, to == job.Records.Count ? "null" : Locator(to));
        }
    }

    public JsonObject Abort(string id, JsonObject asked, string version)
    {
        lock (_one)
        {
            Job job = Find(id, version);
            if (Text(asked, "state") != "Aborted" || job.State == "JobComplete")
            {
                throw new FakeRefusal(400, "INVALIDJOBSTATE", $"The job is {job.State}.");
            }

            job.State = "Aborted";
            return Info(job);
        }
    }

    public void Delete(string id, string version)
    {
        lock (_one)
        {
            Job job = Find(id, version);
            if (job.State is "UploadComplete" or "InProgress")
            {
                throw new FakeRefusal(400, "INVALIDJOBSTATE", "The job is still being worked on.");
            }

            _jobs.Remove(id);
        }
    }

    public void ForgetAll()
    {
        lock (_one)
        {
            _jobs.Clear();
        }
    }

    private Job Find(string id, string version)
    {
        Job job = _jobs.Values.FirstOrDefault(job => job.Id == id || FakeSalesforceId.Short(job.Id) == id) ?? throw FakeRefusal.NotFound();
        return job.Version == version ? job : throw new FakeRefusal(409, "INVALIDJOB", "The job was made with another version of the API.");
    }

    private static string Locator(int at) => Convert.ToBase64String(Encoding.ASCII.GetBytes(at.ToString(CultureInfo.InvariantCulture))).TrimEnd('=');

    private static bool TryRead(string locator, out int at)
    {
        at = 0;
        Span<byte> bytes = stackalloc byte[12];
        return Convert.TryFromBase64String(locator.PadRight((locator.Length + 3) / 4 * 4, '='), bytes, out int length) && int.TryParse(bytes[..length], NumberStyles.None, CultureInfo.InvariantCulture, out at);
    }

    private static string? Text(JsonObject asked, string name) => asked[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private JsonObject Info(Job job) => new()
    {
        ["id"] = job.Id,
        ["operation"] = job.Operation,
        ["object"] = job.Query.From.Name,
        ["createdById"] = FakeSalesforceId.Of("005", "integration"),
        ["createdDate"] = data.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
        ["systemModstamp"] = data.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
        ["state"] = job.State,
        ["concurrencyMode"] = "Parallel",
        ["contentType"] = "CSV",
        ["apiVersion"] = JsonNode.Parse(job.Version),
        ["lineEnding"] = "LF",
        ["columnDelimiter"] = "COMMA",
        ["jobType"] = "V2Query",
        ["numberRecordsProcessed"] = job.Records?.Count ?? 0,
        ["retries"] = 0,
        ["totalProcessingTime"] = 0,
    };

    private sealed class Job(string id, string operation, FakeSoqlRun query, string version)
    {
        public string Id => id;

        public string Operation => operation;

        public FakeSoqlRun Query => query;

        public string Version => version;

        public string State { get; set; } = "UploadComplete";

        public int Polls { get; set; }

        public List<FakeRecord>? Records { get; set; }
    }
}
