using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Simulation;

#pragma warning disable CA1852 // DispatchProxy derives from it.
/// <summary>Stands around a port: each call waits until the simulation says that it is its turn.</summary>
internal class SimPort : DispatchProxy
#pragma warning restore CA1852
{
    private static readonly ConcurrentDictionary<Type, MethodInfo> Shapes = new();

    private object _target = null!;
    private SimWorld _sim = null!;
    private string _port = "";

    public static T Around<T>(T target, SimWorld sim)
        where T : class
    {
        T proxy = Create<T, SimPort>();
        SimPort port = (SimPort)(object)proxy;
        (port._target, port._sim, port._port) = (target, sim, typeof(T).Name);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Type returns = targetMethod!.ReturnType;
        if (targetMethod.Name == nameof(IAsyncDisposable.DisposeAsync))
        {
            _sim.Forget((IBookWriter)_target);
            return Direct(targetMethod, args);
        }

        if (returns == typeof(Task))
        {
            return CallAsync(targetMethod, args!, async () =>
            {
                await (Task)Direct(targetMethod, args)!;
                return null;
            });
        }

        if (!returns.IsGenericType || returns.GetGenericTypeDefinition() is var shape && shape != typeof(Task<>) && shape != typeof(IAsyncEnumerable<>))
        {
            return Direct(targetMethod, args);
        }

        MethodInfo typed = Shapes.GetOrAdd(returns, type => typeof(SimPort)
            .GetMethod(type.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(ValueAsync) : nameof(ManyAsync), BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(type.GetGenericArguments()));
        return typed.Invoke(this, [targetMethod, args]);
    }

    /// <summary>Enough to tell the calls of one brief from those of another, whatever the order in which they come.</summary>
    private static string Name(object? argument) => argument switch
    {
        IReadOnlyList<Outgoing> messages => string.Join('+', messages.Select(one => one.Message.Id)),
        Run run => run.Id.Value,
        Versioned<Run> run => $"{run.Value.Id}{(run.Value.ComposedAt is null ? "" : ":Composed")}",
        Versioned<Delivery> delivery => $"{delivery.Value.BriefKey}:{delivery.Value.State}",
        Mail mail => mail.BriefKey,
        PartResult part => part.Part.ToString(),
        DeadLetter letter => letter.Id,
        DeliveryEvent happened => $"{Delivery.KeyOf(happened.Run, happened.Audience)}:{happened.Kind}",
        Message message => message.Id,
        PersonId or RunId or OneOnOne.Briefs.Audience or string or PoolId or OpportunityId => argument.ToString()!,
        Opportunity opportunity => opportunity.Id.Value,
        Person person => person.Id.Value,
        BookHead head => head.Rep.Value,
        Team team => team.Manager.Value,
        Snapshot snapshot => snapshot.Id,
        _ => "",
    };

    private object? Direct(MethodInfo method, object?[]? arguments)
    {
        try
        {
            return method.Invoke(_target, arguments);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private async Task<T> ValueAsync<T>(MethodInfo method, object?[] arguments)
    {
        object? result = await CallAsync(method, arguments, async () => await (Task<T>)Direct(method, arguments)!);
        return result is IBookWriter writer ? (T)_sim.Open(writer) : (T)result!;
    }

    private async IAsyncEnumerable<T> ManyAsync<T>(MethodInfo method, object?[] arguments)
    {
        object? all = await CallAsync(method, arguments, async () => await ((IAsyncEnumerable<T>)Direct(method, arguments)!).ToListAsync());
        foreach (T one in (List<T>)all!)
        {
            yield return one;
        }
    }

    private Task<object?> CallAsync(MethodInfo method, object?[] arguments, Func<Task<object?>> perform)
    {
        string what = string.Join(',', arguments.Select(Name).Where(text => text.Length > 0));
        string subject = _target is SimReceived received ? received.Name : what;
        return _sim.CallAsync(_port, $"{_port}.{method.Name}({subject})", arguments, perform, _target, method.Name);
    }
}
