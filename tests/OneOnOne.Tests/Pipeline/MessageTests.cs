using System.Text;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

public sealed class MessageTests
{
    private const string Canary = "CANARY";
    private const int Attempts = 7;

    private static readonly RunId Run = new("2026-03-03-abc");

    public static TheoryData<Message, string, string> Golden => new()
    {
        {
            new AnalyzeRep(Run, [AnalysisPart.Stalls, AnalysisPart.Slips, AnalysisPart.StageOutliers]) { Round = 2 },
            """{"type":"AnalyzeRep","schema":1,"run":"2026-03-03-abc","parts":["Stalls","Slips","StageOutliers"],"round":2}""",
            "analyze:2026-03-03-abc:2:Stalls+Slips+StageOutliers"
        },
        {
            new FindingsReady(Run, AnalysisPart.StageOutliers, "20260302T060000Z-0123abcd") { Round = 1 },
            """{"type":"FindingsReady","schema":1,"run":"2026-03-03-abc","part":"StageOutliers","snapshotId":"20260302T060000Z-0123abcd","round":1}""",
            "ready:2026-03-03-abc:StageOutliers:20260302T060000Z-0123abcd:1"
        },
        { new DeadlineReached(Run), """{"type":"DeadlineReached","schema":1,"run":"2026-03-03-abc","round":0}""", "deadline:2026-03-03-abc:0" },
        { new DeliverBrief(Run, Audience.Manager) { Round = 7 }, """{"type":"DeliverBrief","schema":1,"run":"2026-03-03-abc","audience":"Manager","round":7}""", "deliver:2026-03-03-abc:Manager:7" },
        { new DeliverBrief(Run, Audience.Rep), """{"type":"DeliverBrief","schema":1,"run":"2026-03-03-abc","audience":"Rep","round":0}""", "deliver:2026-03-03-abc:Rep:0" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    [Promise("R24", "every kind of message: exact JSON names and ids")]
    public void R24_A_message_is_these_bytes_and_comes_back_from_them(Message message, string json, string id)
    {
        Assert.Equal(json, Encoding.UTF8.GetString(MessageJson.Write(message)));
        Message read = MessageJson.Read<Message>(Encoding.UTF8.GetBytes(json));
        Assert.Equal(message.GetType(), read.GetType());
        Assert.Equal(json, Encoding.UTF8.GetString(MessageJson.Write(read)));
        Assert.Equal((id, id), (message.Id, read.Id));
    }

    [Theory]
    [InlineData("", "unreadable", "body")]
    [InlineData("null", "unreadable", "body")]
    [InlineData("42", "unreadable", "body")]
    [InlineData("[]", "unreadable", "body")]
    [InlineData("{}", "unreadable", "body")]
    [InlineData("not json", "unreadable", "body")]
    [InlineData("""{"type":"AnalyzeRep","schema":1,"run":"r","parts":["Stalls"]""", "unreadable", "body")]
    [InlineData("""{"type":"AnalyzeRep","schema":1,"run":"r","parts":["CANARY"]}""", "unreadable", "$.parts[0]")]
    [InlineData("""{"type":"AnalyzeRep","schema":1,"run":"r","CANARY":{"CANARY":}}""", "unreadable", "body")]
    [InlineData("""{"type":"AnalyzeRep","schema":1,"run":5,"parts":["Stalls"]}""", "unreadable", "$.run")]
    [InlineData("""{"type":"AnalyzeRep","schema":"CANARY","run":"r","parts":["Stalls"]}""", "unreadable", "$.schema")]
    [InlineData("""{"type":"SendMoney","schema":1,"run":"r"}""", "unreadable", "body")]
    [InlineData("""{"schema":1,"run":"r","parts":["Stalls"]}""", "unreadable", "body")]
    [InlineData("""{"type":"AnalyzeRep","schema":2,"run":"r","parts":["Stalls"]}""", "unknown-schema", "schema")]
    [InlineData("""{"type":"DeadlineReached","schema":0,"run":"r"}""", "unknown-schema", "schema")]
    [InlineData("""{"type":"DeadlineReached","schema":1}""", "missing", "run")]
    [InlineData("""{"type":"DeadlineReached","schema":1,"run":""}""", "missing", "run")]
    [InlineData("""{"type":"DeadlineReached","schema":1,"run":null}""", "unreadable", "$.run")]
    [InlineData("""{"type":"AnalyzeRep","schema":1,"run":"r"}""", "missing", "parts")]
    [InlineData("""{"type":"AnalyzeRep","schema":1,"run":"r","parts":[]}""", "missing", "parts")]
    [InlineData("""{"type":"AnalyzeRep","schema":1,"run":"r","parts":[77]}""", "unknown-value", "parts")]
    [InlineData("""{"type":"DeliverBrief","schema":1,"run":"r"}""", "unreadable", "body")]
    [InlineData("""{"type":"DeliverBrief","schema":1,"run":"r","audience":7}""", "unknown-value", "audience")]
    [InlineData("""{"type":"FindingsReady","schema":1,"run":"r","snapshotId":"s"}""", "unreadable", "body")]
    [InlineData("""{"type":"FindingsReady","schema":1,"run":"r","part":9,"snapshotId":"s"}""", "unknown-value", "part")]
    [Promise("R7", "each way in which a message can be broken: a code and a field")]
    public void R7_What_cannot_be_a_message_is_poison_with_a_code_and_a_field(string body, string code, string field)
    {
        PoisonMessageException poison = Poison(Encoding.UTF8.GetBytes(body));
        Assert.Equal((code, field, $"{code}: {field}"), (poison.Code, poison.Field, poison.Message));
    }

    [Fact]
    public void Too_large_too_deep_and_bytes_that_are_no_text_are_poison()
    {
        Assert.Equal("too-large", Poison(new byte[MessageJson.LargestBytes + 1]).Code);
        byte[] largest = Encoding.UTF8.GetBytes("""{"type":"DeadlineReached","schema":1,"run":"r","round":0}""".PadRight(MessageJson.LargestBytes));
        Assert.Equal(new DeadlineReached(new RunId("r")), MessageJson.Read<DeadlineReached>(largest));
        string bomb = $$"""{"type":"DeadlineReached","schema":1,"x":{{new string('[', 50_000)}}{{new string(']', 50_000)}},"run":"r"}""";
        Assert.Equal("unreadable", Poison(Encoding.UTF8.GetBytes(bomb)).Code);
        byte[] noText = Encoding.UTF8.GetBytes("""{"type":"DeadlineReached","schema":1,"run":"r"}""");
        noText[^3] = 0xFF;
        Assert.Equal("unreadable", Poison(noText).Code);
    }

    [Fact]
    public void A_message_of_another_kind_than_the_expected_one_is_poison() =>
        Assert.Equal("wrong-type: type", Assert.Throws<PoisonMessageException>(() => MessageJson.Read<DeliverBrief>(MessageJson.Write(new DeadlineReached(Run)))).Message);

    [Fact]
    public void Each_message_goes_to_its_places()
    {
        Assert.Equal([Subscription.AnalyzeStalls, Subscription.AnalyzeSlips, Subscription.AnalyzeStageOutliers], Routes.Of(new AnalyzeRep(Run, [])));
        Assert.Equal([Subscription.OrchestrateBrief], Routes.Of(new FindingsReady(Run, default, "s")));
        Assert.Equal([Subscription.OrchestrateBrief], Routes.Of(new DeadlineReached(Run)));
        Assert.Equal([Subscription.DeliverBrief], Routes.Of(new DeliverBrief(Run, default)));
    }

    [Fact]
    [Promise("R7", Attempts, "attempts after 1, 5, 10, 60, 120 and 120 seconds")]
    public void R7_A_failing_message_is_tried_once_and_then_once_per_delay_and_then_it_is_dead()
    {
        RetrySchedule schedule = RetrySchedule.Default;
        Assert.Equal([1, 5, 10, 60, 120, 120], schedule.Delays.Select(delay => delay.TotalSeconds));
        InvalidOperationException failure = new($"{Canary} mail@example.com");
        for (int attempt = 1; attempt < Attempts; attempt++)
        {
            Assert.Equal(new Settlement.Retry(schedule.Delays[attempt - 1]), schedule.After(failure, attempt));
        }

        Assert.Equal(new Settlement.DeadLetter("retries-exhausted: InvalidOperationException"), schedule.After(failure, Attempts));
    }

    [Fact]
    [Promise("R7", "at its first delivery")]
    public void R7_Poison_is_dead_at_the_first_delivery() =>
        Assert.Equal(new Settlement.DeadLetter("unknown-run: run"), RetrySchedule.Default.After(new PoisonMessageException("unknown-run", "run"), 1));

    private static PoisonMessageException Poison(byte[] body)
    {
        PoisonMessageException poison = Assert.Throws<PoisonMessageException>(() => MessageJson.Read<Message>(body));
        Assert.DoesNotContain(Canary, poison.Message, StringComparison.Ordinal);
        return poison;
    }
}
