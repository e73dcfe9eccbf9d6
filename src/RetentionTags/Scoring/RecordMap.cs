using System.Runtime.CompilerServices;
using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Scoring;

/// <summary>
/// How a record's values are read, column by column, for <see cref="Scorecard.ForRecords"/>. Immutable: each call returns a longer map. What is given are functions, which the compiler checks; nothing is looked up by reflection.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class RecordMap<T>
{
    private static readonly string[] TruthValues = [.. ((bool[])[false, true]).Select(truth => Cell.FromBoolean(truth).Category!)];

    private readonly Entry[] _entries;

    private RecordMap(Entry[] entries) => _entries = entries;

    internal static RecordMap<T> Empty { get; } = new([]);

    /// <summary>Reads a column of numbers. Whole numbers and floats convert by themselves.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="value">Gives the record's number; NaN is missing.</param>
    /// <returns>A map with this column too.</returns>
    /// <exception cref="ArgumentException">The column is mapped already.</exception>
    public RecordMap<T> Numeric(string column, Func<T, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(column, ColumnKind.Numeric, _ => value);
    }

    /// <summary>Reads a column of numbers that may be missing.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="value">Gives the record's number; <see langword="null"/> and NaN are missing.</param>
    /// <returns>A map with this column too.</returns>
    /// <exception cref="ArgumentException">The column is mapped already.</exception>
    public RecordMap<T> Numeric(string column, Func<T, double?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(column, ColumnKind.Numeric, _ => record => value(record) ?? double.NaN);
    }

    /// <summary>Reads a column of decimal numbers, as the nearest doubles.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="value">Gives the record's number; <see langword="null"/> is missing.</param>
    /// <returns>A map with this column too.</returns>
    /// <exception cref="ArgumentException">The column is mapped already.</exception>
    [OverloadResolutionPriority(-1)]
    public RecordMap<T> Numeric(string column, Func<T, decimal?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(column, ColumnKind.Numeric, _ => record => value(record) is decimal number ? (double)number : double.NaN);
    }

    /// <summary>Reads a column of categories from text.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="value">Gives the record's category, compared by ordinal; <see langword="null"/> is missing, one that no training row had goes to the bin for such.</param>
    /// <returns>A map with this column too.</returns>
    /// <exception cref="ArgumentException">The column is mapped already.</exception>
    public RecordMap<T> Category(string column, Func<T, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(column, ColumnKind.Category, binning => record => binning!.FindBin(value(record)));
    }

    /// <summary>Reads a column of the categories <c>true</c> and <c>false</c>.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="value">Gives the record's truth value; <see langword="null"/> is missing.</param>
    /// <returns>A map with this column too.</returns>
    /// <exception cref="ArgumentException">The column is mapped already.</exception>
    public RecordMap<T> Category(string column, Func<T, bool?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(column, ColumnKind.Category, Bind, "the truth values", TruthValues);

        Func<T, double> Bind(CategoryBinning? binning)
        {
            double missing = binning!.FindBin(null), isFalse = binning.FindBin(TruthValues[0]), isTrue = binning.FindBin(TruthValues[1]);
            return record => value(record) switch { null => missing, false => isFalse, true => isTrue };
        }
    }

    /// <summary>Reads a column of categories whose names are those of an enum, as <see cref="Enum.ToString()"/> gives them. Values that the enum names allocate nothing.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <param name="column">The name of the column.</param>
    /// <param name="value">Gives the record's value.</param>
    /// <returns>A map with this column too. Where the card's categories are spelt otherwise, map the text: <c>map.Category("plan", customer => customer.Plan switch { Plan.Monthly => "month-to-month", … })</c>.</returns>
    /// <exception cref="ArgumentException">The column is mapped already.</exception>
    public RecordMap<T> Category<TEnum>(string column, Func<T, TEnum> value)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(column, ColumnKind.Category, Bind, $"the names of the enum {typeof(TEnum).Name}", Enum.GetNames<TEnum>());

        Func<T, double> Bind(CategoryBinning? binning)
        {
            var bins = new EnumBins<TEnum>(binning!);
            return record => bins.Find(value(record));
        }
    }

    /// <summary>Reads a column of categories whose names are those of an enum, as <see cref="Enum.ToString()"/> gives them, where a value may be missing.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <param name="column">The name of the column.</param>
    /// <param name="value">Gives the record's value; <see langword="null"/> is missing.</param>
    /// <returns>A map with this column too.</returns>
    /// <exception cref="ArgumentException">The column is mapped already.</exception>
    public RecordMap<T> Category<TEnum>(string column, Func<T, TEnum?> value)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(column, ColumnKind.Category, Bind, $"the names of the enum {typeof(TEnum).Name}", Enum.GetNames<TEnum>());

        Func<T, double> Bind(CategoryBinning? binning)
        {
            var bins = new EnumBins<TEnum>(binning!);
            double missing = binning!.FindBin(null);
            return record => value(record) is TEnum given ? bins.Find(given) : missing;
        }
    }

    /// <summary>One reader for each of the card's columns, in their order.</summary>
    /// <exception cref="ArgumentException">The map and the card do not fit; everything that is wrong is named.</exception>
    internal Func<T, double>[] Bind(Scorecard scorecard)
    {
        var problems = new List<string>();
        foreach (Entry entry in _entries.Where(entry => !scorecard.Binning.Columns.Any(column => column.ColumnName == entry.Column)))
            problems.Add($"there is no column '{entry.Column}'");
        var readers = new Func<T, double>[scorecard.Columns.Count];
        for (int i = 0; i < readers.Length; i++)
        {
            ScorecardColumn column = scorecard.Columns[i];
            Entry? entry = Array.Find(_entries, entry => entry.Column == column.Name);
            if ((entry is null ? $"column '{column.Name}' has no mapping; add {column.Kind}(\"{column.Name}\", …)" : entry.ProblemWith(column)) is string problem)
                problems.Add(problem);
            else
                readers[i] = entry!.Bind(column.Binning as CategoryBinning);
        }

        return problems.Count == 0
            ? readers
            : throw new ArgumentException($"The map of {typeof(T).Name} does not fit the scorecard: {string.Join("; ", problems)}. The scorecard takes: {string.Join(", ", scorecard.Columns.Select(column => $"'{column.Name}' ({(column.Kind == ColumnKind.Numeric ? "numbers" : "categories")})"))}.");
    }

    private RecordMap<T> With(string column, ColumnKind kind, Func<CategoryBinning?, Func<T, double>> bind, string from = "", string[]? names = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        return _entries.All(entry => entry.Column != column)
            ? new([.. _entries, new(column, kind, bind, from, names)])
            : throw new ArgumentException($"The column '{column}' is mapped twice.", nameof(column));
    }

    private sealed record Entry(string Column, ColumnKind Kind, Func<CategoryBinning?, Func<T, double>> Bind, string From, string[]? Names)
    {
        public string? ProblemWith(ScorecardColumn column)
        {
            if (Kind != column.Kind)
                return $"column '{Column}' holds {(column.Kind == ColumnKind.Numeric ? "numbers" : "categories")} and is mapped by {Kind}";
            string[] known = Names is null ? [] : [.. column.Binning.Bins.SelectMany(bin => bin.Categories.Concat(bin.SpecialValues.Select(value => value.Category!)))];
            return Names is null || known.Length == 0 || Names.Any(known.Contains)
                ? null
                : $"none of {From} ({string.Join(", ", Names)}) is a category of column '{Column}' ({string.Join(", ", known.Take(8))}{(known.Length > 8 ? ", …" : "")}); map the texts that the card was fitted on";
        }
    }
}
