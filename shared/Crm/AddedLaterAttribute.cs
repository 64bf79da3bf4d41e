namespace OneOnOne.Crm;

/// <summary>
/// Marks a stored property that documents of earlier releases lack. Its accessor has to turn the default value, which is what such
/// a document gives it, into what holds then.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddedLaterAttribute : Attribute;
