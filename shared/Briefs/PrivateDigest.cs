using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Journal;

namespace OneOnOne.Briefs;

/// <summary>Picks from a journal what is the manager's alone, for the half that is theirs. Pure.</summary>
internal static class PrivateDigest
{
    public static ManagerHalf Add(ManagerHalf half, BriefMaterial material)
    {
        JournalEntry[] open = [.. material.Journal.Where(entry => entry.Content.ManagerOnly && entry.State == EntryState.Open).OrderByDescending(entry => entry.LastWrittenAt).ThenBy(entry => entry.Id)];
        ImmutableArray<NoteItem> notes =
            [.. open.Where(entry => entry.Content is Note).Select(entry => new NoteItem(entry.Id, entry.Content.Text, entry.Written.By(material.Manager.Id), entry.LastWrittenAt))];
        return half with
        {
            Notes = notes.IsEmpty ? null : notes,
            Plan = open.FirstOrDefault(entry => entry.Content is Plan) is { } plan ? new PlanItem(plan.Id, plan.Content.Text, plan.Written.At) : null,
        };
    }

    /// <summary>Who wrote it, as the two know each other today.</summary>
    public static Writer By(this Signature signature, PersonId manager) => signature.As switch
    {
        SignedAs.Rep => Writer.Rep,
        SignedAs.Manager => signature.Person == manager ? Writer.Manager : Writer.EarlierManager,
        _ => Writer.Admin,
    };
}
