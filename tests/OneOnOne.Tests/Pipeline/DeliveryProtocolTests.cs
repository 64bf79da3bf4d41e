using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Pipeline;

public sealed class DeliveryProtocolTests
{
    private const string Me = "me";

    private static readonly DateTimeOffset Now = PipelineRecords.Now;
    private static readonly DateTimeOffset Later = Now.AddMinutes(1);
    private static readonly DateTimeOffset Earlier = Now.AddMinutes(-1);
    private static readonly DeliverySettings Settings = new();
    private static readonly DeliverySettings Resend = Settings with { UnknownPolicy = UnknownPolicy.ResendOnce };

    /// <summary>The columns: state, whose lease, lease still runs, alone, the one-on-one has begun.</summary>
    [Theory]
    [InlineData("Planned", "-", false, false, false, "Send")]
    [InlineData("Planned", "-", false, true, false, "Send")]
    [InlineData("Planned", "-", false, false, true, "Record Expired")]
    [InlineData("Deferred", "-", false, false, false, "Send")]
    [InlineData("Deferred", "-", false, false, true, "Record Expired")]
    [InlineData("Claimed", "me", true, false, false, "Wait lease")]
    [InlineData("Claimed", "me", true, true, false, "Wait lease")]
    [InlineData("Claimed", "other", true, false, false, "Wait lease")]
    [InlineData("Claimed", "other", true, false, true, "Wait lease")]
    [InlineData("Claimed", "other", true, true, false, "Send")]
    [InlineData("Claimed", "other", true, true, true, "Record Expired")]
    [InlineData("Claimed", "other", false, false, false, "Send")]
    [InlineData("Claimed", "me", false, false, false, "Send")]
    [InlineData("Claimed", "other", false, false, true, "Record Expired")]
    [InlineData("Posting", "me", true, false, false, "Wait lease")]
    [InlineData("Posting", "me", true, true, false, "Wait lease")]
    [InlineData("Posting", "other", true, false, false, "Wait lease")]
    [InlineData("Posting", "other", true, true, false, "Record Unknown")]
    [InlineData("Posting", "other", false, false, false, "Record Unknown")]
    [InlineData("Posting", "me", false, false, false, "Record Unknown")]
    [InlineData("Posting", "other", false, false, true, "Record Unknown")]
    [InlineData("Unknown", "-", false, false, false, "Ask")]
    [InlineData("Unknown", "-", false, true, false, "Ask")]
    [InlineData("Unknown", "-", false, false, true, "Ask")]
    [InlineData("Sent", "-", false, true, true, "Nothing")]
    [InlineData("Refused", "-", false, true, true, "Nothing")]
    [InlineData("Expired", "-", false, true, true, "Nothing")]
    [InlineData("Held", "-", false, true, true, "Nothing")]
    public void Every_state_has_its_next_move(string state, string owner, bool leased, bool alone, bool begun, string move)
    {
        Delivery delivery = In(Enum.Parse<DeliveryState>(state), owner == "-" ? null : owner, leased) with { StartsAt = begun ? Now : Later };
        Assert.Equal(move, Told(DeliveryProtocol.Next(delivery, new Worker(Me, alone), Now, Settings), delivery));
    }

    [Fact]
    public void No_combination_is_without_a_move_and_only_what_was_never_posted_is_sent()
    {
        foreach (DeliveryState state in Enum.GetValues<DeliveryState>())
        {
            foreach ((string? owner, bool leased, bool alone, bool begun) in from owner in new[] { null, Me, "other" } from leased in Booleans from alone in Booleans from begun in Booleans select (owner, leased, alone, begun))
            {
                Delivery delivery = In(state, owner, leased) with { StartsAt = begun ? Earlier : Later, UnknownSince = Now };
                DeliveryMove move = DeliveryProtocol.Next(delivery, new Worker(Me, alone), Now, Settings);
                if (move is DeliveryMove.Send)
                {
                    Assert.Contains(state, new[] { DeliveryState.Planned, DeliveryState.Deferred, DeliveryState.Claimed });
                    Assert.False(begun);
                }

                Assert.Equal(delivery.IsTerminal, move is DeliveryMove.Nothing);
                if (move is DeliveryMove.Wait wait)
                {
                    Assert.True(wait.Until > Now, "Waiting for the past is a loop.");
                }
            }
        }
    }

