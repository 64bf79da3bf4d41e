namespace OneOnOne.Local.Generation;

/// <summary>Names of people, by origin so that first and last name fit each other. Any likeness is chance.</summary>
internal static class Names
{
    private static readonly (string[] First, string[] Last)[] Origins =
    [
        (["Emma", "Jack", "Olivia", "Thomas", "Grace", "Henry", "Ruth", "Daniel", "Laura", "Peter"], ["Whitfield", "Carter", "Hughes", "Bennett", "Morgan", "Ellis", "Barker", "Reid", "Walsh", "Palmer"]),
        (["Lena", "Jürgen", "Katrin", "Björn", "Sabine", "Moritz", "Anke", "Tobias", "Heike", "Jörg"], ["Müller", "Schäfer", "Vogt", "Krüger", "Brandt", "Weiß", "Lorenz", "Köhler", "Seidel", "Böhm"]),
        (["Priya", "Arjun", "Kavya", "Rohan", "Ananya", "Vikram", "Meera", "Sanjay", "Divya", "Rahul"], ["Sharma", "Iyer", "Patel", "Reddy", "Menon", "Gupta", "Nair", "Kapoor", "Desai", "Bose"]),
        (["Lucía", "Mateo", "Camila", "Diego", "Valentina", "Andrés", "Inés", "Javier", "Paloma", "Tomás"], ["García", "Fernández", "Muñoz", "Herrera", "Salazar", "Ibáñez", "Rojas", "Peña", "Cordero", "Vega"]),
        (["Chidi", "Amara", "Ngozi", "Emeka", "Zainab", "Tunde", "Folake", "Kwame", "Abena", "Yaw"], ["Okafor", "Adeyemi", "Mensah", "Eze", "Balogun", "Boateng", "Nwosu", "Owusu", "Danjuma", "Afolabi"]),
        (["Mei", "Wei", "Xiaoling", "Jun", "Hui", "Yifan", "Lan", "Bo", "Jing", "Tao"], ["Zhang", "Chen", "Liu", "Huang", "Zhou", "Wu", "Lin", "Guo", "Song", "Tang"]),
        (["Aiko", "Kenji", "Yuki", "Haruto", "Naomi", "Daisuke", "Emi", "Ryo", "Sakura", "Takumi"], ["Tanaka", "Sato", "Mori", "Kobayashi", "Ishida", "Yamada", "Ōta", "Fujita", "Nakano", "Ueda"]),
        (["Fatima", "Omar", "Layla", "Youssef", "Nadia", "Karim", "Samira", "Hassan", "Rania", "Tariq"], ["Haddad", "Al-Amin", "Khalil", "Mansour", "Nasser", "Rahman", "Sabbagh", "Farouk", "Aziz", "Darwish"]),
        (["Zofia", "Piotr", "Agnieszka", "Marek", "Łucja", "Tomasz", "Jana", "Milan", "Petra", "Ondřej"], ["Nowak", "Wiśniewska", "Zieliński", "Novák", "Dvořák", "Kowalczyk", "Horáková", "Mazur", "Svoboda", "Wójcik"]),
        (["Ingrid", "Søren", "Astrid", "Lars", "Åsa", "Mikkel", "Freja", "Nils", "Solveig", "Erik"], ["Lindqvist", "Sørensen", "Ångström", "Halvorsen", "Nyberg", "Dahl", "Bjørnstad", "Ekström", "Holm", "Østergaard"]),
        (["Elif", "Mehmet", "Zeynep", "Emre", "Ayşe", "Kerem", "Defne", "Burak", "İpek", "Can"], ["Yılmaz", "Demir", "Kaya", "Şahin", "Çelik", "Aydın", "Öztürk", "Arslan", "Koç", "Güneş"]),
        (["Chloé", "Julien", "Amélie", "Mathieu", "Élodie", "Rémi", "Noémie", "Théo", "Margaux", "Bastien"], ["Lefèvre", "Moreau", "Fontaine", "Girard", "Rousseau", "Béranger", "Chevalier", "Dumont", "Perrin", "Gauthier"]),
    ];

    private static readonly Dictionary<char, string> Plain = (
        "äae öoe üue ßss Öoe åa Åa øo Øo áa ée èe Ée íi ñn óo úu şs Şs Çc çc ıi İi śs ńn Łl łl řr Ōo")
        .Split(' ').ToDictionary(pair => pair[0], pair => pair[1..]);

    public static (string First, string Last) Draw(SplitMix random)
    {
        (string[] first, string[] last) = random.Pick(Origins);
        return (random.Pick(first), random.Pick(last));
    }

    /// <summary>A name as it may stand in an e-mail address.</summary>
    public static string ForAddress(string name) => string.Concat(name.Select(ForAddress));

    private static string ForAddress(char c) => c switch
    {
        >= 'a' and <= 'z' or '-' => c.ToString(),
        >= 'A' and <= 'Z' => ((char)(c | 0x20)).ToString(),
        _ => Plain.GetValueOrDefault(c, string.Empty),
    };
}
