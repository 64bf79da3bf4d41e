namespace OneOnOne.Functions.Tests.Fakes;

/// <summary>The network between the SDK and SendGrid: keeps what was posted, answers what it is told.</summary>
internal sealed class FakeWire(Func<HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<string> Bodies { get; } = [];

    public HttpRequestMessage? Last { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Last = request;
        Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
        HttpResponseMessage answered = answer();
        cancellationToken.ThrowIfCancellationRequested(); // As a real one would that is told to stop waiting.
        return answered;
    }
}
