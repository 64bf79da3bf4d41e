using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Functions.Settings;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Tests;

/// <summary>What the Functions host will read from the attributes.</summary>
public sealed class TriggerTests
{
    private static readonly MethodInfo[] Functions =
    [
        .. typeof(FunctionsHost).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(FunctionAttribute))),
    ];

    private static readonly (MethodInfo Method, ServiceBusTriggerAttribute Trigger)[] ServiceBus =
        [.. Functions.Select(method => (method, Trigger<ServiceBusTriggerAttribute>(method)!)).Where(one => one.Item2 is not null)];

    public static TheoryData<Type> Classes => [.. Functions.Select(method => method.DeclaringType!).Distinct()];

    [Fact]
    public void The_functions_are_these() => Assert.Equal(
        [
            "AnalyzeSlips", "AnalyzeSlipsDeadLetters", "AnalyzeStageOutliers", "AnalyzeStageOutliersDeadLetters", "AnalyzeStalls", "AnalyzeStallsDeadLetters",
            "Api", "DeliverBrief", "DeliverBriefDeadLetters", "IngestSnapshot", "OrchestrateBrief", "OrchestrateBriefDeadLetters", "Pages", "PlanBriefs",
        ],
        Functions.Select(Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Classes))]
    public async Task Every_function_class_can_be_made_by_the_real_host(Type type)
    {
        await using TestApp app = new();

        Assert.NotNull(ActivatorUtilities.CreateInstance(app.Host.Services, type));
        Assert.True(type is { IsPublic: true, IsSealed: true }, "The worker's generated code has to reach it.");
    }

    [Fact]
    public void Every_Service_Bus_trigger_names_settings_that_the_app_knows()
    {
        foreach ((MethodInfo method, ServiceBusTriggerAttribute trigger) in ServiceBus)
        {
            string[] names = [.. new[] { trigger.QueueName, trigger.TopicName, trigger.SubscriptionName }.OfType<string>()];
            Assert.All(names, name => Assert.Contains(name.Replace(Names.DeadLetters, "", StringComparison.Ordinal), Names.OfTriggers));
            Assert.Equal((Names.ServiceBus, false, false), (trigger.Connection!, trigger.AutoCompleteMessages, trigger.IsBatched));
            Assert.Equal(Name(method) == "OrchestrateBrief", trigger.IsSessionsEnabled);
        }
    }

    [Fact]
    public void Every_subscription_has_a_function_and_another_one_for_its_dead_letters()
    {
        foreach (Subscription subscription in Enum.GetValues<Subscription>())
        {
            ServiceBusTriggerAttribute live = Trigger(subscription.ToString());
            ServiceBusTriggerAttribute dead = Trigger(subscription + "DeadLetters");
            Assert.Equal(live.TopicName, dead.TopicName);
            Assert.Equal((live.SubscriptionName ?? live.QueueName) + "/$deadletterqueue", dead.SubscriptionName ?? dead.QueueName);
        }

        Assert.Equal(2 * Enum.GetValues<Subscription>().Length, ServiceBus.Length);
    }

    [Fact]
    public void Timers_follow_settings_and_never_run_at_startup()
    {
        TimerTriggerAttribute[] timers = [.. Functions.Select(Trigger<TimerTriggerAttribute>).OfType<TimerTriggerAttribute>()];

        Assert.Equal([Names.IngestSchedule, Names.PlanSchedule], timers.Select(timer => timer.Schedule).Order(StringComparer.Ordinal));
        Assert.All(timers, timer => Assert.Equal((false, true), (timer.RunOnStartup, timer.UseMonitor)));
    }

    [Fact]
    public void Only_the_two_HTTP_functions_leave_the_decision_to_the_apps_own_policy()
    {
        Assert.Equal(
            [("Api", AuthorizationLevel.Anonymous, "api/{*path}"), ("Pages", AuthorizationLevel.Anonymous, "{*path}")],
            Functions.Select(method => (Name(method), Trigger<HttpTriggerAttribute>(method)))
                .Where(one => one.Item2 is not null)
                .Select(one => (one.Item1, one.Item2!.AuthLevel, one.Item2.Route!))
                .OrderBy(one => one.Item1, StringComparer.Ordinal));
        Assert.All(Functions.Where(method => Trigger<HttpTriggerAttribute>(method) is not null), method => Assert.Equal(typeof(Task<IActionResult>), method.ReturnType));
    }

    [Fact]
    public void Nothing_in_the_app_keeps_state_in_static_fields() => Assert.Empty(
        typeof(FunctionsHost).Assembly.GetTypes()
            .Where(type => !type.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field is { IsLiteral: false, IsInitOnly: false })
            .Select(field => $"{field.DeclaringType}.{field.Name}"));

    private static string Name(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static ServiceBusTriggerAttribute Trigger(string function) => ServiceBus.Single(one => Name(one.Method) == function).Trigger;

    private static T? Trigger<T>(MethodInfo method)
        where T : Attribute => method.GetParameters()[0].GetCustomAttribute<T>();
}
