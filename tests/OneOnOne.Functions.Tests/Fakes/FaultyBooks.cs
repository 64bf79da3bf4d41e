using System.Reflection;
using OneOnOne.Storage;

namespace OneOnOne.Functions.Tests.Fakes;

/// <summary>A store that works until it is told to fail.</summary>
public class FaultyBooks : DispatchProxy
{
    private IBookStore? _inner;

    public Exception? Fails { get; set; }

    public static IBookStore Over(IBookStore inner)
    {
        IBookStore proxy = Create<IBookStore, FaultyBooks>();
        ((FaultyBooks)(object)proxy)._inner = inner;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        Fails is null ? targetMethod!.Invoke(_inner, args) : throw Fails;
}
