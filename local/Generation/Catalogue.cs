namespace OneOnOne.Local.Generation;

/// <param name="Price">What one unit costs for the whole term.</param>
internal sealed record Product(string Name, string Unit, int MedianUnits, decimal Price);

/// <summary>What the company sells, to whom, and what reps write down. All of it is invented.</summary>
internal static class Catalogue
{
    public static readonly Product[] Products =
    [
        new("Fleet telematics", "vehicles", 120, 310),
        new("Route planning", "seats", 60, 690),
        new("Dock scheduling", "docks", 24, 1450),
        new("Cold-chain monitoring", "sensors", 400, 95),
        new("Driver safety", "vehicles", 150, 240),
        new("Yard management", "sites", 4, 9800),
        new("Freight analytics", "seats", 35, 980),
        new("Carrier portal", "carriers", 80, 420),
        new("Returns handling", "sites", 6, 6200),
        new("Warehouse vision", "cameras", 90, 520),
    ];

    public static readonly string[][] NextSteps =
    [
        ["Find the budget owner", "First call with operations", "Send the two-page overview", "Ask for an introduction"],
        ["Confirm budget and timing", "Map who decides", "Agree what they want to measure", "Check integration needs"],
        ["Workshop with dispatchers", "Site visit", "Collect fleet data for the business case", "Demo for the whole team"],
        ["Walk through the proposal", "Get the sponsor's feedback", "Adjust scope to two depots first", "Reference call with a customer"],
        ["Settle payment terms", "Answer procurement's questions", "Agree on volume steps", "Meet the finance director"],
        ["Legal review of clause 9", "Collect the signatures", "Fix the start date", "Security questionnaire"],
    ];

    private static readonly string[] AccountFirsts =
    [
        "Northwind", "Halden", "Kestrel", "Marlowe", "Bluewater", "Castellan", "Dunmore", "Eastgate", "Fjordline", "Granite Bay",
        "Hollowell", "Ironbridge", "Juniper", "Kingsmere", "Larkfield", "Montclair", "Nordhavn", "Oakhurst", "Pinecrest", "Quayside",
        "Ravensbourne", "Silverlake", "Thornbury", "Umber", "Valmont", "Westmark", "Yarrow", "Zephyr", "Alder & Finch", "Bergström",
        "Côte d’Azur", "Döring", "Elbtal", "Figueroa", "Grünwald", "Harbour Light", "Isarstadt", "Jasper", "Kowalski", "Løvdal",
    ];

    private static readonly string[] AccountLasts =
    [
        "Freight", "Logistics", "Cold Storage", "Foods", "Shipping", "Pharma", "Retail Group", "Couriers", "Mills", "Steel",
        "Rentals", "Dairies", "Textiles", "Energy", "Wholesale", "Beverages", "Furniture", "Building Supplies", "Produce", "Haulage",
    ];

    public static string Account(SplitMix random) => $"{random.Pick(AccountFirsts)} {random.Pick(AccountLasts)}";

    /// <summary>Round numbers, as people sell them: 37 seats become 35, 412 sensors become 410.</summary>
    public static int Units(Product product, SplitMix random)
    {
        int units = (int)random.LogNormal(product.MedianUnits, 0.7);
        int step = units switch { >= 200 => 10, >= 20 => 5, _ => 1 };
        return Math.Max(1, units / step * step);
    }
}
