using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using OneOnOne.Briefs;
using OneOnOne.Languages;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Invitations;

/// <summary>
/// The one-on-one as a calendar takes it, with its agenda: of what both halves know alone, since the one sees the other's calendar. The
/// same run gives the same bytes.
/// </summary>
internal static class Invitation
{
    private const int LongestTitle = 80;

    /// <returns>Null where the settings want none.</returns>
    public static CalendarPart? Of(Run run, BriefFacts facts, Audience reader, MailAddress to, DeliverySettings settings)
    {
        if (settings.Calendar == CalendarMode.None)
        {
            return null;
        }

        Language language = Language.Of(facts.Reader(reader).Language);
        bool cancelled = run.Notice is { Now: null };
        string method = settings.Calendar == CalendarMode.File ? CalendarMethods.Publish : cancelled ? CalendarMethods.Cancel : CalendarMethods.Request;
        Calendar calendar = new() { ProductId = "-//OneOnOne Functions//EN", Method = method };
        CalendarEvent occurrence = Event(run, facts, language, cancelled);
        occurrence.Uid = run.Occurrence.Value + "@" + settings.FromAddress.Split('@')[1];
        if (settings.Calendar == CalendarMode.Invitation)
        {
            Invite(occurrence, to, settings);
        }

        if (EventZone.Of(run.TimeZone, run.StartsAt, run.StartsAt.AddMinutes(run.Minutes)) is { } zone)
        {
            calendar.TimeZones.Add(zone);
        }

        calendar.Events.Add(occurrence);
        return new CalendarPart(method, new CalendarSerializer().SerializeToString(calendar)!.ReplaceLineEndings("\r\n"));
    }

    private static CalendarEvent Event(Run run, BriefFacts facts, Language language, bool cancelled) => new()
    {
        DtStamp = new CalDateTime(run.AsOf.UtcDateTime, CalDateTime.UtcTzId),
        Start = EventZone.At(run.TimeZone, run.StartsAt),
        Duration = Duration.FromMinutes(run.Minutes),
        Summary = language.Say(nameof(InvitationTexts.CalendarTitle), ("manager", facts.Manager.Shown), ("rep", facts.Rep.Shown)),
        Description = cancelled ? null : Agenda(facts, run, language),
        Sequence = run.Notice?.Number ?? run.Changes,
        Status = cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
        Class = "PRIVATE",
    };

    private static void Invite(CalendarEvent occurrence, MailAddress to, DeliverySettings settings)
    {
        // We and nobody else may move it: the organizer is who sends the mail, or a calendar would not believe it.
        occurrence.Organizer = new Organizer("mailto:" + settings.FromAddress) { CommonName = Safe.Text(settings.FromName, LongestTitle) };
        occurrence.Attendees.Add(new Attendee("mailto:" + to.Address) { CommonName = to.Name, Role = ParticipationRole.RequiredParticipant, ParticipationStatus = EventParticipationStatus.NeedsAction, Rsvp = false });
    }

    private static string Agenda(BriefFacts facts, Run run, Language language)
    {
        StringBuilder text = new();
        if (run.MovedBecause is { } cause)
        {
            text.Append(Changed.Because(cause, nameof(InvitationTexts.CalendarMoved), nameof(InvitationTexts.CalendarMovedBecause), language)).Append("\n\n");
        }

        foreach (AgendaPart part in facts.Agenda)
        {
            text.Append(language.Say(Part(part.Kind), ("minutes", part.Minutes))).Append('\n');
        }

        foreach (DealItem deal in facts.Deals)
        {
            text.Append("- ").Append(Safe.Title(deal.Opportunity, language, LongestTitle)).Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    private static string Part(AgendaKind kind) => kind switch
    {
        AgendaKind.Context => nameof(InvitationTexts.CalendarContext),
        AgendaKind.Communication => nameof(InvitationTexts.CalendarCommunication),
        _ => nameof(InvitationTexts.CalendarCoaching),
    };
}