    [Fact]
    public void A_claim_names_its_owner_its_lease_and_its_attempt()
    {
        Delivery deferred = In(DeliveryState.Deferred) with { Attempt = 2, NotBefore = Earlier, Code = "smtp-421" };
        Assert.Equal(
            new DeliveryMove.Send(deferred with { State = DeliveryState.Claimed, Owner = Me, LeaseUntil = Now + Settings.Lease, Attempt = 3, NotBefore = null, Code = null }),
            DeliveryProtocol.Next(deferred, new Worker(Me, false), Now, Settings));
    }

    [Fact]
    public void What_was_deferred_waits_for_its_time_and_expires_when_that_is_too_late()
    {
        Delivery deferred = In(DeliveryState.Deferred) with { NotBefore = Later, StartsAt = Later.AddHours(1) };
        Assert.Equal(new DeliveryMove.Wait(Later), DeliveryProtocol.Next(deferred, new Worker(Me, false), Now, Settings));
        Assert.Equal("Record Expired", Told(DeliveryProtocol.Next(deferred with { StartsAt = Now }, new Worker(Me, false), Now, Settings), deferred));
    }

    [Fact]
    public void The_lease_counts_from_the_intent_so_that_it_outlasts_the_post()
    {
        Delivery claimed = In(DeliveryState.Claimed, Me, leased: true) with { LeaseUntil = Now.AddTicks(1) };
        Assert.Equal(claimed with { State = DeliveryState.Posting, LeaseUntil = Now + Settings.Lease }, DeliveryProtocol.Intend(claimed, Now, Settings));
    }

    [Fact]
    public void Each_outcome_is_recorded_whole()
    {
        Delivery posting = In(DeliveryState.Posting, Me, leased: true) with { Attempt = 3 };
        Delivery free = posting with { Owner = null, LeaseUntil = null };
        Assert.Equal(free with { State = DeliveryState.Sent, SettledAt = Now, MessageId = "x" }, After(new PostResult(PostOutcome.Accepted, MessageId: "x")));
        Assert.Equal(free with { State = DeliveryState.Refused, SettledAt = Now, Code = "smtp-550" }, After(new PostResult(PostOutcome.Refused, "smtp-550")));
        Assert.Equal(free with { State = DeliveryState.Deferred, Attempt = 2, NotBefore = Now + Settings.DeferFor, Code = "smtp-421" }, After(new PostResult(PostOutcome.Deferred, "smtp-421")));
        Assert.Equal(
            free with { State = DeliveryState.Deferred, Attempt = 2, NotBefore = Now.AddHours(1), Code = "429" },
            After(new PostResult(PostOutcome.Deferred, "429", RetryAfter: TimeSpan.FromHours(1))));
        Assert.Equal(free with { State = DeliveryState.Unknown, UnknownSince = Now, Code = "answer-lost" }, After(new PostResult(PostOutcome.Unknown, "answer-lost")));
        Assert.Equal(4, Enum.GetValues<PostOutcome>().Length);

        Delivery After(PostResult result) => DeliveryProtocol.After(posting, result, Now, Settings);
    }

    [Theory]
    [InlineData(Lookup.Accepted, false, false, "Record Sent")]
    [InlineData(Lookup.Accepted, true, true, "Record Sent")]
    [InlineData(Lookup.NotAccepted, false, false, "Record Planned")]
    [InlineData(Lookup.NotAccepted, true, true, "Record Planned")]
    [InlineData(Lookup.CannotTell, false, false, "Wait decision")]
    [InlineData(Lookup.CannotTell, false, true, "Wait decision")]
    [InlineData(Lookup.CannotTell, true, false, "Record Held")]
    [InlineData(Lookup.CannotTell, true, true, "Record Planned")]
    public void Every_answer_to_a_look_up_has_its_rule(Lookup lookup, bool timeIsUp, bool resend, string move)
    {
        Delivery unknown = Unknown(timeIsUp);
        Assert.Equal(move, Told(DeliveryProtocol.AfterLookup(unknown, lookup, Now, resend ? Resend : Settings), unknown));
    }

    [Fact]
    public void The_policy_resends_once_and_never_after_the_one_on_one_began()
    {
        Delivery resent = ((DeliveryMove.Record)DeliveryProtocol.AfterLookup(Unknown(timeIsUp: true), Lookup.CannotTell, Now, Resend)).Delivery;
        Assert.True(resent.PossibleDuplicate);
        Delivery again = resent with { State = DeliveryState.Unknown, UnknownSince = Now - Resend.ReconcileFor };
        Assert.Equal("Record Held", Told(DeliveryProtocol.AfterLookup(again, Lookup.CannotTell, Now, Resend), again));
        Delivery late = Unknown(timeIsUp: true) with { StartsAt = Now };
        Assert.Equal("Record Held", Told(DeliveryProtocol.AfterLookup(late, Lookup.CannotTell, Now, Resend), late));
    }

