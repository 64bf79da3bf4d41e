using Spectre.Console;

namespace OneOnOne.Local;

/// <summary>Where a command writes: results to Out, everything else to Error, so that output can be piped.</summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error, IAnsiConsole Pretty)
{
    private const int FallbackWidth = 110;
    private const int ProgressWidth = 60;

    public static Terminal Standard()
    {
        IAnsiConsole pretty = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            pretty.Profile.Width = FallbackWidth; // A pipe has no width; 80 columns would fold every table.
        }

        return new Terminal(Console.Out, Console.Error, pretty) { Answers = Console.IsInputRedirected ? null : Console.In };
    }

    /// <summary>For tests: plain text, no colours, one width.</summary>
    public static Terminal Plain(TextWriter output, TextWriter error)
    {
        IAnsiConsole pretty = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        pretty.Profile.Width = FallbackWidth;
        return new Terminal(output, error, pretty);
    }

    /// <summary>Shows how far long work is, on Error and only for a person watching.</summary>
    public IProgress<T> Progress<T>(Func<T, string> line) => IsWatched ? new Line<T>(Error, line) : new Silent<T>();

    /// <summary>Wipes the progress line, so that nothing of it stands behind a shorter line of the result.</summary>
    public void EndProgress()
    {
        if (IsWatched)
        {
            Error.Write("\r" + new string(' ', ProgressWidth) + "\r");
        }
    }

    /// <summary>Where somebody answers what is asked; null: nobody is there, as in a script.</summary>
    public TextReader? Answers { get; init; }

    private bool IsWatched => !Console.IsErrorRedirected && ReferenceEquals(Error, Console.Error);

    private sealed class Silent<T> : IProgress<T>
    {
        public void Report(T value)
        {
        }
    }

    /// <summary>Synchronous on purpose: System.Progress reports from other threads and out of order.</summary>
    private sealed class Line<T>(TextWriter error, Func<T, string> line) : IProgress<T>
    {
        public void Report(T value)
        {
            error.Write("\r" + line(value).PadRight(ProgressWidth) + "\r");
        }
    }
}
