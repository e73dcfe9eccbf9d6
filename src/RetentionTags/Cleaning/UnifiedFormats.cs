using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>One way of writing: of texts, and of numbers and dates in texts. It learns nothing but which columns it is for.</summary>
/// <remarks>
/// In this order: full-width characters (U+FF01–U+FF5E, and the ideographic space U+3000) become their half-width ones; each run of white space becomes one blank; white space at the ends goes; case; texts that mean missing; synonyms; and in the columns
/// named for it numbers and dates. What is clean already is left as it is, also a column that is to be read as numbers and holds numbers.
/// </remarks>
public sealed record UnifiedFormats : CleaningStep
{
    /// <summary>What lies between a full-width character and its half-width one.</summary>
    private const int FullWidthOffset = 0xFEE0;

    private const int ShownTexts = 3;

    private static readonly DateTime Epoch = DateTime.UnixEpoch;

    /// <summary>The category columns whose texts are unified.</summary>
    /// <value>None named by default: all of them.</value>
    public ValueList<string> Columns { get; init => field = value ?? throw new ArgumentNullException(nameof(Columns)); } = [];

    /// <summary>Whether white space at the ends goes.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Trim { get; init; } = true;

    /// <summary>Whether each run of white space, tabs and line ends included, becomes one blank.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool CollapseWhiteSpace { get; init; } = true;

    /// <summary>Whether full-width characters become half-width ones.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool HalfWidth { get; init; } = true;

