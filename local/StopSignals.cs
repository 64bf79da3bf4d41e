using System.Runtime.InteropServices;

namespace OneOnOne.Local;

/// <summary>
/// Ctrl+C and SIGTERM ask the command to end: what is under way is finished and written down. A second one gets the system's own
/// way, at once; the ledger is made for that too.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const int BySignal = 128;

    private readonly TextWriter _error;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _heard;

    public StopSignals(TextWriter error)
    {
        _error = error;
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Heard))];
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>What a shell expects of a command that a signal ended: 130 for Ctrl+C, 143 for SIGTERM.</summary>
    public int ExitCode(int code) => code == CommandLine.Stopped ? BySignal + _heard : code;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void Heard(PosixSignalContext context)
    {
        const int Interrupt = 2;
        const int Terminate = 15;
        if (Interlocked.CompareExchange(ref _heard, context.Signal == PosixSignal.SIGINT ? Interrupt : Terminate, 0) != 0)
        {
            return;
        }

        context.Cancel = true;
        _error.WriteLine("Stopping: what is under way is finished first. Once more stops at once.");
        _stop.Cancel();
    }
}
