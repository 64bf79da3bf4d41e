using OneOnOne.Crm;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Storage;

public sealed class CosmosIdTests
{
    private static readonly string[] Hostile =
    [
        "", " ", "a", "A", "a ", " a", "a\t", "a/b", "a\\b", "a?b", "a#b", "a%b", "a%2Fb", "a%252Fb", "a+b", "a b", ".", "..", "a.b", "a~b", "a~002fb", "~~", "~",
        "$shared", "head", "opportunity-1", "manifest", "münchen", "mu\u0308nchen", "İ", "i", "ı", "张伟", "😀", "\ud83d", "\ude00", "\u0000", "\u200b", "a\"b", "a'b", "[]", "{}", "null",
        new('x', 255), new('x', 256), new('x', 300), new('X', 300), new('张', 300), new('/', 5000),
    ];

    [Fact]
    public void Any_two_ids_stay_two_and_each_is_always_the_same()
    {
        string[] ids = [.. Hostile.Select(CosmosId.Of)];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ids, Hostile.Select(CosmosId.Of));
        Assert.Equal(["006A1b_-", "a~002fb", "~~"], new[] { "006A1b_-", "a/b", "" }.Select(CosmosId.Of));
    }

    [Fact]
    public void No_id_has_a_character_that_something_on_the_way_might_change_or_is_taken_for_one_of_ours() => Assert.All(Hostile.Select(CosmosId.Of), id =>
    {
        Assert.Matches("^[A-Za-z0-9_~-]{1,255}$", id);
        Assert.False(id.StartsWith('$'));
    });

    [Fact]
    public async Task Reps_and_deals_with_hostile_ids_have_books_like_everybody()
    {
        // Half a character is no text: it cannot be stored, and no source lets it through.
        string[] ids = [.. Hostile.Where(id => !id.Any(char.IsSurrogate) || id == "😀")];
        using CosmosWorld world = await CosmosWorld.CreateAsync(new MemorySource("hostile", Days.At(5), ids.SelectMany(id => new SnapshotRow[] { Rows.Human(id), Rows.Deal(id, id) })));
        IBookStore books = world.Start().Books;
        Assert.Equal(ids.Order(StringComparer.Ordinal), (await books.RepsAsync(CancellationToken.None)).Select(rep => rep.Value));
        foreach (string id in ids)
        {
            RepBook book = (await books.ReadBookAsync(new PersonId(id), new PersonId(id), CancellationToken.None))!;
            Assert.Equal((id, id), (book.Head.Rep.Value, Assert.Single(book.Open).Id.Value));
            Assert.Equal(id, (await books.FindPersonAsync(new PersonId(id), CancellationToken.None))!.Id.Value);
        }
    }
}