    /// <summary>How letters are written.</summary>
    /// <value><see cref="TextCase.Keep"/> by default.</value>
    public TextCase Case { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Case), value, "one of the named ways"); }

    /// <summary>Texts that mean missing, once they are unified.</summary>
    /// <value>The empty text by default; add for instance <c>"n/a"</c>.</value>
    public ValueList<string> MissingTexts { get; init => field = value ?? throw new ArgumentNullException(nameof(MissingTexts)); } = [""];

    /// <summary>Texts that mean the same as others.</summary>
    /// <value>None by default.</value>
    public ValueList<Synonym> Synonyms { get; init => field = value ?? throw new ArgumentNullException(nameof(Synonyms)); } = [];

    /// <summary>Category columns that become numeric ones.</summary>
    /// <value>None by default.</value>
    public ValueList<TextNumbers> Numbers { get; init => field = value ?? throw new ArgumentNullException(nameof(Numbers)); } = [];

    /// <summary>Category columns that become numeric ones of days since 1970-01-01, with the time of day as a fraction; moments with a zone in UTC.</summary>
    /// <value>None by default.</value>
    public ValueList<TextDates> Dates { get; init => field = value ?? throw new ArgumentNullException(nameof(Dates)); } = [];

    /// <summary>What happens to texts that are to become numbers or dates and are none, or could be two.</summary>
    /// <value><see cref="UnreadablePolicy.Error"/> by default.</value>
    public UnreadablePolicy Unreadable { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Unreadable), value, "one of the named policies"); }

    internal override void Check()
    {
        foreach (string text in MissingTexts.Concat(Synonyms.Select(synonym => synonym.From)).Concat(Synonyms.Select(synonym => synonym.To)))
        {
            if (text != Unify(text))
                throw new InvalidOperationException($"'{text}' is among MissingTexts or Synonyms, and no text looks like it once formats are unified. Write '{Unify(text)}'.");
        }

        foreach (Synonym synonym in Synonyms)
        {
            if (MissingTexts.Contains(synonym.From) || MissingTexts.Contains(synonym.To) || Synonyms.Count(other => other.From == synonym.From) > 1 || Synonyms.Any(other => other.From == synonym.To && synonym.From != synonym.To))
                throw new InvalidOperationException($"The synonym '{synonym.From}' for '{synonym.To}': one of the two is also the beginning of another synonym, or means missing. Each text leads to its end at once.");
        }

        string[] converted = [.. Numbers.Select(column => column.ColumnName), .. Dates.Select(column => column.ColumnName)];
        if (converted.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"The column '{twice.Key}' is to be read as numbers or dates twice.");
        foreach (TextNumbers column in Numbers)
            _ = CulturesOf(column);
        foreach (TextDates column in Dates)
            CheckDates(column);
    }

    internal override LearntColumn[] Learn(CleaningPass pass)
    {
        HashSet<string> converted = [.. Numbers.Select(column => column.ColumnName), .. Dates.Select(column => column.ColumnName)];
        foreach (string name in converted)
            _ = pass.Table[name];
        HashSet<string> named = [.. Named<CategoryColumn>(Columns, pass.Table).Select(column => column.Name)];
        return [.. pass.Table.Columns.Where(column => named.Contains(column.Name) || converted.Contains(column.Name)).Select(column => new LearntColumn(column.Name, ColumnKind.Category))];
    }

    internal override void Apply(IReadOnlyList<LearntColumn> columns, CleaningPass pass)
    {
        foreach (LearntColumn learnt in columns)
        {
            TextNumbers? numbers = Numbers.FirstOrDefault(column => column.ColumnName == learnt.ColumnName);
            TextDates? dates = Dates.FirstOrDefault(column => column.ColumnName == learnt.ColumnName);
            if (pass.Find(learnt, eitherKind: numbers is not null || dates is not null) is not CategoryColumn column)
                continue;
            var texts = new UnifiedTexts(column, this, pass);
            if (numbers is not null)
            {
                NumberFormatInfo[] formats = CulturesOf(numbers);
                texts.Convert(text => formats.Select(format => NumberText.Read(text, format)), $"numbers as they are written in {Listed(numbers.Cultures.Select(Shown))}", Unreadable);
            }
            else if (dates is not null)
            {
                CultureInfo culture = CultureOf(dates.Culture);
                texts.Convert(text => dates.Formats.Select(format => Days(text, format, culture)), $"dates in the format {Listed(dates.Formats)} ({Shown(dates.Culture)})", Unreadable);
            }
            else
            {
                texts.Replace();
            }
        }
    }

    /// <summary>The text in its one way of writing, before its meaning is looked at.</summary>
    internal string Unify(string text)
    {
        var unified = new StringBuilder(text.Length);
        bool isAfterSpace = false;
        foreach (char c in text)
        {
            char narrow = !HalfWidth ? c : c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - FullWidthOffset) : c == '\u3000' ? ' ' : c;
            bool isSpace = CollapseWhiteSpace && char.IsWhiteSpace(narrow);
            if (!isSpace)
                unified.Append(narrow);
            else if (!isAfterSpace)
                unified.Append(' ');
            isAfterSpace = isSpace;
        }

        string result = Trim ? unified.ToString().Trim() : unified.ToString();
        return Case switch
        {
            TextCase.Lower => ToLower(result),
            TextCase.Upper => result.ToUpperInvariant(),
            _ => result,
        };
    }

    [SuppressMessage("Globalization", "CA1308", Justification = "Small letters are what was asked for.")]
    private static string ToLower(string text) => text.ToLowerInvariant();

    private static double Days(string text, string format, CultureInfo culture) =>
        DateTime.TryParseExact(text, format, culture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime moment) ? (moment - Epoch).TotalDays : double.NaN;

    private static NumberFormatInfo[] CulturesOf(TextNumbers column) => column.Cultures.Count > 0
        ? [.. column.Cultures.Select(name => CultureOf(name).NumberFormat)]
        : throw new InvalidOperationException($"The column '{column.ColumnName}' is to be read as numbers, and no culture is named. Name one, such as \"de-DE\", or \"\" for the invariant culture.");

    /// <summary>A culture that this machine knows. Another name, or a machine without ICU, can get the marks of the invariant culture, which would read 1.234 as another number.</summary>
    private static CultureInfo CultureOf(string name)
    {
        var culture = CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        return name.Length == 0 || culture.TwoLetterISOLanguageName != CultureInfo.InvariantCulture.TwoLetterISOLanguageName
            ? culture
            : throw new CultureNotFoundException(nameof(name), name, "The program runs in globalization-invariant mode and knows no culture but the invariant one. Install ICU and set InvariantGlobalization to false, or name the culture \"\".");
    }

    private static void CheckDates(TextDates column)
    {
        _ = CultureOf(column.Culture);
        if (column.Formats.Count == 0 || column.Formats.Any(format => !format.Contains("yyyy", StringComparison.Ordinal)))
            throw new InvalidOperationException($"The column '{column.ColumnName}' is to be read as dates, and its formats are {Listed(column.Formats)}. Name at least one; each has a year of four digits (yyyy): two digits do not say the century, and none would mean this year.");
    }

    private static string Listed(IEnumerable<string> texts) => string.Join(" or ", texts.Select(text => $"'{text}'").DefaultIfEmpty("none"));

    private static string Shown(string culture) => culture.Length == 0 ? "invariant" : culture;

    /// <summary>A column's categories on their way: what each becomes, and why.</summary>
    private sealed class UnifiedTexts
    {
        private readonly CategoryColumn _column;
        private readonly CleaningPass _pass;
        private readonly string?[] _texts;
        private readonly bool[] _isUsed;
        private readonly List<(string Found, string Done, List<int> Rows)> _changes = [];

        public UnifiedTexts(CategoryColumn column, UnifiedFormats recipe, CleaningPass pass)
        {
            (_column, _pass) = (column, pass);
            var synonyms = recipe.Synonyms.ToDictionary(synonym => synonym.From, synonym => synonym.To, StringComparer.Ordinal);
            var missing = new HashSet<string>(recipe.MissingTexts, StringComparer.Ordinal);
            _texts = new string?[column.Levels.Count];
            _isUsed = new bool[_texts.Length];
            for (int row = 0; row < column.Length; row++)
            {
                pass.CheckSometimes(row);
                if (column.Codes[row] != CategoryColumn.MissingCode)
                    _isUsed[column.Codes[row]] = true;
            }

            bool[] isUnified = new bool[_texts.Length], isSynonym = new bool[_texts.Length], isMissing = new bool[_texts.Length];
            for (int level = 0; level < _texts.Length; level++)
            {
                pass.CheckSometimes(level);
                string text = recipe.Unify(column.Levels[level]);
                isMissing[level] = missing.Contains(text);
                isSynonym[level] = synonyms.TryGetValue(text, out string? meaning);
                _texts[level] = isMissing[level] ? null : meaning ?? text;
                isUnified[level] = !isMissing[level] && !isSynonym[level] && text != column.Levels[level];
            }

            Add(isUnified, "written in another way", "unified");
            Add(isSynonym, "synonyms", "replaced");
            Add(isMissing, "texts that mean missing", "made missing");
        }

        public void Replace()
        {
            if (_changes.Count == 0)
                return;
            var codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
            var codes = new int[_texts.Length];
            for (int level = 0; level < codes.Length; level++)
            {
                if (_texts[level] is not string text)
                    codes[level] = CategoryColumn.MissingCode;
                else if (!codeOf.TryGetValue(text, out codes[level]))
                    codeOf.Add(text, codes[level] = codeOf.Count);
            }

            var rows = new int[_column.Length];
            for (int row = 0; row < rows.Length; row++)
                rows[row] = _column.Codes[row] == CategoryColumn.MissingCode ? CategoryColumn.MissingCode : codes[_column.Codes[row]];
            _pass.Replace(Column.Category(_column.Name, rows, [.. codeOf.Keys]), [.. _changes]);
        }

        /// <summary>Reads every text that some row has. The readings are NaN where they fail; they must not contradict one another.</summary>
        public void Convert(Func<string, IEnumerable<double>> readings, string what, UnreadablePolicy policy)
        {
            var numbers = new double[_texts.Length];
            bool[] isRead = new bool[_texts.Length], isUnreadable = new bool[_texts.Length], isAmbiguous = new bool[_texts.Length];
            for (int level = 0; level < numbers.Length; level++)
            {
                _pass.CheckSometimes(level);
                numbers[level] = double.NaN;
                if (_texts[level] is not string text)
                    continue;
                double[] distinct = [.. readings(text).Where(number => !double.IsNaN(number)).Distinct()];
                isRead[level] = distinct.Length == 1;
                isUnreadable[level] = distinct.Length == 0;
                isAmbiguous[level] = distinct.Length > 1;
                numbers[level] = isRead[level] ? distinct[0] : double.NaN;
            }

            if (policy == UnreadablePolicy.Error)
                RequireReadable(isUnreadable, isAmbiguous, what);
            var values = new double[_column.Length];
            for (int row = 0; row < values.Length; row++)
                values[row] = _column.Codes[row] == CategoryColumn.MissingCode ? double.NaN : numbers[_column.Codes[row]];
            Add(isUnreadable, $"are no {what}", "made missing");
            Add(isAmbiguous, $"can be read in two ways as {what}", "made missing");
            Add(isRead, what, "read");
            _pass.Replace(Column.Numeric(_column.Name, values), [.. _changes]);
        }

        private void RequireReadable(bool[] isUnreadable, bool[] isAmbiguous, string what)
        {
            foreach (int row in RowsOf([.. isUnreadable.Select((unreadable, level) => unreadable || isAmbiguous[level])]).Take(1))
            {
                int level = _column.Codes[row];
                throw CellReading.Bad(_column.Levels[level], _pass.SourceOf(row), _column.Name, isAmbiguous[level]
                    ? $"{what} that can be read in one way only. Leave one of them out, or set Unreadable to MakeMissing"
                    : $"{what}. Add what means missing to MissingTexts, name another way of writing, or set Unreadable to MakeMissing");
            }
        }

        private void Add(bool[] isConcerned, string found, string done)
        {
            List<int> rows = RowsOf(isConcerned);
            if (rows.Count == 0)
                return;
            string[] texts = [.. _column.Levels.Where((_, level) => isConcerned[level] && _isUsed[level])];
            IEnumerable<string> shown = texts.Order(StringComparer.Ordinal).Take(ShownTexts).Select(text => $"'{text}'");
            _changes.Add(($"{found}: {string.Join(", ", shown)}{(texts.Length > ShownTexts ? $" and {texts.Length - ShownTexts} more" : "")}", done, rows));
        }

        private List<int> RowsOf(bool[] isConcerned) => Array.IndexOf(isConcerned, true) < 0 ? [] : _pass.RowsWhere(row => _column.Codes[row] != CategoryColumn.MissingCode && isConcerned[_column.Codes[row]]);
    }
}
