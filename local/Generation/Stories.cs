using static OneOnOne.Local.Generation.Pipeline;

namespace OneOnOne.Local.Generation;

/// <summary>
/// The special cases that a demo and the tests want to find at a known place. Two more come from the reps' habits:
/// rep-04 has nothing stalled at all, and rep-06 is new.
/// </summary>
internal sealed class Stories(DateOnly until)
{
    public const int RepsNeeded = 12;

    private const string Leaver = "rep-90";

    /// <summary>The last day of the quarter, counted like all days in a story.</summary>
    private readonly int _quarterEnd = new DateOnly(until.Year, ((until.Month - 1) / 3 * 3) + 1, 1).AddMonths(3).DayNumber - 1 - until.DayNumber;

    public IReadOnlyList<Story> All =>
    [
        new("OPP-S01", 1, "stalled: no activity for 38 days, nothing booked")
        {
            Account = "Kingsmere Haulage", Deal = "Fleet telematics, 480 vehicles", Amount = 148_000,
            Path = [(Prospecting, -101), (Qualification, -92), (Discovery, -79), (Proposal, -52)],
            Close = _quarterEnd - 10, Done = [-100, -93, -86, -79, -71, -64, -57, -51, -44, -38],
        },
        new("OPP-S02", 1, "in touch two days ago, but no next activity booked")
        {
            Account = "Larkfield Foods", Deal = "Cold-chain monitoring, 620 sensors", Product = "Cold-chain monitoring", Amount = 58_900,
            Path = [(Prospecting, -60), (Qualification, -52), (Discovery, -39), (Proposal, -24), (Negotiation, -9)],
            Close = _quarterEnd - 20, Done = [-59, -52, -45, -39, -30, -24, -16, -10, -8, -2],
        },
        new("OPP-S03", 1, "quiet for 24 days, saved by a meeting that is booked")
        {
            Account = "Silverlake Produce", Deal = "Dock scheduling, 40 docks", Product = "Dock scheduling", Amount = 58_000,
            Path = [(Prospecting, -55), (Qualification, -47), (Discovery, -26)],
            Close = _quarterEnd + 30, Done = [-54, -48, -40, -31, -24], Booked = [(5, -24)],
        },
        new("OPP-S04", 3, "serial pusher: five pushes, the last one between the snapshots")
        {
            Account = "Ravensbourne Steel", Deal = "Yard management, 9 sites", Product = "Yard management", Amount = 88_200,
            Path = [(Prospecting, -170), (Qualification, -160), (Discovery, -143), (Proposal, -118), (Negotiation, -61)],
            Close = -81, Moves = [(-83, -51), (-52, -36), (-35, -20), (-19, 10), (-3, _quarterEnd - 13)],
            Done = [-169, -150, -140, -120, -101, -80, -60, -52, -35, -28, -19, -11, -3], Booked = [(6, -3)],
        },
        new("OPP-S05", 1, "one single push of nine days, inside the quarter: no habit")
        {
            Account = "Montclair Couriers", Deal = "Route planning, 75 seats", Product = "Route planning", Amount = 51_800,
            Path = [(Prospecting, -66), (Qualification, -59), (Discovery, -46), (Proposal, -18)],
            Close = 12, Moves = [(-11, 21)], Done = [-65, -58, -51, -45, -33, -25, -17, -11, -4], Booked = [(3, -4)],
        },
        new("OPP-S06", 2, "one push, but over the end of the quarter")
        {
            Account = "Quayside Wholesale", Deal = "Carrier portal, 210 carriers", Product = "Carrier portal", Amount = 88_200,
            Path = [(Prospecting, -71), (Qualification, -66), (Discovery, -55), (Proposal, -33), (Negotiation, -12)],
            Close = _quarterEnd - 13, Moves = [(-8, _quarterEnd + 29)], Done = [-70, -61, -52, -40, -33, -22, -12, -8, -1], Booked = [(4, -1)],
        },
        new("OPP-S07", 2, "a pull: expected three weeks earlier than before")
        {
            Account = "Thornbury Dairies", Deal = "Cold-chain monitoring, 350 sensors", Product = "Cold-chain monitoring", Amount = 33_300,
            Path = [(Prospecting, -48), (Qualification, -44), (Discovery, -35), (Proposal, -22), (Negotiation, -11), (Contract, -4)],
            Close = 33, Moves = [(-4, 12)], Done = [-47, -41, -35, -28, -21, -14, -10, -7, -4, -1], Booked = [(3, -2)],
        },
        new("OPP-S08", 7, "the close date passed twelve days ago and nobody moved it")
        {
            Account = "Westmark Beverages", Deal = "Driver safety, 260 vehicles", Product = "Driver safety", Amount = 62_400,
            Path = [(Prospecting, -88), (Qualification, -80), (Discovery, -66), (Proposal, -40), (Negotiation, -17)],
            Close = -12, Done = [-87, -80, -70, -61, -52, -40, -29, -17, -10, -4], Booked = [(5, -4)],
        },
        new("OPP-S09", 1, "stage outlier: 96 days in Proposal, busy all the time, far beyond the rep's own won deals")
        {
            Account = "Castellan Building Supplies", Deal = "Freight analytics, 140 seats", Product = "Freight analytics", Amount = 137_200,
            Path = [(Prospecting, -131), (Qualification, -122), (Discovery, -112), (Proposal, -96)],
            Close = _quarterEnd - 3, Done = [-130, -121, -110, -96, -84, -73, -62, -51, -40, -31, -22, -15, -9, -3], Booked = [(4, -3)],
        },
        new("OPP-S10", 6, "stage outlier of a new rep: too few won deals of their own, so the team's are compared")
        {
            Account = "Yarrow Textiles", Deal = "Warehouse vision, 130 cameras", Product = "Warehouse vision", Amount = 67_600,
            Path = [(Prospecting, -72), (Qualification, -67), (Discovery, -59)],
            Close = _quarterEnd + 15, Done = [-71, -66, -58, -47, -36, -25, -16, -8, -2], Booked = [(6, -2)],
        },
        new("OPP-S11", 2, "went back: from Negotiation to Proposal again")
        {
            Account = "Eastgate Furniture", Deal = "Returns handling, 11 sites", Product = "Returns handling", Amount = 68_200,
            Path = [(Prospecting, -59), (Qualification, -55), (Discovery, -46), (Proposal, -31), (Negotiation, -19), (Proposal, -9)],
            Close = _quarterEnd - 2, Done = [-58, -52, -46, -38, -31, -25, -19, -14, -9, -2], Booked = [(4, -2)],
        },
        new("OPP-S12", 7, "re-opened: lost in September, back in Discovery since October")
        {
            Account = "Granite Bay Retail Group", Deal = "Dock scheduling, 32 docks", Product = "Dock scheduling", Amount = 46_400,
            Path = [(Prospecting, -121), (Qualification, -110), (Discovery, -98), (Lost, -75), (Discovery, -33)],
            Close = -30, Moves = [(-33, _quarterEnd + 46)], Done = [-120, -109, -97, -86, -33, -26, -19, -10, -5], Booked = [(4, -5)],
        },
        new("OPP-S13", 8, "owner changed between the snapshots: from rep-08 to rep-07")
        {
            Account = "Fjordline Shipping", Deal = "Carrier portal, 95 carriers", Product = "Carrier portal", Amount = 39_900,
            Path = [(Prospecting, -50), (Qualification, -41), (Discovery, -27)],
            Close = _quarterEnd + 20, Done = [-49, -40, -33, -26, -17, -8], Booked = [(5, -8)], Handover = (-4, "rep-07"),
        },
        new("OPP-S14", 2, "no amount, and stalled: it must not vanish from a ranking by money")
        {
            Account = "Juniper Pharma", Deal = "Cold-chain monitoring, size open", Product = "Cold-chain monitoring",
            Path = [(Prospecting, -47), (Qualification, -40)],
            Close = _quarterEnd + 60, Done = [-46, -40, -29],
        },
        new("OPP-S15", 5, "the only deal in EUR; pushed twice")
        {
            Account = "Elbtal Energy", Deal = "Fleet telematics, 340 vehicles", Amount = 105_400, Currency = "EUR",
            Path = [(Prospecting, -94), (Qualification, -82), (Discovery, -65), (Proposal, -34)],
            Close = -20, Moves = [(-21, 10), (-10, _quarterEnd - 1)], Done = [-93, -81, -70, -60, -47, -34, -21, -10, -3], Booked = [(6, -3)],
        },
        new("OPP-S16", 10, "vanishes: not in the second snapshot, nor is anything about it")
        {
            Account = "Hollowell Mills", Deal = "Route planning, 45 seats", Product = "Route planning", Amount = 31_100,
            Path = [(Prospecting, -44), (Qualification, -36), (Discovery, -20)],
            Close = _quarterEnd + 10, Done = [-43, -36, -28, -20, -11], GoneOn = -3,
        },
        new("OPP-S17", 1, "won since the last one-on-one")
        {
            Account = "Oakhurst Logistics", Deal = "Route planning, 120 seats", Product = "Route planning", Amount = 82_800,
            Path = [(Prospecting, -76), (Qualification, -69), (Discovery, -58), (Proposal, -39), (Negotiation, -22), (Contract, -9), (Won, -1)],
            Close = 8, Done = [-75, -68, -60, -50, -39, -30, -22, -15, -9, -2], Booked = [(4, -9)],
        },
        new("OPP-S18", 1, "lost since the last one-on-one")
        {
            Account = "Pinecrest Rentals", Deal = "Driver safety, 90 vehicles", Product = "Driver safety", Amount = 21_600,
            Path = [(Prospecting, -57), (Qualification, -49), (Discovery, -38), (Proposal, -21), (Lost, -2)],
            Close = _quarterEnd - 25, Done = [-56, -49, -41, -30, -21, -14, -2],
        },
        new("OPP-S19", 12, "a fast win: sixteen days from the first call to the signature")
        {
            Account = "Bergström Furniture", Deal = "Freight analytics, 60 seats", Product = "Freight analytics", Amount = 58_800,
            Path = [(Prospecting, -18), (Qualification, -16), (Discovery, -14), (Proposal, -9), (Negotiation, -7), (Contract, -4), (Won, -2)],
            Close = 40, Moves = [(-9, 5)], Done = [-18, -16, -15, -14, -11, -9, -8, -7, -4, -3, -2],
        },
        new("OPP-S20", 9, "quotes, commas and letters of many alphabets in the account's name; stalled")
        {
            Account = "\"Blå Dør\" Søn & Kałuża, Żółć GmbH, Ελλάς", Deal = "Warehouse vision, 70 cameras", Product = "Warehouse vision", Amount = 36_400,
            Path = [(Prospecting, -52), (Qualification, -46), (Discovery, -35)],
            Close = _quarterEnd + 5, Done = [-51, -46, -40, -35, -27],
        },
        new("OPP-S21", 9, "markup in a deal's name, which must come out as text; nothing booked")
        {
            Account = "Umber Wholesale", Deal = "<b>Prio</b> & Co, 55 seats", Product = "Route planning", Amount = 38_000,
            Path = [(Prospecting, -33), (Qualification, -27), (Discovery, -18)],
            Close = _quarterEnd - 8, Done = [-32, -26, -18, -11, -3],
        },
        new("OPP-S22", 11, "close date moved between the snapshots, and the CRM kept no history of it")
        {
            Account = "Ironbridge Energy", Deal = "Yard management, 5 sites", Product = "Yard management", Amount = 49_000,
            Path = [(Prospecting, -90), (Qualification, -78), (Discovery, -60), (Proposal, -29)],
            Close = 10, Moves = [(-3, _quarterEnd + 15)], Unlogged = true, Done = [-89, -77, -64, -50, -38, -29, -20, -11, -3], Booked = [(5, -3)],
        },
        new("OPP-S23", 5, "stage moved between the snapshots, and the CRM kept no history of it")
        {
            Account = "Marlowe Freight", Deal = "Fleet telematics, 150 vehicles", Amount = 46_500,
            Path = [(Prospecting, -70), (Qualification, -58), (Discovery, -41), (Proposal, -4)],
            Close = _quarterEnd - 16, Unlogged = true, Done = [-69, -57, -44, -35, -26, -17, -9, -4], Booked = [(4, -4)],
        },
        new("OPP-S24", 11, "won between the snapshots, and the CRM kept no history of it")
        {
            Account = "Valmont Cold Storage", Deal = "Cold-chain monitoring, 280 sensors", Product = "Cold-chain monitoring", Amount = 26_600,
            Path = [(Prospecting, -112), (Qualification, -99), (Discovery, -80), (Proposal, -55), (Negotiation, -33), (Contract, -15), (Won, -2)],
            Close = 3, Unlogged = true, Done = [-111, -98, -84, -70, -55, -44, -33, -24, -15, -8, -2],
        },
        new("OPP-S25", 3, "all at once: stalled, pushed three times, an outlier in Negotiation, and the largest deal of all")
        {
            Account = "Nordhavn Shipping", Deal = "Fleet telematics, 1,250 vehicles", Amount = 387_500,
            Path = [(Prospecting, -198), (Qualification, -185), (Discovery, -166), (Proposal, -139), (Negotiation, -109)],
            Close = -80, Moves = [(-78, -51), (-50, -20), (-22, _quarterEnd)],
            Done = [-197, -184, -170, -155, -139, -125, -109, -96, -82, -70, -58, -47, -36], Missed = [-22],
        },
        new("OPP-S26", 7, "an appointment that passed without being ticked off: it is no activity")
        {
            Account = "Dunmore Textiles", Deal = "Returns handling, 4 sites", Product = "Returns handling", Amount = 24_800,
            Path = [(Prospecting, -45), (Qualification, -37), (Discovery, -25)],
            Close = _quarterEnd + 12, Done = [-44, -37, -30, -23], Missed = [-9],
        },
        new("OPP-S27", 8, "won by somebody who has left: it still counts for the team's benchmark")
        {
            Account = "Alder & Finch Produce", Deal = "Driver safety, 110 vehicles", Product = "Driver safety", Amount = 26_400, Owner = Leaver,
            Path = [(Prospecting, -420), (Qualification, -411), (Discovery, -398), (Proposal, -380), (Negotiation, -362), (Contract, -351), (Won, -344)],
            Close = -340, Done = [-419, -410, -399, -390, -380, -371, -361, -351, -345],
        },
        new("OPP-S28", 8, "still open under the name of somebody who has left")
        {
            Account = "Zephyr Couriers", Deal = "Carrier portal, 60 carriers", Product = "Carrier portal", Amount = 25_200, Owner = Leaver,
            Path = [(Prospecting, -160), (Qualification, -149), (Discovery, -131)],
            Close = -70, Done = [-159, -148, -139, -130, -121],
        },
    ];

