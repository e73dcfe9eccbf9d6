using System.Text;

namespace RetentionTags.Explanations;

/// <summary>An entry of a catalogue of reasons: what to say when its columns move a score.</summary>
/// <remarks>
/// Texts may hold <c>{column}</c>, <c>{bin}</c> and <c>{value}</c>: the name, the row's bin and the row's value of the reason's column or, where it has several, of the one whose contribution is largest in the direction of their sum (of equal ones the first). Numbers are written with a point in every culture.
/// </remarks>
/// <param name="Id">What programs know it by, unique within a catalogue.</param>
/// <param name="Columns">The columns whose contributions are added up; at least one.</param>
/// <param name="English">The text in English.</param>
/// <param name="Chinese">The text in Chinese.</param>
public sealed record Reason(string Id, ValueList<string> Columns, string English, string Chinese)
{
    private static readonly string[] Places = ["{column}", "{bin}", "{value}"];

    /// <summary>What programs know it by, unique within a catalogue.</summary>
    public string Id { get; init => field = Filled(value, nameof(Id)); } = Filled(Id, nameof(Id));

    /// <summary>The columns whose contributions are added up; at least one, each once.</summary>
    public ValueList<string> Columns { get; init => field = Named(value); } = Named(Columns);

    /// <summary>The text in English.</summary>
    public string English { get; init => field = Placed(value, nameof(English)); } = Placed(English, nameof(English));

    /// <summary>The text in Chinese.</summary>
    public string Chinese { get; init => field = Placed(value, nameof(Chinese)); } = Placed(Chinese, nameof(Chinese));

    /// <summary>Whether it is a reason when its columns raise the probability of the event, when they lower it, or both.</summary>
    /// <value><see cref="ReasonDirection.Either"/> by default.</value>
    public ReasonDirection Direction { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Direction), value, "one of the named directions"); } = ReasonDirection.Either;

    /// <summary>The smallest size of the sum, in log-odds, at which it is a reason.</summary>
    /// <value><see langword="null"/> by default: <see cref="ReasonCatalogue.MinEffect"/>. Finite and at least 0.</value>
    public double? MinEffect { get; init => field = value is null || (value >= 0 && double.IsFinite(value.Value)) ? value : throw Setting.OutOfRange(nameof(MinEffect), value, "finite and at least 0, or null"); }

    /// <summary>A text with what stands for its places.</summary>
    internal static string Fill(string text, string column, string bin, string value) =>
        new StringBuilder(text.Length + 32).AppendJoin("", Parts(text).Select(part => part switch { "{column}" => column, "{bin}" => bin, "{value}" => value, _ => part })).ToString();

    /// <summary>Cuts a text before and after each place, so that what is filled in is not read again.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        for (int start = 0; start < text.Length;)
        {
            int open = text.IndexOf('{', start);
            if (open != start)
            {
                int end = open < 0 ? text.Length : open;
                yield return text[start..end];
                start = end;
                continue;
            }

            int close = text.IndexOf('}', open);
            yield return text[open..(close + 1)];
            start = close + 1;
        }
    }

    private static string Filled(string value, string name) => string.IsNullOrWhiteSpace(value) ? throw new ArgumentException($"The {name} of a reason is not empty.", name) : value;

    private static ValueList<string> Named(ValueList<string> value)
    {
        ArgumentNullException.ThrowIfNull(value, nameof(Columns));
        if (value.Count == 0 || value.Any(string.IsNullOrEmpty) || value.Distinct(StringComparer.Ordinal).Count() < value.Count)
            throw new ArgumentException($"The columns of a reason are {value}. There is at least one, none without a name, and each once.", nameof(value));
        return value;
    }

    private static string Placed(string value, string name)
    {
        Filled(value, name);
        for (int open = value.IndexOf('{', StringComparison.Ordinal); open >= 0; open = value.IndexOf('{', open + 1))
        {
            if (!Places.Any(place => value.AsSpan(open).StartsWith(place, StringComparison.Ordinal)))
                throw new ArgumentException($"The text '{value}' has a brace that opens none of {string.Join(", ", Places)}. Use one of these, or leave braces out.", name);
        }

        return value;
    }
}
