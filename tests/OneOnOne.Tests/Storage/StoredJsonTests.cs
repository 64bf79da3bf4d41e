using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Storage;

public sealed class StoredJsonTests
{
    /// <summary>The types that stand in the store's port and in messages; what is stored inside Cosmos DB's documents is listed with them.</summary>
    public static TheoryData<Type> Types =>
    [
        .. typeof(IBookWriter).GetMethods().Concat(typeof(IRunStore).GetMethods()).SelectMany(method => method.GetParameters()).Select(parameter => Unwrapped(parameter.ParameterType))
            .Where(type => type.Namespace?.StartsWith("OneOnOne", StringComparison.Ordinal) == true && type != typeof(PoolId))
            .Concat(typeof(Message).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(Message))))
            .Concat(typeof(Json).Assembly.GetTypes().Where(type => type.Name is "BookDocument" or "LedgerDocument" or "Standing" or "RepList"))
            .Distinct(),
    ];

    [Fact]
    public void There_are_types_to_look_at() => Assert.InRange(Types.Count, 20, 40);

    [Theory]
    [MemberData(nameof(Types))]
    public void Nothing_that_is_stored_or_sent_is_read_or_written_by_reflection(Type type)
    {
        HashSet<Type> seen = [];
        Check(type, seen);
        Assert.NotEmpty(seen);
    }

    [Fact]
    public void A_document_that_lacks_what_is_always_written_is_refused_and_not_filled_up()
    {
        JsonException error = Assert.Throws<JsonException>(() => Json.Read<Person>("""{"id":"rob","name":"Rob","schema":1,"quotas":[]}"""u8));
        Assert.Contains("active", error.Message, StringComparison.Ordinal);
        Assert.Null(Json.Read<Person>("""{"id":"rob","name":"Rob","schema":1,"active":true,"quotas":[]}"""u8).Email);
    }

    private static void Check(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
        {
            return;
        }

        JsonTypeInfo info = Json.Options.GetTypeInfo(type);
        Assert.False(info.OriginatingResolver is DefaultJsonTypeInfoResolver, $"{type} is read and written by reflection.");
        IEnumerable<Type> parts = info.Kind == JsonTypeInfoKind.Object ? info.Properties.Select(property => property.PropertyType) : [];
        foreach (Type part in parts.Append(info.ElementType).Append(info.KeyType).Concat(info.PolymorphismOptions?.DerivedTypes.Select(derived => derived.DerivedType) ?? []).OfType<Type>())
        {
            Check(part, seen);
        }
    }

    private static Type Unwrapped(Type type) => type.IsGenericType && type.Namespace != "OneOnOne.Crm" ? Unwrapped(type.GetGenericArguments()[0]) : type;
}
