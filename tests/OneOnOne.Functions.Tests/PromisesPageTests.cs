using OneOnOne.Tests.Promises;

namespace OneOnOne.Functions.Tests;

public sealed class PromisesPageTests
{
    [Fact]
    public void Docs_promises_names_the_tests_of_functions_that_show_a_promise() =>
        PromisesPage.Check(Infrastructure.Repository.At("docs/promises.md"), typeof(PromisesPageTests).Assembly, PromisesPage.Functions);
}
