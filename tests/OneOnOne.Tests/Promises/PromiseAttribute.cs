using System.Globalization;

namespace OneOnOne.Tests.Promises;

/// <summary>This test shows that a line of docs/promises.md holds. Its name begins with the line's id, as in R7_Poison_dies_at_once.</summary>
/// <param name="figure">How much was tried: the very constants that the test uses, and words between them.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class PromiseAttribute(string id, params object[] figure) : Attribute
{
    public string Id => id;

    public string Figure => string.Join(' ', figure.Select(part => part is IFormattable number ? number.ToString("N0", CultureInfo.InvariantCulture) : part));
}
