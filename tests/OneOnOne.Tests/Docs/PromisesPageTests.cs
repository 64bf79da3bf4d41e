using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Docs;

public sealed class PromisesPageTests
{
    private const int Reliability = 24;
    private const int Security = 14;

    private static string Page => Repository.File("docs", "promises.md");

    [Fact]
    public void Docs_promises_has_every_promise_in_order() => Assert.Equal(
        [.. Enumerable.Range(1, Reliability).Select(n => $"R{n}"), .. Enumerable.Range(1, Security).Select(n => $"S{n}")],
        PromisesPage.Ids(File.ReadAllText(Page)));

    [Fact]
    public void Every_promise_is_shown_by_a_test() => Assert.Empty(PromisesPage.Unshown(File.ReadAllText(Page)));

    [Fact]
    public void Docs_promises_names_the_tests_that_show_a_promise_with_their_figures() =>
        PromisesPage.Check(Page, typeof(PromisesPageTests).Assembly, PromisesPage.Shared);
}
