using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Where things stand in a mirror of Salesforce.</summary>
internal static class SalesforceMirror
{
    public const string Opportunity = "Opportunity";

    /// <summary>Changes of close dates that no history has: what was seen, and when.</summary>
    public const string SeenCloseDate = "close date seen";

    /// <summary>Whose records are kept, and which values of them in which order.</summary>
    public const string Kept = "kept";

    public const string Instance = "instance";

    /// <summary>The names of the objects that could be read.</summary>
    public const string Objects = "objects";

    /// <summary>How many opportunities were pushed more often than their history shows.</summary>
    public const string Untold = "untold pushes";

    /// <summary>How many readings there were of which each has a number.</summary>
    public const string Readings = "readings";

    /// <summary>How far the reading of an object is; null: it came to its end.</summary>
    public static string Reading(string kind) => kind + ".reading";

    /// <summary>Of the last reading of an object that has one.</summary>
    public static string Number(string kind) => kind + ".number";

    public static string Fields(string kind) => kind + ".fields";

    /// <summary>What was changed before this is read.</summary>
    public static string Since(string kind) => kind + ".since";

    /// <summary>When the last reading of an object began that came to its end.</summary>
    public static string CompleteAt(string kind) => kind + ".complete";

    public static void Put(MirrorWrite write, SalesforceRecord record, long number)
    {
        string kind = record.Object.Name;
        if (!record.IsDeleted)
        {
            write.Put(kind, record.ToMirror(), number);
        }
        else if (kind == Opportunity)
        {
            RemoveOpportunity(write, record.Id);
        }
        else
        {
            write.Remove(kind, record.Id);
        }
    }

    /// <summary>Its history goes with it. Its tasks and events are deleted, too, and say so themselves.</summary>
    public static void RemoveOpportunity(MirrorWrite write, string id)
    {
        write.Remove(Opportunity, id);
        write.RemoveOf(SalesforceObject.History.Name, id);
        write.RemoveOf(SalesforceObject.FieldHistory.Name, id);
        write.RemoveOf(SeenCloseDate, id);
    }
}
