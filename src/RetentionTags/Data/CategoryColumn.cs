namespace RetentionTags.Data;

/// <summary>A column of categories, dictionary-coded: a list of distinct levels and one code for each row.</summary>
public sealed class CategoryColumn : Column
{
    /// <summary>The code of a row whose category is missing: −1.</summary>
    public const int MissingCode = -1;

    private readonly ReadOnlyMemory<int> _codes;
    private readonly string[] _levels;

    internal CategoryColumn(string name, ReadOnlyMemory<int> codes, IReadOnlyList<string> levels)
        : base(name, codes.Length)
    {
        ArgumentNullException.ThrowIfNull(levels);
        _codes = codes;
        _levels = [.. levels];
        CheckLevels();
        CheckCodes();
    }

    /// <summary>For rows of a column that has been checked before.</summary>
    private CategoryColumn(string name, int[] codes, string[] levels)
        : base(name, codes.Length)
    {
        _codes = codes;
        _levels = levels;
    }

    /// <summary>One index into <see cref="Levels"/> for each row, or <see cref="MissingCode"/>.</summary>
    public ReadOnlySpan<int> Codes => _codes.Span;

    /// <summary>The same codes as memory that can be kept, or pinned for another system; not to be changed.</summary>
    public ReadOnlyMemory<int> CodeMemory => _codes;

    /// <summary>The distinct categories. Their order carries no meaning.</summary>
    public IReadOnlyList<string> Levels => _levels;

    /// <summary>The category in a row.</summary>
    /// <param name="row">From 0 to <see cref="Column.Length"/> − 1.</param>
    /// <returns>The category, or <see langword="null"/> when it is missing.</returns>
    public string? this[int row] => Codes[row] == MissingCode ? null : _levels[Codes[row]];

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Category;

    /// <inheritdoc/>
    public override int CountMissing() => Codes.Count(MissingCode);

    internal override bool IsMissing(int row) => Codes[row] == MissingCode;

    internal override CategoryColumn Rows(ReadOnlySpan<int> rows) => new(Name, ValuesOfRows.Of(Codes, rows), _levels);

    /// <summary>A column of the same levels with other codes, which are known to be among them.</summary>
    internal CategoryColumn WithCodes(int[] codes) => new(Name, codes, _levels);

    /// <summary>The same categories with the levels that rows have and no others, in the same order.</summary>
    internal CategoryColumn WithoutUnusedLevels()
    {
        var isUsed = new bool[_levels.Length + 1];
        foreach (int code in Codes)
            isUsed[code + 1] = true;
        int[] newCodes = new int[_levels.Length + 1];
        newCodes[0] = MissingCode;
        var kept = new List<string>();
        for (int level = 0; level < _levels.Length; level++)
        {
            newCodes[level + 1] = kept.Count;
            if (isUsed[level + 1])
                kept.Add(_levels[level]);
        }

        var codes = new int[Length];
        for (int row = 0; row < codes.Length; row++)
            codes[row] = newCodes[Codes[row] + 1];
        return new(Name, codes, [.. kept]);
    }

    private void CheckLevels()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int level = 0; level < _levels.Length; level++)
        {
            if (_levels[level] is null)
                throw new ArgumentException($"Column '{Name}': level {level} is null. A missing category has the code {MissingCode} and no level.", "levels");
            if (!seen.Add(_levels[level]))
                throw new ArgumentException($"Column '{Name}': the level '{_levels[level]}' occurs twice. Levels are distinct.", "levels");
        }
    }

    private void CheckCodes()
    {
        ReadOnlySpan<int> codes = Codes;
        for (int row = 0; row < codes.Length; row++)
        {
            if ((uint)(codes[row] + 1) > (uint)_levels.Length)
                throw new ArgumentException($"Column '{Name}', row {row}: the code is {codes[row]}. Codes go from 0 to {_levels.Length - 1}, or {MissingCode} for missing.", "codes");
        }
    }
}
