using System.Globalization;

namespace OneOnOne.MailSink;

/// <summary>What to answer at a step of the dialogue, for all connections or for some by their number.</summary>
internal sealed record Rule(string Step, int From, int To, string Answer)
{
    /// <param name="text">STEP[#FROM[-TO]]=ANSWER, such as <c>.#3=drop</c> or <c>RCPT#1-2=450 later</c>; | stands for a line break.</param>
    public static Rule Parse(string text)
    {
        string[] halves = text.Split('=', 2);
        string[] step = halves[0].Split('#');
        int[] range = step.Length == 1 ? [1, int.MaxValue] : [.. step[1].Split('-').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        return new Rule(step[0], range[0], range[^1], halves[1].Replace("|", "\r\n", StringComparison.Ordinal));
    }

    public bool Meets(int connection, string step) => step == Step && connection >= From && connection <= To;
}
