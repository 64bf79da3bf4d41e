using System.Net;
using OneOnOne.Ingest.Connect;
using static OneOnOne.Tests.Ingest.Connect.ScriptedCrm;

namespace OneOnOne.Tests.Ingest.Connect;

public sealed class Asking_a_CRM
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero);

    private readonly QuickClock _clock = new(Now);

    [Fact]
    public async Task A_token_that_is_no_longer_good_is_renewed_once_and_the_question_asked_again()
    {
        ScriptedCrm crm = new(Says(HttpStatusCode.OK, "one"), Says(HttpStatusCode.Unauthorized), Says(HttpStatusCode.OK, "two"));
        using CrmHttp http = crm.Http(_clock);

        Assert.Equal(["one", "two"], [await AskAsync(http), await AskAsync(http)]);
        Assert.Equal(["token 1", "token 1", "token 2"], crm.Asked);
        Assert.Empty(_clock.Pauses);
    }

    [Fact]
    public async Task A_new_token_that_is_refused_as_well_is_not_renewed_again()
    {
        ScriptedCrm crm = new(Says(HttpStatusCode.Unauthorized, "no"), Says(HttpStatusCode.Unauthorized, "still no"));
        using CrmHttp http = crm.Http(_clock);

        CrmRefusedException refused = await Assert.ThrowsAsync<CrmRefusedException>(() => AskAsync(http));

        Assert.Equal((HttpStatusCode.Unauthorized, "still no"), (refused.Status, refused.Refusal));
        Assert.Equal(["token 1", "token 2"], crm.Asked);
    }

    [Fact]
    public async Task Who_is_asked_too_much_is_left_alone_for_as_long_as_it_says()
    {
        ScriptedCrm crm = new(Says(HttpStatusCode.TooManyRequests, after: TimeSpan.FromSeconds(17)), Says(HttpStatusCode.TooManyRequests), Says(HttpStatusCode.OK, "one"));
        using CrmHttp http = crm.Http(_clock);

        Assert.Equal("one", await AskAsync(http));
        Assert.Equal([TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(2)], _clock.Pauses);
    }

    [Fact]
    public async Task Fewer_are_asked_at_once_by_whom_it_was_too_much_and_more_again_when_all_is_well()
    {
        ScriptedCrm crm = new([Says(HttpStatusCode.TooManyRequests), Says(HttpStatusCode.TooManyRequests), .. Enumerable.Repeat(Says(HttpStatusCode.OK, "one"), 41)]);
        using CrmHttp http = crm.Http(_clock, most: 8);

        Assert.Equal(8, http.Allowed);
        await AskAsync(http);
        Assert.Equal(2, http.Allowed);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AskAsync(http)));
        Assert.Equal(4, http.Allowed);
    }

    [Fact]
    public async Task No_more_are_asked_at_once_than_are_allowed()
    {
        TaskCompletionSource gate = new();
        int inside = 0;
        int most = 0;
        ScriptedCrm crm = new([.. Enumerable.Repeat(Says(HttpStatusCode.OK, "one"), 20)]);
        using CrmHttp http = crm.Http(_clock, most: 3);
        Task[] all = [.. Enumerable.Range(0, 20).Select(_ => http.AskAsync(Question, async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await gate.Task;
            Interlocked.Decrement(ref inside);
            return 0;
        }, CancellationToken.None))];

        gate.SetResult();
        await Task.WhenAll(all);

        Assert.Equal(3, most);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task What_breaks_at_the_CRM_is_asked_again(HttpStatusCode status)
    {
        ScriptedCrm crm = new(Says(status), Says(status), Says(HttpStatusCode.OK, "one"));
        using CrmHttp http = crm.Http(_clock);

        Assert.Equal("one", await AskAsync(http));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], _clock.Pauses);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_again()
    {
        ScriptedCrm crm = new(Breaks("on"), Says(HttpStatusCode.OK, "one"));
        using CrmHttp http = crm.Http(_clock);

        Assert.Equal("one", await AskAsync(http));
    }

    [Fact]
    public async Task What_does_not_pass_ends_with_one_sentence()
    {
        ScriptedCrm crm = new([.. Enumerable.Repeat(Says(HttpStatusCode.BadGateway), 12)]);
        using CrmHttp http = crm.Http(_clock);

        UserErrorException e = await Assert.ThrowsAsync<UserErrorException>(() => AskAsync(http));

        Assert.Equal("Acme CRM cannot be read at present (502 Bad Gateway). What was read so far is kept: run the same again later.", e.Message);
    }

    [Fact]
    public async Task Where_nobody_has_ever_answered_that_is_told_soon()
    {
        ScriptedCrm crm = new([.. Enumerable.Repeat<Func<HttpRequestMessage, HttpResponseMessage>>(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused (crm.example:443)"), 3)]);
        using CrmHttp http = crm.Http(_clock);

        UserErrorException e = await Assert.ThrowsAsync<UserErrorException>(() => AskAsync(http));

        Assert.Equal("Acme CRM cannot be read at present (Connection refused (crm.example:443)). What was read so far is kept: run the same again later.", e.Message);
        Assert.Equal(2, _clock.Pauses.Count);
    }

    [Fact]
    public async Task Who_says_too_much_for_ever_is_asked_another_day()
    {
        ScriptedCrm crm = new([.. Enumerable.Repeat(Says(HttpStatusCode.TooManyRequests), 12)]);
        using CrmHttp http = crm.Http(_clock);

        UserErrorException e = await Assert.ThrowsAsync<UserErrorException>(() => AskAsync(http));

        Assert.Equal("Acme CRM still says that it is asked too much (429 Too Many Requests). What was read so far is kept: run the same again later.", e.Message);
    }

    [Fact]
    public async Task A_refusal_is_told_to_who_asked_and_not_repeated()
    {
        ScriptedCrm crm = new(Says(HttpStatusCode.BadRequest, "unknown field"));
        using CrmHttp http = crm.Http(_clock);

        CrmRefusedException refused = await Assert.ThrowsAsync<CrmRefusedException>(() => AskAsync(http));

        Assert.Equal("400: unknown field", refused.Message);
    }

    [Fact]
    public async Task What_a_refusal_means_the_CRM_s_own_manners_say()
    {
        ScriptedCrm crm = new(Says(HttpStatusCode.Forbidden, "busy"), Says(HttpStatusCode.Forbidden, "over"))
        {
            Meaning = (_, refusal) => refusal == "busy" ? new CrmBusyException("403", TimeSpan.FromSeconds(5)) : new UserErrorException("No allowance is left."),
        };
        using CrmHttp http = crm.Http(_clock);

        Assert.Equal("No allowance is left.", (await Assert.ThrowsAsync<UserErrorException>(() => AskAsync(http))).Message);
        Assert.Equal([TimeSpan.FromSeconds(5)], _clock.Pauses);
    }

    [Fact]
    public async Task The_CRM_s_clock_is_that_of_its_last_answer()
    {
        ScriptedCrm crm = new(_ =>
        {
            HttpResponseMessage answer = new(HttpStatusCode.OK) { Content = new StringContent("one") };
            answer.Headers.Date = Now.AddMinutes(-4);
            return answer;
        });
        using CrmHttp http = crm.Http(_clock);

        await AskAsync(http);

        Assert.Equal(Now.AddMinutes(-4), http.AnsweredAt);
    }

    [Fact]
    public async Task Where_the_CRM_does_not_tell_the_time_ours_holds()
    {
        using CrmHttp http = new ScriptedCrm(Says(HttpStatusCode.OK, "one")).Http(_clock);

        await AskAsync(http);

        Assert.Equal(Now, http.AnsweredAt);
    }

    private static Task<string> AskAsync(CrmHttp http) => http.AskAsync(Question, (answer, cancellation) => answer.Content.ReadAsStringAsync(cancellation), CancellationToken.None);

    private static HttpRequestMessage Question() => new(HttpMethod.Get, "https://crm.example/records");
}
