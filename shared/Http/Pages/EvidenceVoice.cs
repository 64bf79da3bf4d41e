using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Meetings;

namespace OneOnOne.Http.Pages;

/// <summary>The briefs' sentences about a finding, for whoever reads a page.</summary>
internal static class EvidenceVoice
{
    /// <param name="toRep">The rep reads about their own deals: "your", where others read the name.</param>
    /// <param name="asOf">What the evidence was measured at.</param>
    public static Voice Of(Frame frame, Person rep, bool toRep, DateTimeOffset asOf)
    {
        string zone = rep.TimeZone ?? frame.TimeZone;
        return new Voice(toRep ? Audience.Rep : Audience.Manager, Safe.First(80, rep.Name, rep.Id.Value), "", frame.Language, frame.TimeZone, zone, TimeZones.ToLocalDate(zone, asOf));
    }
}
