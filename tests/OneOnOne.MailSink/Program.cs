using System.Globalization;
using OneOnOne.MailSink;

// mailsink FOLDER PORT [RULE...]: accepts mail until it is killed. FOLDER/port appears when it listens, FOLDER/rule-N when connection N met a rule.
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: mailsink FOLDER PORT [RULE...]    a rule is STEP[#FROM[-TO]]=ANSWER");
    return 2;
}

Rule[] rules = [.. args[2..].Select(Rule.Parse)];
await using SmtpSink sink = new(
    int.Parse(args[1], CultureInfo.InvariantCulture),
    Misbehave,
    new Postbox(args[0]).Put);
Postbox.WriteAtOnce(Path.Combine(args[0], "port"), sink.Port.ToString(CultureInfo.InvariantCulture));
await Task.Delay(Timeout.Infinite);
return 0;

string? Misbehave(int connection, string step)
{
    if (Array.Find(rules, rule => rule.Meets(connection, step)) is not { } met)
    {
        return null;
    }

    File.WriteAllText(Path.Combine(args[0], string.Create(CultureInfo.InvariantCulture, $"rule-{connection}")), step);
    return met.Answer;
}