    [Fact]
    public void A_brief_that_turns_out_to_be_sent_carries_no_code_of_its_doubts()
    {
        Delivery sent = ((DeliveryMove.Record)DeliveryProtocol.AfterLookup(Unknown(false) with { Code = "answer-lost" }, Lookup.Accepted, Now, Settings)).Delivery;
        Assert.Equal((DeliveryState.Sent, (DateTimeOffset?)Now, null, null), (sent.State, sent.SettledAt, sent.UnknownSince, sent.Code));
    }

    /// <summary>Whether the provider's event about a mail makes it sent: never while somebody is posting it, and never against an outcome that is known.</summary>
    [Theory]
    [InlineData("Planned", false, false)]
    [InlineData("Planned", true, true)]
    [InlineData("Claimed", false, false)]
    [InlineData("Claimed", true, true)]
    [InlineData("Posting", false, false)]
    [InlineData("Posting", true, false)]
    [InlineData("Sent", false, false)]
    [InlineData("Sent", true, false)]
    [InlineData("Refused", false, false)]
    [InlineData("Refused", true, true)]
    [InlineData("Deferred", false, false)]
    [InlineData("Deferred", true, true)]
    [InlineData("Unknown", false, true)]
    [InlineData("Unknown", true, true)]
    [InlineData("Expired", false, false)]
    [InlineData("Expired", true, true)]
    [InlineData("Held", false, true)]
    [InlineData("Held", true, true)]
    public void An_event_proves_that_a_mail_was_accepted(string state, bool possibleDuplicate, bool sent)
    {
        Delivery delivery = In(Enum.Parse<DeliveryState>(state)) with { PossibleDuplicate = possibleDuplicate, UnknownSince = Earlier, NotBefore = Later, Code = "answer-lost", Attempt = 2 };
        Delivery? after = DeliveryProtocol.AfterEvent(delivery, Now);
        Assert.Equal(sent ? delivery with { State = DeliveryState.Sent, SettledAt = Now, UnknownSince = null, NotBefore = null, Code = null } : null, after);
    }

    [Fact]
    public void A_brief_key_that_comes_back_names_the_same_brief_and_no_other_text_is_one()
    {
        Random random = new(1);
        for (int i = 0; i < 2_000; i++)
        {
            RunId run = RunId.Of(new($"m{random.Next()}"), new($"r{random.Next()}"), $"meet-{i}", new DateOnly(2000, 1, 1).AddDays(random.Next(20_000)));
            Audience audience = random.Next(2) == 0 ? Audience.Manager : Audience.Rep;
            string key = Delivery.KeyOf(run, audience);
            Assert.Equal((run, audience), Delivery.ParseKey(key));
            int at = random.Next(key.Length + 1);
            Assert.Null(Delivery.ParseKey(key.Insert(at, "\n")));
            Assert.Null(Delivery.ParseKey(key.Insert(at, " ")));
            Assert.Null(at < key.Length ? Delivery.ParseKey(key.Remove(at, 1)) : null);
            Assert.Null(Delivery.ParseKey(key.ToUpperInvariant()));
        }

        Assert.All(new[] { "", "-", "-rep", "-manager", "rep", "2026-03-02-0123456789abcdef", "2026-03-02-0123456789abcdef-", "2026-03-02-0123456789abcdef-boss" }, text => Assert.Null(Delivery.ParseKey(text)));
    }

    private static IEnumerable<bool> Booleans => [false, true];

    private static Delivery In(DeliveryState state, string? owner = null, bool leased = false) => PipelineRecords.Delivery() with
    {
        State = state,
        Owner = owner,
        LeaseUntil = owner is null ? null : leased ? Later : Now,
    };

    private static Delivery Unknown(bool timeIsUp) => In(DeliveryState.Unknown) with { UnknownSince = timeIsUp ? Now - Settings.ReconcileFor : Now - Settings.ReconcileFor + TimeSpan.FromTicks(1) };

    private static string Told(DeliveryMove move, Delivery delivery) => move switch
    {
        DeliveryMove.Record record => $"Record {record.Delivery.State}",
        DeliveryMove.Wait wait when wait.Until == delivery.LeaseUntil => "Wait lease",
        DeliveryMove.Wait wait when wait.Until == delivery.UnknownSince + Settings.ReconcileFor => "Wait decision",
        _ => move.GetType().Name,
    };
}
