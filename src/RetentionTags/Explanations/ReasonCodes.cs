using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Explanations;

/// <summary>The reasons of many rows. Texts are made when a row is asked for.</summary>
public sealed class ReasonCodes
{
    private readonly ReasonCatalogue _catalogue;
    private readonly ColumnBinning[] _columns;
    private readonly int[] _bins;
    private readonly Func<int, int, Cell> _valueOf;
    private readonly (int Reason, double Effect, int Column)[] _codes;
    private readonly int[] _ends;

    /// <param name="catalogue">The rules.</param>
    /// <param name="columns">The model's columns.</param>
    /// <param name="bins">Row by row, the bin of each column.</param>
    /// <param name="explanations">The contributions.</param>
    /// <param name="valueOf">The value of a row and a column.</param>
    internal ReasonCodes(ReasonCatalogue catalogue, ColumnBinning[] columns, int[] bins, ScoreExplanations explanations, Func<int, int, Cell> valueOf)
    {
        _catalogue = catalogue;
        _columns = columns;
        _bins = bins;
        _valueOf = valueOf;
        BaselineName = explanations.BaselineName;
        int[][] columnsOf = [.. catalogue.Reasons.Select(reason => reason.Columns.Select(name => Array.FindIndex(columns, column => column.ColumnName == name)).ToArray())];
        var codes = new List<(int, double, int)>();
        _ends = new int[explanations.RowCount];
        for (int row = 0; row < _ends.Length; row++)
        {
            catalogue.Choose(explanations[row], columnsOf, codes);
            _ends[row] = codes.Count;
        }

        _codes = [.. codes];
    }

    /// <summary>What the rows were compared with.</summary>
    public string BaselineName { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => _ends.Length;

    /// <summary>The reasons of a row, the strongest first.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> − 1.</param>
    /// <returns>At most <see cref="ReasonCatalogue.MaxReasons"/> of them; none where no contribution is a reason.</returns>
    public IReadOnlyList<ReasonCode> this[int row] => [.. CodesOf(row).ToArray().Select(code => ToCode(row, code))];

    /// <summary>The ids of a row's reasons, the strongest first, without making their texts.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> − 1.</param>
    /// <returns>The ids.</returns>
    public IReadOnlyList<string> IdsOf(int row) => [.. CodesOf(row).ToArray().Select(code => _catalogue.Reasons[code.Reason].Id)];

    private ReadOnlySpan<(int Reason, double Effect, int Column)> CodesOf(int row)
    {
        int start = row == 0 ? 0 : _ends[row - 1];
        return _codes.AsSpan(start, _ends[row] - start);
    }

    private ReasonCode ToCode(int row, (int Reason, double Effect, int Column) code)
    {
        Reason reason = _catalogue.Reasons[code.Reason];
        Bin bin = _columns[code.Column].Bins[_bins[(row * _columns.Length) + code.Column]];
        Cell value = _valueOf(row, code.Column);
        string name = _columns[code.Column].ColumnName, written = value == Cell.Missing ? "missing" : value.ToString();
        string chineseBin = bin.Kind switch { BinKind.Missing => "缺失", BinKind.Unseen => "未见过的类别", _ => bin.Label };
        return new(
            reason.Id,
            code.Effect,
            name,
            bin.Label,
            value,
            Reason.Fill(reason.English, name, bin.Label, written),
            Reason.Fill(reason.Chinese, name, chineseBin, value == Cell.Missing ? "缺失" : written));
    }
}
