using System.Net;
using System.Text.Json;
using OneOnOne.Ingest.Connect;
using OneOnOne.Pipeline;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>
/// Reads the records of one object, page after page, by REST or by a job of Bulk API 2.0. Each page is written together with the cursor
/// behind it. A cursor that Salesforce has lost costs what that query had still to bring, never a record.
/// </summary>
internal sealed class SalesforceReader(SalesforceApi api, Mirror mirror, SalesforceSettings settings, TimeProvider clock, IProgress<IngestProgress>? progress)
{
    /// <summary>Cursors that may be lost one after the other, without a page between them.</summary>
    private const int MostLost = 10;
    private const int RowsOfResults = 50_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestJob = TimeSpan.FromHours(6);

    private int _read;

    /// <exception cref="CrmRefusedException">Salesforce refuses the question, or loses each answer to it.</exception>
    public async Task<SalesforceReading> RunAsync(SalesforceQuestion question, SalesforceReading reading, CancellationToken cancellation)
    {
        int lost = 0;
        bool bulk = reading.Job is not null || (reading.Next is null && question.Shape.Object.Stamp is not null && await IsForBulkAsync(question, reading, cancellation));
        while (true)
        {
            bool wasUnderWay = reading.IsUnderWay;
            try
            {
                bool done;
                (reading, done) = bulk ? await JobPageAsync(question, reading, cancellation) : await PageAsync(question, reading, cancellation);
                lost = 0;
                if (done)
                {
                    return reading;
                }
            }
            catch (CrmRefusedException refused) when (IsLoss(refused, wasUnderWay) && lost++ < MostLost)
            {
                reading = reading.WithoutCursor();
                Keep(question, reading);
            }
            catch (CrmRefusedException refused) when (bulk && refused.Status != HttpStatusCode.Unauthorized)
            {
                // No jobs for this object, none left today, or one that failed.
                (bulk, reading) = (false, reading.WithoutCursor());
            }
        }
    }

    private static bool IsLoss(CrmRefusedException refused, bool wasUnderWay) => refused.Status == HttpStatusCode.Unauthorized
        || (wasUnderWay && refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.Gone);

    private async Task<bool> IsForBulkAsync(SalesforceQuestion question, SalesforceReading reading, CancellationToken cancellation)
    {
        try
        {
            return await api.CountAsync(question.Shape.Object.Name, question.Where(reading), question.All, cancellation) > settings.BulkAbove;
        }
        catch (CrmRefusedException)
        {
            return true; // Too many to be counted in time.
        }
    }

    private async Task<(SalesforceReading Reading, bool Done)> PageAsync(SalesforceQuestion question, SalesforceReading reading, CancellationToken cancellation)
    {
        string path = reading.Next ?? await api.QueryAsync(question.Soql(reading, inOrder: true), question.All, cancellation);
        return await api.PageAsync(
            path,
            page =>
            {
                string? next = page.TryGetProperty("nextRecordsUrl", out JsonElement link) ? link.GetString() : null;
                SalesforceReading after = reading with { Next = next };
                using MirrorWrite write = mirror.Begin();
                foreach (JsonElement row in page.GetProperty("records").EnumerateArray())
                {
                    after = Put(question, write, after, SalesforceRow.Of(question.Shape, row));
                }

                Finish(question, write, after, done: next is null);
                return (after, next is null);
            },
            cancellation);
    }

    private async Task<(SalesforceReading Reading, bool Done)> JobPageAsync(SalesforceQuestion question, SalesforceReading reading, CancellationToken cancellation)
    {
        if (reading.Job is null)
        {
            SalesforceJob made = await api.StartAsync(question.Soql(reading, inOrder: false), question.All, cancellation);
            reading = reading.By(made);
            Keep(question, reading);
        }

        SalesforceJob job = new(reading.Job!, reading.JobRoot!, "", null);
        if (reading.Locator is null)
        {
            job = await WaitAsync(question, job, reading, cancellation);
            if (!job.IsComplete)
            {
                return (reading.WithoutCursor(), false); // Somebody aborted it.
            }
        }

        SalesforceReading after = reading;
        string? next = await api.ResultsAsync(
            job,
            reading.Locator,
            RowsOfResults,
            async (body, locator, token) =>
            {
                after = reading with { Locator = locator };
                using MirrorWrite write = mirror.Begin();
                await foreach (SalesforceRecord record in SalesforceCsv.ReadAsync(question.Shape, body, token))
                {
                    after = Put(question, write, after, record);
                }

                after = locator is null ? after.WithoutCursor() : after;
                Finish(question, write, after, done: locator is null);
            },
            cancellation);
        if (next is null)
        {
            await api.EndAsync(job, isDone: true);
        }

        return (after, next is null);
    }

    /// <summary>A job that is still worked on when nobody waits any longer is aborted, so that it does not count against the org.</summary>
    private async Task<SalesforceJob> WaitAsync(SalesforceQuestion question, SalesforceJob job, SalesforceReading reading, CancellationToken cancellation)
    {
        DateTimeOffset until = clock.GetUtcNow() + LongestJob;
        try
        {
            for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                SalesforceJob now = await api.PollAsync(job, cancellation);
                if (now.State == "Failed")
                {
                    throw new CrmRefusedException(HttpStatusCode.UnprocessableEntity, now.Error ?? "");
                }

                if (now.IsOver)
                {
                    return now;
                }

                if (clock.GetUtcNow() > until)
                {
                    throw new UserErrorException($"Salesforce has been working on a job for {question.Shape.Object.Name} for {LongestJob.TotalHours:0} hours. Run the same again later: it goes on with that job.");
                }

                progress?.Report(new IngestProgress($"Waiting for Salesforce to gather {question.Shape.Object.Name}", 0));
                await Task.Delay(pause, clock, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await api.EndAsync(job, isDone: false);
            Keep(question, reading.WithoutCursor());
            throw;
        }
    }

    private SalesforceReading Put(SalesforceQuestion question, MirrorWrite write, SalesforceReading reading, SalesforceRecord record)
    {
        question.Put(write, record, reading.Number);
        _read++;
        return question.Shape.Object.Stamp is { } stamp ? reading.Saw(SalesforceValue.Instant(record[stamp])) : reading;
    }

    private void Finish(SalesforceQuestion question, MirrorWrite write, SalesforceReading reading, bool done)
    {
        if (done)
        {
            question.Complete(write, reading);
        }
        else if (question.Key is { } key)
        {
            write.Set(key, reading.ToText());
        }

        write.Commit();
        progress?.Report(new IngestProgress($"Reading {question.Shape.Object.Name}", _read));
    }

    private void Keep(SalesforceQuestion question, SalesforceReading reading)
    {
        if (question.Key is { } key)
        {
            using MirrorWrite write = mirror.Begin();
            write.Set(key, reading.ToText());
            write.Commit();
        }
    }
}
