using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;
using Xunit.Abstractions;

namespace OneOnOne.Tests.Processes;

/// <summary>Ctrl+C and SIGTERM: what is under way is finished and written down, and the next command goes on.</summary>
[Trait("Category", "Process")]
public sealed class SignalTests(BooksFolder books, ITestOutputHelper output) : IClassFixture<BooksFolder>
{
    private const int Briefs = 18;
    private const string Drained = "Stopping: what is under way is finished first. Once more stops at once.\nStopped. Nothing is lost: run the same command again to go on.\n";

    [Fact]
    [Promise("R22", Briefs, "briefs, a mail server that takes a second for each, SIGTERM after the second")]
    public async Task R22_A_run_that_is_asked_to_end_waits_for_the_answer_to_the_mails_that_are_on_their_way()
    {
        string data = await books.ReadyAsync("sigterm");
        using SinkProcess sink = await SinkProcess.StartAsync(".#3-99=slow 1000");
        string[] run = ["run", "--as-of", PipelineCommand.AsOf, "--lead", "168", "--smtp", sink.Address];
        using LocalProcess process = LocalProcess.Start(data, run);
        await UntilAsync(() => sink.Misbehaves); // It has the third mail whole, and takes its time.
        Stopwatch drain = Stopwatch.StartNew();
        process.Send(LocalProcess.Sigterm);
        Ended ended = await process.EndAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The drain took {drain.ElapsedMilliseconds} ms."));
        Assert.Equal((143, Drained), (ended.Code, ended.Error));
        using (DataLeft left = new(data))
        {
            Assert.Empty(left.Window());
            Assert.Equal(sink.Accepted.Keys.Order(StringComparer.Ordinal), left.Deliveries().Where(delivery => delivery.State == "Sent").Select(delivery => delivery.Key));
            Assert.InRange(sink.Accepted.Count, 3, Briefs - 1);
        }

        await sink.KillAsync();
        await sink.RestartAsync();
        await LocalProcess.DoAsync(data, run);
        Assert.Equal(Enumerable.Repeat(1, Briefs), sink.Accepted.Values);
    }

    [Fact]
    [Promise("R22", "a mail server that never answers, SIGTERM twice")]
    public async Task R22_A_second_signal_ends_it_at_once_and_only_the_mails_on_their_way_are_held()
    {
        string data = await books.ReadyAsync("twice");
        using SinkProcess sink = await SinkProcess.StartAsync(".#3-99=silence");
        string[] run = ["run", "--as-of", PipelineCommand.AsOf, "--lead", "168", "--smtp", sink.Address];
        using LocalProcess process = LocalProcess.Start(data, run);
        using DataLeft left = new(data);
        await UntilAsync(() => sink.Misbehaves);
        process.Send(LocalProcess.Sigterm);
        await process.HeardAsync("Stopping: ");
        process.Send(LocalProcess.Sigterm);
        Ended ended = await process.EndAsync();
        Assert.Equal((143, "Stopping: what is under way is finished first. Once more stops at once.\n"), (ended.Code, ended.Error));
        Assert.True(left.IsWhole);
        string[] window = [.. left.Window()];
        Assert.NotEmpty(window);
        await sink.KillAsync();
        await sink.RestartAsync();
        await LocalProcess.RunAsync(data, run);
        Assert.Equal(left.Deliveries().Select(delivery => delivery.Key).Except(window, StringComparer.Ordinal), sink.Accepted.Keys.Order(StringComparer.Ordinal));
        Assert.All(sink.Accepted.Values, times => Assert.Equal(1, times));
        Assert.Equal(window, left.Window());
    }

    [Fact]
    [Promise("R22", "Ctrl+C while the second week is merged")]
    public async Task R22_An_ingest_that_is_interrupted_leaves_the_books_as_they_were_and_is_done_by_the_next_one()
    {
        using PipelineFolder folder = new();
        string[] ingest = ["ingest", "--csv", PipelineCommand.Sample("2026-11-20")];
        await LocalProcess.DoAsync(folder["data"], "ingest", "--csv", PipelineCommand.Sample("2026-11-13"));
        string before = DataLeft.Everything(folder["data"]);
        using LocalProcess process = LocalProcess.Start(folder["data"], ingest);
        await using (SqliteConnection held = BooksFolder.Locked(folder["data"]))
        {
            // It cannot publish while this holds the lock, so the signal comes before that however fast it is.
            await UntilAsync(() => Directory.GetFiles(folder["data", "quarantine"]).Length == 2);
            process.Send(LocalProcess.Sigint);
            await process.HeardAsync("Stopping: ");
        }

        Ended ended = await process.EndAsync();
        Assert.Equal((130, Drained), (ended.Code, ended.Error));
        Assert.Equal(before, DataLeft.Everything(folder["data"]));
        await LocalProcess.DoAsync(folder["data"], ingest);
        using DataLeft left = new(folder["data"]);
        Assert.Equal(2, left.Snapshots);
    }

    [Fact]
    [Promise("R22", "SIGTERM while a page of the journal is written")]
    public async Task R22_A_server_that_is_asked_to_end_finishes_the_request_it_is_at()
    {
        string data = await books.ReadyAsync("serve");
        int port = FreePort();
        string address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        using LocalProcess process = LocalProcess.Start(data, ["serve", "--urls", address]);
        using HttpClient client = new();
        await UntilAsync(async () => await AnswersAsync(client, $"{address}/health"));
        Task<HttpResponseMessage> writing;
        await using (SqliteConnection held = BooksFolder.Locked(data))
        {
            writing = client.PutAsJsonAsync($"{address}/api/reps/rep-01/journal/topic/t1", new { text = "Territory" });
            await Task.WhenAny(writing, Task.Delay(300)); // It cannot be done while this holds the lock.
            Assert.False(writing.IsCompleted);
            process.Send(LocalProcess.Sigterm);
            await process.HeardAsync("Stopping: ");
        }

        Assert.Equal(HttpStatusCode.Created, (await writing).StatusCode);
        Ended ended = await process.EndAsync();
        Assert.Equal((0, "Stopping: what is under way is finished first. Once more stops at once.\nStopped serving.\n"), (ended.Code, ended.Error));
        Assert.Contains("Territory", DataLeft.Everything(data), StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using System.Net.Sockets.TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string url)
    {
        try
        {
            return (await client.GetAsync(url)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Task UntilAsync(Func<bool> there) => UntilAsync(() => Task.FromResult(there()));

    private static async Task UntilAsync(Func<Task<bool>> there)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        while (!await there())
        {
            await Task.Delay(1, limit.Token);
        }
    }
}
