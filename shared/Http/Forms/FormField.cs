using System.Collections.Immutable;

namespace OneOnOne.Http.Forms;

/// <summary>One thing that a form asks for. Labels, hints and options are names of texts.</summary>
public abstract record FormField(string Name, string Label)
{
    public bool Required { get; init; } = true;

    /// <summary>What stands there before anybody answers.</summary>
    public string Default { get; init; } = "";
}

/// <summary>Words, of one line or more.</summary>
public sealed record WordsField(string Name, string Label, int Longest, bool OneLine = false) : FormField(Name, Label);

public sealed record DayField(string Name, string Label, DateOnly? First, DateOnly? Last) : FormField(Name, Label);

/// <param name="Options">Value and text; a text is a name of one, unless it is a word of the CRM.</param>
public sealed record ChoiceField(string Name, string Label, ImmutableArray<(string Value, string Text)> Options, bool OfTheCrm = false) : FormField(Name, Label);
