namespace OneOnOne.Tests.Http.SignIn;

/// <summary>One app with finished runs for all tests that only read it.</summary>
public sealed class SharedEntraApp : IAsyncLifetime
{
    private EntraApp? _app;

    internal EntraApp App => _app!;

    /// <summary>The id of the run of Rob's one-on-one.</summary>
    internal string Run { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _app = await EntraApp.StartAsync();
        await App.World.RunAsync();
        Run = (await App.World.RunsAsync()).Single(one => one.Run.Rep.Value == "rob").Run.Id.Value;
    }

    public async Task DisposeAsync() => await App.DisposeAsync();
}