    public IEnumerable<Deal> DealsOf(Rep rep, Numbers numbers) =>
        All.Where(story => story.Rep == rep.Number).Select(story => story.Tell(until, rep, numbers));

    /// <summary>Somebody whose name is hard to write, and somebody who has left.</summary>
    public static void Cast(Roster roster)
    {
        const int Hard = 8;
        Rep rep = roster.Reps[Hard];
        Person renamed = rep.Person with { Name = "Siobhán \"Shiv\" O’Connor, PhD", Email = "siobhan.oconnor@example.org" };
        roster.People[roster.People.IndexOf(rep.Person)] = renamed;
        roster.Reps[Hard] = rep with { Person = renamed };
        roster.People.Add(new Person(Leaver, "Zoltán Kovács", "zoltan.kovacs@example.org", roster.Reps[7].Person.ManagerId, "Europe/Berlin", Active: false));
    }

    public static IEnumerable<MeetingException> Exceptions(Roster roster)
    {
        Meeting moved = roster.Reps[1].Meeting;
        yield return new MeetingException(moved.Id, moved.NextOn, moved.NextOn.AddDays(1).ToDateTime(new TimeOnly(9, 30)), "On site at Quayside Wholesale, the only day their board meets");
        Meeting cancelled = roster.Reps[10].Meeting;
        yield return new MeetingException(cancelled.Id, cancelled.NextOn, null, "Go-live at Valmont Cold Storage, both are needed there");
    }

    /// <summary>What real exports have: an owner who was deleted, an amount that somebody typed, a date from a spreadsheet.</summary>
    public static void WriteBadRows(SnapshotFolder folder)
    {
        folder.WriteBadOpportunity("OPP-B01,,Discovery,open,\"Aldgate Mills – Route planning, 20 seats\",Aldgate Mills,Route planning,13800,USD,2026-09-14T14:10:00Z,,2026-12-18,,https://crm.example.com/opportunities/OPP-B01");
        folder.WriteBadOpportunity("OPP-B02,rep-02,Proposal,open,\"Bramley Foods – Dock scheduling, 12 docks\",Bramley Foods,Dock scheduling,about 17k,USD,2026-08-31T15:45:00Z,,2026-12-31,Reference call with a customer,https://crm.example.com/opportunities/OPP-B02");
        folder.WriteBadActivity("A-B03,OPP-S01,rep-01,call,31/02/2026,true");
    }
}
