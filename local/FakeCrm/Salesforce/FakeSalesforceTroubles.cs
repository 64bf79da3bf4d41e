using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>Draws what goes wrong with an answer, in the form in which it goes wrong at Salesforce.</summary>
internal sealed class FakeSalesforceTroubles(FakeTrouble trouble, FakeDice dice, FakeSalesforceSignIn signIn)
{
    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Task BeforeAsync(HttpContext context)
    {
        if (dice.Chance(trouble.TooMany))
        {
            if (dice.Chance(30))
            {
                context.Response.Headers.RetryAfter = dice.Between(1, 3).ToString(CultureInfo.InvariantCulture);
                throw new FakeRefusal(503, "SERVER_UNAVAILABLE", "Salesforce is temporarily unable to respond.");
            }

            throw new FakeRefusal(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
        }

        if (dice.Chance(trouble.Failing))
        {
            throw new FakeRefusal(dice.Between(0, 2) switch { 0 => 500, 1 => 502, _ => 503 }, "UNKNOWN_EXCEPTION", "An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-12345");
        }

        if (dice.Chance(trouble.SignedOut) && context.Request.Headers.Authorization.ToString() is { } token && signIn.IsGood(token))
        {
            signIn.TakeBack(token);
        }

        return Task.CompletedTask;
    }

    public Task WriteAsync(HttpContext context, JsonNode answer) => WriteAsync(context, 200, "application/json;charset=UTF-8", answer.ToJsonString(AsItIs));

    public async Task WriteAsync(HttpContext context, int status, string type, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        if (dice.Chance(trouble.CutOff) && body.Length > 1)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(body);
    }
}
