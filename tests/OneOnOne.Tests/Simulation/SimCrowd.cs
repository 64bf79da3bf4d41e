using OneOnOne.Pipeline;

namespace OneOnOne.Tests.Simulation;

/// <summary>
/// Once nothing goes wrong any more no brief gathers messages: however long it waits and however often a planner comes, it waits by
/// those that there were. A message whose lock lapsed may have sent another one each time that it was delivered.
/// </summary>
internal sealed class SimCrowd(SimWorld sim)
{
    /// <summary>A message and its successor for each handler at work, and a few by planners that came between two waits.</summary>
    private const int More = 16;

    /// <summary>How many messages of any kind each run had when it became calm: some were delayed, and each may yet send one.</summary>
    private Dictionary<RunId, int>? _first;

    private int _redelivered;

    /// <exception cref="SimFailure">It does.</exception>
    public void Look()
    {
        if (sim.Now < sim.Profile.CalmAt)
        {
            return;
        }

        if (_first is null)
        {
            (_first, _redelivered) = (sim.Bus.Messages.CountBy(message => message.Run).ToDictionary(), sim.Bus.Redelivered);
        }

        int again = sim.Bus.Redelivered - _redelivered;
        foreach (((RunId run, string brief), int messages) in sim.Bus.Messages.Where(message => message.Subscription == Subscription.DeliverBrief).CountBy(message => (message.Run, message.Id[..message.Id.LastIndexOf(':')])))
        {
            int first = _first.GetValueOrDefault(run);
            SimFailure.Unless("R1", messages <= first + again + More, $"{brief} has {messages} messages; of all kinds there were {first} when it became calm, and {again} came again since");
        }
    }
}
