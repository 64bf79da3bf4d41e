using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Http.Events;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Http;

/// <summary>S12, over a real socket: what is not signed, or not now, changes nothing.</summary>
public sealed class EventWebhookTests : IAsyncLifetime
{
    private const int Forgeries = 27;

    private PipelineWorld _world = null!;
    private EventApp _app = null!;
    private Run _run = null!;

    public async Task InitializeAsync()
    {
        _world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        _world.Mail.CanTell = false;
        _world.Mail.Answer = _ => new PostResult(PostOutcome.Unknown, "answer-lost");
        await _world.RunAsync();
        _run = (await _world.RunsAsync()).Single().Run;
        _app = await EventApp.StartAsync(_world);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task What_SendGrid_has_signed_settles_what_nobody_knew()
    {
        Assert.Equal(HttpStatusCode.NoContent, await _app.PostAsync(EventApp.Event(Key("rep"), "delivered", _world.Clock.Now, ""","response":"250 OK" """)));
        Assert.Equal(["rob Manager Unknown (answer-lost)", "rob Rep Sent"], await _world.StatesAsync());
        Assert.Equal([new DeliveryEvent(_run.Id, Audience.Rep, DeliveryEventKind.Delivered, _world.Clock.Now, "250")], (await SummaryAsync()).Events.ToArray());
    }

    [Fact]
    [Promise("S12", Forgeries, "forged posts")]
    public async Task S12_The_whole_of_time_stamp_and_body_is_what_counts()
    {
        string body = $"[{EventApp.Event(Key("rep"), "delivered", _world.Clock.Now)}]";
        string now = Seconds(TimeSpan.Zero);
        string signature = _app.Sign(now, body);
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa longer = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        byte[] tampered = Convert.FromBase64String(signature);
        tampered[^1] ^= 1;
        (string What, string Body, string? Timestamp, string? Signature)[] forged =
        [
            ("a longer body", body + " ", now, signature),
            ("another kind", body.Replace("delivered", "processed", StringComparison.Ordinal), now, signature),
            ("an empty body", "", now, signature),
            ("another time stamp", body, Seconds(TimeSpan.FromSeconds(1)), signature),
            ("the same instant written otherwise", body, "0" + now, signature),
            ("one byte of the signature", body, now, Convert.ToBase64String(tampered)),
            ("the other solution of the same signature, cut", body, now, Malleable.CutOff(signature)),
            ("a signature with its numbers padded", body, now, Malleable.Padded(signature)),
            ("a signature with something after it", body, now, Malleable.Longer(signature)),
            ("a signature of two zeroes", body, now, Convert.ToBase64String([0x30, 6, 2, 1, 0, 2, 1, 0])),
            ("the body with other blanks", body.Replace(",\"", ", \"", StringComparison.Ordinal), now, signature),
            ("the body with other escapes", body.Replace("delivered", "\\u0064elivered", StringComparison.Ordinal), now, signature),
            ("the body with a byte order mark", "\uFEFF" + body, now, signature),
            ("a time stamp with a sign", body, "+" + now, _app.Sign("+" + now, body)),
            ("a time stamp with a fraction", body, now + ".0", _app.Sign(now + ".0", body)),
            ("half a signature", body, now, signature[..40]),
            ("no Base64", body, now, signature[..^2] + "!!"),
            ("no DER", body, now, Convert.ToBase64String(new byte[70])),
            ("a raw signature", body, now, Convert.ToBase64String(_app.Key.SignData(System.Text.Encoding.UTF8.GetBytes(now + body), HashAlgorithmName.SHA256))),
            ("another key", body, now, _app.Sign(now, body, other)),
            ("a key on another curve", body, now, _app.Sign(now, body, longer)),
            ("no signature", body, now, null),
            ("an empty signature", body, now, ""),
            ("no time stamp", body, null, signature),
            ("a time stamp that is none", body, "now", _app.Sign("now", body)),
            ("a time stamp before time", body, "-1", _app.Sign("-1", body)),
            ("a time stamp after all time", body, "999999999999999999999", _app.Sign("999999999999999999999", body)),
        ];
        Assert.Equal(Forgeries, forged.Length);
        string before = _world.Dump();
        foreach ((string what, string posted, string? timestamp, string? signed) in forged)
        {
            Assert.Equal((what, HttpStatusCode.Unauthorized), (what, await _app.PostAsync(posted, timestamp, signed)));
        }

        Assert.Equal((before, 0), (_world.Dump(), (await SummaryAsync()).Events.Length));
        Assert.Equal(forged.Length, _world.Log.Of("EventsRefused").Length);
        Assert.Equal(HttpStatusCode.NoContent, await _app.PostAsync(body, now, signature));
        Assert.Single((await SummaryAsync()).Events);
    }

    [Theory]
    [InlineData(-301, HttpStatusCode.Unauthorized)]
    [InlineData(-300, HttpStatusCode.NoContent)]
    [InlineData(300, HttpStatusCode.NoContent)]
    [InlineData(301, HttpStatusCode.Unauthorized)]
    [Promise("S12", "a second before, at and after both limits")]
    public async Task S12_A_post_counts_for_five_minutes(int seconds, HttpStatusCode status)
    {
        string body = $"[{EventApp.Event(Key("rep"), "processed", _world.Clock.Now.AddDays(-1))}]";
        Assert.Equal(status, await _app.PostAsync(body, _world.Clock.Now.AddSeconds(seconds)));
        Assert.Equal(status == HttpStatusCode.NoContent ? 1 : 0, (await SummaryAsync()).Events.Length);
    }

    [Fact]
    [Promise("S12", "the same post and the same event again")]
    public async Task S12_The_same_twice_and_in_any_order_is_one()
    {
        string processed = EventApp.Event(Key("manager"), "processed", _world.Clock.Now);
        string bounced = EventApp.Event(Key("manager"), "bounce", _world.Clock.Now.AddSeconds(3), ""","reason":"550 no such user <mia@example.com>" """);
        string again = processed.Replace("\"x\"", "\"another id\"", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, await _app.PostAsync(bounced, bounced));
        Assert.Equal(HttpStatusCode.NoContent, await _app.PostAsync(processed, again));
        string settled = _world.Dump();
        Assert.Equal(HttpStatusCode.NoContent, await _app.PostAsync(again, bounced));
        Assert.Equal(settled, _world.Dump());
        Assert.Equal([DeliveryEventKind.Processed, DeliveryEventKind.Bounced], (await SummaryAsync()).Events.Select(one => one.Kind));
        Assert.Equal([$"Warning: Brief {Key("manager")} was accepted by the provider and then Bounced (550)"], _world.Log.Of("DeliveryFailedLater"));
        Assert.Equal("rob Manager Sent", (await _world.StatesAsync())[0]);
    }

    [Fact]
    public async Task A_thousand_events_in_one_post_are_all_there()
    {
        string[] events = [.. Enumerable.Range(0, 1_000).Select(i => EventApp.Event(i % 10 == 0 ? "another-app" : Key(i % 2 == 0 ? "rep" : "manager"), "deferred", _world.Clock.Now.AddSeconds(i)))];
        Assert.Equal(HttpStatusCode.NoContent, await _app.PostAsync(events));
        Assert.Equal(900, (await SummaryAsync()).Events.Length);
        Assert.Equal(["rob Manager Sent", "rob Rep Sent"], await _world.StatesAsync());
    }

    [Fact]
    [Promise("S12")]
    public async Task S12_Briefs_that_the_ledger_does_not_have_leave_no_trace()
    {
        string before = _world.Dump();
        Assert.Equal(HttpStatusCode.NoContent, await _app.PostAsync(EventApp.Event("2026-03-02-0123456789abcdef-rep", "delivered", _world.Clock.Now)));
        Assert.Equal(before, _world.Dump());
        Assert.Empty(await _world.Start().GetRequiredService<IRunStore>().EventsAsync(new RunId("2026-03-02-0123456789abcdef"), Audience.Rep, CancellationToken.None));
    }

    [Fact]
    public async Task More_than_a_megabyte_is_not_read()
    {
        const int Megabyte = 1024 * 1024;
        string body = $"[{EventApp.Event(Key("rep"), "delivered", _world.Clock.Now)}]";
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await _app.PostAsync(body.PadRight(Megabyte + 1), _world.Clock.Now));
        Assert.Empty((await SummaryAsync()).Events);
        Assert.Equal(HttpStatusCode.NoContent, await _app.PostAsync(body.PadRight(Megabyte), _world.Clock.Now));
        Assert.Single((await SummaryAsync()).Events);
    }

