using System.Globalization;
using System.Text.Json;

namespace OneOnOne.Tests.Cosmos;

/// <summary>Reads a query. What it does not know it refuses, so that no test passes on a query that means something else in Azure.</summary>
internal sealed class SqlParser
{
    private readonly SqlTokens _tokens;
    private readonly Dictionary<string, JsonElement> _parameters;
    private readonly string _alias;

    private SqlParser(string sql, Dictionary<string, JsonElement> parameters)
    {
        _tokens = new SqlTokens(sql);
        _parameters = parameters;
        _alias = AliasOf(sql);
    }

    /// <param name="body">As the SDK sends it: the text, and the parameters with their values.</param>
    public static SqlQuery Query(JsonElement body)
    {
        Dictionary<string, JsonElement> parameters = new(StringComparer.Ordinal);
        if (body.TryGetProperty("parameters", out JsonElement given) && given.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement parameter in given.EnumerateArray())
            {
                parameters.Add(CosmosBody.Text(parameter, "name")!, parameter.GetProperty("value"));
            }
        }
        return new SqlParser(CosmosBody.Text(body, "query")!, parameters).Query();
    }

    /// <summary>A patch's condition: <c>FROM c WHERE ...</c>, without parameters.</summary>
    public static SqlExpression Condition(string condition) => Query(JsonSerializer.SerializeToElement(new { query = "SELECT * " + condition })).Where;

    private static string AliasOf(string sql)
    {
        SqlTokens tokens = new(sql);
        while (!tokens.TakeIf("FROM"))
        {
            if (tokens.Take().Length == 0)
            {
                throw tokens.Unknown("expected FROM");
            }
        }
        return tokens.TakeName();
    }

    private SqlQuery Query()
    {
        _tokens.Need("SELECT");
        int? top = _tokens.TakeIf("TOP") ? int.Parse(_tokens.Take(), CultureInfo.InvariantCulture) : null;
        bool isValue = _tokens.TakeIf("VALUE");
        List<(string, SqlExpression)> fields = [];
        if (isValue || !_tokens.TakeIf("*"))
        {
            fields = List(Field);
        }
        _tokens.Need("FROM");
        _tokens.TakeName();
        SqlExpression where = _tokens.TakeIf("WHERE") ? Or() : _ => SqlValue.True;
        (SqlExpression, bool)? orderBy = null;
        if (_tokens.TakeIf("ORDER"))
        {
            _tokens.Need("BY");
            orderBy = Order();
        }
        _tokens.NeedEnd();
        return new SqlQuery { Top = top, IsValue = isValue, Fields = fields, Where = where, OrderBy = orderBy };
    }

    private (string Name, SqlExpression Value) Field()
    {
        SqlExpression value = Path(out string name);
        return (_tokens.TakeIf("AS") ? _tokens.TakeName() : name, value);
    }

    private (SqlExpression Value, bool Descending) Order()
    {
        SqlExpression value = Path(out _);
        bool descending = _tokens.TakeIf("DESC");
        if (!descending)
        {
            _tokens.TakeIf("ASC");
        }
        if (_tokens.Peek == ",")
        {
            throw _tokens.Unknown("sorting by several fields needs a composite index");
        }
        return (value, descending);
    }

    private SqlExpression Or()
    {
        SqlExpression left = And();
        while (_tokens.TakeIf("OR"))
        {
            SqlExpression first = left;
            SqlExpression second = And();
            left = document => SqlValue.Of(SqlValue.Truth(first(document)) | SqlValue.Truth(second(document)));
        }
        return left;
    }

    private SqlExpression And()
    {
        SqlExpression left = Not();
        while (_tokens.TakeIf("AND"))
        {
            SqlExpression first = left;
            SqlExpression second = Not();
            left = document => SqlValue.Of(SqlValue.Truth(first(document)) & SqlValue.Truth(second(document)));
        }
        return left;
    }

    private SqlExpression Not()
    {
        if (!_tokens.TakeIf("NOT"))
        {
            return Comparison();
        }
        SqlExpression inner = Not();
        return document => SqlValue.Of(!SqlValue.Truth(inner(document)));
    }

    private SqlExpression Comparison()
    {
        SqlExpression left = Primary();
        if (_tokens.TakeIf("NOT"))
        {
            _tokens.Need("IN");
            SqlExpression among = Among(left);
            return document => SqlValue.Of(!SqlValue.Truth(among(document)));
        }
        if (_tokens.TakeIf("IN"))
        {
            return Among(left);
        }
        if (_tokens.Peek is not ("=" or "!=" or "<>" or "<" or ">" or "<=" or ">="))
        {
            return left;
        }
        string sign = _tokens.Take();
        SqlExpression right = Primary();
        return sign switch
        {
            "=" => document => SqlValue.Of(SqlValue.Equal(left(document), right(document))),
            "!=" or "<>" => document => SqlValue.Of(!SqlValue.Equal(left(document), right(document))),
            "<" => document => SqlValue.Of(SqlValue.Compare(left(document), right(document)) is int order ? order < 0 : null),
            "<=" => document => SqlValue.Of(SqlValue.Compare(left(document), right(document)) is int order ? order <= 0 : null),
            ">" => document => SqlValue.Of(SqlValue.Compare(left(document), right(document)) is int order ? order > 0 : null),
            _ => document => SqlValue.Of(SqlValue.Compare(left(document), right(document)) is int order ? order >= 0 : null),
        };
    }

    private SqlExpression Among(SqlExpression value)
    {
        _tokens.Need("(");
        List<SqlExpression> choices = List(Primary);
        _tokens.Need(")");
        return document =>
        {
            JsonElement wanted = value(document);
            return wanted.ValueKind == JsonValueKind.Undefined ? SqlValue.Undefined : SqlValue.Of(choices.Exists(choice => SqlValue.Equal(choice(document), wanted) == true));
        };
    }

    private SqlExpression Primary()
    {
        if (_tokens.TakeIf("("))
        {
            SqlExpression inner = Or();
            _tokens.Need(")");
            return inner;
        }
        if (_tokens.TakeIf("["))
        {
            List<SqlExpression> items = List(Primary);
            _tokens.Need("]");
            return document => JsonSerializer.SerializeToElement(items.ConvertAll(item => item(document)));
        }
        string token = _tokens.Peek;
        if (token == _alias)
        {
            return Path(out _);
        }
        if (Constant(token) is JsonElement constant)
        {
            _tokens.Take();
            return _ => constant;
        }
        string function = _tokens.TakeName();
        _tokens.Need("(");
        List<SqlExpression> arguments = List(Primary);
        _tokens.Need(")");
        return SqlFunctions.Call(function, arguments);
    }

    private JsonElement? Constant(string token) => token switch
    {
        ['@', ..] => _parameters.TryGetValue(token, out JsonElement value) ? value : throw _tokens.Unknown("a parameter has no value"),
        ['\'' or '"', ..] when token.Contains('\\', StringComparison.Ordinal) => throw _tokens.Unknown("the gateway reads no escapes in texts, use a parameter"),
        ['\'' or '"', ..] => JsonSerializer.SerializeToElement(token[1..^1]),
        [>= '0' and <= '9', ..] => JsonSerializer.SerializeToElement(double.Parse(token, CultureInfo.InvariantCulture)),
        _ when token.Equals("true", StringComparison.OrdinalIgnoreCase) => SqlValue.True,
        _ when token.Equals("false", StringComparison.OrdinalIgnoreCase) => SqlValue.False,
        _ when token.Equals("null", StringComparison.OrdinalIgnoreCase) => SqlValue.Null,
        _ => null,
    };

    /// <summary>The alias and the properties after it: c, c.owner.id, c["value"].</summary>
    private SqlExpression Path(out string name)
    {
        List<string> path = [];
        _tokens.Need(_alias);
        while (_tokens.Peek is "." or "[")
        {
            if (_tokens.Take() == ".")
            {
                path.Add(_tokens.TakeName());
                continue;
            }
            if (_tokens.Peek is not ['"' or '\'', ..])
            {
                throw _tokens.Unknown("expected a property's name in quotes");
            }
            path.Add(_tokens.Take()[1..^1]);
            _tokens.Need("]");
        }
        name = path.Count == 0 ? _alias : path[^1];
        return document => path.Aggregate(document, Property);
    }

    private static JsonElement Property(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? value : SqlValue.Undefined;

    private List<T> List<T>(Func<T> read)
    {
        List<T> items = [read()];
        while (_tokens.TakeIf(","))
        {
            items.Add(read());
        }
        return items;
    }
}
