namespace OneOnOne.Tests.Fuzzing;

/// <summary>One border of the product: input that is right, ways to spoil it, and what has to hold whatever comes in.</summary>
internal abstract class FuzzTarget : IAsyncDisposable
{
    /// <summary>Cases of an ordinary run of the suite; FUZZ_CASES says otherwise.</summary>
    public abstract int Usual { get; }

    protected abstract IReadOnlyList<byte[]> Seeds { get; }

    public virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>The same random numbers make the same input.</summary>
    public virtual byte[] Make(Random random) => Mutation.Of(random, Seeds);

    /// <summary>Throws where the product did what it must not.</summary>
    public abstract Task CheckAsync(byte[] input);

    public abstract ValueTask DisposeAsync();
}