    [Fact]
    public async Task What_was_signed_and_cannot_be_read_is_taken_because_no_repetition_makes_it_better()
    {
        Assert.Equal(HttpStatusCode.NoContent, await _app.PostAsync("{}", _world.Clock.Now));
        Assert.Single(_world.Log.Of("EventsUnreadable"));
    }

    [Fact]
    public async Task Without_a_key_there_is_nothing_here()
    {
        await using EventApp keyless = await EventApp.StartAsync(_world, configured: false);
        Assert.Equal(HttpStatusCode.NotFound, await keyless.PostAsync(EventApp.Event(Key("rep"), "delivered", _world.Clock.Now)));
        Assert.Empty((await SummaryAsync()).Events);
    }

    [Fact]
    public async Task A_store_that_is_down_makes_SendGrid_post_again_and_says_nothing_of_what_came()
    {
        await using EventApp broken = await EventApp.StartAsync(_world, change: services => services.AddSingleton(PipelineFaults.Around(
            _world.Start().GetRequiredService<IRunStore>(), new PipelineFaults($"IRunStore.EventsAsync({_run.Id},Rep)#1", PipelineFault.ThrowBefore))));
        string body = $"[{EventApp.Event(Key("rep"), "delivered", _world.Clock.Now)}]";
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await broken.PostAsync(body, _world.Clock.Now));
        Assert.Equal(HttpStatusCode.NoContent, await broken.PostAsync(body, _world.Clock.Now));
        Assert.Single((await SummaryAsync()).Events);
        Assert.DoesNotContain("Injected", Assert.Single(_world.Log.Of("EventsNotRecorded")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("no key")]
    public void What_is_no_key_is_none(string text) => Assert.Null(WebhookKey.Read(text));

    [Fact]
    public void Only_a_whole_key_on_the_right_curve_is_one()
    {
        using ECDsa right = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa wrong = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string key = EventApp.PublicOf(right);
        Assert.NotNull(WebhookKey.Read(key));
        Assert.Null(WebhookKey.Read(EventApp.PublicOf(wrong)));
        Assert.Null(WebhookKey.Read(key[..^8]));
        Assert.Null(WebhookKey.Read(Convert.ToBase64String([.. Convert.FromBase64String(key), 0])));
        Assert.Null(WebhookKey.Read(Convert.ToBase64String(right.ExportECPrivateKey())));
    }

    /// <summary>Half of all signatures come in a second form that counts as well as the first; what it could change is nothing, for events are known by what they say.</summary>
    [Fact]
    [Promise("S12", "the second form of a signature")]
    public async Task S12_A_signature_written_the_other_way_changes_nothing_that_the_first_did_not()
    {
        string body = $"[{EventApp.Event(Key("rep"), "delivered", _world.Clock.Now)}]";
        string now = Seconds(TimeSpan.Zero);
        string signature = _app.Sign(now, body);
        Assert.Equal(HttpStatusCode.NoContent, await _app.PostAsync(body, now, signature));
        string settled = _world.Dump();
        Assert.Equal(HttpStatusCode.NoContent, await _app.PostAsync(body, now, Malleable.OtherForm(signature)));
        Assert.Equal(settled, _world.Dump());
    }

    private string Key(string audience) => $"{_run.Id}-{audience}";

    private string Seconds(TimeSpan later) => (_world.Clock.Now + later).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<RunSummary> SummaryAsync() => (await _world.RunsAsync()).Single();
}
