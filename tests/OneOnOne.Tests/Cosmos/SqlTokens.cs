using System.Text.RegularExpressions;

namespace OneOnOne.Tests.Cosmos;

/// <summary>A query's words, one after the other.</summary>
internal sealed partial class SqlTokens
{
    private readonly string _sql;
    private readonly List<string> _tokens = [];
    private int _next;

    public SqlTokens(string sql)
    {
        _sql = sql.Trim();
        for (int position = 0; position < _sql.Length;)
        {
            Match match = Token().Match(_sql, position);
            if (!match.Success)
            {
                throw new CosmosMisuseException($"The gateway cannot read this query from '{_sql[position..]}' on: {sql}");
            }
            _tokens.Add(match.Groups["token"].Value);
            position += match.Length;
        }
    }

    public string Peek => _next < _tokens.Count ? _tokens[_next] : string.Empty;

    public string Take()
    {
        string token = Peek;
        _next++;
        return token;
    }

    public bool TakeIf(string word)
    {
        bool matches = Peek.Equals(word, StringComparison.OrdinalIgnoreCase);
        _next += matches ? 1 : 0;
        return matches;
    }

    public void Need(string word)
    {
        if (!TakeIf(word))
        {
            throw Unknown($"expected {word}");
        }
    }

    public string TakeName() => Name().IsMatch(Peek) ? Take() : throw Unknown("expected a name");

    public void NeedEnd()
    {
        if (_next < _tokens.Count)
        {
            throw Unknown("expected the end");
        }
    }

    public CosmosMisuseException Unknown(string problem) => new($"The gateway does not know this query: {problem} at '{Peek}' in {_sql}");

    [GeneratedRegex("""\G\s*(?<token>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|@\w+|\d+(?:\.\d+)?|[A-Za-z_]\w*|<=|>=|!=|<>|[-*=<>()\[\],.])\s*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex("^[A-Za-z_]\\w*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
