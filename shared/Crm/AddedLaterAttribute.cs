namespace OneOnOne.Crm;

/// <summary>
/// Marks a stored property that documents of earlier releases lack. Its accessor has to turn the default value, which is what such
/// a document gives it, into what holds then.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddedLaterAttribute : Attribute
{
    /// <summary>For a list: nothing is written where it is empty, so that a document without it stays what it was.</summary>
    public bool LeftOutWhenEmpty { get; init; }
}
