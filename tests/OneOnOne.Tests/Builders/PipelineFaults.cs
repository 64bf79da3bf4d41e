using System.Reflection;
using System.Runtime.ExceptionServices;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Builders;

internal enum PipelineFault
{
    ThrowBefore,
    LoseAnswer,
    CrashBefore,
    CrashAfter,
}

/// <summary>
/// Stands around the ports of one process. Without a point it lists every call that it sees; with one it lets that call fail. After a
/// crash nothing gets through any more: whatever the process still does, the world does not see it.
/// </summary>
internal sealed class PipelineFaults(string? point = null, PipelineFault fault = default)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    public List<string> Points { get; } = [];

    public bool Crashed { get; private set; }

    public bool Hit { get; private set; }

    public static T Around<T>(T target, PipelineFaults faults)
        where T : class
    {
        T proxy = DispatchProxy.Create<T, Proxy>();
        ((Proxy)(object)proxy).Set(target, faults);
        return proxy;
    }

    private object? Call(object target, MethodInfo method, object?[] arguments)
    {
        bool hit;
        lock (_lock)
        {
            if (Crashed)
            {
                throw new IOException("The process is dead.");
            }

            string name = $"{method.DeclaringType!.Name}.{method.Name}({string.Join(',', arguments.Select(Name).Where(text => text.Length > 0))})";
            int occurrence = _seen[name] = _seen.GetValueOrDefault(name) + 1;
            Points.Add($"{name}#{occurrence}");
            hit = Points[^1] == point;
            Hit |= hit;
            Crashed |= hit && fault == PipelineFault.CrashBefore;
        }

        if (hit && fault is PipelineFault.ThrowBefore or PipelineFault.CrashBefore && hit)
        {
            throw new IOException($"Injected before {point}.");
        }

        object? result = Invoke(target, method, arguments);
        if (hit)
        {
            (result as Task)?.GetAwaiter().GetResult();
            if (result is ValueTask)
            {
                ((ValueTask)result).AsTask().GetAwaiter().GetResult();
            }

            lock (_lock)
            {
                Crashed |= fault == PipelineFault.CrashAfter;
            }

            throw new IOException($"Injected after {point}.");
        }

        return result is Task<IBookWriter> writer ? Task.FromResult(Around(writer.GetAwaiter().GetResult(), this)) : result;
    }

    private static object? Invoke(object target, MethodInfo method, object?[] arguments)
    {
        try
        {
            return method.Invoke(target, arguments);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    /// <summary>Enough to tell the calls of one run from those of another, whatever the order in which they come.</summary>
    private static string Name(object? argument) => argument switch
    {
        CancellationToken => "",
        IReadOnlyList<Outgoing> messages => string.Join('+', messages.Select(one => $"{one.Message.GetType().Name}:{one.Message.Run}")),
        Run run => run.Id.Value,
        Versioned<Run> run => run.Value.Id.Value,
        Versioned<Delivery> delivery => $"{delivery.Value.BriefKey}:{delivery.Value.State}",
        Mail mail => mail.BriefKey,
        OneOnOne.Analysis.PartResult part => part.Part.ToString(),
        OneOnOne.Crm.PersonId or RunId or OneOnOne.Briefs.Audience or string or PoolId => argument.ToString()!,
        OneOnOne.Crm.Opportunity opportunity => opportunity.Id.Value,
        OneOnOne.Crm.Person person => person.Id.Value,
        _ => "",
    };

#pragma warning disable CA1852 // DispatchProxy derives from it.
    internal class Proxy : DispatchProxy
#pragma warning restore CA1852
    {
        private object? _target;
        private PipelineFaults? _faults;

        public void Set(object target, PipelineFaults faults) => (_target, _faults) = (target, faults);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            try
            {
                return targetMethod!.Name == "DisposeAsync" ? PipelineFaults.Invoke(_target!, targetMethod, args!) : _faults!.Call(_target!, targetMethod!, args!);
            }
            catch (Exception e) when (targetMethod!.ReturnType == typeof(Task))
            {
                return Task.FromException(e);
            }
        }
    }
}
