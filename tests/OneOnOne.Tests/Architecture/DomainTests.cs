using System.Reflection;
using System.Runtime.CompilerServices;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Meetings;

namespace OneOnOne.Tests.Architecture;

public sealed class DomainTests
{
    private static readonly Assembly Shared = typeof(Opportunity).Assembly;

    public static TheoryData<Type> Records => [.. Shared.GetTypes().Where(type =>
        type.Namespace is "OneOnOne.Crm" or "OneOnOne.Analysis" or "OneOnOne.Meetings" or "OneOnOne.Journal" && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type is { IsInterface: false, IsEnum: false } && type.BaseType?.Name.StartsWith("IdConverter", StringComparison.Ordinal) != true && type.Name != "IdConverter`1" && !type.Name.StartsWith('<'))];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_domain_record_never_changes(Type type)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            bool settable = property.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
            Assert.False(settable, $"{type.Name}.{property.Name} can be set");
            Type of = property.PropertyType;
            bool mutable = of.IsArray || (of.IsGenericType && of.Namespace == "System.Collections.Generic" && Nullable.GetUnderlyingType(of) is null);
            Assert.False(mutable, $"{type.Name}.{property.Name} is a {of.Name}");
        }

        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public))
        {
            Assert.True(field.IsInitOnly, $"{type.Name}.{field.Name} can be set");
        }
    }

    [Fact]
    public void There_are_domain_records_to_look_at() => Assert.InRange(((IReadOnlyCollection<object[]>)Records).Count, 40, 200);

    [Fact]
    public void Nothing_static_changes()
    {
        IEnumerable<string> changing =
            from type in Shared.GetTypes()
            where !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.StartsWith('<') && type.Namespace?.StartsWith("OneOnOne", StringComparison.Ordinal) == true
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsLiteral && !field.IsInitOnly && !field.Name.StartsWith("<>", StringComparison.Ordinal)
            select $"{type.FullName}.{field.Name}";
        Assert.Empty(changing);
    }

    /// <summary>They stand in stored documents and in messages: renaming one makes what is stored unreadable.</summary>
    [Theory]
    [InlineData(typeof(Outcome), "Open Won Lost")]
    [InlineData(typeof(ActivityKind), "Call Email Meeting Task Other")]
    [InlineData(typeof(Section), "People Opportunities Activities StageHistory CloseDateHistory Quotas Meetings")]
    [InlineData(typeof(Cadence), "Weekly Fortnightly Monthly")]
    [InlineData(typeof(AnalysisPart), "Stalls Slips StageOutliers")]
    [InlineData(typeof(BenchmarkRung), "Rep Team Company AdminDefault")]
    [InlineData(typeof(DataIssue), "NoActivities NoBookedActivities NoCloseDates StageEntryUnknown TooFewWonVisits NoAmount RowsQuarantined OldSnapshot NewerThanAsOf MixedCurrencies ActivityStopped NoHolidays")]
    [InlineData(typeof(Pace), "Slower Faster")]
    [InlineData(typeof(StageDirection), "Unknown Forward Back")]
    [InlineData(typeof(Audience), "Manager Rep")]
    [InlineData(typeof(Side), "Rep Manager")]
    [InlineData(typeof(EntryState), "Open Done Dropped")]
    [InlineData(typeof(SignedAs), "Rep Manager Admin")]
    [InlineData(typeof(Writer), "Rep Manager EarlierManager Admin")]
    [InlineData(typeof(AgendaKind), "Context Communication Coaching")]
    public void Stored_names_stay(Type type, string names) => Assert.Equal(names, string.Join(' ', Enum.GetNames(type)));
}
